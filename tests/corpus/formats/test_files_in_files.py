"""Files in files: a PDF portfolio, and what people put into their documents whole, are read or told."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pypdfium2
import pytest
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.shapes import PROG_ID

from corpus import Document, FailureKind, ReadFailure
from tests.corpus import hostile_files as hostile
from tests.corpus import making_files as making
from tests.corpus.formats.test_formats import read
from tests.corpus.formats.test_word_xml import docx, paragraph, relation

RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
Told = Mapping[str, FailureKind]


def found(path: Path) -> tuple[dict[str, str], Told]:
    """The text of each document, and why each other file was not read, by their place in `path`."""
    items = read(path)
    texts = {item.document_id.removeprefix(f"{path.name}/"): item.text for item in items if isinstance(item, Document)}
    told = {item.source.removeprefix(f"{path}/"): item.kind for item in items if isinstance(item, ReadFailure)}
    return texts, told


def word_file(folder: Path) -> bytes:
    making.docx(folder / "deel.docx")
    return (folder / "deel.docx").read_bytes()


def ole(**streams: bytes) -> bytes:
    """An object of another program, with streams of these names."""
    from aspose.email_foss.cfb import CFBDocument, CFBStorage, CFBStream, CFBWriter

    root = CFBStorage(name="Root Entry", children=[CFBStream(name=name, data=data) for name, data in streams.items()])
    packed: bytes = CFBWriter.to_bytes(CFBDocument(root=root))
    return packed


def icon(name: str, content: bytes) -> bytes:
    """A file that was put into a document as an icon."""
    where = f"C:\\Temp\\{name}".encode("cp1252") + b"\0"
    head = b"\2\0" + name.encode("cp1252") + b"\0" + where + b"\0\0\3\0" + struct.pack("<I", len(where)) + where
    body = head + struct.pack("<I", len(content)) + content
    return ole(**{"\x01Ole10Native": struct.pack("<I", len(body)) + body})


def test_the_files_of_a_pdf_portfolio_are_read_or_told(tmp_path: Path) -> None:
    making.pdf(tmp_path / "deel.pdf")
    document = pypdfium2.PdfDocument(tmp_path / "deel.pdf")
    for name, content in (("raadsvoorstel.docx", word_file(tmp_path)), ("brief.txt", "Het café".encode("cp1252")),
                          ("factuur.xml", b"<a/>"), ("logo.png", b"x"), ("leeg.docx", b"")):  # fmt: skip
        attachment = document.new_attachment(name)
        if content:
            attachment.set_data(content)
    document.save(tmp_path / "bundel.pdf")
    document.close()
    texts, told = found(tmp_path / "bundel.pdf")
    assert list(texts) == ["bundel.pdf", "brief.txt", "raadsvoorstel.docx"]
    assert texts["brief.txt"] == "Het café"
    assert making.SENTENCE in texts["raadsvoorstel.docx"]
    assert told == {"factuur.xml": FailureKind.UNSUPPORTED, "leeg.docx": FailureKind.CORRUPT}


def test_a_file_that_hangs_on_a_page_of_a_pdf_is_read(tmp_path: Path) -> None:
    note = b"<</Type/Annot/Subtype/FileAttachment/Rect[9 9 30 30]/FS 6 0 R>>"
    file = b"<</Type/Filespec/F(brief.txt)/UF(brief.txt)/EF<</F 7 0 R>>>>"
    content = hostile.stream(b"Het lawaai houdt aan.", b"/Type/EmbeddedFile")
    hostile.written_pdf(tmp_path / "a.pdf", hostile.stream(b"n "), b"/Annots[5 0 R]", [note, file, content])
    assert found(tmp_path / "a.pdf") == ({"brief.txt": "Het lawaai houdt aan."}, {})


def test_documents_in_a_presentation_are_read_and_the_figures_of_its_charts_are_not(tmp_path: Path) -> None:
    making.docx(tmp_path / "deel.docx")
    making.xlsx(tmp_path / "deel.xlsx")
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.shapes.title.text = "Stukken"
    slide.placeholders[1].text = "Zie de bijlagen."
    slide.shapes.add_ole_object(str(tmp_path / "deel.docx"), PROG_ID.DOCX, 0, 0)
    slide.shapes.add_ole_object(str(tmp_path / "deel.xlsx"), PROG_ID.XLSX, 0, 0)
    chart = CategoryChartData()
    chart.categories = ["2023", "2024"]
    chart.add_series("Meldingen", (12, 7))
    slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, 0, 0, 900_000, 900_000, chart)
    deck.save(str(tmp_path / "dia.pptx"))
    texts, told = found(tmp_path / "dia.pptx")
    assert [Path(name).suffix for name in texts] == [".pptx", ".docx", ".xlsx"], texts
    assert all(making.SENTENCE in text for name, text in texts.items() if name != "dia.pptx")
    assert told == {}


def test_a_document_in_a_spreadsheet_is_read(tmp_path: Path) -> None:
    making.xlsx(tmp_path / "kaal.xlsx")
    with zipfile.ZipFile(tmp_path / "kaal.xlsx") as whole:
        parts = {info.filename: whole.read(info) for info in whole.infolist()}
    related = RELATIONS.format(relation("r1", "package", "../embeddings/Document1.docx"))
    extra: dict[str, str | bytes] = {
        "xl/embeddings/Document1.docx": word_file(tmp_path),
        "xl/worksheets/_rels/sheet1.xml.rels": related,
    }
    making.zipped(tmp_path / "tabel.xlsx", {**parts, **extra})
    texts, told = found(tmp_path / "tabel.xlsx")
    assert list(texts) == ["tabel.xlsx", "Document1.docx"]
    assert making.SENTENCE in texts["Document1.docx"]
    assert told == {}


@pytest.mark.parametrize(
    ("make", "texts", "told"),
    [
        pytest.param(lambda _: icon("brief één.txt", b"De brief."), {"brief één.txt": "De brief."}, {}, id="icon"),
        pytest.param(lambda _: icon("foto.jpg", b"x" * 200_000), {}, {"foto.jpg": FailureKind.UNSUPPORTED}, id="photo"),
        pytest.param(
            lambda folder: ole(Package=word_file(folder)), {"oleObject1.docx": making.SENTENCE}, {}, id="document"
        ),
        pytest.param(lambda _: ole(CONTENTS=b"%PDF-1.7"), {}, {"oleObject1.pdf": FailureKind.CORRUPT}, id="pdf"),
        pytest.param(lambda _: ole(WordDocument=b"x"), {}, {"oleObject1.doc": FailureKind.CORRUPT}, id="old document"),
        pytest.param(lambda _: ole(VisioDocument=b"x"), {}, {"oleObject1": FailureKind.UNSUPPORTED}, id="drawing"),
        pytest.param(lambda _: b"ruis", {}, {"oleObject1": FailureKind.UNSUPPORTED}, id="noise"),
        pytest.param(lambda _: ole(**{"Equation Native": b"x"}), {}, {}, id="formula"),
    ],
)
def test_objects_in_a_word_file(
    tmp_path: Path, make: Callable[[Path], bytes], texts: Mapping[str, str], told: Told
) -> None:
    docx(
        tmp_path / "nota.docx",
        paragraph("De nota."),
        related=relation("r1", "oleObject", "embeddings/oleObject1.bin"),
        also={"word/embeddings/oleObject1.bin": make(tmp_path)},
    )
    read_texts, read_told = found(tmp_path / "nota.docx")
    assert read_texts.pop("nota.docx") == "De nota."
    assert read_texts.keys() == texts.keys()
    assert all(text in read_texts[name] for name, text in texts.items())
    assert read_told == told


def test_objects_in_an_open_document_text(tmp_path: Path) -> None:
    making.odt(tmp_path / "kaal.odt")
    making.ods(tmp_path / "deel.ods")
    with zipfile.ZipFile(tmp_path / "kaal.odt") as whole, zipfile.ZipFile(tmp_path / "deel.ods") as sheet:
        parts = {info.filename: whole.read(info) for info in whole.infolist()}
        table = sheet.read("content.xml")
    kinds = {
        "Object 1/": "vnd.oasis.opendocument.spreadsheet",
        "Object 2/": "vnd.oasis.opendocument.chart",
        "Object 3": "vnd.sun.star.oleobject",
    }
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{place}" manifest:media-type="application/{kind}"/>'
        for place, kind in kinds.items()
    )
    manifest = parts["META-INF/manifest.xml"].decode().replace("</manifest:manifest>", f"{entries}</manifest:manifest>")
    extra = {"Object 1/content.xml": table, "Object 2/content.xml": table, "Object 3": icon("brief.txt", b"De brief.")}
    making.zipped(tmp_path / "nota.odt", {**parts, **extra, "META-INF/manifest.xml": manifest})
    texts, told = found(tmp_path / "nota.odt")
    assert making.SENTENCE in texts.pop("nota.odt")
    assert texts == {
        "Object 1.ods": "Gebied | Aantal\nStationsplein | 12\nMarkt | 7",
        "brief.txt": "De brief.",
    }
    assert told == {}


def damage(path: Path, member: str) -> None:
    """Change a byte of what is in a member of a zip file, so that its checksum is wrong."""
    with zipfile.ZipFile(path) as archive:
        place = archive.getinfo(member)
    content = bytearray(path.read_bytes())
    content[place.header_offset + 30 + len(member) + place.compress_size // 2] ^= 0xFF
    path.write_bytes(content)


def test_a_damaged_file_in_a_word_file_costs_itself_only(tmp_path: Path) -> None:
    docx(
        tmp_path / "nota.docx",
        paragraph("De nota."),
        related="".join(relation(f"r{at}", "package", f"embeddings/deel{at}.docx") for at in (1, 2, 3)),
        also={f"word/embeddings/deel{at}.docx": word_file(tmp_path) for at in (1, 2, 3)},
    )
    damage(tmp_path / "nota.docx", "word/embeddings/deel2.docx")
    texts, told = found(tmp_path / "nota.docx")
    assert list(texts) == ["nota.docx", "deel1.docx", "deel3.docx"]
    assert told == {"deel2.docx": FailureKind.CORRUPT}


def test_a_damaged_list_of_the_files_in_a_file_is_told(tmp_path: Path) -> None:
    making.xlsx(tmp_path / "kaal.xlsx")
    with zipfile.ZipFile(tmp_path / "kaal.xlsx") as whole:
        parts = {info.filename: whole.read(info) for info in whole.infolist()}
    extra: dict[str, str | bytes] = {
        "xl/embeddings/deel1.docx": word_file(tmp_path),
        "xl/worksheets/_rels/sheet1.xml.rels": RELATIONS.format(relation("r1", "package", "../embeddings/deel1.docx")),
        "xl/worksheets/_rels/sheet2.xml.rels": "<Relationships",
    }
    making.zipped(tmp_path / "tabel.xlsx", {**parts, **extra})
    texts, told = found(tmp_path / "tabel.xlsx")
    assert list(texts) == ["tabel.xlsx", "deel1.docx"]
    assert told == {"xl/worksheets/_rels/sheet2.xml.rels": FailureKind.CORRUPT}


def test_a_damaged_object_in_an_open_document_costs_itself_only(tmp_path: Path) -> None:
    making.odt(tmp_path / "kaal.odt")
    making.ods(tmp_path / "deel.ods")
    with zipfile.ZipFile(tmp_path / "kaal.odt") as whole, zipfile.ZipFile(tmp_path / "deel.ods") as sheet:
        parts = {info.filename: whole.read(info) for info in whole.infolist()}
        table = sheet.read("content.xml")
    spreadsheet = "vnd.oasis.opendocument.spreadsheet"
    kinds = {"Object 1/": spreadsheet, "Object 2": "vnd.sun.star.oleobject", "Object 3/": spreadsheet}
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{place}" manifest:media-type="application/{kind}"/>'
        for place, kind in kinds.items()
    )
    manifest = parts["META-INF/manifest.xml"].decode().replace("</manifest:manifest>", f"{entries}</manifest:manifest>")
    extra = {f"Object {at}/content.xml": table for at in (1, 3)} | {"Object 2": icon("brief.txt", b"De brief." * 99)}
    making.zipped(tmp_path / "nota.odt", {**parts, **extra, "META-INF/manifest.xml": manifest})
    for member in ("Object 1/content.xml", "Object 2"):
        damage(tmp_path / "nota.odt", member)
    texts, told = found(tmp_path / "nota.odt")
    assert list(texts) == ["nota.odt", "Object 3.ods"]
    assert told == {"Object 1.ods": FailureKind.CORRUPT, "Object 2": FailureKind.CORRUPT}
