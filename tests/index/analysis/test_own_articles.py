from __future__ import annotations

import pytest

from index.analysis.own_articles import own_articles, statute_names
from index.analysis.references import own_term

POLITIEWET = "Wet van 12 juli 2012 tot vaststelling van een nieuwe Politiewet (Politiewet 2012)"


@pytest.mark.parametrize(
    ("title", "headings", "address", "expected"),
    [
        pytest.param(POLITIEWET, (), "artikel 13, leden 2 en 3", ["§§13", "§§13_politiewet"], id="official title"),
        pytest.param("Opiumwet", ("Artikel 13b",), "", ["§§13b", "§§13b_opiumwet"], id="heading alone"),
        pytest.param("Opiumwet", ("Artikel 13b Sluiting", "Toelichting"), "", ["§§13b", "§§13b_opiumwet"], id="above"),
        pytest.param("Memo", ("Artikel 13b Opiumwet",), "", [], id="heading that names the law"),
        pytest.param("Opiumwet", ("Uitleg van artikel 13b",), "", [], id="heading about it"),
        pytest.param("Opiumwet", (), "", [], id="no article"),
        pytest.param("Beleidsregel artikel 13b Opiumwet", (), "artikel 3", ["§§3"], id="made for a law"),
        pytest.param("Wet op de lijken", (), "artikel 3", ["§§3", "§§3_wet_op_de_lijken"], id="unknown name"),
    ],
)
def test_which_article_a_passage_is_of(
    title: str, headings: tuple[str, ...], address: str, expected: list[str]
) -> None:
    assert [own_term(article) for article in own_articles(title, headings, address)] == expected


@pytest.mark.parametrize(
    ("title", "law"),
    [
        (POLITIEWET, "politiewet"),
        ("APV Teststad 2023", "algemene_plaatselijke_verordening"),
        ("Algemene plaatselijke verordening Teststad", "algemene_plaatselijke_verordening"),
        ("Gemeente Teststad: Algemene plaatselijke verordening", "algemene_plaatselijke_verordening"),
        ("Marktverordening Teststad 2024", "marktverordening"),
        ("Wet van 1 mei 2001, houdende regels over registers (Wet Bibob)",
         "wet_bevordering_integriteitsbeoordelingen_door_het_openbaar_bestuur"),
        ("Besluit van 9 mei 1994 ter uitvoering van artikel 74c van het Wetboek van Strafvordering", None),
        ("Wet van 7 juli 2010 tot wijziging van de Gemeentewet", None),
        ("Besluit van 3 mei ter uitvoering van de Politiewet 2012 (Besluit beheer politie)", "besluit_beheer_politie"),
    ],
)  # fmt: skip
def test_what_a_statute_is_called(title: str, law: str | None) -> None:
    names = statute_names(title)
    assert law in names if law else not {"gemeentewet", "wetboek_van_strafvordering"} & set(names)
