"""Why a passage was found: the words of the question that it has, whole, as an abbreviation, or in part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from corpus import Passage, Span
from index.analysis import (
    abbreviations,
    content_words,
    grams,
    literal_words,
    placed_content_words,
    placed_literal_words,
    stem,
)
from index.analysis.references import named_articles
from index.places import own_abbreviations
from retrieval.asked_articles import is_of

_LEAST_PIECES = 3  # that two words share to be taken for parts of each other: "leggen" in "opleggen"
_LEAST_SHARE = 0.5  # of the pieces of the shorter one
_MOST_PARTS = 3  # words that are shown for a part; more are hardly like it


class MatchKind(StrEnum):
    """How a passage has a word of the question: itself or inflected, abbreviated or written in full, or in part.

    PHRASE is the exact words that were asked for, in this order.
    """

    PHRASE = "phrase"
    WORD = "word"
    RELATED = "related"
    PART = "part"


@dataclass(frozen=True, slots=True)
class Match:
    """A word or name of the question that a passage has; `asked` is as the question writes it, but for its capitals.

    `spans` are where it stands in `passage.text`, none where only the title or a heading has it (`in_heading`).
    """

    asked: str
    kind: MatchKind
    spans: tuple[Span, ...]
    in_heading: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a score is made of: `meaning` and `words` add up to it, unless a reranker chose the order.

    `matches` are in the order of the question. A word that the passage has whole is no part of another.
    """

    meaning: float
    words: float
    matches: tuple[Match, ...]

    @property
    def highlights(self) -> tuple[Span, ...]:
        """All stretches of the passage that match, in order and without overlap."""
        joined: list[Span] = []
        for span in sorted((s for match in self.matches for s in match.spans), key=lambda s: (s.start, -s.end)):
            if not joined or span.start >= joined[-1].end:
                joined.append(span)
        return tuple(joined)


class AskedTerms:
    """The words of a question and the other forms of its abbreviations, to be looked for in many passages."""

    def __init__(self, question: str, phrases: Sequence[str] = ()) -> None:
        self._phrases = [(phrase, literal_words(phrase)) for phrase in phrases]
        self._asked: dict[str, str] = {}  # by stem, in order; the first spelling of each
        self._pieces: dict[str, frozenset[str]] = {}
        for word in placed_content_words(question):
            self._asked.setdefault(stem(word.text), question[word.start : word.end])
            self._pieces.setdefault(stem(word.text), _pieces(word.text))
        known = abbreviations(own_abbreviations())
        self._related = [
            (tuple(_stems(form)), form, _stems(other), {one.article for one in named_articles(other, known)})
            for form, other in known.known(question)
        ]

    def matches(self, passage: Passage) -> tuple[Match, ...]:
        """Return what `passage` has of the question."""
        text, above = _words_of(passage.text), _words_of("\n".join((passage.title, *passage.headings)))
        whole = {
            term: Match(asked, MatchKind.WORD, tuple(text.of([term])), term in above.stems)
            for term, asked in self._asked.items()
            if term in text.stems or term in above.stems
        }
        related = list(self._related_in(text, above, passage))
        settled = whole.keys() | {term for match in related for term in _stems(match.asked)}
        taken = [span for match in (*whole.values(), *related) for span in match.spans]
        parts = [
            Match(asked, MatchKind.PART, spans, False)
            for term, asked in self._asked.items()
            if term not in settled
            and (spans := tuple(span for span in text.like(self._pieces[term]) if not _within(span, taken)))
        ]
        heads = (passage.title, *passage.headings)
        literal = [
            Match(
                *(phrase, MatchKind.PHRASE, tuple(_places(words, passage.text))),
                in_heading=any(True for head in heads for _ in _places(words, head)),
            )
            for phrase, words in self._phrases
        ]
        return (*(match for match in literal if match.spans or match.in_heading), *whole.values(), *related, *parts)

    def _related_in(self, text: _Text, above: _Text, passage: Passage) -> Iterator[Match]:
        found: dict[tuple[str, ...], tuple[str, set[Span], bool]] = {}
        for terms, form, other, articles in self._related:
            asked = self._asked.get(terms[0], form) if len(terms) == 1 else form
            _, spans, in_heading = found.get(terms, (asked, set(), False))
            found[terms] = (
                asked,
                spans | set(text.most_of(other)),
                in_heading or bool(above.of(other)) or any(is_of(article, passage) for article in articles),
            )
        for asked, spans, in_heading in found.values():
            if spans or in_heading:
                yield Match(asked, MatchKind.RELATED, tuple(sorted(spans)), in_heading)


class _Text:
    """The content words of a text, by stem and by pieces."""

    def __init__(self, text: str) -> None:
        self._words = list(placed_content_words(text))
        self._stems = [stem(word.text) for word in self._words]
        self.stems = set(self._stems)

    def of(self, terms: Sequence[str]) -> list[Span]:
        """Return where these stems follow each other."""
        if not self.stems.issuperset(terms):
            return []
        length = len(terms)
        return [
            Span(self._words[at].start, self._words[at + length - 1].end)
            for at in range(len(self._words) - length + 1)
            if self._stems[at : at + length] == list(terms)
        ]

    def most_of(self, terms: Sequence[str]) -> list[Span]:
        """Return where these stems follow each other, or else each of them if at least half are there."""
        if whole := self.of(terms):
            return whole
        there = [term for term in terms if term in self.stems]
        return [span for term in there for span in self.of([term])] if 2 * len(there) >= len(terms) else []

    def like(self, wanted: frozenset[str]) -> list[Span]:
        """Return the words that share most with the pieces `wanted`, the most alike ones only."""
        shared = {word.text: len(wanted & _pieces(word.text)) for word in self._words}
        alike = [
            text
            for text, count in shared.items()
            if count >= _LEAST_PIECES and count >= _LEAST_SHARE * min(len(wanted), len(_pieces(text)))
        ]
        best = set(sorted(alike, key=lambda text: (-shared[text], text))[:_MOST_PARTS])
        return [Span(word.start, word.end) for word in self._words if word.text in best]


@lru_cache(maxsize=512)  # who changes a filter or asks on sees the same passages again; some 20 kB each
def _words_of(text: str) -> _Text:
    return _Text(text)


@lru_cache(maxsize=100_000)
def _pieces(text: str) -> frozenset[str]:
    return frozenset(grams(text))


def _places(phrase: Sequence[str], text: str) -> Iterator[Span]:
    """Yield where `text` has the words of `phrase` following each other."""
    placed = list(placed_literal_words(text))
    for at in range(len(placed) - len(phrase) + 1):
        if [word.text for word in placed[at : at + len(phrase)]] == phrase:
            yield Span(placed[at].start, placed[at + len(phrase) - 1].end)


def _stems(text: str) -> list[str]:
    return [stem(word) for word in content_words(text)]


def _within(span: Span, others: Iterable[Span]) -> bool:
    return any(other.start <= span.start and span.end <= other.end for other in others)
