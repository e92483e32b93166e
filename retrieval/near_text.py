"""Finding again what changed: the stretch of a text that is most like a quotation, and the words that differ."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from corpus import Span, split_sentences

LEAST_LIKENESS = 0.6  # difflib's own limit for a close match: below it, another text stands there
_WINDOWS_COMPARED = 3
_TOKEN = re.compile(r"\w+|[^\w\s]+")
_NOT_WITHIN_NUMBER = r"(?<!\d[.,:])", r"(?![.,:]\d)"  # before and behind figures
_ENDS_SENTENCE = re.compile(r"[.!?…:;][\"'”’)]*$")


class Change(StrEnum):
    """What happened to words of a quotation."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stayed, went or came."""

    change: Change
    text: str


def occurrences(quotation: str, text: str) -> Iterator[Span]:
    """Yield where `quotation` stands in `text`; white space may differ.

    It stands there only with whole words and numbers: "€ 5" is not in "€ 500" or "€ 5.000".
    """
    words = quotation.split()
    if not words:
        return
    before = _NOT_WITHIN_NUMBER[0] if words[0][0].isdigit() else ""
    after = _NOT_WITHIN_NUMBER[1] if words[-1][-1].isdigit() else ""
    start = r"(?<!\w)" if re.match(r"\w", words[0]) else ""
    end = r"(?!\w)" if re.search(r"\w$", words[-1]) else ""
    pattern = start + before + r"\s+".join(map(re.escape, words)) + end + after
    yield from (Span(*match.span()) for match in re.finditer(pattern, text))


def occurrence(quotation: str, text: str, near: int) -> Span | None:
    """Return the one of `occurrences` that is nearest to the offset `near`; None where there is none."""
    return min(occurrences(quotation, text), key=lambda span: abs(span.start - near), default=None)


def nearest(quotation: str, text: str, near: int) -> Span | None:
    """Return the stretch of `text` that is most like `quotation`, or None when nothing is like it.

    Likeness is difflib's ratio over words and punctuation marks, and must be `LEAST_LIKENESS`. Of equally like
    stretches the one nearest to the offset `near` is taken. A quotation of whole sentences gives whole sentences.
    """
    wanted = _folded(_TOKEN.findall(quotation))
    spans = [Span(*match.span()) for match in _TOKEN.finditer(text)]
    if not wanted or not spans:
        return None
    words = _folded([text[span.start : span.end] for span in spans])
    best: tuple[float, int, Span] | None = None
    for first in _likely_windows(wanted, words, spans, near):
        low, high = max(first - len(wanted), 0), min(first + 2 * len(wanted), len(words))
        matcher = SequenceMatcher(None, wanted, words[low:high], autojunk=False)
        blocks = [block for block in matcher.get_matching_blocks() if block.size]
        if not blocks:
            continue
        begin = max(low + blocks[0].b - blocks[0].a, 0)
        end = min(low + blocks[-1].b + len(wanted) - blocks[-1].a, len(words))
        ratio = SequenceMatcher(None, wanted, words[begin:end], autojunk=False).ratio()
        found = Span(spans[begin].start, spans[end - 1].end)
        if best is None or (-ratio, abs(found.start - near)) < best[:2]:
            best = -ratio, abs(found.start - near), found
    if best is None or -best[0] < LEAST_LIKENESS:
        return None
    return _whole_sentences(text, best[2]) if _ENDS_SENTENCE.search(quotation.rstrip()) else best[2]


def difference(quotation: str, present: str) -> tuple[Piece, ...]:
    """Return which words of `quotation` stayed, which went, and which came in `present`, in reading order.

    The pieces that stayed or went, joined by spaces, are the words of the quotation; those that stayed or came are
    the words of `present`.
    """
    before, after = quotation.split(), present.split()
    pieces: list[Piece] = []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(Piece(Change.SAME, " ".join(before[a:b])))
            continue
        if a < b:
            pieces.append(Piece(Change.REMOVED, " ".join(before[a:b])))
        if c < d:
            pieces.append(Piece(Change.ADDED, " ".join(after[c:d])))
    return tuple(pieces)


def _folded(words: Sequence[str]) -> list[str]:
    return [word.casefold() for word in words]


def _likely_windows(wanted: Sequence[str], words: Sequence[str], spans: Sequence[Span], near: int) -> list[int]:
    """Return the first word of the windows, as long as `wanted`, that share most words with it; in linear time."""
    length = min(len(wanted), len(words))
    missing = Counter(wanted)
    shared = 0
    scores: list[tuple[int, int, int]] = []
    for at, word in enumerate(words):
        shared += missing[word] > 0
        missing[word] -= 1
        if at >= length:
            gone = words[at - length]
            missing[gone] += 1
            shared -= missing[gone] > 0
        if at >= length - 1:
            first = at - length + 1
            scores.append((-shared, abs(spans[first].start - near), first))
    chosen: list[int] = []
    for _, _, first in sorted(scores):
        if all(abs(first - other) > length for other in chosen):  # its neighbours are much the same window
            chosen.append(first)
            if len(chosen) == _WINDOWS_COMPARED:
                break
    return chosen


def _whole_sentences(text: str, span: Span) -> Span:
    """Widen a stretch to the sentences that it is in, as far as half its own length on each side."""
    reach = span.end - span.start
    low, high = max(span.start - reach, 0), min(span.end + reach, len(text))
    touched = [
        Span(low + sentence.start, low + sentence.end)
        for sentence in split_sentences(text[low:high])
        if low + sentence.start < span.end and span.start < low + sentence.end
    ]
    start = touched[0].start if touched and (touched[0].start > low or low == 0) else span.start
    end = touched[-1].end if touched and (touched[-1].end < high or high == len(text)) else span.end
    return Span(min(start, span.start), max(end, span.end))
