"""What reading each file brought to light, kept from build to build: an unchanged file is reported without reading it.

The notes are a convenience beside the store: without them, or where one does not fit the store, files are read again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from corpus import Document, FailureKind, WorkerLimits, reader_identity
from corpus.metadata import OCR_PAGES
from index.durable import write_file
from index.report import BuildReport, Failure, PersonalDataFound, RecognisedPages, TextlessPages
from index.store import SourceState

NOTES_FILE = "reading-notes.json"
DocumentsOf = Callable[[str], Mapping[str, bytes]]


@dataclass(slots=True)
class ReadingNote:
    """What the report said of one file. `documents` stands for what the store had of it afterwards."""

    content_hash: str
    reader: str
    documents: str = ""
    unread: list[Failure] = field(default_factory=list)
    textless: list[TextlessPages] = field(default_factory=list)
    recognised: list[RecognisedPages] = field(default_factory=list)
    personal_data: list[PersonalDataFound] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.unread or self.textless or self.recognised or self.personal_data)

    def recognise(self, document: Document) -> None:
        """Note the pages of a document that OCR read."""
        if pages := document.metadata.get(OCR_PAGES):
            found = RecognisedPages(document.source, document.document_id, tuple(map(int, pages)))
            self.recognised.append(found)

    def add_to(self, report: BuildReport) -> None:
        """Add what is noted to a report."""
        for failure in self.unread:
            report.unread(failure)
        report.pages_without_text.extend(self.textless)
        report.pages_recognised.extend(self.recognised)
        report.personal_data.extend(self.personal_data)


class ReadingNotes:
    """The notes of an index, by path of the file."""

    def __init__(self, place: Path, limits: WorkerLimits) -> None:
        self._place = place
        self._reader = cache(lambda: f"{reader_identity()} {asdict(limits)}")
        self._notes = _loaded(place / NOTES_FILE)
        self._lines: dict[str, str] = {}  # the notes as they are written
        self._written = b""

    def new(self, state: SourceState) -> ReadingNote:
        """Return an empty note on a file in this state; what was noted on it before is dropped."""
        self.forget(state.path)
        return ReadingNote(state.content_hash.hex(), self._reader())

    def keep(self, source: str, note: ReadingNote, documents: Mapping[str, bytes]) -> None:
        """Keep the note on a file that was read to its end, of which the store is to have these documents."""
        note.documents = _digest(documents)
        self._notes[source] = note

    def forget(self, source: str) -> None:
        """Drop the note on a file."""
        self._notes.pop(source, None)
        self._lines.pop(source, None)

    def of(self, state: SourceState) -> ReadingNote | None:
        """Return the note on a file if it is of these bytes."""
        note = self._notes.get(state.path)
        return note if note is not None and note.content_hash == state.content_hash.hex() else None

    def is_known_to_fail(self, state: SourceState, documents_of: DocumentsOf) -> bool:
        """Tell whether a file that is not in the store as a whole would give what it gave before.

        That is so if the bytes and the reader are the same, and the store has of it what it had then.
        """
        note = self.of(state)
        return (
            note is not None
            and not any(failure.kind == FailureKind.ACCESS for failure in note.unread)
            and note.reader == self._reader()
            and note.documents == _digest(documents_of(state.path))
        )

    def save(self, is_gone: Callable[[str], bool] = lambda _: False) -> None:
        """Write the notes that say anything to the index folder, but for files that are gone.

        Before a batch is made durable: a file that the store has is not read again, and what is not noted is not told.
        """
        kept = [path for path, note in self._notes.items() if note and not is_gone(path)]
        for path in kept:
            if path not in self._lines:
                note = json.dumps(asdict(self._notes[path]), ensure_ascii=False)
                self._lines[path] = f"{json.dumps(path, ensure_ascii=False)}: {note}"
        content = ("{" + ",\n".join(self._lines[path] for path in kept) + "}").encode()
        if content != self._written:
            write_file(self._place / NOTES_FILE, content)
            self._written = content


def _digest(documents: Mapping[str, bytes]) -> str:
    lines = sorted(f"{document_id} {content_hash.hex()}" for document_id, content_hash in documents.items())
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _loaded(path: Path) -> dict[str, ReadingNote]:
    """Return the notes in a file; none if it is absent, damaged or of another version."""
    try:
        return {source: _note(values) for source, values in json.loads(path.read_text("utf-8")).items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}


def _note(values: dict[str, Any]) -> ReadingNote:
    return ReadingNote(
        values["content_hash"],
        values["reader"],
        values["documents"],
        [Failure(**one) for one in values["unread"]],
        [TextlessPages(**{**one, "pages": tuple(one["pages"])}) for one in values["textless"]],
        [RecognisedPages(**{**one, "pages": tuple(one["pages"])}) for one in values["recognised"]],
        [PersonalDataFound(**one) for one in values["personal_data"]],
    )
