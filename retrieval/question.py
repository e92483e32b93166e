"""Questions as people type them: checked, cleaned, and turned into terms."""

from __future__ import annotations

import re
from collections import Counter

from corpus.dutch import dutch_number
from corpus.errors import InputError
from corpus.normalise import canonical_line
from index.analysis import abbreviations, grams, terms
from index.analysis.references import is_reference
from index.places import own_abbreviations
from index.store import LexicalQuery

MAX_QUESTION_CHARACTERS = 2_000
MAX_RESULTS = 1_000
_WORD = re.compile(r"\w+")


def checked_question(question: str) -> str:
    """Return the question in canonical form, on one line.

    Raises:
        InputError: it holds no word, or more characters than the limit.

    """
    if len(question) > MAX_QUESTION_CHARACTERS:
        raise InputError(
            f"De vraag telt {dutch_number(len(question))} tekens; de grens is {dutch_number(MAX_QUESTION_CHARACTERS)}. "
            "Maak de vraag korter."
        )
    cleaned = canonical_line(question)
    if not _WORD.search(cleaned):
        raise InputError("De vraag is leeg. Typ een vraag met ten minste één woord.")
    return cleaned


def checked_count(k: int) -> int:
    """Return how many results are wanted.

    Raises:
        InputError: fewer than 1 or more than the limit.

    """
    if not 1 <= k <= MAX_RESULTS:
        raise InputError(
            f"Het aantal resultaten is {dutch_number(k)}; het mag 1 tot en met {dutch_number(MAX_RESULTS)} zijn. "
            "Kies een getal daartussen."
        )
    return k


def lexical_query(question: str) -> LexicalQuery:
    """Return the terms and pieces of words of a question, with what its abbreviations stand for, and the reverse.

    Terms are as heavy as often as they are in the question; all that one abbreviation stands for weighs as one term.
    """
    said = terms(question)
    wanted = Counter(term for term in said if not is_reference(term))
    related = {term: 1.0 for term in said if is_reference(term)}
    for other in abbreviations(own_abbreviations()).related(question):
        other_terms = set(terms(other))
        related |= {term: 1 / len(other_terms) for term in other_terms if term not in wanted}
    return LexicalQuery(wanted or related, Counter(grams(question)), related if wanted else {})
