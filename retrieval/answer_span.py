"""Which stretch of a passage is the answer: the best neighbouring sentences, or the list that they are part of."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus import Passage, Span, split_sentences
from corpus.sentences import LIST_MARKER
from retrieval.candidate_sentences import Sentence

MOST_SENTENCES = 3
MOST_LIST_CHARACTERS = 1_500  # a longer list is not shown whole, so only its best sentences are
_SENTENCE_COST = 0.003  # in probability, of every sentence after the first

_LIST_ASKED = re.compile(
    r"\b(?:welke|wat zijn|waaruit bestaat|noem|wie zijn|which|what are|list)\b|^wanneer mag\b", re.IGNORECASE
)
# What says that a list follows where no colon does: "de volgende eisen", "als aan deze punten is voldaan".
_ANNOUNCING = re.compile(
    r"\b(?:volgende|onderstaande|hieronder|verschillende|diverse|enkele|meerdere|punten)\b"
    r"|\b(?:deze|twee|drie|vier|vijf|zes|zeven|acht|negen|tien) (?!uren|dagen|weken|maanden)(?:\w+e )?\w+(?:en|s)\b",
    re.IGNORECASE,
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
    maatregelen ..."), where the sentences are of several items, and where the last one announces it.
    """
    passage = first.hit.passage
    run = Span(first.start, last.end)
    whole = _with_list(passage, run, _LIST_ASKED.search(question) is not None)
    return whole if whole.end - whole.start <= MOST_LIST_CHARACTERS else run


def _in_one_paragraph(first: Sentence, last: Sentence) -> bool:
    return (
        last.hit is first.hit
        and last.number - first.number < MOST_SENTENCES
        and "\n\n" not in first.hit.passage.text[first.start : last.end]
    )


def _with_list(passage: Passage, run: Span, list_asked: bool) -> Span:
    text = passage.text
    spans = split_sentences(text)
    starts, kinds = _list_items(text, spans)
    first = next(at for at, span in enumerate(spans) if span.start == run.start)
    last = next(at for at, span in enumerate(spans) if span.end == run.end)
    announced = starts[last + 1 : last + 2] == [True] and _leads_to(text, spans[last], kinds[last], list_asked)
    item = last + 1 if announced else next((at for at in range(first, last + 1) if kinds[at]), None)
    if item is None:
        return run
    several = any(starts[item + 1 : last + 1]) and not _is_lid(passage, kinds[item])
    if not (announced or several or list_asked):
        return run
    begin, end, around = item, max(item, last), ""
    while begin > 0 and kinds[begin - 1]:  # over items and the sentences within them
        begin -= 1
        if starts[begin + 1] and kinds[begin] != kinds[item] and text[spans[begin].end - 1] == ":":
            around = kinds[begin]  # an item of another list, which leads to this one
            break
    if begin > 0 and not around and _leads_to(text, spans[begin - 1], "", False):
        begin -= 1
    while end + 1 < len(spans) and kinds[end + 1] and kinds[end + 1] != around:
        end += 1
    return Span(min(spans[begin].start, run.start), max(spans[end].end, run.end))


def _list_items(text: str, spans: Sequence[Span]) -> tuple[list[bool], list[str]]:
    """Return for each sentence whether a list item begins with it, and by what mark it is one: "" outside lists."""
    starts: list[bool] = []
    kinds: list[str] = []
    for span in spans:
        begins_line = _begins_line(text, span)
        marker = LIST_MARKER.match(text, span.start) if begins_line else None
        starts.append(marker is not None)
        kinds.append(_kind(marker[0]) if marker else "" if begins_line else kinds[-1])
    return starts, kinds


def _kind(marker: str) -> str:
    """Return what the markers of one list have in common: its sign, or that they are numbers or letters."""
    sign = marker.strip(" \t(")[0]
    return "1" if sign.isdigit() else "a" if sign.isalpha() else sign


def _leads_to(text: str, sentence: Span, kind: str, list_asked: bool) -> bool:
    """Tell whether `sentence`, which a list follows, announces it; in an item of another list only a colon does."""
    said = text[sentence.start : sentence.end]
    return said.endswith(":") or (not kind and (list_asked or _ANNOUNCING.search(said) is not None))


def _is_lid(passage: Passage, kind: str) -> bool:
    """Tell whether items of `kind` are the leden of an article, each of which is a rule of its own."""
    return passage.address is not None and kind == "1"


def _begins_line(text: str, span: Span) -> bool:
    return span.start == 0 or text[: span.start].rstrip(" \t").endswith("\n")
