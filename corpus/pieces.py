"""The smallest things that passages are made of: sentences, with what it costs to begin a passage at each."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf

from corpus.documents import Document, Section
from corpus.embedding_text import context_of
from corpus.sentences import LIST_MARKER, Span, split_sentences
from corpus.statutes import names_articles

TokenCounter = Callable[[Sequence[str]], Sequence[int]]
"""Counts the tokens of each text as the model reads it: with prompt and special tokens."""

_MAX_CHARACTERS_A_TOKEN = 10  # on average; a longer sentence is cut without counting its tokens first
_BATCH = 5_000  # texts whose tokens are counted at once, to bound memory
_BEFORE_ALL = Section((), 0, 0)

# What it costs to begin a passage at a place, next to the size of the passages: (size / target - 1)².
_COST_WITHIN_PARAGRAPH = 0.3
_COST_BEFORE_LIST_ITEM = 0.5
_COST_WITHIN_LIST_ITEM = 0.8
_COST_AFTER_COLON = 2.0
_COST_WITHIN_SENTENCE = 2.0
_COST_BEFORE_NOTE = 2.0
_COST_WITHIN_NOTE = 0.8

# What names the table below it.
_CAPTION = re.compile(r"(?:Tabel|Table|Figuur|Figure|Grafiek)\s\d")
_ROW = re.compile(r"[^\n]* \| ")


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence, or a part of one that is too long: the smallest thing that passages are made of."""

    start: int
    end: int
    tokens: int
    cost: float  # of beginning a passage here
    section: int
    room: int  # tokens of text that fit beside the title and headings of the section
    opens: bool  # the section
    joins: bool  # a passage may run on into it from the piece before
    begins_article: bool  # of whatever law: what stands above it in the section is about another
    heading_tokens: int  # of the heading lines before it, which a passage that runs on takes in


def pieces_of(document: Document, count_tokens: TokenCounter, limit: int) -> list[Piece]:
    """Return the sentences of all sections, too long ones in parts."""
    text, sections = document.text, document.sections
    spans = [
        [Span(section.start + a, section.start + b) for a, b in split_sentences(text[section.start : section.end])]
        for section in sections
    ]
    most = limit * _MAX_CHARACTERS_A_TOKEN
    contexts = [context_of(document.title, section.headings) for section in sections]
    headings = [text[one.end : other.start] for one, other in pairwise((_BEFORE_ALL, *sections))]
    sentences = [text[a:b] if b - a <= most else "" for of_section in spans for a, b in of_section]
    texts = ["", *contexts, *headings, *sentences]
    batches = (texts[i : i + _BATCH] for i in range(0, len(texts), _BATCH))
    empty, *counts = [tokens for batch in batches for tokens in count_tokens(batch)]
    context_tokens, heading_tokens = counts[: len(sections)], counts[len(sections) : 2 * len(sections)]
    sentence_tokens = iter(counts[2 * len(sections) :])
    pieces: list[Piece] = []
    is_continued = False  # from the page before, where its heading is
    for number, (before, section) in enumerate(pairwise((_BEFORE_ALL, *sections))):
        room = _room(limit, context_tokens[number])
        counted = [(span, next(sentence_tokens) - empty) for span in spans[number]]
        fitting = _fitting(text, counted, room, lambda texts: [tokens - empty for tokens in count_tokens(texts)])
        for at, (span, tokens, cost_by_text) in enumerate(fitting):
            cost = max(cost_by_text, _cost_of_parting(section.notes, span.start)) if at else cost_by_text
            joins = at > 0 or (
                number > 0 and _may_join(before, section, sections[number + 1 : number + 2], is_continued)
            )
            taken = heading_tokens[number] - empty if at == 0 else 0
            begins = at > 0 and names_articles(text, span.start)
            pieces.append(Piece(*span, tokens, cost, number, room, at == 0, joins, begins, taken))
        is_continued = section.headings == before.headings and section.page != before.page
    return pieces


def _may_join(one: Section, other: Section, following: Sequence[Section], is_continued: bool) -> bool:
    """Tell whether a passage may hold both: never two articles, and never two pages, so that its page is right.

    They stand side by side under one heading, or the second under the first: the sections of a part stay among
    themselves, so that what is the same in many documents (conditions of permits) makes the same passages in each.
    The first must not be `is_continued` from a page with its heading: that would be among neither the lines nor the
    headings of the passage.
    """
    if one.page != other.page or one.address != other.address or _articles(one) != _articles(other):
        return False
    if other.headings[:-1] == one.headings:
        return True
    leads_in = any(_is_under(section, other) for section in following)
    return other.headings[:-1] == one.headings[:-1] and not leads_in and not is_continued


def _articles(section: Section) -> list[str]:
    """Return the headings above a section that name articles, also where these are no statute's."""
    return [heading for heading in section.headings if names_articles(heading)]


def _is_under(one: Section, other: Section) -> bool:
    return len(one.headings) > len(other.headings) and one.headings[: len(other.headings)] == other.headings


def _fitting(
    text: str, counted: Iterable[tuple[Span, int]], room: int, count: TokenCounter
) -> Iterator[tuple[Span, int, float]]:
    """Yield the sentences of a section, those of more than `room` tokens in parts, with tokens and cost."""
    before: Span | None = None
    line = 0  # where that of the sentence before begins
    for span, tokens in counted:
        cost = _cost_of_break(text, line, before.end, span.start) if before else 0.0
        if before is None or "\n" in text[before.end : span.start]:
            line = span.start
        before = span
        if tokens <= room and span.end - span.start <= room * _MAX_CHARACTERS_A_TOKEN:
            yield span, tokens, cost
            continue
        for part, part_tokens in _cut(text, span, room, count):
            yield part, part_tokens, cost
            cost = _COST_WITHIN_SENTENCE


def _cost_of_break(text: str, line: int, end: int, start: int) -> float:
    """Return what it costs to end a passage at `end`, in the line from `line` on, and begin the next at `start`."""
    if text[end - 1] == ":" or (_CAPTION.match(text, line) and _ROW.match(text, start)):
        return _COST_AFTER_COLON
    if "\n" not in text[end:start]:
        return _COST_WITHIN_LIST_ITEM if LIST_MARKER.match(text, line) else _COST_WITHIN_PARAGRAPH
    if "\n\n" not in text[end:start] or LIST_MARKER.match(text, start):
        return _COST_BEFORE_LIST_ITEM
    return 0.0


def _cost_of_parting(notes: Sequence[tuple[int, int]], start: int) -> float:
    """Return what it costs to begin a passage at `start`, away from what a footnote there is of."""
    before = bisect_right(notes, (start, inf)) - 1
    if before < 0 or start >= notes[before][1]:
        return 0.0
    return _COST_BEFORE_NOTE if start == notes[before][0] else _COST_WITHIN_NOTE


def _room(limit: int, context_tokens: int) -> int:
    """Return how many tokens of text fit beside a context; a quarter at least, for a context that leaves less."""
    return max(limit - context_tokens, limit // 4, 1)


def _cut(text: str, span: Span, room: int, count: TokenCounter) -> Iterator[tuple[Span, int]]:
    """Yield a too long sentence in parts of at most `room` tokens, with their tokens, by halving."""
    for half in _halves(text, span):
        length = half.end - half.start
        tokens = count([text[half.start : half.end]])[0] if length <= room * _MAX_CHARACTERS_A_TOKEN else room + 1
        if tokens <= room or length == 1:
            yield half, tokens
        else:
            yield from _cut(text, half, room, count)


def _halves(text: str, span: Span) -> tuple[Span, Span]:
    """Cut a span of two or more characters near its middle, at white space if there is any thereabouts."""
    middle = (span.start + span.end) // 2
    window = min((span.end - span.start) // 4, 1_000)
    for distance in range(window):
        for place in (middle + distance, middle - distance):
            if text[place].isspace():
                left = text[span.start : place].rstrip()
                right = text[place : span.end].lstrip()
                return Span(span.start, span.start + len(left)), Span(span.end - len(right), span.end)
    while middle + 1 < span.end and (unicodedata.combining(text[middle]) or text[middle] in "\u200d\ufe0f"):
        middle += 1
    return Span(span.start, middle), Span(middle, span.end)
