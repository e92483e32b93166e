"""A look into office files before they are parsed: encrypted ones, and those that unpack to far too much."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path

from corpus.failures import FailureKind, UnreadableError

DAMAGED_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)
"""What opening or reading a zip file raises where it is damaged, encrypted, or packed in an unknown way."""

_MAX_PART_BYTES = 400_000_000  # of one part that a parser reads, unpacked
_MAX_TOTAL_BYTES = 2_000_000_000
_MAX_PARTS = 100_000
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_SCANNED_BYTES = 20_000_000  # of an OLE file, in which the name of an encrypted package is sought
_ENTITY = b"<!ENTITY"
_DECLARED_WITHIN = 65_536  # bytes from the beginning of a part, in which its declarations stand
WORKBOOKS = frozenset({".xlsx", ".xlsm"})
OPEN_XML = WORKBOOKS | {".docx", ".docm", ".dotx", ".pptx", ".pptm", ".ppsx"}
OPEN_DOCUMENT = frozenset({".odt", ".ods", ".odp"})


def require_harmless(path: Path) -> None:
    """Refuse a file that is encrypted, that would unpack to more than a parser can take, or that defines XML entities.

    Raises:
        UnreadableError: says which.
    """
    with path.open("rb") as file:
        start = file.read(8)
        if start == _OLE and path.suffix.lower() in OPEN_XML:
            if _ENCRYPTED_PACKAGE in file.read(_SCANNED_BYTES):
                raise _encrypted()
            raise UnreadableError(
                "Dit is een bestand van voor 2007 met een nieuwe extensie. Open het en sla het opnieuw op."
            )
    if start[:2] != b"PK":
        return
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            manifest = (
                _beginning(archive, "META-INF/manifest.xml", 1_000_000) if "META-INF/manifest.xml" in names else b""
            )
            defines_entities = path.suffix.lower() in OPEN_XML | OPEN_DOCUMENT and any(
                _ENTITY in _beginning(archive, name, _DECLARED_WITHIN) for name in names if name.endswith(".xml")
            )
    except (*DAMAGED_ZIP, ValueError):
        return  # the parser says what is wrong with it
    if defines_entities:
        raise UnreadableError(
            "In het bestand staan XML-entiteiten, en die schrijft een kantoorprogramma niet: het is een bom die zich "
            "eindeloos uitvouwt, of een poging om een ander bestand te lezen. Controleer waar het vandaan komt.",
            FailureKind.UNSAFE,
        )
    largest = max((part.file_size for part in parts), default=0)
    if len(parts) > _MAX_PARTS or largest > _MAX_PART_BYTES or sum(p.file_size for p in parts) > _MAX_TOTAL_BYTES:
        raise UnreadableError(
            "Het bestand is uitgepakt te groot, of een zipbom. Controleer waar het vandaan komt.",
            FailureKind.TOO_LARGE,
        )
    if b"encryption-data" in manifest:
        raise _encrypted()


def is_ole(path: Path) -> bool:
    """Tell whether a file is an OLE container, as office files of before 2007 are: a .doc may also be RTF or HTML."""
    with path.open("rb") as file:
        return file.read(len(_OLE)) == _OLE


def _beginning(archive: zipfile.ZipFile, name: str, size: int) -> bytes:
    with archive.open(name) as part:
        return part.read(size)


def _encrypted() -> UnreadableError:
    return UnreadableError(
        "Het bestand is beveiligd met een wachtwoord. Sla het op zonder wachtwoord.", FailureKind.ENCRYPTED
    )
