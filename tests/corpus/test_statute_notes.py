"""Explanatory notes are never cited as the law that they explain, and a second regulation stands under its own name."""

from __future__ import annotations

import pytest

from corpus import Document
from corpus.markdown import read_markdown
from corpus.plain_text import read_plain_text
from corpus.statutes import with_articles
from corpus.structure import assemble

LAW = (
    "# APV Voorbeeldstad\n\n### Artikel 1\n\nHet is verboden.\n\n### Artikel 2\n\nDit mag niet.\n\n"
    "### Artikel 3 Slot\n\nDit heet APV.\n\n"
)
ADOPTED = "Aldus vastgesteld in de raadsvergadering van 12 maart 2024.\n\n"


def document_of(text: str, *, is_markdown: bool = True) -> Document:
    structure = assemble(
        with_articles(read_markdown(text) if is_markdown else read_plain_text(text)), "APV Voorbeeldstad"
    )
    return Document("apv", "APV Voorbeeldstad", "/apv", structure.text, structure.sections)


def address_of(document: Document, text: str) -> str | None:
    place = document.text.index(text)
    (address,) = [s.address for s in document.sections if s.start <= place < s.end]
    return address


@pytest.mark.parametrize(
    "name",
    [
        "Toelichting",
        "Artikelsgewijze toelichting",
        "Artikelgewijze toelichting",
        "ARTIKELGEWIJZE TOELICHTING",
        "Artikelsgewijs",
        "II. Artikelsgewijs deel",
        "B. Toelichting",
        "Deel 2: Toelichting",
        "Bijlage 1: Toelichting",
        "Bijlage 2 Artikelsgewijze toelichting",
        "Toelichting op de Algemene plaatselijke verordening Voorbeeldstad",
        "Toelichting behorende bij de Marktverordening",
        "Algemene plaatselijke verordening – toelichting",
        "Nota van toelichting",
        "Hoofdstuk 9 Toelichting",
    ],
)
@pytest.mark.parametrize("is_markdown", [True, False])
def test_a_note_is_not_cited_as_the_article(name: str, is_markdown: bool) -> None:
    notes = f"## {name}\n\n### Artikel 1\n\nDit artikel beoogt rust.\n\n### Artikel 2\n\nZie de Gemeentewet.\n"
    text = LAW + ADOPTED + notes
    document = document_of(text if is_markdown else text.replace("#", ""), is_markdown=is_markdown)
    assert address_of(document, "Het is verboden.") == "artikel 1"
    assert address_of(document, "Dit heet APV.") == "artikel 3"
    assert address_of(document, "Dit artikel beoogt") == "toelichting bij artikel 1"
    assert address_of(document, "Zie de Gemeentewet") == "toelichting bij artikel 2"


@pytest.mark.parametrize("numbers", [["2"], ["2", "3"], ["1", "3"]])
def test_notes_on_some_articles_only(numbers: list[str]) -> None:
    notes = "".join(f"### Artikel {number}\n\nUitleg van {number}.\n\n" for number in numbers)
    document = document_of(f"{LAW}{ADOPTED}## Toelichting\n\nAlgemeen verhaal.\n\n{notes}")
    assert address_of(document, "Algemeen verhaal.") is None
    for number in numbers:
        assert address_of(document, f"Uitleg van {number}.") == f"toelichting bij artikel {number}"


def test_an_article_of_another_law_in_the_notes_is_no_article_of_the_regulation() -> None:
    notes = "## Toelichting\n\nAlgemeen.\n\n### Artikel 13b Opiumwet\n\nDe burgemeester kan sluiten.\n"
    document = document_of(LAW + ADOPTED + notes)
    assert address_of(document, "De burgemeester kan sluiten.") is None
    assert address_of(document, "Dit heet APV.") == "artikel 3"


@pytest.mark.parametrize("level", ["##", "###", "####"])
def test_a_note_behind_each_article_leaves_the_next_article_law(level: str) -> None:
    parts = (f"### Artikel {n}\n\nRegel {n} geldt.\n\n{level} Toelichting\n\nUitleg van {n}.\n\n" for n in range(1, 5))
    document = document_of("# Beleidsregel\n\n" + "".join(parts))
    for number in range(1, 5):
        assert address_of(document, f"Regel {number} geldt.") == f"artikel {number}"
        assert address_of(document, f"Uitleg van {number}.") in (f"toelichting bij artikel {number}", None)
    assert address_of(document, "Uitleg van 2.") == "toelichting bij artikel 2"


def test_a_heading_that_says_which_article_it_explains() -> None:
    notes = "### Toelichting op artikel 2\n\nOver twee.\n\n"
    other = "### Toelichting bij artikel 1, tweede lid, Opiumwet\n\nOver iets anders.\n"
    document = document_of(f"{LAW}{ADOPTED}{notes}{other}")
    assert address_of(document, "Over twee.") == "toelichting bij artikel 2"
    assert address_of(document, "Over iets anders.") is None


SECOND = (
    "# Marktverordening Voorbeeldstad 2024\n\nDe raad van de gemeente Voorbeeldstad, gelet op artikel 149;\n\n"
    "## Hoofdstuk 1 Begin\n\n### Artikel 1\n\nMarkt is markt.\n\n### Artikel 2\n\nKramen mogen.\n\n"
)


@pytest.mark.parametrize(
    "between", ["", "## Bijlage 1\n\nEen kaart.\n\n", "## Toelichting\n\n### Artikel 1\n\nUitleg.\n\n"]
)
def test_a_second_regulation_stands_under_its_own_name(between: str) -> None:
    document = document_of(f"{LAW}{ADOPTED}{between}{SECOND}## Toelichting\n\n### Artikel 1\n\nOver de markt.\n")
    assert address_of(document, "Het is verboden.") == "artikel 1"
    assert address_of(document, "Markt is markt.") == "Marktverordening Voorbeeldstad 2024, artikel 1"
    assert address_of(document, "Kramen mogen.") == "Marktverordening Voorbeeldstad 2024, artikel 2"
    assert address_of(document, "Over de markt.") == "toelichting bij Marktverordening Voorbeeldstad 2024, artikel 1"
    headings = [s.headings for s in document.sections if s.address and s.address.startswith("Marktverordening")]
    assert headings[0] == ("Marktverordening Voorbeeldstad 2024", "Hoofdstuk 1 Begin", "Artikel 1")


@pytest.mark.parametrize("name", ["APV Voorbeeldstad", "Aanleiding van de verordening", "De verordening", "Besluit"])
def test_notes_that_name_the_regulation_stay_notes(name: str) -> None:
    notes = f"## Toelichting\n\nAlgemeen.\n\n## {name}\n\nTekst.\n\n### Artikel 1\n\nUitleg.\n\n### Artikel 2\n\nMeer."
    document = document_of(LAW + ADOPTED + notes)
    assert address_of(document, "Uitleg.") == "toelichting bij artikel 1"
