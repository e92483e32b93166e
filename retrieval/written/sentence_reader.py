"""A model's answer as it comes in, read into sentences with the numbers of the passages that they cite."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus import split_sentences
from corpus.normalise import canonical_text

_MARK = re.compile(r"[ \t]*\[\s*\d{1,4}(?:\s*[,;]\s*\d{1,4})*\s*\]")
_NUMBER = re.compile(r"\d+")
_OPEN_MARK = re.compile(r"[ \t]*\[[\d\s,;]*$")  # may still become a mark
_STARTED = re.compile(r"\w\W")  # a word and what follows it: enough to know that a sentence has begun


@dataclass(frozen=True, slots=True)
class CitedSentence:
    """A sentence of the model without its marks, and the numbers in them, each once."""

    text: str
    numbers: tuple[int, ...]


class SentenceReader:
    """Takes pieces of text and gives back each sentence once the next one has begun."""

    def __init__(self) -> None:
        self._text = ""

    def feed(self, piece: str) -> list[CitedSentence]:
        """Take a piece and return the sentences that it completed."""
        self._text += piece
        if _OPEN_MARK.search(self._text):
            return []
        plain, places, marks = _without_marks(self._text)
        spans = split_sentences(plain)
        if len(spans) < 2 or not _STARTED.search(plain[spans[-1].start :]):
            return []
        sentences = _sentences(plain, marks)[:-1]
        self._text = self._text[places[spans[-1].start] :]
        return sentences

    def finish(self) -> list[CitedSentence]:
        """Return what is left."""
        plain, _, marks = _without_marks(self._text)
        self._text = ""
        return _sentences(plain, marks)


def _without_marks(text: str) -> tuple[str, list[int], list[tuple[int, tuple[int, ...]]]]:
    """Return `text` without marks, the place in `text` of each character left, and each mark's place and numbers."""
    plain, at = "", 0
    places: list[int] = []
    marks: list[tuple[int, tuple[int, ...]]] = []
    for mark in _MARK.finditer(text):
        plain += text[at : mark.start()]
        places += range(at, mark.start())
        marks.append((len(plain), tuple(map(int, _NUMBER.findall(mark[0])))))
        at = mark.end()
    return plain + text[at:], [*places, *range(at, len(text))], marks


def _sentences(plain: str, marks: list[tuple[int, tuple[int, ...]]]) -> list[CitedSentence]:
    """Return the sentences; a mark is of the sentence that it is in, or that ends before it."""
    spans = split_sentences(plain)
    numbers: list[list[int]] = [[] for _ in spans]
    for place, cited in marks:
        owner = max((n for n, span in enumerate(spans) if span.start < place), default=0)
        if spans:
            numbers[owner] += cited
    return [
        CitedSentence(" ".join(canonical_text(plain[span.start : span.end]).split()), tuple(dict.fromkeys(found)))
        for span, found in zip(spans, numbers, strict=True)
    ]
