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
        self._new: set[str] = set()

    def new(self, state: SourceState) -> ReadingNote:
        """Return an empty note on a file in this state, in place of what was noted on it before."""
        self._notes[state.path] = ReadingNote(state.content_hash.hex(), self._reader())
        self._new.add(state.path)
        return self._notes[state.path]

    def forget(self, source: str) -> None:
        """Drop the note on a file."""
        self._notes.pop(source, None)

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

    def save(self, is_gone: Callable[[str], bool], documents_of: DocumentsOf) -> None:
        """Write the notes that say anything to the index folder, but for files that are gone."""
        kept = {path: note for path, note in self._notes.items() if note and not is_gone(path)}
        for path in self._new & kept.keys():
            kept[path].documents = _digest(documents_of(path))
        content = {path: asdict(note) for path, note in kept.items()}
        write_file(self._place / NOTES_FILE, json.dumps(content, ensure_ascii=False).encode())


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
