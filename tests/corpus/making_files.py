"""Documents in the formats that municipalities have, made on the spot; the text is always about the same thing."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import docx as word
from openpyxl import Workbook
from pptx import Presentation
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate, Table

TITLE = "Nota cameratoezicht"
HEADING = "Bewaartermijn"
SENTENCE = "De burgemeester bewaart camerabeelden ten hoogste vier weken."
INTRODUCTION = "Deze nota beschrijft wie waar mag filmen en waarom de gemeente dat nodig vindt."
LEAD_IN = "Camera's hangen alleen:"
ITEMS = ("op het stationsplein", "in het uitgaansgebied")
ROWS = (("Gebied", "Aantal"), ("Stationsplein", "12"), ("Markt", "7"))


def docx(path: Path) -> None:
    document = word.Document()
    document.core_properties.title = ""
    document.sections[0].header.paragraphs[0].text = "Gemeente Voorbeeldstad - vertrouwelijk"
    document.sections[0].footer.paragraphs[0].text = "Voettekst van de gemeente"
    document.add_heading(TITLE, 1)
    document.add_paragraph(INTRODUCTION)
    document.add_heading(HEADING, 2)
    document.add_paragraph(SENTENCE)
    document.add_paragraph(LEAD_IN)
    for item in ITEMS:
        document.add_paragraph(item, style="List Bullet")
    table = document.add_table(0, 2)
    for row in ROWS:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = row
    document.save(str(path))


def pptx(path: Path) -> None:
    deck = Presentation()
    for title, body in ((TITLE, INTRODUCTION), (HEADING, SENTENCE)):
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = title
        slide.placeholders[1].text = body
    deck.save(str(path))


def xlsx(path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Camera's"
    for row in ROWS:
        sheet.append(row)
    sheet.append((SENTENCE, ""))
    book.create_sheet("Tweede").append(("Kop", INTRODUCTION))
    book.save(path)


def zipped(path: Path, parts: Mapping[str, str | bytes]) -> None:
    """Write `parts` to a ZIP file, the first one uncompressed as OpenDocument and EPUB want it."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (name, content) in enumerate(parts.items()):
            archive.writestr(name, content, zipfile.ZIP_STORED if number == 0 else zipfile.ZIP_DEFLATED)


_ODF = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.2"'
)


def open_document(path: Path, kind: str, body: str, styles: str = "") -> None:
    """Write an OpenDocument file of a kind ("text", "spreadsheet")."""
    mime = f"application/vnd.oasis.opendocument.{kind}"
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{mime}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    content = f"<office:document-content {_ODF}>{styles}<office:body>{body}</office:body></office:document-content>"
    zipped(path, {"mimetype": mime, "content.xml": content, "META-INF/manifest.xml": manifest})


def _odf_table() -> str:
    rows = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in row
        )
        + "</table:table-row>"
        for row in ROWS
    )
    return f'<table:table table:name="Tabel">{rows}</table:table>'


def odt(path: Path) -> None:
    items = "".join(f"<text:list-item><text:p>{item}</text:p></text:list-item>" for item in ITEMS)
    body = (
        f'<office:text><text:h text:outline-level="1">{TITLE}</text:h><text:p>{INTRODUCTION}</text:p>'
        f'<text:h text:outline-level="2">{HEADING}</text:h><text:p>{SENTENCE}</text:p><text:p>{LEAD_IN}</text:p>'
        f"<text:list>{items}</text:list>{_odf_table()}</office:text>"
    )
    open_document(path, "text", body)


def ods(path: Path) -> None:
    open_document(path, "spreadsheet", f"<office:spreadsheet>{_odf_table()}</office:spreadsheet>")


def csv(path: Path) -> None:
    path.write_text("\n".join(";".join(row) for row in (*ROWS, (SENTENCE, "1"))), "utf-8")


def rtf(path: Path) -> None:
    path.write_text(
        r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Calibri;}}{\info{\title " + TITLE + "}}\n"
        rf"{{\b {HEADING}}}\par {SENTENCE}\par Caf\'e9 en \u233?\'e9n.\par}}",
        "ascii",
    )


def html(path: Path) -> None:
    items = "".join(f"<li>{item}</li>" for item in ITEMS)
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in ROWS)
    path.write_text(
        f"<!doctype html><html lang=nl><head><meta charset=utf-8><title>{TITLE}</title><style>p{{color:red}}</style>"
        "</head><body><header>Gemeente Voorbeeldstad</header><nav><a href='/'>Home</a></nav>"
        f"<main><h1>{TITLE}</h1><p>{INTRODUCTION}</p><h2>{HEADING}</h2>"
        f"<p>{SENTENCE}</p><p>{LEAD_IN}</p><ul>{items}</ul><table>{rows}</table></main>"
        "<aside><h2>Zie ook</h2></aside><footer>Voettekst van de gemeente</footer>"
        "<script>alert('nee')</script></body></html>",
        "utf-8",
    )


def eml(path: Path) -> None:
    message = EmailMessage()
    message["Subject"] = TITLE
    message["From"], message["To"] = "griffie@voorbeeldstad.nl", "raad@voorbeeldstad.nl"
    message["Date"] = "Tue, 12 Mar 2024 10:00:00 +0100"
    message.set_content(f"Beste raad,\n\n{SENTENCE}\n\nMet vriendelijke groet,\nde griffie\n")
    attachment = path.with_name("bijlage van de mail.docx")
    docx(attachment)
    message.add_attachment(
        attachment.read_bytes(),
        maintype="application",
        subtype="vnd.openxmlformats-officedocument.wordprocessingml.document",
        filename="bijlage.docx",
    )
    attachment.unlink()
    path.write_bytes(message.as_bytes())


def msg(path: Path) -> None:
    """Write Outlook mail; the date is 12 March 2024."""
    from aspose.email_foss.msg import MapiMessage, PropertyId

    attachment = path.with_name("bijlage van de mail.docx")
    docx(attachment)
    message = MapiMessage.create(
        TITLE, f"Beste raad,\r\n\r\n{SENTENCE}\r\n\r\nMet vriendelijke groet,\r\nde griffie\r\n"
    )
    message.set_property(PropertyId.SENDER_NAME, "Griffie")
    message.set_property(PropertyId.SENDER_EMAIL_ADDRESS, "griffie@voorbeeldstad.nl")
    message.set_property(PropertyId.MESSAGE_DELIVERY_TIME, datetime(2024, 3, 12, 9, tzinfo=UTC))
    message.add_recipient("raad@voorbeeldstad.nl", display_name="Raad")
    message.add_attachment("bijlage.docx", attachment.read_bytes(), mime_type="application/octet-stream")
    attachment.unlink()
    message.save(str(path))


def epub(path: Path, body: str | None = None) -> None:
    """Write a book of one chapter, the usual one or `body`, whose title is closed as no page of HTML does."""
    container = (
        '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="boek.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
    )
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id">'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="id">x</dc:identifier>'
        f"<dc:title>{TITLE}</dc:title><dc:language>nl</dc:language></metadata>"
        '<manifest><item id="een" href="een.xhtml" media-type="application/xhtml+xml"/></manifest>'
        '<spine><itemref idref="een"/></spine></package>'
    )
    body = body or f"<h1>{TITLE}</h1><p>{INTRODUCTION}</p><h2>{HEADING}</h2><p>{SENTENCE}</p>"
    chapter = f'<html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head><body>{body}</body></html>'
    zipped(
        path,
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": container,
            "boek.opf": package,
            "een.xhtml": chapter,
        },
    )


def pdf(path: Path, story: Sequence[Flowable] | None = None, **options: object) -> None:
    """Write a PDF of four pages with a running header and page numbers, or with `story` instead."""

    def furniture(canvas: Canvas, document: SimpleDocTemplate) -> None:
        canvas.drawString(72, A4[1] - 40, "Gemeente Voorbeeldstad")
        canvas.drawString(72, 30, f"Nota cameratoezicht - pagina {canvas.getPageNumber()} van 4")

    styles = getSampleStyleSheet()
    if story is None:
        body = [
            Paragraph(f"Dit is alinea {n} over toezicht in de stad. " * 6, styles["BodyText"]) for n in range(1, 40)
        ]
        story = [
            Paragraph(TITLE, styles["Title"]),
            Paragraph(INTRODUCTION, styles["BodyText"]),
            *body[:12],
            Paragraph(HEADING, styles["Heading1"]),
            Paragraph(SENTENCE, styles["BodyText"]),
            *body[12:],
            PageBreak(),
            Paragraph("Slot", styles["Heading1"]),
            Table([list(row) for row in ROWS]),
            Paragraph("Vastgesteld op 12 maart 2024 door de raad.", styles["BodyText"]),
        ]
    SimpleDocTemplate(str(path), pagesize=A4, **options).build(
        list(story), onFirstPage=furniture, onLaterPages=furniture
    )


def scanned_pdf(path: Path, lines: Sequence[str]) -> None:
    """Write a PDF that is only a picture of text."""
    from PIL import Image, ImageDraw, ImageFont

    picture = Image.new("L", (1654, 2339), 255)
    pen = ImageDraw.Draw(picture)
    for number, line in enumerate(lines):
        pen.text((150, 200 + 70 * number), line, 0, ImageFont.load_default(40))
    buffer = io.BytesIO()
    picture.save(buffer, "PDF", resolution=200)
    path.write_bytes(buffer.getvalue())


MAKERS: Mapping[str, Callable[[Path], None]] = {
    "docx": docx, "odt": odt, "pptx": pptx, "xlsx": xlsx, "ods": ods, "csv": csv, "rtf": rtf,
    "html": html, "eml": eml, "msg": msg, "epub": epub, "pdf": pdf,
}  # fmt: skip
