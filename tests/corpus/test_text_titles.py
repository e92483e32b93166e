"""What a plain text or a page of markdown is called."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus import Document, find_sources, read_source

BODY = "De burgemeester let op de openbare orde, overdag en in de nacht."
LIST = "1. Het is verboden op de weg te slapen.\n2. De burgemeester kan ontheffing verlenen."
APV = (
    "Algemene plaatselijke verordening Voorbeeldstad 2024",
    *("HOOFDSTUK 1 ALGEMENE BEPALINGEN", "AFDELING 1 BEGRIPPEN"),
    *("Artikel 1:1 Begripsomschrijvingen", "In deze verordening is een weg een openbare weg."),
    *("Artikel 1:2 Beslistermijn", "Het bevoegd gezag beslist binnen acht weken op een aanvraag."),
    *("Artikel 1:3 Te late aanvraag", "Een late aanvraag blijft liggen tot de volgende maand."),
)
MINUTES = (
    *(
        "Notulen van de commissie",
        "Bestuur en veiligheid",
        "Raadsvergadering in de oude zaal",
        "Aanwezig",
        "De leden die hieronder staan.",
    ),
    *("1. Opening", BODY, "2. Vaststelling agenda", BODY),
)


def read(path: Path, text: str) -> Document:
    path.write_text(text, "utf-8")
    (document,) = read_source(find_sources([path]).files[0])
    assert isinstance(document, Document)
    return document


def test_the_first_line_of_a_regulation_is_its_title(tmp_path: Path) -> None:
    document = read(tmp_path / "apv.txt", "\n\n".join(APV))
    assert document.title == APV[0]
    assert [(section.address, section.headings) for section in document.sections] == [
        ("artikel 1:1", (APV[1], APV[2], APV[3])),
        ("artikel 1:2", (APV[1], APV[2], APV[5])),
        ("artikel 1:3", (APV[1], APV[2], APV[7])),
    ]


@pytest.mark.parametrize(
    ("parts", "title"),
    [
        pytest.param(MINUTES, MINUTES[0], id="four lines above the text"),
        pytest.param((BODY, "Cameratoezicht", BODY), "stuk 12", id="no heading at the top"),
        pytest.param(("2.3 Handhaving", BODY, "2.4 Toezicht", BODY), "stuk 12", id="a chapter"),
        pytest.param(("Artikel 2:27 Terras", LIST, "Artikel 2:28 Sluiting", LIST), "stuk 12", id="articles"),
        pytest.param(("Hoofdstuk 2 Openbare orde", "Artikel 2:1 Slapen", LIST), "stuk 12", id="a chapter of articles"),
        pytest.param(("14 maart 2024", "Nota cameratoezicht", BODY), "stuk 12", id="a date"),
    ],
)
def test_no_heading_further_on_is_the_title_of_a_plain_text(parts: tuple[str, ...], title: str, tmp_path: Path) -> None:
    assert read(tmp_path / "stuk-12.txt", "\n\n".join(parts)).title == title


@pytest.mark.parametrize(
    ("markdown", "title"),
    [
        pytest.param("## Artikel 1 Begrippen\n\nT.\n\n## Artikel 2 Verbod\n\nT.\n\n### Toelichting\n\nT.", "stuk 12",
                     id="articles"),
        pytest.param("## Hoofdstuk 1\n\n### Doel\n\nT.\n\n## Hoofdstuk 2 Slot\n\nT.", "stuk 12", id="chapters"),
        pytest.param("### Marktregels\n\n## Hoofdstuk 1 A\n\nT.\n\n## Hoofdstuk 2 B\n\nT.", "Marktregels",
                     id="above chapters"),
        pytest.param("# Artikel 13b Opiumwet\n\nT.\n\n## Doel\n\nT.", "Artikel 13b Opiumwet", id="a note"),
    ],
)  # fmt: skip
def test_headings_of_articles_and_chapters_are_no_title(markdown: str, title: str, tmp_path: Path) -> None:
    assert read(tmp_path / "stuk-12.md", markdown).title == title
