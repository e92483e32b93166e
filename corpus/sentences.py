"""Dutch sentences: where one ends, past abbreviations, initials, numbers, quotes and lists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from corpus.abbreviations import (
    ENDING,
    LABELS,
    NAME_PARTS,
    NEVER_ENDING,
    NEVER_ENDING_SUFFIXES,
    SOMETIMES_ENDING,
    STARTERS,
)


class Span(NamedTuple):
    """A stretch of a text, in code points; `end` is not part of it."""

    start: int
    end: int


_NUMBER = r"\d{1,3}(?:\.\d{1,3})*[a-z]{0,2}"
# How a line of a list begins: "-", "•", "1.", "2.3.", "2a.", "a.", "(b)", "e2.", "iv)", "1°.".
LIST_MARKER = re.compile(
    rf"[ \t]*(?:[-–—−•·*▪◦→]|o(?= )|\(?(?:{_NUMBER}|[a-zA-Z]{{1,2}}|[a-zA-Z]\d|[ivxIVX]{{1,5}})[.)°]{{1,2}})\s"
)

_LINE = re.compile(r"\S(?:[^\n]*\S)?")
# A full stop, what closes after it, and the white space before what may be the next sentence.
_STOP = re.compile(r"(?<![.!?…])([.!?…]++)((?:[\"'”’»›)\]}“‘„*¹²³⁴-⁹]|\[\d{1,3}\]|[ ](?=[)\]]))*+)(\s+)")
_OPENING = re.compile(r"[\"'“‘„«‹(\[{¿¡*]*+")
# A small letter that a sentence may begin with: "’s Avonds", "'t Is", "b. De", "iDEAL".
_SMALL_START = re.compile(r"(?:(?:['’‘`](?:s|t|n|k|m|r)|[a-z]\.)\s+|[a-z])(?=[^\W\d_a-zß-öø-ÿ])")
_INITIALS = re.compile(r"(?:(?:[A-Z]|IJ|Th|Ph|Chr|Joh|Fr|Ch|Jac|Jos|Tj|Sj|Wm)\.-?)+\Z")
_DOTTED = re.compile(r"(?:[^\W\d_]{1,2}\.){2,}\Z")
_ENUMERATOR = re.compile(rf"(?:{_NUMBER}|([a-zA-Z])(?:\1|\d)?|[ivxIVX]+)[)°]?\.\Z")
_YEAR = re.compile(r"(?:19|20)\d\d\.\Z")
_WORD = re.compile(r"[^\W\d_]+")
_NO_START = frozenset(".,;:!?)]}")
_MAX_WORD = 60  # characters that are looked at before a full stop


def split_sentences(text: str) -> list[Span]:
    """Return the sentences of `text`, in order, without the white space around them.

    Together they hold every character that is not white space. A line of a list and a paragraph always end one.
    """
    spans: list[Span] = []
    for line in _lines(text):
        start = line.start
        for stop in _STOP.finditer(text, line.start, line.end):
            if _ends_sentence(text, start, stop):
                spans.append(Span(start, stop.start(3)))
                start = stop.end()
        spans.append(Span(start, line.end))
    return spans


def _lines(text: str) -> Iterator[Span]:
    """Yield the lines of `text` without outer white space; those that were broken for width only are one."""
    line: Span | None = None
    for match in _LINE.finditer(text):
        start, end = match.span()
        if line is not None and _continues(text, line, start):
            line = Span(line.start, end)
            continue
        if line is not None:
            yield line
        line = Span(start, end)
    if line is not None:
        yield line


def _continues(text: str, line: Span, following: int) -> bool:
    return (
        text[following].islower()
        and text[line.end - 1] not in ".!?…:;"
        and text.count("\n", line.end, following) == 1
        and not LIST_MARKER.match(text, following)
    )


def _ends_sentence(text: str, start: int, stop: re.Match[str]) -> bool:
    """Decide whether the sentence that began at `start` ends at `stop`."""
    opening = _OPENING.match(text, stop.end())
    following = opening.end() if opening else stop.end()
    begin = text[following : following + 1]
    small_start = _SMALL_START.match(text, stop.end()) is not None
    if (begin.islower() and not small_start) or begin in _NO_START:
        return False
    marks, closers = stop[1], stop[2]
    if marks != ".":
        return not (closers[:1] in {")", "]"} and text[stop.start() - 1 : stop.start()] in {"(", "["})
    before = text[max(start, stop.start() - _MAX_WORD) : stop.end(1)].split()
    word = before[-1].lstrip("\"'“‘„«‹([{*").rpartition("/")[2]
    lower = word.lower()
    next_word = _WORD.match(text, following)
    starter = small_start or (next_word is not None and next_word[0] in STARTERS)
    if lower in ENDING:
        return small_start or begin.isupper()
    if word in SOMETIMES_ENDING:
        return starter
    if lower in NEVER_ENDING or lower.endswith(NEVER_ENDING_SUFFIXES):
        return False
    if lower in SOMETIMES_ENDING or _DOTTED.match(word):
        return starter and not _INITIALS.match(word)
    labelled = len(before) > 1 and before[-2].lower() in LABELS
    if _ENUMERATOR.match(word) and len(before) - labelled == 1:
        return False  # "1. Inleiding", "Artikel 2. Toezicht"
    if _INITIALS.match(word):
        follows_name = next_word is not None and next_word[0] in NAME_PARTS
        return starter and (labelled or not (small_start or follows_name))
    if word[-2:-1].isdigit() and begin.isdigit():
        return _YEAR.match(word) is not None
    return True
