"""Regulations as PDF have the same articles and onderdelen as the same text elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from corpus import Document, find_sources, read_source
from tests.corpus.printing import FILLER, Print, texts

AMENDING = [
    "De Algemene plaatselijke verordening Voorbeeldstad 2022 wordt als volgt gewijzigd:",
    "A{}",
    "Artikel 2:48, eerste lid, komt te luiden:",
    "1. Het is verboden op een aangewezen openbare plaats alcohol te nuttigen.",
    "B{}",
    "Na artikel 2:48 wordt een artikel ingevoegd, luidende:",
    "Artikel 2:48a Lachgas",
    "1. Het is verboden op een openbare plaats lachgas te gebruiken.",
    "2. Het college kan ontheffing verlenen.",
    "C{}",
    "In artikel 6:1, tweede lid, wordt “2:47” vervangen door “2:47, 2:48a”.",
]


def addresses(printed: Print) -> dict[str, str]:
    """The text of each address in a PDF."""
    printed.canvas.save()
    (file,) = find_sources([printed.path]).files
    document = next(iter(read_source(file)))
    assert isinstance(document, Document)
    found: dict[str, str] = {}
    for section in document.sections:
        if section.address:
            found[section.address] = found.get(section.address, "") + document.text[section.start : section.end]
    return found


def regulation(path: Path, lines: Sequence[str], gap: float) -> Print:
    printed = Print(path).line("Wijzigingsverordening APV 2024", size=18, bold=True)
    printed.line("Artikel I Wijziging APV", bold=True, gap=6)
    for line in lines:
        printed.line(line, gap=gap)
    return printed.line("Artikel II Slot", bold=True, gap=6).line("Deze verordening treedt morgen in werking.", gap=gap)


@pytest.mark.parametrize("gap", [0, 5], ids=["close", "apart"])
@pytest.mark.parametrize("mark", ["", "."])
def test_onderdelen_of_an_amending_regulation_are_kept(tmp_path: Path, mark: str, gap: float) -> None:
    found = addresses(regulation(tmp_path / "wijziging.pdf", [line.format(mark) for line in AMENDING], gap))
    onderdelen = [f"artikel I, onderdeel {letter}" for letter in "ABC"]
    assert list(found) == ["artikel I", *onderdelen, "artikel II"]
    assert "alcohol" in found[onderdelen[0]]
    assert "lachgas" in found[onderdelen[1]]
    assert "vervangen" in found[onderdelen[2]]


def test_a_capital_that_is_the_last_word_of_a_sentence_stays_with_it(tmp_path: Path) -> None:
    printed = Print(tmp_path / "nota.pdf").line("Nota evenementen", size=18, bold=True)
    printed.lines(
        *[FILLER] * 5, "De burgemeester stelt vast dat een markt met tweehonderd bezoekers valt in categorie", "A."
    )
    assert texts(printed.elements())[-1].endswith("valt in categorie A.")


@pytest.mark.parametrize("form", ["Artikel {}.", "Artikel 2:{}", "Artikel 2:{}."])
def test_articles_of_one_line_each_are_kept_apart(tmp_path: Path, form: str) -> None:
    lines = [
        "Het college stelt daarover nadere regels vast.",
        "Overtreding van deze regels is strafbaar.",
        "De burgemeester houdt toezicht op de naleving.",
        "Deze verordening treedt morgen in werking.",
    ]
    printed = Print(tmp_path / "verordening.pdf").line("Verordening proef", size=18, bold=True)
    printed.lines(*(f"{form.format(number)} {line}" for number, line in enumerate(lines, 1)))
    found = addresses(printed)
    numbers = [form.format(number).removesuffix(".").lower() for number in range(1, 5)]
    assert list(found) == numbers
    assert [line for number, line in zip(numbers, lines, strict=True) if line not in found[number]] == []


def test_a_sentence_about_an_article_stays_in_its_paragraph(tmp_path: Path) -> None:
    printed = Print(tmp_path / "nota.pdf").line("Nota cameratoezicht", size=18, bold=True)
    sentences = [
        "Artikel 4:81 Awb geeft de burgemeester de bevoegdheid om daarover beleidsregels vast te stellen.",
        "Artikel 151c van de Gemeentewet geeft de burgemeester deze bevoegdheid, en het college heeft die niet.",
    ]
    printed.lines(FILLER, sentences[0], FILLER, sentences[1], FILLER)
    _, *paragraphs = texts(printed.elements())
    assert paragraphs == [" ".join((FILLER, sentences[0], FILLER, sentences[1], FILLER))]
