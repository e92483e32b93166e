"""Statutes and regulations: their articles recognised, however they are set, and each block given its article."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.statutes.amending import with_onderdelen, with_quoted_as_text
from corpus.statutes.arranging import Arranger
from corpus.statutes.articles import article_runs, names_articles
from corpus.statutes.chapters import with_chapters
from corpus.statutes.counting import with_counted_headings
from corpus.statutes.parting import parted
from corpus.statutes.patterns import NOTES
from corpus.statutes.within_article import address_within
from corpus.structure import Element

__all__ = ["address_within", "names_articles", "with_articles"]


def with_articles(elements: Sequence[Element], names: Sequence[str] = ()) -> list[Element]:
    """Return `elements` with the headings of a statute in their order, and on every block the article that it is in.

    "Hoofdstuk 2" stands above "Afdeling 3" above "Artikel 5", whatever their levels were, and a title on a line of
    its own joins its number. Lines of blocks that are such headings become headings. A circular, which has no articles
    but numbers on lines of their own, is put in order by these; anything else is returned as it was.
    `names` are what the text is called, which tells an extract of a regulation and the explanation of one.
    """
    runs = article_runs(elements, names)
    if not runs:
        return with_counted_headings(elements)
    explains = any(NOTES.match(name) for name in names)
    arranged = Arranger(explains=explains).arranged(with_quoted_as_text(parted(elements, runs)))
    return list(with_onderdelen(with_chapters(list(arranged))))
