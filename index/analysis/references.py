"""Articles of statutes and regulations that a text names, as exact terms, however they are written."""

from __future__ import annotations

from dataclasses import dataclass

from index.analysis.abbreviations import Abbreviations, abbreviations
from index.analysis.reference_grammar import NamedArticle, read_articles
from index.analysis.words import folded

_MARK = "§"  # no word begins with it
_OF_ITSELF = "§§"  # of a passage that is of the article, and does not only name it


@dataclass(frozen=True, slots=True)
class Reference:
    """An article that a text names, and where: from `start` to `end` in the folded text."""

    article: NamedArticle
    start: int
    end: int

    @property
    def terms(self) -> list[str]:
        """What is indexed of a text that names it: the article, and the article with its law where that is named."""
        number, law = self.article.number, self.article.law
        return [f"{_MARK}{number}", *([f"{_MARK}{number}_{law}"] if law else [])]

    @property
    def own_term(self) -> str:
        """What is indexed of a passage of the article itself, so that it comes before those that name it."""
        return own_term(self.article.number, self.article.law)


def references(text: str) -> list[str]:
    """Return a term for each article that `text` names, and one for the article with its law where that is named.

    "art. 2:74, eerste lid, van de APV" gives "§2:74" and "§2:74_algemene_plaatselijke_verordening".
    """
    return [term for reference in named_articles(text) for term in reference.terms]


def named_articles(text: str, known: Abbreviations | None = None) -> list[Reference]:
    """Return the articles that `text` names, in order, with the laws in `known`.

    None is those that come with the application. What is indexed is made with these: the file of a user may be another
    tomorrow, or on the machine of somebody else.
    """
    if not any(character.isdigit() for character in text):
        return []
    laws = (known or abbreviations()).law_names
    return [Reference(article, start, end) for article, start, end in read_articles(folded(text), laws)]


def own_term(number: str, law: str | None) -> str:
    """Return the term of a passage of an article itself."""
    return f"{_OF_ITSELF}{number}" + (f"_{law}" if law else "")


def is_reference(term: str) -> bool:
    """Tell whether a term is that of an article."""
    return term.startswith(_MARK)
