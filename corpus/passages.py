"""Cutting a document into passages: what is found, shown and quoted as one."""

from __future__ import annotations

import base64
import hashlib
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.documents import Document, Passage, Section
from corpus.errors import InputError
from corpus.sentences import LIST_MARKER, Span, split_sentences

CHUNKER_VERSION = 1

TokenCounter = Callable[[Sequence[str]], Sequence[int]]
"""Counts the tokens of each text as the model reads it: with prompt and special tokens."""

_MAX_CONTEXT = 240  # characters of title and headings before the text that is embedded
_MAX_CONTEXT_PART = 120  # characters of the title, and of each heading
_MAX_CHARACTERS_A_TOKEN = 10  # on average; a longer sentence is cut without counting its tokens first
_MIN_MAX_TOKENS = 64
_BATCH = 5_000  # texts whose tokens are counted at once, to bound memory

# What it costs to begin a passage at a place, next to the size of the passages: (size / target - 1)².
_COST_WITHIN_PARAGRAPH = 0.3
_COST_BEFORE_LIST_ITEM = 0.5
_COST_AFTER_COLON = 2.0
_COST_WITHIN_SENTENCE = 2.0


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


@dataclass(frozen=True, slots=True)
class _Piece:
    """A sentence, or a part of one that is too long: the smallest thing that passages are made of."""

    start: int
    end: int
    tokens: int
    cost: float  # of beginning a passage here


def split_document(
    document: Document, count_tokens: TokenCounter, chunking: Chunking = _DEFAULT_CHUNKING
) -> list[Passage]:
    """Cut `document` into passages, in order.

    A passage lies within one section and ends with a sentence, unless that sentence alone is too long. Together
    the passages hold all text of the sections, without overlap. Where to cut is chosen for the section as a whole
    (as Knuth and Plass break paragraphs into lines): sizes near the target, paragraphs whole, lists with the
    sentence that announces them.
    """
    limit = chunking.max_tokens
    while True:
        passages, doubtful = _split(document, count_tokens, chunking, limit)
        # Sums over sentences may be a few tokens off the count of the whole, so large passages are counted again.
        counts = count_tokens([embedding_text(passages[i]) for i in doubtful]) if doubtful else ()
        if max(counts, default=0) <= chunking.max_tokens or limit <= 1:
            return passages
        limit = limit * 9 // 10


def embedding_text(passage: Passage) -> str:
    """Return what is embedded for a passage: title and headings, shortened where they are long, then its text."""
    return f"{_context(passage.title, passage.headings)}\n{passage.text}"


def _context(title: str, headings: Sequence[str]) -> str:
    # NFKC as the tokenizer of the default model does it, so that characters stand for a bounded number of tokens.
    parts = [_shortened(unicodedata.normalize("NFKC", part)) for part in (title, *headings)]
    while len(parts) > 2 and len(" > ".join(parts)) > _MAX_CONTEXT:
        del parts[1]  # the title and the nearest headings say most
    return " > ".join(parts)


def _shortened(text: str) -> str:
    return text if len(text) <= _MAX_CONTEXT_PART else text[: _MAX_CONTEXT_PART - 1].rstrip() + "…"


def _split(
    document: Document, count_tokens: TokenCounter, chunking: Chunking, limit: int
) -> tuple[list[Passage], list[int]]:
    """Return the passages, and the places in that list of those that come near the limit."""
    text = document.text
    passages: list[Passage] = []
    doubtful: list[int] = []
    earlier: Counter[str] = Counter()
    for section, context_tokens, pieces in _sections_in_pieces(document, count_tokens, limit):
        room = _room(limit, context_tokens)
        for first, last, tokens in _grouped(pieces, chunking.target_tokens, room):
            start, end = pieces[first].start, pieces[last].end
            if tokens > 0.8 * room:
                doubtful.append(len(passages))
            passages.append(
                Passage(
                    passage_id=_passage_id(document.document_id, text[start:end], earlier),
                    document_id=document.document_id,
                    title=document.title,
                    source=document.source,
                    headings=section.headings,
                    text=text[start:end],
                    start=start,
                    end=end,
                    page=section.page,
                    date=document.date,
                    address=section.address,
                )
            )
    return passages, doubtful


def _passage_id(document_id: str, text: str, earlier: Counter[str]) -> str:
    """Return 20 base32 characters (100 bits) that depend on document, text, and how often the text came before."""
    content = f"{document_id}\0{text}\0{earlier[text]}"
    earlier[text] += 1
    return base64.b32encode(hashlib.sha256(content.encode()).digest()).decode()[:20].lower()


def _sections_in_pieces(
    document: Document, count_tokens: TokenCounter, limit: int
) -> Iterator[tuple[Section, int, list[_Piece]]]:
    """Yield each section with the tokens that its title and headings take, and its sentences."""
    text = document.text
    spans = [
        [
            Span(section.start + start, section.start + end)
            for start, end in split_sentences(text[section.start : section.end])
        ]
        for section in document.sections
    ]
    contexts = [_context(document.title, section.headings) for section in document.sections]
    most = limit * _MAX_CHARACTERS_A_TOKEN
    sentences = [text[start:end] if end - start <= most else "" for part in spans for start, end in part]
    texts = ["", *contexts, *sentences]
    batches = (texts[i : i + _BATCH] for i in range(0, len(texts), _BATCH))
    empty, *counts = [tokens for batch in batches for tokens in count_tokens(batch)]
    context_tokens, sentence_tokens = counts[: len(contexts)], iter(counts[len(contexts) :])
    for section, taken, sentence_spans in zip(document.sections, context_tokens, spans, strict=True):
        room = _room(limit, taken)
        pieces: list[_Piece] = []
        for span in sentence_spans:
            tokens = next(sentence_tokens) - empty
            cost = _cost_of_break(text, pieces[-1].end, span.start) if pieces else 0.0
            if tokens <= room and span.end - span.start <= most:
                pieces.append(_Piece(*span, tokens, cost))
                continue
            for part in _cut(text, span, room, lambda texts: [n - empty for n in count_tokens(texts)]):
                pieces.append(_Piece(part[0].start, part[0].end, part[1], cost))
                cost = _COST_WITHIN_SENTENCE
        yield section, taken, pieces


def _cost_of_break(text: str, end: int, start: int) -> float:
    """Return what it costs to end a passage at `end` and begin the next at `start`."""
    if text[end - 1] == ":":
        return _COST_AFTER_COLON
    if "\n" in text[end:start] and (LIST_MARKER.match(text, start) or "\n\n" not in text[end:start]):
        return _COST_BEFORE_LIST_ITEM
    return 0.0 if "\n\n" in text[end:start] else _COST_WITHIN_PARAGRAPH


def _room(limit: int, context_tokens: int) -> int:
    """Return how many tokens of text fit beside a context; a quarter at least, for a context that leaves less."""
    return max(limit - context_tokens, limit // 4, 1)


@lru_cache(maxsize=512)
def _size_costs(target: int, most: int) -> tuple[float, ...]:
    return tuple((size / target - 1) ** 2 for size in range(most + 1))


def _grouped(pieces: Sequence[_Piece], target: int, room: int) -> list[tuple[int, int, int]]:
    """Group pieces into passages of least total cost: first piece, last piece and tokens of each."""
    size_cost = _size_costs(target, room)
    begin_cost: list[float] = []  # of all passages before a piece, and of beginning one there
    best: list[tuple[float, int, int]] = [(0.0, 0, 0)]  # cost up to a piece; the last passage's first piece, tokens
    for last, piece in enumerate(pieces):
        begin_cost.append(best[last][0] + piece.cost)
        tokens = 0
        chosen = (float("inf"), last, piece.tokens)
        for first in range(last, -1, -1):
            tokens += pieces[first].tokens
            if tokens > room:
                break
            cost = begin_cost[first] + size_cost[tokens]
            if cost < chosen[0]:
                chosen = (cost, first, tokens)
        best.append(chosen if chosen[0] < float("inf") else (begin_cost[last], last, piece.tokens))
    groups: list[tuple[int, int, int]] = []
    last = len(pieces)
    while last:
        _, first, tokens = best[last]
        groups.append((first, last - 1, tokens))
        last = first
    return groups[::-1]


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
