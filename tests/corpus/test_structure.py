from __future__ import annotations

import pytest

from corpus.structure import Block, Element, Heading, assemble


def elements_of(outline: str) -> list[Element]:
    """Read "3 Artikel 1" as a heading of level 3 and any other line as a block."""
    return [
        Heading(int(line[0]), line[2:]) if line[0].isdigit() else Block(line)
        for line in (line.strip() for line in outline.strip().splitlines())
    ]


@pytest.mark.parametrize(
    ("outline", "expected"),
    [
        pytest.param("1 Titel\n2 A\na\n3 B\nb\n2 C\nc", ["A: a", "A > B: b", "C: c"], id="by level"),
        pytest.param(
            "3 Hoofdstuk 1\n4 Gezag\n3 Artikel 1\na\n3 Artikel 2\nb\n3 Hoofdstuk 2\n4 Toezicht\n3 Artikel 3\nc",
            [
                "Hoofdstuk 1 > Gezag > Artikel 1: a",
                "Hoofdstuk 1 > Gezag > Artikel 2: b",
                "Hoofdstuk 2 > Toezicht > Artikel 3: c",
            ],
            id="chapters of the level of articles",
        ),
        pytest.param(
            "4 Delict A\n3 Beschrijving\na\n3 Punten\nb\n4 Delict B\n3 Beschrijving\nc",
            ["Delict A > Beschrijving: a", "Delict A > Punten: b", "Delict B > Beschrijving: c"],
            id="chapters of a lower level than their parts",
        ),
        pytest.param(
            "5 Argumenten\n5 1.1 Past bij de wet\na\n5 1.2 Werkt\nb\n5 Kanttekeningen\nc\n5 1.1 Lasten\nd\n5 Geld\ne",
            [
                "Argumenten > 1.1 Past bij de wet: a",
                "Argumenten > 1.2 Werkt: b",
                "Kanttekeningen: c",
                "Kanttekeningen > 1.1 Lasten: d",
                "Geld: e",
            ],
            id="numbered parts of the level of what they are in",
        ),
        pytest.param(
            "3 Regels\n3 Artikel 1\na\n3 Artikel 2\nb\n3 Toelichting\nc\n3 Artikel 1\nd",
            ["Regels > Artikel 1: a", "Regels > Artikel 2: b", "Toelichting: c", "Toelichting > Artikel 1: d"],
            id="articles of the level of what they are in",
        ),
        pytest.param(
            "1 Plan\nx\n5 Argumenten\n5 1. Past\na\n5 Geld\nb\n1 Bijlage\nc\n5 1. Tabel\nd",
            ["Plan: x", "Plan > Argumenten > 1. Past: a", "Plan > Geld: b", "Bijlage: c", "Bijlage > 1. Tabel: d"],
            id="numbered parts below another level",
        ),
        pytest.param(
            "3 Werkwijze\n3 A. Voorbereiden\na\n3 Stap twee\nb\n3 B. Nazorg\nc",
            ["Werkwijze > A. Voorbereiden: a", "Werkwijze > Stap twee: b", "Werkwijze > B. Nazorg: c"],
            id="parts with letters",
        ),
        pytest.param(
            "2 Bijlage\nx\n3 Werkwijze:\n3 I. Voorbereiden\n3 Stap 1\na\n3 Stap 2\nb\n3 Resultaat\nc",
            [
                "Bijlage: x",
                "Bijlage > Werkwijze: > I. Voorbereiden > Stap 1: a",
                "Bijlage > Werkwijze: > I. Voorbereiden > Stap 2: b",
                "Bijlage > Werkwijze: > I. Voorbereiden > Resultaat: c",
            ],
            id="steps",
        ),
        pytest.param(
            "3 Werkwijze\n3 1. Voorbereiden\na\n3 Wie doet wat\nb\n3 2. Nazorg\nc\n3 Slot\nd",
            [
                "Werkwijze > 1. Voorbereiden: a",
                "Werkwijze > Wie doet wat: b",
                "Werkwijze > 2. Nazorg: c",
                "Slot: d",
            ],
            id="a heading within what is counted",
        ),
        pytest.param(
            "3 Regels\n3 1.1 Doel\na\n3 Toezicht\nb\n3 2.1 Wie\nc",
            ["Regels > 1.1 Doel: a", "Toezicht: b", "Toezicht > 2.1 Wie: c"],
            id="a chapter that counts on",
        ),
        pytest.param("2 Nieuws\n3 Een\n3 Twee\n3 Drie\n2 Slot\ns", ["Nieuws: Een/Twee", "Drie > Slot: s"], id="list"),
        pytest.param("2 A\na\n2 B\n3 C", ["A: a/B/C"], id="headings at the end"),
        pytest.param("1 A\n2 B", [], id="headings only"),
        pytest.param("1 TITEL\na\n2 Titel\nb", [": a", ": b"], id="headings that repeat the title"),
        pytest.param(
            "1 4 Producten\n2 4.3 M02: Bewaking\n3 M02: bewaking\na\n3 4.3.1 Review\nb\n2 5.3 M03\nc\n3 M03\nd",
            [
                "4 Producten > 4.3 M02: Bewaking: a",
                "4 Producten > 4.3 M02: Bewaking > 4.3.1 Review: b",
                "4 Producten > 5.3 M03: c",
                "4 Producten > 5.3 M03 > M03: d",
            ],
            id="headings that repeat the one right above",
        ),
    ],
)
def test_heading_paths(outline: str, expected: list[str]) -> None:
    structure = assemble(elements_of(outline), "Titel")
    found = [(s.headings, structure.text[s.start : s.end]) for s in structure.sections]
    assert [f"{' > '.join(headings)}: {text}".replace("\n\n", "/").strip() for headings, text in found] == expected


def test_a_page_ends_a_section() -> None:
    elements: list[Element] = [Heading(1, "A"), Block("een", 1), Block("twee", 1), Block("drie", 2), Heading(1, "B")]
    structure = assemble([*elements, Block("vier", 2)], "")
    assert [(s.headings, s.page, structure.text[s.start : s.end]) for s in structure.sections] == [
        (("A",), 1, "een\n\ntwee"),
        (("A",), 2, "drie"),
        (("B",), 2, "vier"),
    ]
