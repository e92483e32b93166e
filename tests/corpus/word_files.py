"""A Word file whose numbers are set by its styles, with footnotes, a field and a table; written part by part."""

from __future__ import annotations

from pathlib import Path

from tests.corpus.making_files import zipped

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"

# Style, text; "[1]" is a footnote.
PARAGRAPHS = (
    ("Title", "Beleidsregel cameratoezicht"),
    ("Heading1", "Algemeen"),
    ("", "Deze beleidsregel geldt in de hele gemeente.[1]"),
    ("Heading2", "Begrippen"),
    ("", "In deze beleidsregel gelden twee voorwaarden:"),
    ("Letters", "de overlast is aangetoond;"),
    ("Letters", "lichtere middelen werken niet."),
    ("Heading1", "Uitvoering"),
    ("Heading2", "Bewaartermijn"),
    ("", "Beelden worden ten hoogste vier weken bewaard.[2]"),
    ("Heading2", "Toezicht"),
    ("", "De politie kijkt de beelden uit."),
)
FOOTNOTES = ("Vastgesteld door de burgemeester.", "Artikel 151c van de Gemeentewet.")
TABLE = (("Gebied", "Aantal"), ("Stationsplein", "12"), ("Markt", "7"))
NUMBERED = ("1. Algemeen", "1.1 Begrippen", "2. Uitvoering", "2.1 Bewaartermijn", "2.2 Toezicht")


def numbered_docx(path: Path) -> None:
    body = "".join(_paragraph(style, text) for style, text in PARAGRAPHS) + _table() + _paragraph("", "Einde.")
    zipped(
        path,
        {
            "[Content_Types].xml": _content_types(),
            "_rels/.rels": _relations(("officeDocument", "word/document.xml")),
            "word/document.xml": _part("document", f"<w:body>{body}</w:body>"),
            "word/_rels/document.xml.rels": _relations(
                *((name, f"{name}.xml") for name in ("styles", "numbering", "footnotes"))
            ),
            "word/styles.xml": _part("styles", _styles()),
            "word/numbering.xml": _part("numbering", _numbering()),
            "word/footnotes.xml": _part("footnotes", _footnotes()),
        },
    )


def _paragraph(style: str, text: str) -> str:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    words, _, number = text.rstrip("]").partition("[")
    reference = f'<w:r><w:footnoteReference w:id="{number}"/></w:r>' if number else ""
    return f"<w:p>{properties}<w:r><w:t>{words}</w:t></w:r>{reference}</w:p>"


def _table() -> str:
    grid = "<w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid>"
    rows = "".join(
        "<w:tr>" + "".join(f"<w:tc><w:tcPr/>{_paragraph('', cell)}</w:tc>" for cell in row) + "</w:tr>" for row in TABLE
    )
    return f"<w:tbl><w:tblPr/>{grid}{rows}</w:tbl>"


def _part(name: str, content: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{name} xmlns:w="{NAMESPACE}">{content}</w:{name}>'


def _content_types() -> str:
    parts = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_TYPE}.{kind}+xml"/>'
        for name, kind in (
            ("document", "document.main"),
            ("styles", "styles"),
            ("numbering", "numbering"),
            ("footnotes", "footnotes"),
        )
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/><Default '
        f'Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{parts}</Types>'
    )


def _relations(*targets: tuple[str, str]) -> str:
    relations = "".join(
        f'<Relationship Id="r{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{relations}</Relationships>'


def _styles() -> str:
    numbers = {"Heading1": (1, 0), "Heading2": (1, 1), "Letters": (2, 0)}
    names = {"Title": "Title", "Heading1": "heading 1", "Heading2": "heading 2", "Letters": "Letters"}

    def style(name: str) -> str:
        number, level = numbers.get(name, (0, 0))
        numbering = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>' if number else ""
        outline = f'<w:outlineLvl w:val="{name[-1:]}"/>'.replace('"1"', '"0"').replace('"2"', '"1"')
        properties = numbering + (outline if name.startswith("Heading") else "")
        return (
            f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{names[name]}"/>'
            f"<w:pPr>{properties}</w:pPr></w:style>"
        )

    return "".join(style(name) for name in names)


def _numbering() -> str:
    def level(number: int, form: str, text: str) -> str:
        shown = f'<w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/>'
        return f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/>{shown}</w:lvl>'

    headings = level(0, "decimal", "%1.") + level(1, "decimal", "%1.%2")
    return (
        f'<w:abstractNum w:abstractNumId="7"><w:multiLevelType w:val="multilevel"/>{headings}</w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="8">{level(0, "lowerLetter", "%1.")}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>'
    )


def _footnotes() -> str:
    marks = "".join(
        f'<w:footnote w:id="{number}" w:type="{kind}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
        for number, kind in ((-1, "separator"), (0, "continuationSeparator"))
    )
    notes = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:r><w:footnoteRef/></w:r>'
        f'<w:r><w:t xml:space="preserve"> {text}</w:t></w:r></w:p></w:footnote>'
        for number, text in enumerate(FOOTNOTES, start=1)
    )
    return marks + notes
