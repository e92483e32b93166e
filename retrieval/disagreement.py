"""Where another document says otherwise than the answer: nearly the same words, with other numbers or dates."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from corpus.dutch import MONTHS
from retrieval.asked_words import AskedWords
from retrieval.candidate_sentences import Sentence
from retrieval.particulars import UNITS, content_stems, numbers
from retrieval.turning_words import NUMBER_WORDS

# How much less probable than the best sentence of the answer, in natural logarithms: 0.05 of it, of a newer one 0.02.
# The rank of its passage alone can make a difference of 2 in one who says the very same.
_NEAR, _NEAR_IF_NEWER = 3.0, 4.0
_LEAST_ALIKE = 0.5  # of the words of both sentences; on the own questions no two about different things have over 0.4
_MOST_LESS_COVERED = 0.15  # of the question: who asks about the fair is not told what the market says

_SPACED = re.compile(r"(?<=\d)[ \u00a0\u202f](?=\d{3}\b)")  # 5 000
_REFERENCE = re.compile(
    r"\b(?:artikel(?:en)?|art\.|lid|leden|hoofdstuk|paragraaf|onderdeel)\s+\d[\w:.]*"
    r"(?:\s+(?:en|tot en met)\s+\d[\w:.]*)*"
    r"|\b\w*wet (?:19|20)\d\d\b",
    re.IGNORECASE,
)
_MEASURING = frozenset([*NUMBER_WORDS, *MONTHS, *UNITS])


def says_otherwise(
    asked: AskedWords, sentences: Sequence[Sentence], weights: Sequence[float], first: Sentence, last: Sentence
) -> Sentence | None:
    """Return the most probable sentence of another document that contradicts the answer, from `first` to `last`.

    `weights` are the natural logarithms of how probable each of `sentences` is as the answer, but for a constant. What
    is not nearly as probable, has other words, leaves out more of the question, or only has more or fewer numbers, does
    not contradict.
    """
    passage = first.hit.passage
    weighed = list(zip(sentences, weights, strict=True))
    answering = [s for s in sentences if s.hit is first.hit and first.number <= s.number <= last.number]
    best = max(weight for sentence, weight in weighed if sentence in answering)
    shown = _amounts(passage.text[first.start : last.end])
    for other, weight in sorted(weighed, key=lambda pair: -pair[1]):
        beside = other.hit.passage
        newer = passage.date is not None and beside.date is not None and beside.date > passage.date
        near = best - weight <= (_NEAR_IF_NEWER if newer else _NEAR) and beside.document_id != passage.document_id
        if near and any(_contradicts(asked, sentence, other, shown) for sentence in answering):
            return other
    return None


def _contradicts(asked: AskedWords, answering: Sentence, other: Sentence, shown: dict[str, set[str]]) -> bool:
    return (
        _differ(_amounts(answering.text), _amounts(other.text), shown)
        and _alike(answering.text, other.text) >= _LEAST_ALIKE
        and _covered(asked, answering) - _covered(asked, other) <= _MOST_LESS_COVERED
    )


def _amounts(text: str) -> dict[str, set[str]]:
    """Return the numbers of `text` by what they count: days, euros, and "" for all else, dates among it."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    said = numbers(_REFERENCE.sub(" ", _SPACED.sub("", text)))
    counted = {number.partition(" ")[0] for number in said if number.partition(" ")[2] in UNITS.values()}
    for number in said:
        value, _, unit = number.partition(" ")
        if unit in UNITS.values():
            found[unit].add(value)
        elif number not in counted:
            found[""].add(number)
    return found


def _differ(one: dict[str, set[str]], other: dict[str, set[str]], shown: dict[str, set[str]]) -> bool:
    """Tell whether each has a number of one kind that the other lacks; all that is `shown` of the one counts."""
    return any(
        not (one[kind] <= other[kind] or other[kind] <= shown.get(kind, set())) for kind in one.keys() & other.keys()
    )


def _alike(one: str, other: str) -> float:
    """Return the share of the stems of both that are in each, without what is counted."""
    first, second = (_stems(text) for text in (one, other))
    return len(first & second) / len(first | second) if first and second else 0.0


def _stems(text: str) -> set[str]:
    words = re.findall(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*", _REFERENCE.sub(" ", text))
    return content_stems(" ".join(word for word in words if word.casefold() not in _MEASURING))


def _covered(asked: AskedWords, sentence: Sentence) -> float:
    """Return the share of the question that a sentence has with what it stands under."""
    if not asked.in_dutch:
        return 0.0
    return asked.coverage(f"{sentence.hit.passage.title} {sentence.statement.heading} {sentence.text}")
