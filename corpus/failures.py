"""What can be wrong with a file that is to be read, and how it is told."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from corpus.errors import SourceError


class FailureKind(StrEnum):
    """Why a file, or a part of one, was not read; the values are the `kind` of a report as JSON."""

    ENCRYPTED = "encrypted"
    EMPTY = "empty"
    SCANNED = "scanned"  # pages without text, and no OCR to read them
    UNSUPPORTED = "unsupported"
    TOO_LARGE = "too-large"
    CORRUPT = "corrupt"
    UNSAFE = "unsafe"  # made to harm the reader: XML entities that unfold without end, or ask for other files
    CRASH = "crash"
    TIMEOUT = "timeout"
    MEMORY = "memory"
    DUPLICATE = "duplicate"
    LINK = "link"
    NAME = "name"
    ACCESS = "access"


class UnreadableError(SourceError):
    """A text cannot be read; `kind` says in a word why, the message in a Dutch sentence."""

    def __init__(self, message: str, kind: FailureKind = FailureKind.CORRUPT) -> None:
        super().__init__(message)
        self.kind = kind


@dataclass(frozen=True, slots=True)
class ReadFailure:
    """A file, or a part of it, that could not be read; `reason` is a Dutch sentence that names it."""

    source: str
    reason: str
    kind: FailureKind = FailureKind.CORRUPT


@dataclass(frozen=True, slots=True)
class PagesWithoutText:
    """Pages, 1-based, of a document that was read, on which no text was found; `total` is how many pages it has."""

    source: str
    document_id: str
    pages: tuple[int, ...]
    total: int
