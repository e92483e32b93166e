"""Tables as text: every value stays under its own header."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from corpus import Document, find_sources, read_source
from corpus.tables import table_blocks
from tests.corpus import making_files


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(
            [["", "2023", "2024"], ["Inbraken", "12", "9"]], ["| 2023 | 2024", "Inbraken | 12 | 9"], id="corner"
        ),
        pytest.param(
            [["Thema", "Maatregel", "Aantal"], ["Wonen", "Toezicht", "1"], ["", "Handhaving", "2"]],
            ["Thema | Maatregel | Aantal", "Wonen | Toezicht | 1", "| Handhaving | 2"],
            id="merged-downwards",
        ),
        pytest.param(
            [["Jaar", "", "2024"], ["Getal", "", "9"], ["Noot", "", ""]],
            ["Jaar | 2024", "Getal | 9", "Noot"],
            id="column-without-text",
        ),
        pytest.param([["A", "B", "C"], ["", "", "9"], ["1", "", "3"]], ["A | B | C", "|  | 9", "1 |  | 3"], id="two"),
        pytest.param([["A", "B"], ["1", " "], ["2"]], ["A | B", "1", "2"], id="nothing-behind"),
    ],
)
def test_a_value_stays_in_its_column(rows: list[list[str]], expected: list[str]) -> None:
    assert list(table_blocks(rows)) == ["\n".join(expected)]


def test_the_header_of_a_long_table_keeps_its_empty_corner() -> None:
    rows = [["", "2023", "2024"], *([f"Inbraken in de wijk met nummer {n}", "12", "9"] for n in range(60))]
    parts = list(table_blocks(rows))
    assert len(parts) > 1
    assert all(part.startswith("| 2023 | 2024\n") for part in parts)


def test_merged_cells_of_a_sheet_keep_their_places(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["Thema", "Maatregel", "Aantal"], ["Wonen", "Toezicht", 1], [None, "Handhaving", 2]):
        book.active.append(row)
    book.active.merge_cells("A2:A3")
    book.save(tmp_path / "plan.xlsx")
    assert "Thema | Maatregel | Aantal\nWonen | Toezicht | 1\n| Handhaving | 2" in text_of(tmp_path / "plan.xlsx")


def test_repeated_cells_of_open_document_keep_their_places(tmp_path: Path) -> None:
    names = ("office:1.0", "table:1.0", "text:1.0")
    spaces = " ".join(f'xmlns:{n.split(":")[0]}="urn:oasis:names:tc:opendocument:xmlns:{n}"' for n in names)
    cells = "".join(f"<table:table-cell><text:p>{text}</text:p></table:table-cell>" for text in "ABC")
    empty = (
        '<table:table-cell table:number-columns-repeated="2"/><table:table-cell><text:p>3</text:p></table:table-cell>'
    )
    rows = f"<table:table-row>{cells}</table:table-row><table:table-row>{empty}</table:table-row>"
    body = (
        f"<office:body><office:text><text:p>Zin.</text:p><table:table>{rows}</table:table></office:text></office:body>"
    )
    making_files.zipped(
        tmp_path / "plan.odt",
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {spaces}>{body}</office:document-content>",
        },
    )
    assert text_of(tmp_path / "plan.odt") == "Zin.\n\nA | B | C\n|  | 3"


def text_of(path: Path) -> str:
    (file,) = find_sources([str(path)]).files
    (document,) = read_source(file)
    assert isinstance(document, Document)
    return document.text
