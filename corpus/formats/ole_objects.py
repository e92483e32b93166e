"""Objects of other programs in an office file (OLE): the file that is in one, where it can be had."""

from __future__ import annotations

import io
import struct

import olefile

from corpus.failures import FailureKind, UnreadableError
from corpus.formats.enclosed import Enclosed, as_enclosed

# A stream that holds a file as such, and the streams by which an object is known to be a file itself.
_PACKED, _ADOBE, _OFFICE = "\x01Ole10Native", "CONTENTS", "Package"
_KINDS = {
    "WordDocument": ".doc", "Workbook": ".xls", "PowerPoint Document": ".ppt", "__properties_version1.0": ".msg",
}  # fmt: skip
_NO_DOCUMENTS = ("Equation Native",)
_PDF = b"%PDF"


def read_ole_object(name: str, content: bytes) -> Enclosed | None:
    """Return the file in an object, under its own name if it has one, or that it is not read; None for a formula."""
    if content.startswith(_PDF):
        return as_enclosed(f"{name}.pdf", content)
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as container:
            if any(container.exists(stream) for stream in _NO_DOCUMENTS):
                return None
            if container.exists(_PACKED):
                return as_enclosed(*_packed(container.openstream(_PACKED).read()))
            for stream, suffix in ((_ADOBE, ".pdf"), (_OFFICE, ".docx")):
                if container.exists(stream) and (inner := container.openstream(stream).read())[:4] in (_PDF, b"PK\3\4"):
                    return as_enclosed(f"{name}{suffix}", inner)
            for stream, suffix in _KINDS.items():
                if container.exists(stream):
                    return as_enclosed(f"{name}{suffix}", content)
    except (OSError, TypeError, IndexError, KeyError, ValueError, OverflowError, struct.error):
        pass  # is told below
    return Enclosed(name, b"", _unread())


def _packed(stream: bytes) -> tuple[str, bytes]:
    """Return name and content of a file that was put into a document as an icon.

    The stream is: its size (4 bytes), 2 bytes, the file's name, where it was, 4 bytes, where a copy was (with its size
    before it), and the content (with its size before it); names end with a zero.
    """
    name, _, rest = stream[6:].partition(b"\0")
    _, _, rest = rest.partition(b"\0")
    (size,) = struct.unpack_from("<I", rest, 4)
    at = 8 + size
    (size,) = struct.unpack_from("<I", rest, at)
    return name.decode("cp1252", "replace"), rest[at + 4 : at + 4 + size]


def _unread() -> UnreadableError:
    return UnreadableError(
        "Dit is een voorwerp van een ander programma in het bestand; dat wordt niet gelezen. Bewaar het apart.",
        FailureKind.UNSUPPORTED,
    )
