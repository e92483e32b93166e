"""An evidence pack as DOCX: headings, quotations and language marked, so that screen readers and Word know them."""

from __future__ import annotations

import io
import re
from typing import Any

from corpus.dutch import dutch_day
from retrieval.answer_texts import ANOTHER_SAYS
from retrieval.citation_formats import described, key_line
from retrieval.citations import document_link
from retrieval.evidence import texts
from retrieval.evidence.pack import EvidencePack
from retrieval.evidence.parts import Part, parts_of
from retrieval.results import Citation

_LANGUAGE = "nl-NL"
_FONT = "Calibri"
_HEADING_COLOUR = "154273"  # 10:1 on white
_KEY_POINTS, _FOOTER_POINTS = 8, 9  # sizes of letters: of the line that programs read, and below the page
# What XML cannot hold: https://www.w3.org/TR/xml/#charsets
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_docx(pack: EvidencePack) -> bytes:
    """Return the pack as an Office Open XML document."""
    import docx

    document = docx.Document()
    _set_styles(document)
    answer = pack.answer
    properties = document.core_properties
    properties.title = _clean(f"{texts.heading(pack)}: {answer.question}")[:255]  # as much as the format allows
    properties.author, properties.language = "Veiligheidswijzer", _LANGUAGE
    properties.created = properties.modified = pack.made_at
    properties.comments = ""  # the template's, about python-docx
    _set_page(document, f"{texts.heading(pack)}, {dutch_day(pack.made_at.astimezone().date())}. ")
    document.add_heading(texts.heading(pack), 1)
    document.add_paragraph(texts.note(pack)).runs[0].bold = True
    document.add_heading(texts.asked_heading(pack), 2)
    document.add_paragraph(_clean(answer.question))
    document.add_heading(texts.quoted_heading(pack), 2)
    if missing := texts.not_found(pack):
        document.add_paragraph(missing)
    for number, citation in enumerate(pack.quoted):
        if number:
            document.add_paragraph(ANOTHER_SAYS)
        _add_quotation(document, [Part(citation.text, answers=False)])
        _add_foot(document, citation, pack.base)
    document.add_heading(texts.PASSAGES, 2)
    if not answer.hits:
        document.add_paragraph(texts.NOTHING)
    for hit in answer.hits:
        document.add_heading(_clean(f"{hit.rank}. {hit.passage.title}"), 3)
        _add_quotation(document, parts_of(hit.passage, answer.citations))
        _add_foot(document, hit.citation, pack.base)
    document.add_heading(texts.ACCOUNT, 2)
    for name, value in texts.account(pack):
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{name}: ").bold = True
        paragraph.add_run(_clean(value))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _add_quotation(document: Any, parts: list[Part]) -> None:
    """Add a quotation in its marks, the answer in it bold and underlined: colour alone would not reach everybody."""
    paragraph = document.add_paragraph(style="Quote")
    for part in (Part("“", answers=False), *parts, Part("”", answers=False)):
        run = paragraph.add_run(_clean(part.text))
        run.bold = run.underline = part.answers or None


def _add_foot(document: Any, citation: Citation, base: str) -> None:
    from docx.shared import Pt

    document.add_paragraph(_clean(described(citation))).paragraph_format.keep_with_next = True
    if base:
        _add_link(document.add_paragraph(), document_link(citation.passage, base))
    document.add_paragraph().add_run(_clean(key_line(citation))).font.size = Pt(_KEY_POINTS)


def _add_link(paragraph: Any, address: str) -> None:
    """Add a link to a paragraph, for which python-docx has no method."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run = paragraph.add_run(f"{texts.OPEN}: {address}")
    run.underline = True
    link.append(run._r)
    paragraph._p.append(link)


def _set_page(document: Any, footer: str) -> None:
    """Make the American page of the template A4, with `footer` and the number of the page below it."""
    from docx.shared import Mm, Pt

    [section] = document.sections
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(25)
    [paragraph] = section.footer.paragraphs
    paragraph.add_run(f"{footer}{texts.PAGE} ")
    _add_field(paragraph, "PAGE")
    paragraph.add_run(f" {texts.OF_PAGES} ")
    _add_field(paragraph, "NUMPAGES")
    for run in paragraph.runs:
        run.font.size = Pt(_FOOTER_POINTS)


def _add_field(paragraph: Any, name: str) -> None:
    """Add a field that Word fills in, for which python-docx has no method; it says 1 until then."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    def add(tag: str, text: str = "", **attributes: str) -> None:
        element = OxmlElement(f"w:{tag}")
        for attribute, value in attributes.items():
            element.set(qn(f"w:{attribute}"), value)
        element.text = text or None
        paragraph.add_run()._r.append(element)

    add("fldChar", fldCharType="begin")
    add("instrText", f" {name} ")
    add("fldChar", fldCharType="separate")
    add("t", "1")
    add("fldChar", fldCharType="end")


def _set_styles(document: Any) -> None:
    """Make python-docx's English template Dutch, and readable: dark headings, no long stretches of italics."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Cm, RGBColor

    styles = document.styles
    defaults = styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
    language = defaults.find(qn("w:lang"))
    if language is None:
        language = OxmlElement("w:lang")
        defaults.append(language)
    language.set(qn("w:val"), _LANGUAGE)
    if (theme := document.settings.element.find(qn("w:themeFontLang"))) is not None:
        theme.set(qn("w:val"), _LANGUAGE)
    styles["Normal"].font.name = _FONT
    for level in (1, 2, 3):
        styles[f"Heading {level}"].font.color.rgb = RGBColor.from_string(_HEADING_COLOUR)
    styles["Quote"].font.italic = False
    styles["Quote"].paragraph_format.left_indent = Cm(0.75)


def _clean(text: str) -> str:
    return _NO_XML.sub("\ufffd", text)
