"""Which of the files that were found have to be read: not what is unchanged, too large, empty or there twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from corpus import FailureKind, SourceFile, WorkerLimits, content_hash, size_limit
from index.report import Failure
from index.store import SourceState


@dataclass(frozen=True, slots=True)
class Surveyed:
    """A file with the state that it is in.

    `failure` says why it is not read; `state` is None if it could not be looked at. A duplicate has a failure too.
    One that `is_known_to_fail` did so before and is unchanged.
    """

    file: SourceFile
    state: SourceState | None
    is_unchanged: bool = False
    is_known_to_fail: bool = False
    failure: Failure | None = None

    @property
    def is_to_be_read(self) -> bool:
        """Return whether the file has to be read."""
        return self.failure is None and not self.is_unchanged and not self.is_known_to_fail


def survey(
    files: Iterable[SourceFile],
    stored: Mapping[str, SourceState],
    limits: WorkerLimits,
    is_known_to_fail: Callable[[SourceState], bool] = lambda _: False,
    *,
    reread: bool = False,
) -> Iterator[Surveyed]:
    """Yield every file with its state, in order; all are looked at before the first is yielded.

    Of files with the same bytes one is kept: the one that is in the store, or else the first. A file in the store that
    is not among `files` counts if it still exists; otherwise it was moved. With `reread` nothing counts as unchanged
    or known to fail.
    """
    looked = [_look(file, limits) for file in files]
    given = {one.file.source for one in looked}
    hashes = {one.state.content_hash for one in looked if one.state}
    kept = {
        state.content_hash: path
        for path, state in stored.items()
        if state.content_hash in hashes and path not in given and Path(path).is_file()
    }
    for one in sorted(looked, key=lambda one: not _is_stored(one, stored)):
        if one.state is not None:
            kept.setdefault(one.state.content_hash, one.file.source)
    for one in looked:
        if one.state is None:
            yield one
        elif (other := kept[one.state.content_hash]) != one.file.source:
            reason = f"{one.file.source}: Dit bestand is hetzelfde als {other}, en wordt daarom één keer gelezen."
            failure = Failure(one.file.source, reason, FailureKind.DUPLICATE.value)
            yield Surveyed(one.file, one.state, failure=failure)
        else:
            is_unchanged = not reread and _is_stored(one, stored)
            fails = not reread and not is_unchanged and is_known_to_fail(one.state)
            yield Surveyed(one.file, one.state, is_unchanged, fails)


def _is_stored(one: Surveyed, stored: Mapping[str, SourceState]) -> bool:
    known = stored.get(one.file.source)
    return known is not None and one.state is not None and known.content_hash == one.state.content_hash


def _look(file: SourceFile, limits: WorkerLimits) -> Surveyed:
    source = file.source
    try:
        size = file.path.stat().st_size
        if (refusal := size_limit(file, size, limits.sizes)) is not None:
            return Surveyed(file, None, failure=Failure(source, f"{source}: {refusal}", refusal.kind.value))
        return Surveyed(file, SourceState(source, content_hash(file.path), size))
    except OSError as error:
        reason = f"{source} kan niet worden gelezen: {error.strerror}."
        return Surveyed(file, None, failure=Failure(source, reason, FailureKind.ACCESS.value))
