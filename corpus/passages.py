"""Cutting a document into passages: what is found, shown and quoted as one."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from corpus.documents import Document, Passage, Section
from corpus.embedding_text import embedding_text
from corpus.errors import InputError
from corpus.grouping import grouped
from corpus.pieces import Piece, TokenCounter, pieces_of
from corpus.statutes import address_within

CHUNKER_VERSION = 5

_MIN_MAX_TOKENS = 64


@dataclass(frozen=True, slots=True)
class Chunking:
    """How long passages are: about `target_tokens` of text, and never more than `max_tokens` as embedded.

    Raises:
        InputError: the sizes contradict each other, or leave no room for text beside title and headings.
    """

    target_tokens: int = 200
    max_tokens: int = 480

    def __post_init__(self) -> None:
        if self.max_tokens < _MIN_MAX_TOKENS:
            raise InputError(f"De grens van {self.max_tokens} tokens is te klein; geef er minstens {_MIN_MAX_TOKENS}.")
        if not 1 <= self.target_tokens <= self.max_tokens:
            raise InputError(
                f"De doellengte van {self.target_tokens} tokens past niet; geef 1 tot en met {self.max_tokens}."
            )


_DEFAULT_CHUNKING = Chunking()


def split_document(
    document: Document, count_tokens: TokenCounter, chunking: Chunking = _DEFAULT_CHUNKING
) -> list[Passage]:
    """Cut `document` into passages, in order.

    A passage ends with a sentence, unless that sentence alone is too long. It lies within one section, or holds
    several short ones whole, with the heading lines between them and above the first; its `headings` are then those
    that they have in common. It never holds two articles or two pages. Together the passages hold all text of the
    sections, without overlap. Where to cut is chosen for the document as a whole: sizes near the target, paragraphs
    whole, lists with the sentence that announces them.
    """
    limit = chunking.max_tokens
    while True:
        passages, doubtful = _split(document, count_tokens, chunking, limit)
        # Sums over sentences may be a few tokens off the count of the whole, so large passages are counted again.
        counts = count_tokens([embedding_text(passages[i]) for i in doubtful]) if doubtful else ()
        if max(counts, default=0) <= chunking.max_tokens or limit <= 1:
            return passages
        limit = limit * 9 // 10


def _split(
    document: Document, count_tokens: TokenCounter, chunking: Chunking, limit: int
) -> tuple[list[Passage], list[int]]:
    """Return the passages, and the places in that list of those that come near the limit."""
    text = document.text
    passages: list[Passage] = []
    doubtful: list[int] = []
    earlier: Counter[str] = Counter()
    pieces = pieces_of(document, count_tokens, limit)
    for group in grouped(pieces, chunking.target_tokens):
        start, end, headings = _extent(document, pieces[group.first], pieces[group.last])
        section = document.sections[pieces[group.first].section]
        if group.tokens > (0.8 if headings == section.headings else 0.5) * pieces[group.first].room:
            doubtful.append(len(passages))
        passages.append(
            Passage(
                passage_id=_passage_id(document.document_id, text[start:end], earlier),
                document_id=document.document_id,
                title=document.title,
                source=document.source,
                headings=headings,
                text=text[start:end],
                start=start,
                end=end,
                page=section.page,
                date=document.date,
                address=address_of(document, pieces[group.first].section, start, end),
            )
        )
    return passages, doubtful


def _extent(document: Document, first: Piece, last: Piece) -> tuple[int, int, tuple[str, ...]]:
    """Return start, end and headings of the passage from `first` to `last`."""
    sections = document.sections[first.section : last.section + 1]
    if len(sections) == 1:
        return first.start, last.end, sections[0].headings
    headings = _common_path(sections)
    return _start_with_headings(document, first.section, len(headings)), last.end, headings


def address_of(document: Document, number: int, start: int, end: int) -> str | None:
    """Return the article that a stretch in section `number` is of, with its leden and onderdelen unless it holds all.

    `start` and `end` are code points of the document. None where the section is of no article.
    """
    sections = document.sections
    address = sections[number].address
    if address is None:
        return None
    first = last = number
    while first and sections[first - 1].address == address:
        first -= 1
    while last + 1 < len(sections) and sections[last + 1].address == address:
        last += 1
    begin = sections[first].start
    article = _without_notes(document, sections[first : last + 1])
    return address_within(address, article, max(start - begin, 0), end - begin)


def _without_notes(document: Document, sections: Sequence[Section]) -> str:
    """Return the text of `sections` with spaces in the place of footnotes, whose numbers are those of no leden."""
    parts: list[str] = []
    done = sections[0].start
    for start, end in (note for section in sections for note in section.notes):
        parts += [document.text[done:start], " " * (end - start)]
        done = end
    return "".join([*parts, document.text[done : sections[-1].end]])


def _common_path(sections: Sequence[Section]) -> tuple[str, ...]:
    """Return the headings that all of `sections` stand under."""
    paths = [section.headings for section in sections]
    return tuple(names[0] for names in takewhile(lambda names: len(set(names)) == 1, zip(*paths, strict=False)))


def _start_with_headings(document: Document, number: int, above: int) -> int:
    """Return where a section begins with those of its heading lines that are deeper than `above` headings."""
    section = document.sections[number]
    start = section.start
    floor = document.sections[number - 1].end if number else 0
    for heading in reversed(section.headings[above:]):
        before = document.text[floor:start].rstrip()
        if not before.endswith(heading):
            break
        start = floor + len(before) - len(heading)
    return start


def _passage_id(document_id: str, text: str, earlier: Counter[str]) -> str:
    """Return 20 base32 characters (100 bits) that depend on document, text, and how often the text came before."""
    content = f"{document_id}\0{text}\0{earlier[text]}"
    earlier[text] += 1
    return base64.b32encode(hashlib.sha256(content.encode()).digest()).decode()[:20].lower()
