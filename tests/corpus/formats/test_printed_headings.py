"""Headings on printed pages that are set otherwise than most: in italics, with a colon, in smaller type."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.structure import Block, Heading
from tests.corpus.printing import FILLER, Print, texts


@pytest.fixture
def printed(tmp_path: Path) -> Print:
    return Print(tmp_path / "stuk.pdf")


def headings(printed: Print) -> list[tuple[int, str]]:
    """The headings, with their levels counted from the outermost."""
    found = [element for element in printed.elements() if isinstance(element, Heading)]
    levels = sorted({heading.level for heading in found})
    return [(levels.index(heading.level), heading.text) for heading in found]


def test_a_line_in_italics_that_stands_alone_is_the_lowest_heading(printed: Print) -> None:
    printed.line("3. Veiligheid", size=15, bold=True).lines(FILLER, FILLER)
    printed.line("Toezicht", bold=True, gap=10).lines(FILLER)
    for text in ("Ondermijning", "Mensenhandel / prostitutie"):
        printed.line(text, italic=True, gap=10).lines(FILLER, FILLER)
    printed.line("Preventie", bold=True, gap=10).line(FILLER)
    assert headings(printed) == [
        (0, "3. Veiligheid"), (1, "Toezicht"), (2, "Ondermijning"), (2, "Mensenhandel / prostitutie"), (1, "Preventie"),
    ]  # fmt: skip


def test_a_heading_in_italics_above_a_paragraph_in_italics_is_seen(printed: Print) -> None:
    printed.lines(FILLER, FILLER).line("Energiemix", italic=True, gap=10).line(FILLER, italic=True)
    printed.line(FILLER, italic=True).line(FILLER, gap=10).lines(FILLER, FILLER)
    assert headings(printed) == [(0, "Energiemix")]


def test_headings_in_italics_are_below_the_others_without_a_number(printed: Print) -> None:
    for number in (1, 2, 3):
        printed.line(f"{number}. Hoofdstuk {number}", size=16, bold=True, gap=10).line(FILLER)
        for name in ("Toezicht", "Handhaving"):
            printed.line(name, size=13, bold=True, gap=10).line(FILLER)
            printed.line(f"Aanpak van {name.lower()}", italic=True, gap=10).lines(FILLER, FILLER)
    assert [level for level, _ in headings(printed)] == [0, 1, 2, 1, 2] * 3


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(
            (
                "De raad heeft het college gevraagd om een brief aan de",
                "Aanpak Overlast, die bij de stad past en er al jaren",
            ),
            id="a paragraph",
        ),
        pytest.param(("Figuur 3.2: Meldingen per wijk",), id="a caption"),
        pytest.param(("Zo zei de burgemeester het.",), id="a sentence"),
    ],
)
def test_what_is_in_italics_for_another_reason_is_no_heading(printed: Print, lines: tuple[str, ...]) -> None:
    printed.lines(FILLER, FILLER)
    for number, line in enumerate(lines):
        printed.line(line, italic=True, gap=0 if number else 10)
    printed.line(FILLER, gap=10).lines(FILLER, FILLER)
    assert headings(printed) == []


def test_italics_within_a_paragraph_are_no_heading(printed: Print) -> None:
    printed.lines(FILLER, FILLER).line("De minister schrijft in de brief", gap=10).line(
        "Aanpak ondermijning", italic=True
    )
    printed.lines("Daarin staat dat het werkt.", FILLER, FILLER)
    assert headings(printed) == []


def test_a_larger_heading_may_end_with_a_colon(printed: Print) -> None:
    for text in ("Compliance", "Gebruiksvriendelijkheid:"):
        printed.line(text, size=13, gap=10).lines(FILLER, FILLER)
    assert headings(printed) == [(0, "Compliance"), (0, "Gebruiksvriendelijkheid:")]


def test_a_bold_line_that_counts_itself_may_end_with_a_full_stop(printed: Print) -> None:
    printed.lines(FILLER, FILLER)
    for text in ("Observatie 4: De vraag is groot", "Observatie 5: de toepassing heeft meerwaarde."):
        printed.line(text, bold=True, gap=10).lines(FILLER, FILLER)
    assert [text for _, text in headings(printed)] == [
        "Observatie 4: De vraag is groot", "Observatie 5: de toepassing heeft meerwaarde.",
    ]  # fmt: skip


def test_a_numbered_heading_in_smaller_type_is_seen(printed: Print) -> None:
    for number in ("3", "3.7", "3.7.1"):
        printed.line(f"{number} Effecten van toezicht {number[-1]}", size=13, bold=True, gap=10).line(FILLER, size=12)
    printed.line("3.7.1.4 Zelfredzaamheid over de tijd", size=11, bold=True, gap=10).line(FILLER, size=12)
    printed.line("Bron: eigen onderzoek", size=11, bold=True, gap=10).line(FILLER, size=12).line(FILLER, size=12)
    assert headings(printed)[2:] == [(2, "3.7.1 Effecten van toezicht 1"), (3, "3.7.1.4 Zelfredzaamheid over de tijd")]


def test_lines_of_a_cover_stay_lines(printed: Print) -> None:
    printed.line("Eindrapport toezicht", size=24)
    for name in ("Universiteit Voorbeeldstad", "Dr. A. de Vries", "Mr. B. Jansen, MSc"):
        printed.line(name, size=14, bold=True, gap=100 if name.startswith("Uni") else 0)
    printed.page().lines(FILLER, FILLER).line("Een lange kop van een hoofdstuk over de aanpak van", size=14, gap=10)
    printed.line("Overlast in de stad", size=14).lines(FILLER, FILLER)
    cover, *_ = [element for element in printed.elements() if isinstance(element, Block)]
    assert cover.text == "Universiteit Voorbeeldstad\nDr. A. de Vries\nMr. B. Jansen, MSc"


def test_a_heading_of_several_lines_is_one(printed: Print) -> None:
    printed.line("Een kop over", size=14, gap=10).line("Overlast in de stad", size=14).lines(FILLER, FILLER)
    assert texts(printed.elements())[0] == "Een kop over Overlast in de stad"
