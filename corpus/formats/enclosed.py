"""A file in a file: what is attached to mail, or put into a document whole."""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass
from pathlib import Path

from corpus.failures import FailureKind, UnreadableError
from corpus.formats.picture_size import picture_size
from corpus.normalise import canonical_line

_LOGO_BYTES = 100_000  # a larger picture may be a scan
_LOGO_PIXELS = 500  # of the shorter side: a larger picture may be a scan, or a photo of a letter
_ORNAMENTS = frozenset(
    {".png", ".jpg", ".jpeg", ".gif", ".bmp", ".svg", ".emz", ".wmz", ".ics", ".vcf", ".p7s", ".asc"}
)
_OFFICE = "application/vnd.openxmlformats-officedocument"
OPEN_DOCUMENT_SUFFIXES = {
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.oasis.opendocument.presentation": ".odp",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
}
"""What files of the OpenDocument kinds that are read are called, by their MIME type."""
# Of the kinds that are read, those that Python itself does not know: what it learns elsewhere differs by machine.
_SUFFIXES = {
    f"{_OFFICE}.wordprocessingml.document": ".docx",
    f"{_OFFICE}.presentationml.presentation": ".pptx",
    f"{_OFFICE}.spreadsheetml.sheet": ".xlsx",
    **OPEN_DOCUMENT_SUFFIXES,
    "application/epub+zip": ".epub",
    "application/pgp-signature": ".asc",
    "application/rtf": ".rtf",
    "application/vnd.ms-outlook": ".msg",
    "application/x-zip-compressed": ".zip",
    "image/jpg": ".jpg",
    "text/markdown": ".md",
    "text/rtf": ".rtf",
}


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file in a file: its name, one line, and its content, or what is known to be wrong with it.

    `is_shown` tells that it is a picture in the text of a mail.
    """

    name: str
    content: bytes
    failure: UnreadableError | None = None
    is_shown: bool = False

    @property
    def is_ornament(self) -> bool:
        """Tell whether it is a small picture (a logo), a visiting card or a signature: no document that is missed."""
        if Path(self.name).suffix.lower() not in _ORNAMENTS or len(self.content) > _LOGO_BYTES:
            return False
        return self.is_shown or min(picture_size(self.content) or (0, 0)) < _LOGO_PIXELS


def nameless(number: int, kind: str) -> str:
    """Return a name for file number `number` in a file, 1-based, that has none; `kind` is its MIME type."""
    return f"bijlage {number}{_SUFFIXES.get(kind) or mimetypes.guess_extension(kind) or ''}"


def as_enclosed(name: str, content: bytes, *, is_shown: bool = False) -> Enclosed:
    """Return a file in a file as one that can be read, or that is known to be encrypted mail."""
    line = canonical_line(name)
    return Enclosed(line, content, encrypted_mail() if line.lower().endswith(".p7m") else None, is_shown=is_shown)


def encrypted_mail() -> UnreadableError:
    """Return what is told of mail that only its receiver's mail program opens."""
    return UnreadableError(
        "De mail is versleuteld of verzegeld (S/MIME of PGP). Open hem in het mailprogramma en bewaar hem als PDF.",
        FailureKind.ENCRYPTED,
    )
