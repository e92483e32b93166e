"""Articles of statutes and regulations that a text names, as exact terms, however they are written."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from index.analysis.abbreviations import Abbreviations, abbreviations
from index.analysis.law_names import LONGEST_NAME, name_words
from index.analysis.reference_grammar import NamedArticle, read_articles
from index.analysis.words import folded

_MARK = "§"  # no word begins with it
# "van de Wet op de dierproeven": words behind an article that are the name of a law, as the first of them tells.
_LAW_BEHIND = re.compile(
    r"[ ,]*(?:van|uit|in|onder) (?:de|het) "
    r"((?:rijkswet|wet|wetboek|besluit|regeling|reglement|verordening|statuut|verdrag|beleidsregels?)\b[^?!.;:,()\n]*)"
)
_OF_ITSELF = "§§"  # of a passage that is of the article, and does not only name it


@dataclass(frozen=True, slots=True)
class Reference:
    """An article that a text names, and where: from `start` to `end` in the folded text."""

    article: NamedArticle
    start: int
    end: int


def references(text: str) -> list[str]:
    """Return a term for each article that `text` names, and one for the article with its law where that is named.

    "art. 2:74, eerste lid, van de APV" gives "§2:74" and "§2:74_algemene_plaatselijke_verordening".
    """
    return [term for reference in named_articles(text) for term in named_terms(reference.article)]


def named_articles(text: str, known: Abbreviations | None = None) -> list[Reference]:
    """Return the articles that `text` names, in order, with the laws in `known`.

    None is those that come with the application. What is indexed is made with these: the file of a user may be another
    tomorrow, or on the machine of somebody else.
    """
    if not any(character.isdigit() for character in text):
        return []
    laws = (known or abbreviations()).law_names
    return [Reference(article, start, end) for article, start, end in read_articles(folded(text), laws)]


def articles_asked_for(question: str, known: Abbreviations) -> list[Reference]:
    """Return the articles that a question names, where a law of several words may be one that is not in `known`.

    Where its name ends is not known either ("artikel 8 van de Wet op de dierproeven over straffen"), so there is an
    article for each of its beginnings; that of the right one is in the texts. Its words are no part of the reference.
    """
    found: list[Reference] = []
    for reference in named_articles(question, known):
        words = law_words_behind(reference, question)
        names = ["_".join(words[:length]) for length in range(2, len(words) + 1)]
        found += [replace(reference, article=replace(reference.article, law=name)) for name in names] or [reference]
    return found


def law_words_behind(reference: Reference, question: str) -> list[str]:
    """Return the words behind an article that begin as the name of a law does which is not known; [] if none do."""
    said = None if reference.article.law else _LAW_BEHIND.match(folded(question), reference.end)
    return name_words(said[1])[:LONGEST_NAME] if said else []


def named_terms(article: NamedArticle) -> list[str]:
    """Return what is indexed of a text that names an article: its number, and its number with its law if that is said.

    The leden are no part of it: who asks for one finds the article.
    """
    number, law = article.number, article.law
    return [f"{_MARK}{number}", *([f"{_MARK}{number}_{law}"] if law else [])]


def own_term(article: NamedArticle) -> str:
    """Return what is indexed of a passage of the article itself, so that it comes before those that only name it."""
    return _OF_ITSELF + "_".join(filter(None, (article.number, article.law)))


def is_reference(term: str) -> bool:
    """Tell whether a term is that of an article."""
    return term.startswith(_MARK)
