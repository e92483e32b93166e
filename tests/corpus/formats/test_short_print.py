"""Running headers and footers of print of two or three pages go, though they return once or never; its text stays."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4

from tests.corpus.printing import FILLER, Print, texts

HEADER, FOOTER = A4[1] - 40, 30
CONTINUED = "Gemeente Voorbeeldstad – vervolgblad, ons kenmerk Z24-1234"


def full_pages(path: Path, count: int, *, first: str = "Brief over toezicht") -> Print:
    """Begin a PDF of full pages; what is called next stands on the last of them."""
    printed = Print(path).line(first, size=18)
    for number in range(1, count + 1):
        if number > 1:
            printed.page()
        printed.lines(*[FILLER] * (40 if number < count else 20))
    return printed


@pytest.mark.parametrize("size", [8, 11])
@pytest.mark.parametrize("height", [HEADER, FOOTER])
def test_running_lines_on_the_last_two_of_three_pages_go(tmp_path: Path, height: float, size: float) -> None:
    printed = Print(tmp_path / "brief.pdf").line("Brief over toezicht", size=18).lines(*[FILLER] * 40)
    for _ in range(2):
        printed.page().lines(*[FILLER] * 30).at(height, CONTINUED, size)
    assert CONTINUED not in " ".join(texts(printed.elements()))


@pytest.mark.parametrize("bold", [False, True])
def test_what_begins_the_text_of_the_last_two_of_three_pages_stays(tmp_path: Path, bold: bool) -> None:
    printed = Print(tmp_path / "lijst.pdf").line("Besluitenlijst", size=18).lines(*[FILLER] * 40)
    for _ in range(2):
        printed.page().line("Besluit", bold=bold, gap=-30).line(FILLER, gap=40 if bold else 8).lines(*[FILLER] * 30)
    assert " ".join(texts(printed.elements())).count("Besluit ") == 2


@pytest.mark.parametrize(
    "header",
    ["Brief over toezicht", "Ons kenmerk Z24-1234, blad 2", "Z24-1234, 2/2"],
)
@pytest.mark.parametrize("height", [HEADER, FOOTER])
def test_running_lines_of_the_second_page_of_two_go(tmp_path: Path, height: float, header: str) -> None:
    printed = full_pages(tmp_path / "brief.pdf", 2).at(height, header, 8)
    assert " ".join(texts(printed.elements())).count(header) == (header == "Brief over toezicht")  # the title


def test_the_header_of_a_second_page_goes_where_the_letterhead_stands_as_high(tmp_path: Path) -> None:
    printed = Print(tmp_path / "brief.pdf").at(HEADER + 10, "Gemeente Voorbeeldstad", 16).lines(*[FILLER] * 40)
    printed.page().lines(*[FILLER] * 20).at(HEADER, "Gemeente Voorbeeldstad", 8)
    assert " ".join(texts(printed.elements())).count("Voorbeeldstad") == 1


@pytest.mark.parametrize(
    ("text", "height"),
    [
        ("Bron: CBS, bewerking gemeente", A4[1] - 100),  # below a table at the end of the page before
        ("Totaal    14    26", A4[1] - 100),
        ("De burgemeester kan nadere regels stellen.", HEADER),
        ("Tabel 2 Toezicht op de openbare ruimte", HEADER),
        ("De burgemeester kan nadere regels stellen over", A4[1] - 100),
        ("1 Zie artikel 172 van de Gemeentewet", FOOTER),
        ("(voorlopige cijfers).", FOOTER),
    ],
)
def test_small_type_that_is_text_stays_on_a_second_page(tmp_path: Path, text: str, height: float) -> None:
    printed = full_pages(tmp_path / "nota.pdf", 2).at(height, text, 8)
    assert " ".join(text.split()) in " ".join(" ".join(texts(printed.elements())).replace(" | ", " ").split())


@pytest.mark.parametrize(
    "text",
    [
        "Bezwaar maken kan binnen zes weken bij het college via www.voorbeeldstad.nl",
        "Afschrift van dit besluit aan de politie",
        "Kopie: de politie, de wijkagent",
        "De gemeente",  # words of the first page, but no line of it
    ],
)
@pytest.mark.parametrize("size", [8, 9])
@pytest.mark.parametrize("height", [HEADER, FOOTER, 50, 60, 80])
def test_what_returns_nowhere_stays_at_the_edge_of_a_second_page(
    tmp_path: Path, text: str, height: float, size: float
) -> None:
    printed = full_pages(tmp_path / "besluit.pdf", 2).at(height, text, size)
    assert text in " ".join(texts(printed.elements())).replace(FILLER, "")


@pytest.mark.parametrize("line", ["Onderwerp: Sluiting woning", "Ons kenmerk: Z24", "Sluiting woning"])
def test_a_line_of_a_letterhead_goes_from_the_edge_of_the_second_page(tmp_path: Path, line: str) -> None:
    printed = Print(tmp_path / "brief.pdf").line("Brief", size=18).line(line, gap=8).lines(*[FILLER] * 38)
    printed.page().lines(*[FILLER] * 20).at(HEADER, line.removeprefix("Onderwerp: "), 8)
    assert " ".join(texts(printed.elements())).count(line.removeprefix("Onderwerp: ")) == 1


def test_the_type_of_the_text_stays_in_the_margin_of_a_second_page(tmp_path: Path) -> None:
    printed = full_pages(tmp_path / "nota.pdf", 2).at(HEADER, "Bijlage over toezicht", 11)
    assert "Bijlage over toezicht" in texts(printed.elements())


def test_small_type_below_a_page_that_is_not_full_stays(tmp_path: Path) -> None:
    printed = Print(tmp_path / "nota.pdf").line("Nota toezicht", size=24).page().lines(*[FILLER] * 20)
    printed.at(FOOTER, "Uitgave: afdeling Veiligheid", 8)
    assert "Uitgave: afdeling Veiligheid" in texts(printed.elements())


def test_small_type_above_an_annex_in_small_type_stays(tmp_path: Path) -> None:
    printed = Print(tmp_path / "nota.pdf").line("Nota toezicht", size=24).lines(*[FILLER] * 40).page()
    for number in range(20):
        printed.line(f"{FILLER} {number}", size=8)
    assert "Overzicht toezicht" in " ".join(texts(printed.at(HEADER, "Overzicht toezicht", 8).elements()))


def test_the_number_of_a_sheet_in_the_type_of_the_text_goes(tmp_path: Path) -> None:
    printed = full_pages(tmp_path / "brief.pdf", 2).at(HEADER, "Ons kenmerk Z24-1234, blad 2", 11)
    assert "kenmerk" not in " ".join(texts(printed.elements()))
