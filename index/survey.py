"""Which of the files that were found have to be read: not what is unchanged, too large, empty or there twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from corpus import FailureKind, SourceFile, WorkerLimits, content_hash, size_limit
from index.report import Failure
from index.store import SourceState


@dataclass(frozen=True, slots=True)
class Surveyed:
    """A file with the state that it is in.

    `failure` says why it is not read; `state` is None if it could not be looked at. A duplicate has a failure too.
    """

    file: SourceFile
    state: SourceState | None
    is_unchanged: bool = False
    failure: Failure | None = None


def survey(files: Iterable[SourceFile], stored: Mapping[str, SourceState], limits: WorkerLimits) -> Iterator[Surveyed]:
    """Yield every file with its state, in order, those after the last that is looked at too.

    Of files with the same bytes one is kept: the one that is in the store, or else the first.
    """
    looked = [_look(file, limits) for file in files]
    kept: dict[bytes, str] = {}
    for one in sorted(looked, key=lambda one: not _is_stored(one, stored)):
        if one.state is not None:
            kept.setdefault(one.state.content_hash, one.file.source)
    for one in looked:
        if one.state is None:
            yield one
        elif (other := kept[one.state.content_hash]) != one.file.source:
            reason = f"{one.file.source}: Dit bestand is hetzelfde als {other}, en wordt daarom één keer bewaard."
            failure = Failure(one.file.source, reason, FailureKind.DUPLICATE.value)
            yield Surveyed(one.file, one.state, failure=failure)
        else:
            yield Surveyed(one.file, one.state, is_unchanged=_is_stored(one, stored))


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
