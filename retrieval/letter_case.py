"""Questions in capitals, or With Capitals Everywhere, in the letters that texts use: they are no row of names."""

from __future__ import annotations

import re

from index.analysis import abbreviations, folded
from index.places import own_abbreviations

_WORD = re.compile(r"[^\W\d_]+")
_LONGEST_ABBREVIATION = 6  # letters; what is longer and in capitals only is no abbreviation
_LEAST_WORDS = 3  # with a capital each; two are a name sooner than a question
_NEARLY_EVERY = 0.8


def in_usual_case(question: str) -> str:
    """Return `question`, as long as it is, in lower case if all of it, or nearly every word, has a capital.

    Known abbreviations get their own spelling; where only words begin with one, those in capitals stay so.
    """
    if question.isupper():
        if sum(map(str.isalpha, question)) <= _LONGEST_ABBREVIATION:
            return question
    elif not _nearly_every_word_has_a_capital(question):
        return question
    known = abbreviations(own_abbreviations()).spellings
    in_capitals = question.isupper()

    def usual(found: re.Match[str]) -> str:
        word, lower = found[0], found[0].lower()
        if not in_capitals and len(word) > 1 and word.isupper():
            return word
        usual = known.get(folded(word), lower)
        return usual if len(usual) == len(word) else word

    return _WORD.sub(usual, question)


def _nearly_every_word_has_a_capital(question: str) -> bool:
    words = _WORD.findall(question)
    return len(words) >= _LEAST_WORDS and sum(word[0].isupper() for word in words) >= _NEARLY_EVERY * len(words)
