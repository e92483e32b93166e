"""What a build did and what it could not read, as records and as a file in the index folder."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from corpus import FailureKind
from index.durable import write_file

REPORT_FILE = "last-build.json"
_NOT_MEANT_TO_BE_READ = frozenset({FailureKind.UNSUPPORTED, FailureKind.LINK, FailureKind.DUPLICATE})


@dataclass(frozen=True, slots=True)
class Failure:
    """A source, or a part of one, that was not read; `reason` is a Dutch sentence, `kind` one word for programs."""

    source: str
    reason: str
    kind: str = "corrupt"


@dataclass(frozen=True, slots=True)
class TextlessPages:
    """Pages, 1-based, of a document in the index on which no text was found; `total` is how many pages it has."""

    source: str
    document_id: str
    pages: tuple[int, ...]
    total: int


@dataclass(frozen=True, slots=True)
class RecognisedPages:
    """Pages, 1-based, of a document in the index whose text came from OCR and may hold reading errors."""

    source: str
    document_id: str
    pages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PersonalDataFound:
    """How much personal data a document held when it was read, by kind; `address` counts street addresses."""

    source: str
    document_id: str
    bsn: int
    email: int
    phone: int
    iban: int
    address: int


@dataclass(slots=True)
class BuildReport:
    """What a build did. Counts are of documents, but for `passages`: all passages in the index afterwards.

    `failed` is what could not be read; `not_retried` counts the files among it that were not tried again, as they are
    unchanged since a build before. `skipped` is what is not meant to be read.
    `personal_data` tells of all documents in which any was, also those that were read in a build before. With `masked`,
    all of it but the street addresses was taken out before anything was stored. `words_left` says that the words of
    what was removed or changed, in this build or before, are still in the search files, until `repair`.
    """

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    failed: list[Failure] = field(default_factory=list)
    skipped: list[Failure] = field(default_factory=list)
    not_retried: int = 0
    pages_without_text: list[TextlessPages] = field(default_factory=list)
    pages_recognised: list[RecognisedPages] = field(default_factory=list)
    personal_data: list[PersonalDataFound] = field(default_factory=list)
    masked: bool = False
    words_left: bool = False
    passages: int = 0
    embedded: int = 0
    interrupted: bool = False
    elapsed_s: float = 0.0

    def unread(self, failure: Failure) -> None:
        """Add what was not read: to `skipped` if it is not meant to be read, or else to `failed`."""
        (self.skipped if failure.kind in _NOT_MEANT_TO_BE_READ else self.failed).append(failure)


def save_report(report: BuildReport, place: Path) -> None:
    """Write a report to the index folder, in place of that of the build before."""
    write_file(place / REPORT_FILE, json.dumps(asdict(report), ensure_ascii=False, indent=1).encode())
