"""Adding, replacing and removing documents. What is added is kept in a folder beside the index, for later builds."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from enum import Enum, auto
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from corpus.errors import SourceError, StoreBusyError, VeiligheidswijzerError
from corpus.sources import is_readable
from index import BuildReport, Embedder, Failure, LocalStore, build
from index.durable import sha256_of
from index.store import Changes
from web.file_names import file_name
from web.managing import texts
from web.managing.polite_embedder import PoliteEmbedder
from web.managing.tasks import Task

if TYPE_CHECKING:
    from index.store import DocumentSummary

STAGING_PREFIX = ".komt-binnen-"  # hidden, so that no build reads what is not complete
BEFORE = "before"  # in such a folder: the files that were replaced
LONGEST_STAGED_SECONDS = 24 * 3600.0  # far longer than a task waits for its turn
MOST_FILES = 100
MOST_BYTES = 500_000_000


class Origin(Enum):
    """Where a document is from: a file of the operator, or one that was added here, alone or with other documents."""

    OPERATOR = auto()
    UPLOADED = auto()
    PART = auto()


def uploads_folder(place: Path) -> Path:
    """Return where the files go that are added to the index at `place`: beside it, not in it."""
    return place.with_name(f"{place.name}-uploads")


class DocumentChanges:
    """Changes to the documents of the index at `place`; its methods are the work of tasks."""

    def __init__(self, place: Path, embedder: Embedder) -> None:
        self._place = place
        self._embedder = PoliteEmbedder(embedder)
        self.folder = uploads_folder(place).absolute()
        self._put_back_what_was_broken_off()
        for left in self.folder.glob(f"{STAGING_PREFIX}*"):  # by a process that was killed, or in use by another one
            if time.time() - left.stat().st_mtime > LONGEST_STAGED_SECONDS:
                discard(left)

    def staging(self) -> Path:
        """Return a new folder for files that come in, on the same disk as where they go."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return Path(mkdtemp(prefix=STAGING_PREFIX, dir=self.folder))

    def is_uploaded(self, source: str) -> bool:
        """Tell whether a source is a file that was added here."""
        return Path(source).parent == self.folder

    def refusal(self, name: str, *, overwrite: bool) -> str | None:
        """Return why a file of this name is not taken, None if it is."""
        if not is_readable(name):
            return texts.not_readable(name)
        return texts.exists(name) if not overwrite and self._is_known(self.folder / name) else None

    def _is_known(self, target: Path) -> bool:
        """Tell whether a file is there and was read; one that a broken off task left can be added again."""
        if not target.exists():
            return False
        with LocalStore(self._place) as store:
            return str(target) in store.sources()

    def _put_back_what_was_broken_off(self) -> None:
        """Put back the files that a task took away without reading what came in their place."""
        kept = [*self.folder.glob(f"{STAGING_PREFIX}*/{BEFORE}/*")]
        if not kept:
            return
        with suppress(VeiligheidswijzerError), LocalStore(self._place) as store, store.writing():  # or it is under way
            sources = store.sources()
            for file in kept:
                state = sources.get(str(self.folder / file.name))
                if state is not None and state.content_hash.hex() == sha256_of(file):
                    shutil.copy2(file, self.folder / file.name)

    def add(self, staging: Path, task: Task, *, overwrite: bool) -> list[str]:
        """Put the files in `staging` in place, read them, and return the report; `staging` goes.

        What cannot be read is not kept: the file that was there before comes back, and so does its text.

        Raises:
            StoreBusyError: another program writes the index; all is as it was, and can be tried again.

        """
        is_busy = False
        try:
            return self._added(staging, task, overwrite=overwrite)
        except StoreBusyError:
            is_busy = True
            raise
        finally:
            if not is_busy:
                discard(staging)

    def _added(self, staging: Path, task: Task, *, overwrite: bool) -> list[str]:
        before = staging / BEFORE
        before.mkdir(exist_ok=True)
        files = sorted(path for path in staging.iterdir() if path.is_file())
        refused = [line for path in files if (line := self.refusal(path.name, overwrite=overwrite))]  # since meanwhile
        placed = {path: self.folder / path.name for path in files if not self.refusal(path.name, overwrite=overwrite)}
        if not placed:
            return [texts.NOTHING_KEPT, *refused]
        try:
            for path, target in placed.items():
                if target.exists():
                    shutil.copy2(target, before / path.name)
                shutil.copy2(path, target)
            known = self._documents_of(placed.values())
            report, failures = self._built(placed, task)
            lost = self._undone(placed, before, known)
        except BaseException:
            _put_back(placed, before)
            raise
        return _report_lines(report, refused + failures, nothing_kept=len(lost) == len(placed))

    def remove(self, document: DocumentSummary, task: Task) -> list[str]:
        """Take a document out of the index, and its file away if it was added here and holds nothing else."""
        task.tell(document.title, 0.5)
        with LocalStore(self._place) as store, store.writing():
            source = store.owners([document.document_id]).get(document.document_id)
            if source is None:
                return [texts.MISSING]
            is_file_too = self.is_uploaded(source) and set(store.documents_of(source)) == {document.document_id}
            forgotten = (source,) if is_file_too else ()
            store.update(Changes(remove=(document.document_id,), forgotten=forgotten))
            is_wiped = store.wipe_removed()
        if is_file_too:
            Path(source).unlink(missing_ok=True)
        return [texts.removed(document.title), *([] if is_wiped else [texts.WORDS_LEFT])]

    def _built(self, placed: Mapping[Path, Path], task: Task) -> tuple[BuildReport | None, list[str]]:
        def progress(files_done: int, files_total: int, passages_embedded: int, share: float) -> None:
            task.tell(texts.read_so_far(files_done, files_total, passages_embedded), share)

        try:
            targets = list(placed.values())
            report = build(self._place, targets, self._embedder, progress=progress, keep_vanished=True, reread=True)
        except SourceError as error:  # none of them could be read
            return None, [self._without_folder(str(error))]
        return report, [self._line(failure) for failure in (*report.failed, *report.skipped)]

    def _documents_of(self, targets: Iterable[Path]) -> dict[Path, dict[str, bytes]]:
        with LocalStore(self._place) as store:
            return {target: store.documents_of(str(target)) for target in targets}

    def _undone(
        self, placed: Mapping[Path, Path], before: Path, known: Mapping[Path, Mapping[str, bytes]]
    ) -> list[Path]:
        """Undo the placing of files that were not read and changed nothing of what was `known`, and return them.

        What is read in part stays: the index has that part, and a later build needs the file to keep it.
        """
        with LocalStore(self._place) as store:
            sources = store.sources()
        now = self._documents_of(placed.values())
        lost = {p: at for p, at in placed.items() if not _is_in(sources, at) and now[at] == known[at]}
        _put_back(lost, before)
        return list(lost.values())

    def _line(self, failure: Failure) -> str:
        """Return a failure as one line that begins with the name of its file, without the folder."""
        named = failure.source in failure.reason
        return self._without_folder(failure.reason if named else f"{failure.source}: {failure.reason}")

    def _without_folder(self, sentence: str) -> str:
        return sentence.replace(f"{self.folder}/", "")


def discard(staging: Path) -> None:
    """Remove a folder of files that came in."""
    shutil.rmtree(staging, ignore_errors=True)


def _is_in(sources: Mapping[str, object], target: Path) -> bool:
    """Tell whether the whole of a file was read."""
    state = sources.get(str(target))
    return state is not None and getattr(state, "content_hash", b"").hex() == sha256_of(target)


def _put_back(placed: Mapping[Path, Path], before: Path) -> None:
    for path, target in placed.items():
        kept = before / path.name
        if kept.exists():
            shutil.copy2(kept, target)
        else:
            target.unlink(missing_ok=True)


def _report_lines(report: BuildReport | None, failures: list[str], *, nothing_kept: bool) -> list[str]:
    lines = [texts.NOTHING_KEPT] if nothing_kept or report is None else []
    if report is not None and not nothing_kept:
        lines.append(texts.added(report.added, report.changed, report.unchanged, report.removed))
        lines += [texts.WORDS_LEFT] if report.words_left else []
        failures = [texts.not_added(failure) for failure in failures]
    lines += failures
    if report is not None:
        lines += [
            texts.pages_without_text(file_name(one.source), len(one.pages), one.total)
            for one in report.pages_without_text
        ]
        if report.personal_data:
            lines.append(texts.personal_data(len(report.personal_data), report.masked))
    return lines
