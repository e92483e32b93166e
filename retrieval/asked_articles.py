"""Articles that a question asks for, with the lid if it names one: which passages and sentences are of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus import Passage
from index.analysis import abbreviations, content_words, folded
from index.analysis.own_articles import own_articles
from index.analysis.reference_grammar import NamedArticle
from index.analysis.references import articles_asked_for, law_words_behind, named_articles
from index.places import own_abbreviations

# Words that ask for an article and say nothing of what it should be about.
_ASKING = frozenset(
    content_words("""
        zegt staat staan luidt luiden bepaalt bepalen regelt regelen houdt inhoud tekst letterlijk letterlijke geef toon
        zoek lees betekent artikel artikelen lid precies wettekst wetstekst wetsartikel
    """)
)
_LID = re.compile(r"^[ \t]*(?:Lid |\()?(\d{1,2}[a-z]{0,2})(?:[.):]|(?= [A-ZÀ-Þ]))", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class AskedArticles:
    """What a question names. `rest` are the words that are left of it: none where it asks for an article alone.

    `law_words` are those behind an article that name a law which is not known, and what follows them.
    """

    articles: tuple[NamedArticle, ...]
    rest: frozenset[str]
    law_words: frozenset[str]

    @classmethod
    def of(cls, question: str) -> AskedArticles:
        """Return the articles that `question` names."""
        known = abbreviations(own_abbreviations())
        named = articles_asked_for(question, known)
        behind = [law_words_behind(one, question) for one in named_articles(question, known)]
        law_words = frozenset(content_words(" ".join(word for words in behind for word in words[1:])))
        rest = folded(question)
        for start, end in sorted({(one.start, one.end) for one in named}, reverse=True):
            rest = f"{rest[:start]} {rest[end:]}"
        return cls(tuple(one.article for one in named), frozenset(content_words(rest)) - _ASKING, law_words)

    def fit(self, passage: Passage, start: int) -> int:
        """Return how well the sentence at `start` is of what is asked: 0 not, 1 of the article, 2 of the lid too."""
        return max((fit(article, passage, start) for article in self.articles), default=0)

    def ask_for_no_more(self, passage: Passage) -> bool:
        """Tell whether the question is for an article alone: all its other words stand in the title of the text."""
        return bool(self.articles) and self.rest <= set(content_words(folded(passage.title)))

    def texts_with(self, passages: Iterable[Passage]) -> int:
        """Return of how many texts the article may be that a question asks for alone, without its law; 1 of others."""
        alone = [passage for passage in passages if self.ask_for_no_more(passage)]
        without_law = [article for article in self.articles if article.law is None]
        titles = [{passage.title for passage in alone if is_of(article, passage)} for article in without_law]
        return max([1, *map(len, titles)])

    def are_unknown_to(self, passage: Passage, start: int) -> bool:
        """Tell whether the question is for an article alone that `passage` does not even name, or for another lid.

        So it is where the passage has not a word of the name of the law.

        `start` is where the sentence begins that would answer.
        """
        said = "\n\n".join((passage.title, *passage.headings, passage.text))
        if self.law_words and not self.law_words & set(content_words(folded(said))):
            return True
        if not self.articles or self.rest:
            return False
        if self.fit(passage, start) == 1 and all(article.leden for article in self.articles):
            return True
        named = named_articles(said)
        numbers = {article.number for article in self.articles}
        laws = {article.law for article in self.articles} | {None}
        return not any(one.article.number in numbers and one.article.law in laws for one in named)


def fit(article: NamedArticle, passage: Passage, start: int) -> int:
    """Return how well the sentence at `start` is of `article`, as `AskedArticles.fit` does."""
    own = _own(passage.title, passage.headings, passage.address or "")
    if not _are(own, article):
        return 0
    return 1 + (lid_at(passage.text, start, own[0].leden) in article.leden)


def is_of(article: NamedArticle, passage: Passage) -> bool:
    """Tell whether `passage` is of `article` itself, and does not only name it."""
    return _are(_own(passage.title, passage.headings, passage.address or ""), article)


@lru_cache(maxsize=256)
def _own(title: str, headings: tuple[str, ...], address: str) -> tuple[NamedArticle, ...]:
    """Return what `own_articles` does, once for all sentences of a passage and all articles that are asked for."""
    return tuple(own_articles(title, headings, address))


def _are(own: Sequence[NamedArticle], article: NamedArticle) -> bool:
    return any((one.number, one.law) == (article.number, article.law) for one in own)


def lid_at(text: str, start: int, leden: Sequence[str] = ()) -> str | None:
    """Return the lid in which the sentence at `start` stands, as its number says; `leden` are those of the passage."""
    lid = leden[0] if leden else None
    for match in _LID.finditer(text):
        if match.start() > start:
            break
        number = match[1]
        if not (lid and lid.isdecimal() and number.isdecimal()) or int(number) - int(lid) in (0, 1):
            lid = number  # others are those of a list within a lid
    return lid
