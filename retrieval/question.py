"""Questions as people type them: checked, cleaned, and turned into terms."""

from __future__ import annotations

import re
from collections import Counter
from operator import index

from corpus.dutch import dutch_number
from corpus.errors import InputError
from corpus.normalise import canonical_line
from index import Filter
from index.analysis import abbreviations, grams, terms
from index.analysis.reference_grammar import NamedArticle
from index.analysis.references import articles_asked_for, is_reference, named_terms, own_term
from index.places import own_abbreviations
from index.store import LexicalQuery

MAX_QUESTION_CHARACTERS = 2_000
MAX_RESULTS = 1_000
# Of a passage of the article itself, so that who asks for it by another name gets it before all that name it so.
_OWN_WEIGHT = 10.0
_WORD = re.compile(r"\w+")


def checked_question(question: str) -> str:
    """Return the question in canonical form, on one line.

    Raises:
        InputError: it is no text, holds no word, or more characters than the limit.

    """
    if not isinstance(question, str):
        raise _of_another_kind("De vraag", question, "tekst, zoals 'Wie beslist?'")
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
        InputError: it is no whole number, fewer than 1 or more than the limit.

    """
    try:
        k = index(k)
    except TypeError:
        raise _of_another_kind("Het aantal resultaten", k, "een geheel getal, zoals 10") from None
    if not 1 <= k <= MAX_RESULTS:
        raise InputError(
            f"Het aantal resultaten is {dutch_number(k)}; het mag 1 tot en met {dutch_number(MAX_RESULTS)} zijn. "
            "Kies een getal daartussen."
        )
    return k


def checked_filter(where: Filter | None) -> Filter | None:
    """Return a filter as it is.

    Raises:
        InputError: it is something else.

    """
    if where is not None and not isinstance(where, Filter):
        raise _of_another_kind("where", where, 'een Filter, zoals Filter({"title": ("bibob",)})')
    return where


def _of_another_kind(name: str, value: object, wanted: str) -> InputError:
    return InputError(f"{name} is {str(value)[:40]!r} ({type(value).__name__}); geef {wanted}.")


def lexical_query(question: str) -> LexicalQuery:
    """Return the terms and pieces of words of a question, with what its abbreviations stand for, and the reverse.

    Terms are as heavy as often as they are in the question; all words that one abbreviation stands for weigh as one
    term. An article is sought as such, and its own passages above those that name it.
    """
    known = abbreviations(own_abbreviations())
    wanted = Counter(term for term in terms(question) if not is_reference(term))
    related: dict[str, float] = {}
    for other in known.related(question):
        other_terms = {term for term in terms(other) if not is_reference(term)}
        related |= {term: 1 / len(other_terms) for term in other_terms if term not in wanted}
    for article in asked_articles(question):
        related |= dict.fromkeys(named_terms(article), 1.0)
        related[own_term(article)] = _OWN_WEIGHT
    return LexicalQuery(wanted or related, Counter(grams(question)), related if wanted else {})


def article_query(question: str) -> LexicalQuery | None:
    """Return what finds the passages of the articles that a question names, None if it names none."""
    own = {own_term(one.article): 1.0 for one in articles_asked_for(question, abbreviations(own_abbreviations()))}
    return LexicalQuery(own, gram_weight=0.0) if own else None


def asked_articles(question: str) -> list[NamedArticle]:
    """Return the articles that a question names, itself or by what it calls them: "Wet Damocles"."""
    known = abbreviations(own_abbreviations())
    named = [one.article for text in (question, *known.related(question)) for one in articles_asked_for(text, known)]
    return list(dict.fromkeys(named))
