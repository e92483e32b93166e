"""Word files of today: what is on paper is read, wherever it hangs, with the numbers that it has there."""

from __future__ import annotations

from pathlib import Path

import docx as word
import pytest

from corpus import Document, ReadFailure, find_sources, read_source
from tests.corpus.making_files import SENTENCE, zipped

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_DIAGRAM = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_NAMES = f'xmlns:w="{_WORD}" xmlns:r="{_OFFICE}" xmlns:dgm="{_DIAGRAM}" xmlns:a="{_DRAWING}"'


def docx(path: Path, body: str, *, related: str = "", also: dict[str, str | bytes] | None = None, **parts: str) -> Path:
    """Write a .docx of which `parts` are the insides of its XML parts, by name; `also` are other files in it."""
    written = {
        f"word/{name}.xml": f"<w:{name} {_NAMES}>{content}</w:{name}>"
        for name, content in {"document": f"<w:body>{body}</w:body>", **parts}.items()
    }
    relations = f'<Relationships xmlns="{_PACKAGE}">{related}</Relationships>'
    zipped(
        path, {"[Content_Types].xml": "<Types/>", **written, "word/_rels/document.xml.rels": relations, **(also or {})}
    )
    return path


def paragraph(text: str, properties: str = "", run: str = "") -> str:
    return (
        f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r></w:p>"
    )


def relation(name: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{name}" Type="{_OFFICE}/{kind}" Target="{target}"/>'


def documents(path: Path) -> list[Document]:
    (file,) = find_sources([path]).files
    found = list(read_source(file))
    assert all(isinstance(one, Document) for one in found), found
    return [one for one in found if isinstance(one, Document)]


def text_of(path: Path) -> str:
    return documents(path)[0].text


def test_a_cell_with_a_field_keeps_its_place(tmp_path: Path) -> None:
    def cell(text: str) -> str:
        return f"<w:tc>{paragraph(text)}</w:tc>"

    def field(content: str) -> str:
        return f"<w:sdt><w:sdtPr/><w:sdtContent>{content}</w:sdtContent></w:sdt>"

    rows = [
        cell("Naam") + cell("Functie") + cell("Datum"),
        field(cell("J. de Vries")) + cell("wethouder") + field(cell("1 mei")),
    ]
    body = "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>" + paragraph(SENTENCE)
    assert "Naam | Functie | Datum\nJ. de Vries | wethouder | 1 mei" in text_of(docx(tmp_path / "a.docx", body))


def test_values_stand_under_their_header_where_rows_begin_later_or_cells_are_merged(tmp_path: Path) -> None:
    def row(*cells: str, before: int = 0, after: int = 0) -> str:
        skipped = f'<w:trPr><w:gridBefore w:val="{before}"/><w:gridAfter w:val="{after}"/></w:trPr>'
        return f"<w:tr>{skipped if before or after else ''}{''.join(cells)}</w:tr>"

    def cell(text: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"

    wide, begun, merged = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = [
        row(cell("Gebied"), cell("2023"), cell("2024"), cell("Totaal")),
        row(cell("12"), cell("7"), cell("19"), before=1),
        row(cell("Markt"), cell("samen met Plein", wide), cell("8")),
        row(cell("Haven", begun), cell("3"), cell("4"), after=1),
        row(cell("", merged), cell("telling volgt", wide), cell("9")),
        row(cell("Station"), cell("5"), before=0, after=2),
    ]
    path = docx(tmp_path / "a.docx", f"<w:tbl>{''.join(rows)}</w:tbl>{paragraph(SENTENCE)}")
    assert text_of(path).split("\n")[:6] == [
        "Gebied | 2023 | 2024 | Totaal",
        "| 12 | 7 | 19",
        "Markt | samen met Plein |  | 8",
        "Haven | 3 | 4",
        "Haven | telling volgt |  | 9",
        "Station | 5",
    ]


def test_endnotes_stand_behind_their_paragraph(tmp_path: Path) -> None:
    body = (
        f'<w:p><w:r><w:t>{SENTENCE}</w:t></w:r><w:r><w:footnoteReference w:id="1"/></w:r>'
        f'<w:r><w:endnoteReference w:id="1"/></w:r></w:p>{paragraph("Slot.")}'
    )
    footnotes = f'<w:footnote w:id="1">{paragraph("Onder de bladzijde.")}</w:footnote>'
    endnotes = f'<w:endnote w:id="1">{paragraph("Achter het stuk.")}</w:endnote>'
    found = text_of(docx(tmp_path / "a.docx", body, footnotes=footnotes, endnotes=endnotes))
    assert found == f"{SENTENCE}\n\n1 Onder de bladzijde.\n\ni Achter het stuk.\n\nSlot."


def test_a_diagram_is_read_where_it_stands(tmp_path: Path) -> None:
    drawing = '<w:p><w:r><w:drawing><dgm:relIds r:dm="r1"/></w:drawing></w:r></w:p>'
    points = "".join(
        f"<dgm:pt><dgm:t><a:p><a:r><a:t>{text}</a:t></a:r></a:p></dgm:t></dgm:pt>" for text in ("Melding", "Besluit")
    )
    path = docx(
        tmp_path / "a.docx",
        paragraph(SENTENCE) + drawing + paragraph("Slot."),
        related=relation("r1", "diagramData", "diagrams/data1.xml"),
        also={"word/diagrams/data1.xml": f"<dgm:dataModel {_NAMES}><dgm:ptLst>{points}</dgm:ptLst></dgm:dataModel>"},
    )
    assert text_of(path) == f"{SENTENCE}\n\nMelding\n\nBesluit\n\nSlot."


def test_documents_put_into_it_are_read_too(tmp_path: Path) -> None:
    inner = word.Document()
    inner.add_paragraph("De raad stelt het plan vast.")
    inner.save(str(tmp_path / "binnen.docx"))
    path = docx(
        tmp_path / "a.docx",
        f'{paragraph(SENTENCE)}<w:altChunk r:id="r1"/><w:altChunk r:id="r2"/>',
        related=relation("r1", "aFChunk", "/word/deel1.docx") + relation("r2", "aFChunk", "deel2.html"),
        also={
            "word/deel1.docx": (tmp_path / "binnen.docx").read_bytes(),
            "word/deel2.html": "<html><body><p>Het college voert het plan uit.</p></body></html>",
        },
    )
    assert [(one.document_id, one.text) for one in documents(path)] == [
        ("a.docx", SENTENCE),
        ("a.docx/deel1.docx", "De raad stelt het plan vast."),
        ("a.docx/deel2.html", "Het college voert het plan uit."),
    ]


def test_a_part_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    path = docx(
        tmp_path / "a.docx",
        f'{paragraph(SENTENCE)}<w:altChunk r:id="r1"/>',
        related=relation("r1", "aFChunk", "deel.mht"),
        also={"word/deel.mht": "MIME-Version: 1.0"},
    )
    (file,) = find_sources([path]).files
    failures = [item.source for item in read_source(file) if isinstance(item, ReadFailure)]
    assert failures == [f"{path}/deel.mht"]


STYLES = (
    '<w:style w:type="character" w:styleId="Instructie"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Uitleg"><w:basedOn w:val="Instructie"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Sjabloon"><w:rPr><w:vanish/></w:rPr></w:style>'
)


@pytest.mark.parametrize(
    ("hidden", "shows"),
    [
        pytest.param(paragraph("Vul de naam in.", run="<w:vanish/>"), False, id="a run"),
        pytest.param(paragraph("Vul de naam in.", run='<w:vanish w:val="0"/>'), True, id="not so"),
        pytest.param(paragraph("Vul de naam in.", run='<w:rStyle w:val="Uitleg"/>'), False, id="a style of text"),
        pytest.param(paragraph("Vul de naam in.", '<w:pStyle w:val="Sjabloon"/>'), False, id="a style of paragraphs"),
        pytest.param(
            paragraph("Vul de naam in.", '<w:pStyle w:val="Sjabloon"/>', '<w:vanish w:val="false"/>'), True,
            id="shown in a hidden style",
        ),
    ],
)  # fmt: skip
def test_hidden_text_is_not_read(tmp_path: Path, hidden: str, shows: bool) -> None:
    found = text_of(docx(tmp_path / "a.docx", f"{paragraph(SENTENCE)}{hidden}{paragraph('Slot.')}", styles=STYLES))
    assert ("Vul de naam in." in found) is shows
    assert found.endswith("Slot.")


def item(text: str, number: int, level: int = 0) -> str:
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def level(number: int, template: str, form: str = "decimal", start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{template}"/><w:pPr><w:ind w:left="{360 * (number + 1)}"/></w:pPr></w:lvl>'
    )


LEVELS = level(0, "%1.") + level(1, "%2.", "lowerLetter")


def test_a_list_that_is_set_to_a_number_begins_there(tmp_path: Path) -> None:
    override = '<w:lvlOverride w:ilvl="{}"><w:startOverride w:val="{}"/></w:lvlOverride>'
    numbering = (
        f'<w:abstractNum w:abstractNumId="1">{LEVELS}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
        f'<w:num w:numId="2"><w:abstractNumId w:val="1"/>{override.format(0, 3)}{override.format(1, 2)}</w:num>'
    )
    body = (
        item("Een.", 1) + item("Twee.", 1) + paragraph("De tabel.") + item("Drie.", 2) + item("Lid.", 2, 1)
        + item("Vier.", 2) + item("Vijf.", 1)
    )  # fmt: skip
    found = text_of(docx(tmp_path / "a.docx", body, numbering=numbering))
    assert found == "1. Een.\n2. Twee.\n\nDe tabel.\n\n3. Drie.\n  b. Lid.\n4. Vier.\n5. Vijf."


def test_a_level_that_a_list_sets_otherwise_is_shown_so(tmp_path: Path) -> None:
    own = f'<w:lvlOverride w:ilvl="0">{level(0, "Lid %1:", "upperRoman", 2)}</w:lvlOverride>'
    numbering = (
        f'<w:abstractNum w:abstractNumId="1">{LEVELS}</w:abstractNum>'
        f'<w:num w:numId="2"><w:abstractNumId w:val="1"/>{own}</w:num>'
    )
    found = text_of(docx(tmp_path / "a.docx", paragraph("Leden.") + item("Twee.", 2), numbering=numbering))
    assert found == "Leden.\n\nLid II: Twee."


def test_lists_of_a_list_style_are_numbered(tmp_path: Path) -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="Gemeentelijst"/></w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="2"><w:styleLink w:val="Gemeentelijst"/>{LEVELS}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>'
    )
    body = paragraph("Leden.") + item("Een.", 1) + item("Onderdeel.", 1, 1) + item("Twee.", 1)
    assert (
        text_of(docx(tmp_path / "a.docx", body, numbering=numbering)) == "Leden.\n\n1. Een.\n  a. Onderdeel.\n2. Twee."
    )


@pytest.mark.parametrize(
    ("font", "code", "shown"),
    [
        pytest.param("Symbol", "F0B3", "≥", id="at least"),
        pytest.param("Symbol", "F0A3", "≤", id="at most"),
        pytest.param("Symbol", "F0B1", "±", id="about"),
        pytest.param("Wingdings", "F0FE", "☑", id="box with a tick"),
        pytest.param("Wingdings", "F0A8", "☐", id="empty box"),
        pytest.param("Arial", "00D7", "×", id="letter of a usual font"),
        pytest.param("Wingdings", "F04A", "", id="picture"),
        pytest.param("Symbol", "geen getal", "", id="damaged"),
    ],
)
def test_signs_of_symbol_fonts_are_read(tmp_path: Path, font: str, code: str, shown: str) -> None:
    def run(content: str) -> str:
        return f"<w:r>{content}</w:r>"

    sign = run(f'<w:sym w:font="{font}" w:char="{code}"/>')
    words = [run(f'<w:t xml:space="preserve">{text}</w:t>') for text in ("Bij [", "] 5 gram treedt hij op.")]
    body = paragraph(SENTENCE) + f"<w:p>{sign.join(words)}</w:p>"
    assert f"Bij [{shown}] 5 gram treedt hij op." in text_of(docx(tmp_path / "a.docx", body))


@pytest.mark.parametrize(
    "properties",
    [
        pytest.param('<w:outlineLvl w:val="x"/>', id="outline"),
        pytest.param('<w:numPr><w:ilvl w:val="-"/><w:numId w:val="1"/></w:numPr>', id="level of a list"),
        pytest.param(f'<w:outlineLvl w:val="{"9" * 5_000}"/>', id="endless number"),
    ],
)
def test_a_damaged_number_costs_nothing(tmp_path: Path, properties: str) -> None:
    assert text_of(docx(tmp_path / "a.docx", paragraph(SENTENCE, properties))) == SENTENCE


def test_a_cell_over_a_damaged_number_of_columns_is_one(tmp_path: Path) -> None:
    row = f'<w:tc><w:tcPr><w:gridSpan w:val="x"/></w:tcPr>{paragraph("Gebied")}</w:tc><w:tc>{paragraph("7")}</w:tc>'
    table = f"<w:tbl>{f'<w:tr>{row}</w:tr>' * 2}</w:tbl>"
    assert text_of(docx(tmp_path / "a.docx", table)) == "Gebied | 7\nGebied | 7"
