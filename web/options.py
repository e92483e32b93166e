"""What the filters can be set to, and how many passages each setting leaves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from index import Store
from web.asked import Asked
from web.file_names import file_name

_REMEMBERED = 64  # sets of options
_NO_CHOICE = Asked()


@dataclass(frozen=True, slots=True)
class Options:
    """For each filter its values and how many passages they leave when the other filters stay as they are.

    Sources are names of files, without the folders of this computer; years are of the dates of texts. `titles` has the
    title of a source that is one text.
    """

    sources: Mapping[str, int]
    themes: Mapping[str, int]
    years: Mapping[str, int]
    titles: Mapping[str, str]


class OptionCounts:
    """Counts the options of the filters; several threads may ask."""

    def __init__(self, store: Store) -> None:
        self._store = store
        # Who asks one question after another leaves the filters as they are mostly.
        self._counted = lru_cache(maxsize=_REMEMBERED)(self._count)
        self._titled = lru_cache(maxsize=1)(self._titles)

    def of(self, asked: Asked) -> Options:
        """Return the options beside what is asked; only its filters matter."""
        with self._store.view() as view:
            generation = view.generation
        kept = replace(
            _NO_CHOICE,
            sources=asked.sources,
            themes=asked.themes,
            day_from=asked.day_from,
            day_until=asked.day_until,
        )
        return self._counted(generation, kept)

    def _count(self, generation: int, asked: Asked) -> Options:
        with self._store.view() as view:
            sources = view.counts("source", replace(asked, sources=()).where)
            themes = view.counts("themes", replace(asked, themes=()).where)
            years = view.counts("year", replace(asked, day_from=None, day_until=None).where)
        titles = self._titled(generation)
        return Options(_by_name(sources.items()), themes, dict(sorted(years.items(), reverse=True)), titles)

    def _titles(self, _generation: int) -> Mapping[str, str]:
        with self._store.view() as view:
            documents = [(file_name(document.source), document.title) for document in view.documents()]
        times = Counter(name for name, _ in documents)
        return {name: title for name, title in documents if times[name] == 1}


def _by_name(counts: Iterable[tuple[str, int]]) -> Mapping[str, int]:
    names: Counter[str] = Counter()
    for source, count in counts:
        names[file_name(source)] += count
    return dict(names.most_common())
