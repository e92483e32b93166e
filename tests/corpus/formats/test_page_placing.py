"""Turned pages, and pages whose corner is not at the origin, read like any other."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Table

from corpus.formats.pdf_file import PdfFile
from corpus.formats.printed_pages import read_pages
from corpus.structure import Block, Element, Heading

WIDTH, HEIGHT = A4
PAGES = 4


def draw_page(canvas: Canvas, number: int) -> None:
    """Draw a page with all that is told by its place: header, heading, broken word, footnote, table, page number."""

    def line(y: float, text: str, size: float = 11, font: str = "Helvetica", left: float = 72) -> None:
        canvas.setFont(font, size)
        canvas.drawString(left, y, text)

    letter = "ABCD"[number - 1]
    line(HEIGHT - 40, "Gemeente Voorbeeldstad", 9)
    line(HEIGHT - 110, f"{number}. Toezicht", 16, "Helvetica-Bold")
    line(HEIGHT - 140, f"De gemeente houdt in straat {letter} toezicht op de veilig-")
    line(HEIGHT - 154, f"heid van bewoners in wijk {letter}")
    line(HEIGHT - 150, "1", 6, left=72 + canvas.stringWidth(f"heid van bewoners in wijk {letter}", "Helvetica", 11))
    line(HEIGHT - 168, f"en doet dat met de politie van wijk {letter}.")
    rows = [["Gebied", "Aantal"], [f"Stationsplein {letter}", "12"], [f"Markt {letter}", "7"]]
    table = Table(rows, colWidths=[150, 100], style=[("GRID", (0, 0), (-1, -1), 0.5, colors.black)])
    table.wrapOn(canvas, 400, 400)
    table.drawOn(canvas, 72, HEIGHT - 260)
    line(120, f"1 Gemeentewet, artikel 172 {letter}.", 8)
    line(30, str(number), 9)


def elements(path: Path) -> list[Element]:
    with PdfFile(path) as file:
        return read_pages(list(file.pages()))


def expected() -> list[Element]:
    found: list[Element] = []
    for number, letter in enumerate("ABCD", start=1):
        text = (
            f"De gemeente houdt in straat {letter} toezicht op de veiligheid van bewoners in wijk {letter} "
            f"en doet dat met de politie van wijk {letter}."
        )
        found += [
            Heading(1 if number > 1 else -1, f"{number}. Toezicht", number),
            Block(text, number),
            Block(f"1 Gemeentewet, artikel 172 {letter}.", number, is_note=True),
            Block(f"Gebied | Aantal\nStationsplein {letter} | 12\nMarkt {letter} | 7", number),
        ]
    return found


def write(path: Path, quarters: int, *, says_so: bool = True) -> Path:
    """Write the pages, turned counter-clockwise; the file says that they are to be shown upright."""
    canvas = Canvas(str(path), pagesize=A4 if quarters % 2 == 0 else (HEIGHT, WIDTH))
    for number in range(1, PAGES + 1):
        if quarters:
            canvas.translate(*((0, 0), (HEIGHT, 0), (WIDTH, HEIGHT), (0, WIDTH))[quarters])
            canvas.rotate(90 * quarters)
        draw_page(canvas, number)
        canvas.showPage()
    canvas.save()
    if says_so:
        with pypdfium2.PdfDocument(path.read_bytes()) as document:
            for page in document:
                page.set_rotation(90 * quarters)
            document.save(path)
    return path


@pytest.mark.parametrize("says_so", [True, False], ids=["shown upright", "shown sideways"])
@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_turned_pages_read_like_any_other(tmp_path: Path, quarters: int, says_so: bool) -> None:
    assert elements(write(tmp_path / "gedraaid.pdf", quarters, says_so=says_so)) == expected()


@pytest.mark.parametrize("kind", ["media", "crop"])
@pytest.mark.parametrize("quarters", [0, 1])
def test_a_page_may_begin_anywhere(tmp_path: Path, quarters: int, kind: str) -> None:
    """As pages that were cut out of a larger sheet do."""
    canvas = Canvas(str(tmp_path / "groot.pdf"), pagesize=(1500, 1800))
    for number in range(1, PAGES + 1):
        canvas.translate(500, 700)
        if quarters:
            canvas.translate(HEIGHT, 0)
            canvas.rotate(90)
        draw_page(canvas, number)
        canvas.showPage()
    canvas.save()
    with pypdfium2.PdfDocument(tmp_path / "groot.pdf") as document:
        for page in document:
            wide, high = (HEIGHT, WIDTH) if quarters else A4
            set_box = page.set_mediabox if kind == "media" else page.set_cropbox
            page.set_rotation(90 * quarters)
            set_box(500, 700, 500 + wide, 700 + high)
        document.save(tmp_path / "uitsnede.pdf")
    assert elements(tmp_path / "uitsnede.pdf") == expected()
