"""Tables on a printed page without lines around their cells keep their rows and cells."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from corpus.formats.pdf_file import PdfFile
from corpus.formats.printed_pages import read_pages

FILLER = "De gemeente houdt toezicht op de openbare ruimte en handhaaft waar dat nodig is."
Rows = Sequence[Sequence[Sequence[str]]]  # the lines of each cell of each row
TWO: Rows = (
    (("Handhaving van de", "openbare orde"), ("burgemeester en", "wethouders")),
    (("Sluiting van een", "pand of erf"), ("burgemeester in", "overleg met de raad")),
    (("Toezicht",), ("politie",)),
)
THREE: Rows = (
    (("Maatregel",), ("Orgaan",), ("Grondslag",)),
    (("handhaving van", "de orde"), ("burgemeester en", "wethouders"), ("artikel 172",)),
    (("sluiting",), ("burgemeester",), ("artikel 13b", "Opiumwet")),
    (("toezicht op", "straat"), ("burgemeester na", "overleg"), ("artikel 151c", "Gemeentewet")),
)


def texts(path: Path, rows: Rows, width: float) -> list[str]:
    """Set rows cell by cell, as a word processor does, with text above and below."""
    canvas = Canvas(str(path), pagesize=A4)
    canvas.setFont("Helvetica", 10)
    y = A4[1] - 150
    canvas.drawString(72, y, FILLER)
    y -= 26
    for row in rows:
        for column, cell in enumerate(row):
            for number, text in enumerate(cell):
                canvas.drawString(72 + width * column, y - 12 * number, text)
        y -= 12 * max(map(len, row))
    canvas.drawString(72, y - 12, FILLER)
    canvas.save()
    with PdfFile(path) as file:
        return [element.text for element in read_pages(list(file.pages()))]


@pytest.mark.parametrize(("rows", "width"), [(TWO, 170), (THREE, 140), (THREE, 100)], ids=["two", "three", "narrow"])
def test_cells_of_several_lines_stay_whole(tmp_path: Path, rows: Rows, width: float) -> None:
    expected = "\n".join(" | ".join(" ".join(cell) for cell in row) for row in rows)
    assert texts(tmp_path / "tabel.pdf", rows, width) == [FILLER, expected, FILLER]


def test_items_of_a_list_are_no_rows(tmp_path: Path) -> None:
    items = [((f"{number}.",), ("De burgemeester wijst het", "gebied aan.")) for number in (1, 2, 3)]
    found = texts(tmp_path / "lijst.pdf", items, 20)
    assert " | " not in "\n".join(found)
    assert [text.count("wijst het gebied aan.") for text in found if "gebied" in text] == [3]


@pytest.mark.parametrize("width", [85, 95])
def test_cells_of_one_line_that_nearly_touch_stay_apart(tmp_path: Path, width: float) -> None:
    rows = (
        ("Maatregel", "Orgaan", "Grondslag"),
        ("Sluiting woning", "burgemeester", "artikel 13b"),
        ("Gebiedsverbod", "burgemeester", "artikel 172"),
        ("Vergunning", "college van b en w", "artikel 2:25"),
    )
    found = texts(tmp_path / "tabel.pdf", [[(cell,) for cell in row] for row in rows], width)
    assert found == [FILLER, "\n".join(" | ".join(row) for row in rows), FILLER]


def lines(path: Path, rows: Sequence[Sequence[tuple[float, str]]]) -> list[str]:
    """Set each row on a line, its cells at these places."""
    canvas = Canvas(str(path), pagesize=A4)
    canvas.setFont("Helvetica", 10)
    canvas.drawString(72, A4[1] - 120, FILLER)
    for number, row in enumerate(rows):
        for left, text in row:
            canvas.drawString(left, A4[1] - 150 - 15 * number, text)
    canvas.drawString(72, A4[1] - 190 - 15 * len(rows), FILLER)
    canvas.save()
    with PdfFile(path) as file:
        return [element.text for element in read_pages(list(file.pages()))]


@pytest.mark.parametrize("left", [72, 260])
def test_rows_of_which_all_cells_nearly_touch_are_a_table(tmp_path: Path, left: float) -> None:
    rows = [("Jaar", "Aantal"), ("2021", "12"), ("2022", "18")]
    found = lines(tmp_path / "tabel.pdf", [[(left, year), (left + 34, count)] for year, count in rows])
    assert found == [FILLER, "Jaar | Aantal\n2021 | 12\n2022 | 18", FILLER]


def test_a_list_with_its_numbers_apart_is_no_table(tmp_path: Path) -> None:
    rows = [[(72.0, f"{number}."), (90.0, "De burgemeester wijst het gebied aan.")] for number in (1, 2, 3)]
    assert " | " not in "\n".join(lines(tmp_path / "lijst.pdf", rows))


def test_columns_of_text_that_nearly_touch_are_no_table(tmp_path: Path) -> None:
    rows = [[(72.0, FILLER[:50]), (72 + 230.0, FILLER[10:62])] for _ in range(4)]
    found = lines(tmp_path / "kolommen.pdf", rows)
    assert not any(text.count(" | ") > 1 for text in found), found
