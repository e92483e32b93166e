"""The corpus from above: a map of its passages by meaning, how many there are of what, and a word by year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np

from corpus.errors import InputError
from index import Filter, LexicalQuery, Store, View
from index.analysis import terms
from index.arrays import FloatMatrix
from retrieval import Hit
from retrieval.question import checked_question
from web import overview_texts

MOST_POINTS = 2_000  # drawn: more cover each other, and a phone must draw them too
MOST_NAMED = 100  # texts in the table of the map
MOST_GROUPS = 6  # that get a colour of their own
_LEAST_POINTS = 3  # that span a plane
_MOST_PASSAGES = 1_000_000  # counted with a word in a year
MOST_YEARS = 60  # drawn beside each other, on a phone too
MOST_WORDS = 6  # counted together; each is sought in all passages


@dataclass(frozen=True, slots=True)
class Point:
    """A passage on the map: where it is, its title and innermost heading, and the group that gives its colour."""

    x: float
    y: float
    title: str
    heading: str
    group: str


@dataclass(frozen=True, slots=True)
class CorpusMap:
    """Passages on a plane, near each other where they mean the same.

    centre: float32 (dim,) and axes: float32 (dim, 2) bring any vector to its place: `(vector - centre) @ axes`. The
    axes are those along which the passages of the sample differ most (PCA). `groups` has the most frequent first;
    `by_theme` says that they are themes, otherwise they are the folders that texts came from.
    """

    points: tuple[Point, ...]
    groups: tuple[str, ...]
    by_theme: bool
    passages: int
    centre: FloatMatrix
    axes: FloatMatrix

    def neighbourhoods(self) -> list[Neighbourhood]:
        """Return the map in words, at most `MOST_NAMED` texts, those with most passages first, then by title.

        A text lies where the middle of its passages is.
        """
        passages = Counter((point.title, point.group) for point in self.points)
        named = sorted(passages, key=lambda one: (-passages[one], one))[:MOST_NAMED]
        rows = {one: [(p.x, p.y) for p in self.points if (p.title, p.group) == one] for one in named}
        middles = np.array([np.mean(rows[one], axis=0) for one in named])
        distances = np.linalg.norm(middles[:, None] - middles[None], axis=2)
        distances[np.equal.outer([title for title, _ in named], [title for title, _ in named])] = np.inf
        return [
            Neighbourhood(*one, passages[one], named[row.argmin()][0] if np.isfinite(row).any() else "")
            for one, row in zip(named, distances, strict=True)
        ]

    @property
    def texts(self) -> int:
        """How many texts have a passage on the map."""
        return len({(point.title, point.group) for point in self.points})

    def group_of(self, title: str, heading: str) -> str | None:
        """Return the group of a passage by its title and innermost heading, "" for none, None where it is not drawn."""
        return next((p.group for p in self.points if (p.title, p.heading) == (title, heading)), None)

    def places(self, vectors: FloatMatrix) -> FloatMatrix:
        """Return where these vectors are: float32 (n, 2)."""
        placed: FloatMatrix = ((vectors - self.centre) @ self.axes).astype(np.float32)
        return placed


@dataclass(frozen=True, slots=True)
class Ring:
    """A hit of the present question, and where its passage is on the map."""

    hit: Hit
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """What the map shows of one text: its group, how many passages are drawn, and which other text lies nearest."""

    title: str
    group: str
    passages: int
    nearest: str


@dataclass(frozen=True, slots=True)
class WordUse:
    """In how many passages of each year a word is used, and how many passages there are of that year.

    Both have the years of `by_year`; `left_out` is how many passages there are of other years.
    """

    word: str
    used: Mapping[str, int]
    passages: Mapping[str, int]
    left_out: int


class Overview:
    """Looks at one store from above; each generation is looked at once. Several threads may call it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._drawn = lru_cache(maxsize=1)(self._draw)

    def map(self) -> CorpusMap | None:
        """Return the map of the newest generation, None where there are too few passages for one."""
        with self._store.view() as view:
            generation = view.generation
        return self._drawn(generation)

    def rings(self, corpus_map: CorpusMap, hits: Sequence[Hit]) -> list[Ring]:
        """Return where hits are on the map; one whose passage is gone since is left out."""
        with self._store.view() as view:
            keys = view.passage_keys([hit.passage.passage_id for hit in hits])
            present = [(hit, key) for hit, key in zip(hits, keys, strict=True) if key is not None]
            if not present:
                return []
            places = corpus_map.places(view.vectors([key for _, key in present]))
        return [Ring(hit, x, y) for (hit, _), (x, y) in zip(present, places.tolist(), strict=True)]

    def counts(self, field: str) -> dict[str, int]:
        """Return how many passages have each value of a field, as `View.counts`."""
        with self._store.view() as view:
            return view.counts(field)

    def word_use(self, word: str) -> WordUse:
        """Return in how many passages of each year all words of `word` are used, in any inflection.

        Raises:
            InputError: there is no word, or there are more than `MOST_WORDS`.

        """
        word = checked_question(word)
        wanted = list(dict.fromkeys(terms(word)))
        if len(wanted) > MOST_WORDS:
            raise InputError(overview_texts.too_many_words(MOST_WORDS))
        with self._store.view() as view:
            counts = view.counts("year")
            passages = by_year(counts)
            found = {term: _with(view, term) for term in wanted}
            # What has all of them is among what has the rarest, which alone is sought by year.
            rarest = min(wanted, key=lambda term: len(found[term]), default="")
            every = set.intersection(*found.values()) if found else set()
            used = {
                year: len(every & _with(view, rarest, _within(int(year)))) if every and count else 0
                for year, count in passages.items()
            }
        return WordUse(word, used, passages, sum(counts.values()) - sum(passages.values()))

    def _draw(self, _generation: int) -> CorpusMap | None:
        with self._store.view() as view:
            keys = view.sample(MOST_POINTS)
            if len(keys) < _LEAST_POINTS:
                return None
            vectors, passages = view.vectors(keys), view.passages(keys)
            themes = list(view.counts("themes"))[:MOST_GROUPS]
            # A passage of several themes has the colour of the rarest, which says most.
            theme_of = {d: t for t in themes for d in view.counts("document", Filter({"themes": (t,)}))}
            total = sum(view.counts("document").values())
        centre = vectors.mean(axis=0)
        axes = _main_axes(vectors - centre)
        folders = Counter(_folder(passage.document_id) for passage in passages)
        group_of = theme_of or {p.document_id: _folder(p.document_id) for p in passages}
        groups = themes if theme_of else [folder for folder, _ in folders.most_common(MOST_GROUPS)]
        points = tuple(
            Point(x, y, p.title, p.headings[-1] if p.headings else "", _known(group_of.get(p.document_id, ""), groups))
            for p, (x, y) in zip(passages, ((vectors - centre) @ axes).tolist(), strict=True)
        )
        return CorpusMap(points, tuple(groups), bool(theme_of), total, centre, axes)


def by_year(counts: Mapping[str, int]) -> dict[str, int]:
    """Return counts of years in their order, with 0 for those between, so that an axis keeps them at their distance.

    Where they are further apart than `MOST_YEARS`, it is of the years that have most: one wrong date of long ago, or of
    the future, would push all others into a corner.
    """
    years = sorted(int(year) for year in counts)
    numbered = {int(year): count for year, count in counts.items()}

    def within(first: int) -> list[int]:
        return [year for year in years if first <= year < first + MOST_YEARS]

    shown = max(map(within, years), key=lambda some: (sum(numbered[year] for year in some), some), default=[])
    return {f"{year:04}": numbered.get(year, 0) for year in range(shown[0], shown[-1] + 1)} if shown else {}


def _main_axes(centred: FloatMatrix) -> FloatMatrix:
    """Return the two directions of most variance, float32 (dim, 2), with a sign that does not depend on the machine."""
    _, _, directions = np.linalg.svd(centred, full_matrices=False)
    axes = directions[:2].T
    largest = axes[np.abs(axes).argmax(axis=0), [0, 1]]
    signed: FloatMatrix = (axes * np.sign(largest)).astype(np.float32)
    return signed


def _folder(document_id: str) -> str:
    """Return the folder of a document, at most one below the folder that was given, as its id names it."""
    folders = document_id.split("/")[:-1]
    return folders[min(1, len(folders) - 1)] if folders else ""


def _known(group: str, groups: Sequence[str]) -> str:
    return group if group in groups else ""


def _within(year: int) -> Filter:
    return Filter({}, date(year, 1, 1), date(year, 12, 31))


def _with(view: View, term: str, where: Filter | None = None) -> set[int]:
    """Return the keys of the passages that have this term."""
    return set(view.lexical(LexicalQuery({term: 1.0}), _MOST_PASSAGES, where).keys.tolist())
