"""Justified text in narrow columns is text, however far apart its words stand; a table stays a table."""

from __future__ import annotations

from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

from corpus.formats.pdf_file import PdfFile
from corpus.formats.printed_pages import read_pages

TEXT = (
    "Daarom versterken wij de samenwerking met medeoverheden, maatschappelijke organisaties, sociale partners en de "
    "professionals in de uitvoering. Een vast aanspreekpunt en gerichtere dienstverlening maken meer beslisruimte "
    "mogelijk, waarbij opschalingskorting, jeugdzorgfinanciering en hersteloperaties voorafgegaan worden door een "
    "uitvoerbaarheidstoets. Veiligheidsbeleidsmedewerkers coördineren gebiedsontzeggingen en samenwerkingsverbanden."
)


def read(path: Path) -> str:
    with PdfFile(path) as file:
        return "\n".join(element.text for element in read_pages(list(file.pages())))


def justified(canvas: Canvas, left: float, top: float, width: float) -> float:
    """Set the text in a justified column, and return where it ends."""
    paragraph = Paragraph(TEXT, ParagraphStyle("kolom", fontName="Helvetica", fontSize=10, leading=12, alignment=4))
    height: float = paragraph.wrap(width, A4[1])[1]
    paragraph.drawOn(canvas, left, top - height)
    return top - height


def test_words_of_justified_columns_are_no_cells(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "kolommen.pdf"), pagesize=A4)
    for column in range(3):
        y = A4[1] - 120
        for _ in range(2):
            y = justified(canvas, 72 + 150 * column, y, 135) - 8
    canvas.save()
    text = read(tmp_path / "kolommen.pdf")
    assert " | " not in text
    assert text.count("versterken wij de samenwerking met medeoverheden, maatschappelijke organisaties, sociale") == 6


def test_tables_as_wide_as_justified_text_stay_tables(tmp_path: Path) -> None:
    rows = [
        ("Maatregel", "Aantal"),
        ("Gebiedsontzegging", "120"),
        ("Bestuursdwang", "1.050"),
        ("Waarschuwingsgesprek", "85"),
        ("Horecaconcentratieonderzoek", "240"),
    ]
    answers = [("Cameratoezicht", "ja"), ("Gebiedsontzegging", "ja"), ("Veiligheidsbeleidsmedewerker", "ja")]
    years = [("2021", "2022", "2023", "2024"), ("1.803", "1.224", "1.294", "1.331")]
    canvas = Canvas(str(tmp_path / "tabellen.pdf"), pagesize=A4)
    y = justified(canvas, 72, A4[1] - 120, 200) - 30
    canvas.setFont("Helvetica", 10)
    for table in (rows, answers, years):
        for row in table:
            for column, cell in enumerate(row):
                right = 72 + 200 * column / (len(row) - 1)
                canvas.drawString(right - (stringWidth(cell, "Helvetica", 10) if column else 0), y, cell)
            y -= 14
        y -= 30
    canvas.save()
    text = read(tmp_path / "tabellen.pdf")
    for table in (rows, answers, years):
        assert "\n".join(" | ".join(row) for row in table) in text, text
