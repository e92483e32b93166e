"""Spreadsheets: cells as they are shown, sheets that are shown, and a title that somebody gave."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path

import pytest
from openpyxl import Workbook

from corpus import Document, FailureKind, ReadFailure
from corpus.formats.number_formats import shown_number
from tests.corpus import making_files as making
from tests.corpus.formats.test_formats import document, heading_of, read

Rows = Sequence[Sequence[object]]
TABLE: Rows = (("Gebied", "Aantal"), ("Markt", 7), ("Plein", 8))


def book(path: Path, **sheets: Rows) -> Workbook:
    made = Workbook()
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    made.remove(made.worksheets[0])
    made.save(path)
    return made


@pytest.mark.parametrize(
    ("sheets", "title"),
    [
        pytest.param({"Blad1": TABLE}, "cameras 2024", id="nobody named it"),
        pytest.param({"Sheet1": TABLE}, "cameras 2024", id="nobody named it, in English"),
        pytest.param({"Meldingen per wijk": TABLE}, "Meldingen per wijk", id="the only sheet"),
        pytest.param({"Noord": TABLE, "Zuid": TABLE}, "cameras 2024", id="one of several sheets"),
        pytest.param({"Noord": TABLE, "Blad2": ()}, "Noord", id="the only sheet with anything on it"),
    ],
)
def test_the_name_of_a_sheet_is_a_title_if_it_is_one(tmp_path: Path, sheets: dict[str, Rows], title: str) -> None:
    book(tmp_path / "cameras_2024.xlsx", **sheets)
    found = document(read(tmp_path / "cameras_2024.xlsx"))
    assert found.title == title
    assert "Blad1" not in found.text
    if "Zuid" in sheets:
        assert [section.headings for section in found.sections] == [("Noord",), ("Zuid",)]


def test_cells_are_read_as_they_are_shown(tmp_path: Path) -> None:
    made = book(tmp_path / "a.xlsx", Kosten=(
        ("Datum", "Tijdstip", "Aandeel", "Bedrag", "Ja"),
        (date(2024, 3, 1), datetime(2024, 3, 1, 14, 30), 0.256, 1234.5, True),
        (datetime(2024, 3, 2), time(9, 5), 1, -20, False),
    ))  # fmt: skip
    for row in (2, 3):
        made["Kosten"].cell(row, 3).number_format = "0.0%"
        made["Kosten"].cell(row, 4).number_format = '"€" #,##0.00'
    made.save(tmp_path / "a.xlsx")
    assert document(read(tmp_path / "a.xlsx")).text.endswith(
        "Datum | Tijdstip | Aandeel | Bedrag | Ja\n"
        "1-3-2024 | 1-3-2024 14:30 | 25,6% | € 1.234,50 | WAAR\n"
        "2-3-2024 | 09:05 | 100,0% | € -20,00 | ONWAAR"
    )


@pytest.mark.parametrize(
    ("stated", "form", "shown"),
    [
        ("1234.5", "General", "1234,5"),
        ("0.30000000000000004", "General", "0,3"),
        ("45352", "[$-413]dddd d mmmm yyyy;@", "1-3-2024"),
        ("45352", "mmm-yy", "maart 2024"),
        ("59", "d-m-yyyy", "28-2-1900"),
        ("1.25", "[h]:mm", "30:00"),
        ("-1234.5", '_ "€" * #,##0.00_ ;_ "€" * \\-#,##0.00_ ;_ @_ ', "€ -1.234,50"),
        ("1200", '#,##0" m²"', "1.200 m²"),
        ("7", "000", "007"),
        ("0.125", "0.00", "0,13"),
        ("1250000", '0.0,,"M"', "1,3M"),
        ("612345678", "00-00000000", "06-12345678"),
        ("12345", "000-00", "123-45"),
        ("612345678", "0#########", "0612345678"),
        ("12", "0,000", "0.012"),
        ("5", '"Wijk "0', "Wijk 5"),
        ("5", '"Wijk" 0', "Wijk 5"),
        ("5", "€0", "€ 5"),
        ("0.000000001", "0.00", "0,00"),
        ("0.5", f"0.{'0' * 30}", f"0,5{'0' * 29}"),
        ("0.5", f"0.{'0' * 999}", f"0,5{'0' * 29}"),
        ("8.7123456789012301E+17", "0", "871234567890123000"),
        ("1.0049999999999999", "0.00", "1,01"),
        (str(90 / 86_400), "[mm]:ss", "01:30"),
        (str(90 / 86_400), "mm:ss", "01:30"),
        (str(90 / 86_400), "[s]", "90"),
        (str(5_445 / 86_400), "[h]:mm:ss", "1:30:45"),
        (str(5_445 / 86_400), "[hh]:mm", "01:30"),
        ("44", '[h]" uur"', "1056 uur"),
        ("0", '0;-0;"geen"', "geen"),
        ("0", "#,##0.00;-#,##0.00;", ""),
        ("0", '_ "€" * #,##0.00_ ;_ "€" * \\-#,##0.00_ ;_ "€" * "-"??_ ;_ @_ ', "€ -"),
        ("0", "#", ""),
        ("-1234.5", "#,##0.00;(#,##0.00)", "(1.234,50)"),
        ("-2", '"meer";"minder"', "minder"),
        ("3", '"ja; nee";"minder"', "ja; nee"),
        ("1", '[=1]"ja";[=0]"nee";0', "ja"),
        ("0", '[=1]"ja";[=0]"nee";0', "nee"),
        ("7", '[=1]"ja";[=0]"nee";0', "7"),
        ("-7", "[Red][<-5]0;0", "-7"),
        ("7", "[<5]0;[<6]0", "7"),
        ("12", 'General" m²"', "12 m²"),
        ("12", "@", "12"),
        ("12", "Standaard", "12"),
        ("0.5", "# ?/?", "0,5"),
        ("1e300", "#,##0.00", "1e+300"),
        ("99999999999", "d-m-yyyy", "99999999999"),
        ("1e999999999", "0.00", "1e999999999"),
        ("n.v.t.", "0.00", "n.v.t."),
    ],
)
def test_formats_of_numbers(stated: str, form: str, shown: str) -> None:
    assert shown_number(stated, form) == shown


def test_days_since_1904() -> None:
    assert shown_number("43890", "d-m-yyyy", since_1904=True) == "1-3-2024"


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_hidden_sheets_are_told_and_not_read(tmp_path: Path, state: str) -> None:
    made = book(tmp_path / "a.xlsx", Meldingen=TABLE, Namen=(("Naam", "Wijk"), ("J. Jansen", "Noord")), Leeg=())
    for name in ("Namen", "Leeg"):
        made[name].sheet_state = state
    made.save(tmp_path / "a.xlsx")
    found, failure = read(tmp_path / "a.xlsx")
    assert isinstance(found, Document)
    assert "Jansen" not in found.text
    assert isinstance(failure, ReadFailure)
    assert failure.kind is FailureKind.UNSUPPORTED
    assert "Blad ‘Namen’ is verborgen en niet gelezen." in failure.reason


def test_hidden_rows_and_columns_are_told_and_not_read(tmp_path: Path) -> None:
    rows: Rows = (("Gebied", "Aantal", "Melder"), ("Markt", 7, "J. Jansen"), ("Plein", 8, "P. Pieters"))
    made = book(tmp_path / "a.xlsx", Meldingen=rows, Leeg=TABLE)
    made["Meldingen"].row_dimensions[2].hidden = True
    made["Meldingen"].column_dimensions["C"].hidden = True
    made["Leeg"].column_dimensions["F"].hidden = True
    made["Leeg"].row_dimensions[9].hidden = True
    made.save(tmp_path / "a.xlsx")
    found, failure = read(tmp_path / "a.xlsx")
    assert isinstance(found, Document)
    assert "Gebied | Aantal\nPlein | 8" in found.text
    assert "Jansen" not in found.text
    assert "Pieters" not in found.text
    assert isinstance(failure, ReadFailure)
    assert failure.kind is FailureKind.UNSUPPORTED
    assert "Op blad ‘Meldingen’ zijn rijen of kolommen verborgen en niet gelezen." in failure.reason


def test_hidden_rows_and_columns_of_an_open_document_are_told_and_not_read(tmp_path: Path) -> None:
    def row(*cells: str, about: str = "") -> str:
        return f"<table:table-row{about}>{''.join(_open_cell(cell) for cell in cells)}</table:table-row>"

    columns = (
        '<table:table-column table:number-columns-repeated="2"/><table:table-column-group>'
        '<table:table-column table:visibility="collapse"/></table:table-column-group>'
    )
    body = "".join(
        (
            columns,
            row("Gebied", "Aantal", "Melder"),
            row("Markt", "7", "J. Jansen", about=' table:visibility="filter"'),
            f'<table:table-row-group table:display="false">{row("Park", "9", "R. Smit")}</table:table-row-group>',
            row("Plein", "8", "P. Pieters"),
        )
    )
    making.open_document(
        tmp_path / "a.ods",
        "spreadsheet",
        f'<office:spreadsheet><table:table table:name="Meldingen">{body}</table:table></office:spreadsheet>',
    )
    found, failure = read(tmp_path / "a.ods")
    assert isinstance(found, Document)
    assert found.text.endswith("Gebied | Aantal\nPlein | 8")
    assert isinstance(failure, ReadFailure)
    assert "Op blad ‘Meldingen’ zijn rijen of kolommen verborgen en niet gelezen." in failure.reason


def _open_cell(text: str, kind: str = "string") -> str:
    return f'<table:table-cell office:value-type="{kind}"><text:p>{text}</text:p></table:table-cell>'


def test_what_stands_above_a_table_is_not_its_header(tmp_path: Path) -> None:
    above: Rows = (("Overzicht van de camera’s in de stad",), (), ("Peildatum: 1 maart 2024",))
    book(tmp_path / "a.xlsx", Blad1=(*above, *TABLE))
    (tmp_path / "b.csv").write_text("Overzicht van de camera’s in de stad;\nGebied;Aantal\nMarkt;7\nPlein;8\n", "utf-8")
    expected = "Overzicht van de camera’s in de stad\n\n{}Gebied | Aantal\nMarkt | 7\nPlein | 8"
    assert document(read(tmp_path / "a.xlsx")).text == expected.format("Peildatum: 1 maart 2024\n\n")
    assert document(read(tmp_path / "b.csv")).text == expected.format("")


def test_a_table_without_a_name_in_its_corner_keeps_its_header(tmp_path: Path) -> None:
    book(tmp_path / "a.xlsx", Blad1=((None, "Aantal"), ("Markt", 7)))
    assert document(read(tmp_path / "a.xlsx")).text == "| Aantal\nMarkt | 7"


@pytest.mark.parametrize("line", ["sep=;\n", "sep=;\r\n", "\ufeffsep=;\n", '"sep=;"\n'])
def test_the_line_for_excel_is_no_row(tmp_path: Path, line: str) -> None:
    (tmp_path / "a.csv").write_text(f"{line}Gebied;Aantal\nMarkt;7,5\n", "utf-8")
    assert document(read(tmp_path / "a.csv")).text == "Gebied | Aantal\nMarkt | 7,5"


def test_an_open_document_spreadsheet_shows_what_it_says(tmp_path: Path) -> None:
    def table(name: str, *rows: str, style: str = "ta1") -> str:
        inner = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
        return f'<table:table table:name="{name}" table:style-name="{style}">{inner}</table:table>'

    empty = '<table:table-cell table:number-columns-repeated="16384"/>'
    styles = (
        '<office:automatic-styles xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0">'
        '<style:style style:name="ta2"><style:table-properties table:display="false"/></style:style>'
        "</office:automatic-styles>"
    )
    tables = table(
        "Kosten",
        _open_cell("Datum") + _open_cell("Aandeel") + empty,
        '<table:table-cell office:value-type="date" office:date-value="2024-03-01">'
        "<office:annotation><text:p>Klopt dit?</text:p></office:annotation>"
        "<text:p>01-03-24</text:p></table:table-cell>" + _open_cell("25,6%", "percentage"),
    ) + table("Namen", _open_cell("J. Jansen") + _open_cell("Noord"), style="ta2")
    making.open_document(
        tmp_path / "a.ods", "spreadsheet", f"<office:spreadsheet>{tables}</office:spreadsheet>", styles
    )
    found, failure = read(tmp_path / "a.ods")
    assert isinstance(found, Document)
    assert (found.title, found.text) == ("Kosten", "Kosten\n\nDatum | Aandeel\n01-03-24 | 25,6%")
    assert heading_of(found, "25,6%") == ()
    assert isinstance(failure, ReadFailure)
    assert "‘Namen’" in failure.reason


def test_a_spreadsheet_in_which_parts_are_nested_deep_is_read_or_told(tmp_path: Path) -> None:
    def sheet(cell: str, around: str = "{}") -> str:
        row = f"<table:table-row>{_open_cell('Gebied')}{_open_cell(cell)}</table:table-row>"
        table = f'<table:table table:name="Wijken">{around.format(row)}</table:table>'
        return f"<office:spreadsheet>{table}</office:spreadsheet>"

    spans = f"{'<text:span>' * 3_000}Noord<text:s/>Oost{'</text:span>' * 3_000}"
    making.open_document(tmp_path / "a.ods", "spreadsheet", sheet(spans))
    assert "Noord Oost" in document(read(tmp_path / "a.ods")).text
    groups = f"{'<table:table-row-group>' * 3_000}{{}}{'</table:table-row-group>' * 3_000}"
    making.open_document(tmp_path / "b.ods", "spreadsheet", sheet("Noord", groups))
    (failure,) = read(tmp_path / "b.ods")
    assert isinstance(failure, ReadFailure)
    assert failure.kind is FailureKind.TOO_LARGE
    assert "zitten te diep in elkaar" in failure.reason
