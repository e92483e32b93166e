"""Tables on printed pages: whole cells, whole rows, and the header with every part."""

from __future__ import annotations

from pathlib import Path

from reportlab.lib import colors
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Flowable, PageBreak, Paragraph, Spacer, Table, TableStyle

from corpus import Document, find_sources, read_source
from corpus.formats.printed_grids import Box, grids_of
from tests.corpus import making_files as making

STYLES = getSampleStyleSheet()
RULES = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")])
LONG = "De burgemeester wijst het gebied aan en evalueert het toezicht elk jaar samen met de politie en de bewoners."


def paragraph(text: str) -> Paragraph:
    return Paragraph(text, STYLES["BodyText"])


def read(path: Path, story: list[Flowable]) -> Document:
    making.pdf(path, story)
    (file,) = find_sources([path]).files
    document = next(iter(read_source(file)))
    assert isinstance(document, Document), document
    return document


def table(rows: list[list[str]], *styles: tuple[object, ...]) -> Table:
    cells = [[paragraph(cell) for cell in row] for row in rows]
    return Table(cells, colWidths=[110, 220, 80], style=TableStyle([*RULES.getCommands(), *styles]), repeatRows=0)


def test_cells_of_other_heights_are_one_row(tmp_path: Path) -> None:
    first = ["Stationsplein en omgeving van het busstation", LONG, "12"]
    rows = [["Gebied", "Maatregel", "Aantal"], first, ["Markt", LONG, "7"]]
    story = [paragraph("Tekst boven de tabel."), table(rows), paragraph("Tekst onder de tabel.")]
    text = read(tmp_path / "tabel.pdf", story).text
    expected = "\n".join(" | ".join(row) for row in rows)
    assert f"Tekst boven de tabel.\n\n{expected}\n\nTekst onder de tabel." in text


def test_a_cell_over_several_rows_is_in_each(tmp_path: Path) -> None:
    rows = [
        ["Thema", "Maatregel", "Aantal"],
        ["Wonen", "Toezicht", "1"],
        ["", "Handhaving", "2"],
        ["Jeugd", "Buurtsport", "3"],
    ]
    text = read(tmp_path / "tabel.pdf", [table(rows, ("SPAN", (0, 1), (0, 2)))]).text
    assert "Wonen | Toezicht | 1\nWonen | Handhaving | 2\nJeugd | Buurtsport | 3" in text


def test_a_cell_over_several_columns_stays_whole(tmp_path: Path) -> None:
    rows = [
        ["Gebied", "Maatregel", "Aantal"],
        ["Alle wijken van de gemeente samen in een keer", "", "9"],
        ["Markt", "Camera", "7"],
    ]
    text = read(tmp_path / "tabel.pdf", [table(rows, ("SPAN", (0, 1), (1, 1)))]).text
    assert "Alle wijken van de gemeente samen in een keer" in text.replace(" | ", " ")


def test_a_table_that_goes_on_has_its_header_again(tmp_path: Path) -> None:
    first = [["Gebied", "Maatregel", "Aantal"], ["Markt", "Camera", "7"], ["Plein", "Toezicht", "8"]]
    second = [["Haven", "Bord", "1"], ["Park", "Licht", "2"]]
    document = read(tmp_path / "tabel.pdf", [paragraph("Begin."), table(first), PageBreak(), table(second)])
    (section,) = [section for section in document.sections if section.page == 2]
    assert (
        document.text[section.start : section.end] == "Gebied | Maatregel | Aantal\nHaven | Bord | 1\nPark | Licht | 2"
    )


def test_a_header_that_was_left_behind_on_the_page_before_is_that_of_the_table(tmp_path: Path) -> None:
    header = table([["<b>Gebied</b>", "<b>Maatregel</b>", "<b>Aantal</b>"]])
    rows = [[f"Wijk {number}", LONG, str(number)] for number in range(12)]
    story = [paragraph("Begin."), header, PageBreak(), table(rows), paragraph("Slot.")]
    text = read(tmp_path / "tabel.pdf", story).text
    assert "Begin.\n\nGebied | Maatregel | Aantal\nWijk 0 | " in text
    assert text.count("Wijk 0") == 1


def test_a_header_that_was_left_behind_keeps_its_cells_where_they_nearly_touch(tmp_path: Path) -> None:
    header, *rows = [["Jaar", "Woningen", "Lokalen", "Totaal"], ["2021", "4", "2", "6"], ["2022", "7", "3", "10"]]
    widths = [34.2, 57, 47, 39.8]
    story = [
        paragraph("Begin."),
        Table([header], colWidths=widths),
        PageBreak(),
        Table(rows, colWidths=widths, style=RULES),
    ]
    text = read(tmp_path / "tabel.pdf", story).text
    assert "Begin.\n\nJaar | Woningen | Lokalen | Totaal\n2021 | 4 | 2 | 6\n2022 | 7 | 3 | 10" in text


def test_a_last_line_of_text_on_the_page_before_is_no_header(tmp_path: Path) -> None:
    rows = [["2021", "4", "2", "6"], ["2022", "7", "3", "10"]]
    table = Table(rows, colWidths=[34.2, 57, 47, 39.8], style=RULES, hAlign="LEFT")
    text = read(tmp_path / "tabel.pdf", [paragraph(f"{LONG} Zie hieronder de cijfers."), PageBreak(), table]).text
    assert "Zie hieronder de cijfers.\n\n2021 | 4" in text


def test_a_last_row_on_the_page_before_is_no_header(tmp_path: Path) -> None:
    rows = [["Gebied", "Maatregel", "Aantal"], ["Markt", "Camera", "7"]]
    below = [["Haven", "Bord", "1"], ["Park", "Licht", "2"]]
    unruled = Table([[paragraph(cell) for cell in row] for row in rows], colWidths=[110, 220, 80])
    text = read(tmp_path / "tabel.pdf", [paragraph("Begin."), unruled, PageBreak(), table(below)]).text
    assert "Gebied | Maatregel | Aantal\nMarkt | Camera | 7\n\n" in text


def test_a_frame_around_text_is_no_table(tmp_path: Path) -> None:
    framed = Table([[paragraph(LONG)], [paragraph(LONG)]], colWidths=[400], style=RULES)
    text = read(tmp_path / "kader.pdf", [framed, Spacer(1, 20), paragraph("Slot.")]).text
    assert text.count(LONG) == 2
    assert " | " not in text


def test_underlined_words_and_shading_make_no_rows() -> None:
    cells = [Box(x, y, x + 100, y + 40) for x in (50, 150) for y in (100, 140)]
    lines_of_text = [Box(155, y, 240, y + 12) for y in (102, 114, 126)]
    underlined = [Box(155, 120, 230, 120.5)]
    (grid,) = grids_of([*cells, *lines_of_text, *underlined], 600, 800)
    assert (grid.columns, grid.rows) == ((50, 150, 250), (100, 140, 180))
    assert grid.cell(60, 110) == (0, 0)
    assert grid.cell(200, 160) == (1, 1)


def test_a_page_full_of_drawings_costs_no_time() -> None:
    assert (
        grids_of([Box(n % 30 * 10, n // 30 * 10, n % 30 * 10 + 9, n // 30 * 10 + 9) for n in range(2_000)], 600, 800)
        == ()
    )
