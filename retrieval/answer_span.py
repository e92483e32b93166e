"""Which stretch of a passage is the answer: the best neighbouring sentences, or the list that they are part of."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus import Span, split_sentences
from corpus.sentences import LIST_MARKER
from retrieval.candidate_sentences import Sentence

MOST_SENTENCES = 3
MOST_LIST_CHARACTERS = 1_500  # a longer list is not shown whole, so only its best sentences are
_SENTENCE_COST = 0.003  # in probability, of every sentence after the first

_LIST_ASKED = re.compile(
    r"\b(?:welke|wat zijn|waaruit bestaat|noem|wie zijn|which|what are|list)\b|^wanneer mag\b", re.IGNORECASE
)


def best_run(sentences: Sequence[Sentence], shares: Sequence[float]) -> tuple[Sentence, Sentence]:
    """Return the first and last of the neighbours in one paragraph that have the largest share of `shares` together."""

    def worth(first: int, last: int) -> float:
        return sum(shares[first : last + 1]) - _SENTENCE_COST * (sentences[last].number - sentences[first].number)

    runs = [
        (first, last)
        for first in range(len(sentences))
        for last in range(first, min(first + MOST_SENTENCES, len(sentences)))
        if _in_one_paragraph(sentences[first], sentences[last])
    ]
    first, last = max(runs, key=lambda run: worth(*run))
    return sentences[first], sentences[last]


def answer_span(question: str, first: Sentence, last: Sentence) -> Span:
    """Return where the answer stands in its passage: from `first` to `last`, or the whole list that they belong to.

    A list comes with the sentence that leads to it. It is the answer to a question for several things ("welke
    maatregelen ..."), and where the sentences end in a colon, since what follows is what they announce.
    """
    text = first.hit.passage.text
    run = Span(first.start, last.end)
    whole = _with_list(text, run, _LIST_ASKED.search(question) is not None)
    return whole if whole.end - whole.start <= MOST_LIST_CHARACTERS else run


def _in_one_paragraph(first: Sentence, last: Sentence) -> bool:
    return (
        last.hit is first.hit
        and last.number - first.number < MOST_SENTENCES
        and "\n\n" not in first.hit.passage.text[first.start : last.end]
    )


def _with_list(text: str, run: Span, list_asked: bool) -> Span:
    spans = split_sentences(text)
    starts = [_begins_line(text, span) and LIST_MARKER.match(text, span.start) is not None for span in spans]
    first = next(at for at, span in enumerate(spans) if span.start == run.start)
    last = next(at for at, span in enumerate(spans) if span.end == run.end)
    announced = text[run.end - 1] == ":" and last + 1 < len(spans) and starts[last + 1]
    if not (announced or (list_asked and any(starts[first : last + 1]))):
        return run
    while first > 0 and (starts[first] or not _begins_line(text, spans[first])):
        first -= 1  # to the lead-in, over items and the sentences within them
    if starts[first + 1 : first + 2] == [True] and text[spans[first].end - 1] != ":":
        first += 1  # what stands above the list does not lead to it
    while last + 1 < len(spans) and (starts[last + 1] or not _begins_line(text, spans[last + 1])):
        last += 1
    return Span(min(spans[first].start, run.start), max(spans[last].end, run.end))


def _begins_line(text: str, span: Span) -> bool:
    return span.start == 0 or text[: span.start].rstrip(" \t").endswith("\n")
