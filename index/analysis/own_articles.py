"""Of which article of which statute a passage is itself: by its address or its heading, and the title of its text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.analysis.abbreviations import abbreviations
from index.analysis.law_names import LONGEST_NAME, name_words
from index.analysis.reference_grammar import NamedArticle
from index.analysis.references import named_articles, named_terms, own_term
from index.analysis.words import folded

_HEADING = re.compile(r"\W*art(?:ikel|\.)\s*\d")
_IN_BRACKETS = re.compile(r"\(([^()]*[^\W\d_][^()]*)\)")
# What is made for a law, or changes it, has articles of its own: "Beleidsregel artikel 13b Opiumwet".
_FOR_A_LAW = re.compile(
    r"(?:besluit|regeling|regels?|richtlijn|aanwijzing|circulaire|wijziging|aanpassing|intrekking|uitvoering|toelichting"
    r"|invoering|handreiking|memo|nota|notitie|brief|advies|verslag|over)\b"
)
_WITHOUT_NUMBERS = re.compile(r"\D*(?:\b\d{4}\W*)?")  # but for the year at its end


def own_articles(title: str, headings: Sequence[str], address: str) -> list[NamedArticle]:
    """Return the article that a passage is of, once for each name of its statute and once without; [] if it is of none.

    A heading "Artikel 13b" says it where there is no address, but not one that names the law: that may stand in any
    text.
    """
    above = [heading for heading in headings if _HEADING.match(folded(heading))]
    named = named_articles(address or (above[-1] if above else ""))
    if not named or named[0].article.law:
        return []
    number, leden = named[0].article.number, named[0].article.leden
    return [NamedArticle(number, law, leden) for law in (None, *statute_names(title))]


def place_terms(title: str, headings: Sequence[str], address: str) -> list[str]:
    """Return what is indexed of a passage for the article that it is of, beside what its text names."""
    own = own_articles(title, headings, address)
    return sorted({term for article in own for term in (*named_terms(article), own_term(article))})


def statute_names(title: str) -> list[str]:
    """Return what a statute with this title is called: the law that it names, and the title as it is.

    An official title has its short one in brackets behind it: "Wet van 12 juli 2012 tot ... (Politiewet 2012)".
    """
    short = (_IN_BRACKETS.findall(title) or [title])[-1]
    words = name_words(short)
    is_name = len(words) <= LONGEST_NAME and _WITHOUT_NUMBERS.fullmatch(short)
    names = [_law_in(words), "_".join(words) if is_name else None]
    return list(dict.fromkeys(name for name in names if name))


def _law_in(words: Sequence[str]) -> str | None:
    """Return the law that a title begins with, or else the last that it names if it is not made for that."""
    laws = abbreviations().law_names
    found: str | None = None
    at = 0
    while at < len(words):
        law, end = laws.at(words, at)
        if law and not at:
            return law
        if law is None and _FOR_A_LAW.search(words[at]):
            return None
        found = law or found
        at = max(end, at + 1)
    return found
