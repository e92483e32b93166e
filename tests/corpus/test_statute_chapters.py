"""Statutes whose chapters count their articles anew: each article has an address of its own."""

from __future__ import annotations

from corpus import Document, split_document
from corpus.markdown import read_markdown
from corpus.statutes import with_articles
from corpus.structure import assemble
from tests.corpus.test_statutes import addresses, count_words

TITLE = "Verordening horeca"


def document(*headings: str) -> Document:
    """A document of headings in markdown, those of articles with a sentence below that no other has."""
    lines = [
        f"{heading}\n\nDe burgemeester kan hier maatregel {number} treffen.\n"
        if "Artikel" in heading
        else f"{heading}\n"
        for number, heading in enumerate(headings)
    ]
    structure = assemble(with_articles(read_markdown("\n".join(lines))), TITLE)
    return Document("horeca", TITLE, "/horeca", structure.text, structure.sections)


def test_articles_that_are_counted_anew_name_their_chapter() -> None:
    found = document(
        "# Verordening horeca", "## Hoofdstuk 1. Algemeen", "### Artikel 1 Begrippen", "### Artikel 2", "### Artikel 3",
        "## HOOFDSTUK 2 Sluiting", "### Artikel 1 Tijden", "### Artikel 2",
        "# Toelichting op de verordening", "## Hoofdstuk 1", "### Artikel 1", "### Artikel 2",
        "## Hoofdstuk 2", "### Artikel 1", "### Artikel 2",
    )  # fmt: skip
    articles = [f"hoofdstuk 1, artikel {n}" for n in (1, 2, 3)] + [f"hoofdstuk 2, artikel {n}" for n in (1, 2)]
    notes = [f"toelichting bij hoofdstuk {chapter}, artikel {n}" for chapter in (1, 2) for n in (1, 2)]
    assert addresses(found) == articles + notes
    passages = split_document(found, count_words)
    assert [passage.address for passage in passages] == articles + notes


def test_no_more_is_named_than_tells_articles_apart() -> None:
    paragraphs = ["### § 1 Doel", "#### Artikel 1", "#### Artikel 2", "### § 2 Regels", "#### Artikel 3"]
    found = document("## Deel I", *paragraphs, "## Deel II", *paragraphs)
    assert addresses(found) == [f"deel {part}, artikel {n}" for part in ("I", "II") for n in (1, 2, 3)]


def test_as_much_is_named_as_tells_articles_apart() -> None:
    chapters = [
        line
        for chapter in (1, 2)
        for line in (f"### Hoofdstuk {chapter}", "#### Afdeling 1", "##### Artikel 1", "##### Artikel 2")
    ]
    found = document("## Deel A", *chapters, "## Deel B", *chapters)
    assert addresses(found) == [
        f"deel {part}, hoofdstuk {chapter}, artikel {n}" for part in "AB" for chapter in (1, 2) for n in (1, 2)
    ]


def test_articles_that_are_counted_through_need_no_chapter() -> None:
    found = document("## Hoofdstuk 1", "### Artikel 1", "### Artikel 2", "## Hoofdstuk 2", "### Artikel 3")
    assert addresses(found) == ["artikel 1", "artikel 2", "artikel 3"]
