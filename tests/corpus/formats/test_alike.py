"""The same document as Word, OpenDocument and PDF has the same title and headings."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import docx as word
import pytest
from docx.shared import Pt, RGBColor
from docx.text.paragraph import Paragraph as WordParagraph
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, Paragraph

from corpus.documents import Document
from corpus.reading import read_source
from corpus.sources import SourceFile
from tests.corpus.making_files import pdf

TITLE = "Uitvoeringsplan toezicht en handhaving"
BODY = (
    "De gemeente houdt toezicht op de openbare ruimte en handhaaft waar dat nodig is voor de veiligheid van bewoners. "
    "Daarbij werkt zij samen met de politie, het Openbaar Ministerie en de woningcorporaties in de wijken. "
)
Outline = Sequence[tuple[int, str]]
OUTLINE: Outline = (
    (1, "Aanleiding"),
    (1, "Aanpak van overlast"),
    (2, "Wat doen wij in het centrum?"),
    (2, "Samenwerking met de politie"),
    (1, "Kosten en planning"),
)
NUMBERS = ("1.", "2.", "2.1", "2.2", "3.")

# How a heading of a level is set: as markup of a PDF paragraph, and in Word.
Look = Mapping[int, tuple[str, Callable[[WordParagraph], None]]]


def _bold(paragraph: WordParagraph) -> None:
    paragraph.runs[0].bold = True


def _underlined(paragraph: WordParagraph) -> None:
    paragraph.runs[0].underline = True


def _sized(size: float) -> Callable[[WordParagraph], None]:
    def set_size(paragraph: WordParagraph) -> None:
        paragraph.runs[0].font.size = Pt(size)

    return set_size


def _styled(name: str, *, bold: bool = False) -> Callable[[WordParagraph], None]:
    """Set the style, and make its type as some of Word are: in blue, and no larger than the text."""

    def set_style(paragraph: WordParagraph) -> None:
        paragraph.style = name
        font = paragraph.style.font
        font.bold, font.size, font.italic, font.color.rgb = bold, Pt(11), False, RGBColor(0x1F, 0x37, 0x63)

    return set_style


LOOKS: Mapping[str, Look] = {
    "bold above underlined": {1: ("<b>{}</b>", _bold), 2: ("<u>{}</u>", _underlined)},
    "underlined above bold": {1: ("<u>{}</u>", _underlined), 2: ("<b>{}</b>", _bold)},
    "larger above bold": {1: ('<font size="14">{}</font>', _sized(14)), 2: ("<b>{}</b>", _bold)},
    "larger and larger": {1: ('<font size="16">{}</font>', _sized(16)), 2: ('<font size="13">{}</font>', _sized(13))},
    "styles in colour, of the size of the text": {
        1: ('<font color="#1f3763"><b>{}</b></font>', _styled("Heading 1", bold=True)),
        2: ('<font color="#1f3763">{}</font>', _styled("Heading 4")),
    },
}


def _as_word(path: Path, look: Look, headings: Outline, without_text: str = "") -> None:
    document = word.Document()
    document.styles["Normal"].font.size = Pt(11)
    document.add_paragraph(TITLE)
    for level, text in headings:
        look[level][1](document.add_paragraph(text))
        if text != without_text:
            document.add_paragraph(BODY * 3)
    document.save(str(path))


def _as_pdf(path: Path, look: Look, headings: Outline, without_text: str = "") -> None:
    plain = ParagraphStyle("tekst", fontSize=11, leading=14, spaceBefore=10, alignment=TA_JUSTIFY)
    story: list[Flowable] = [Paragraph(TITLE, plain)]
    for level, text in headings:
        story.append(Paragraph(look[level][0].format(text), plain))
        if text != without_text:
            story.append(Paragraph(BODY * 3, plain))
    pdf(path, story)


def read(path: Path) -> Document:
    (document,) = read_source(SourceFile(path, path.parent, path.name, None))
    assert isinstance(document, Document), document
    return document


def paths(document: Document) -> list[tuple[str, ...]]:
    return list(dict.fromkeys(section.headings for section in document.sections))


def expected(headings: Outline) -> list[tuple[str, ...]]:
    """The heading paths of the texts below these headings."""
    found: list[tuple[str, ...]] = []
    for level, text in headings:
        found.append((*(found[-1][: level - 1] if found else ()), text))
    return found


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_headings_without_a_style_are_seen_in_both(tmp_path: Path, look: Look, kind: str) -> None:
    path = tmp_path / f"plan.{kind}"
    (_as_pdf if kind == "pdf" else _as_word)(path, look, OUTLINE)
    assert read(path).title == TITLE
    assert paths(read(path)) == expected(OUTLINE)


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_bold_headings_have_their_level_by_number(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"plan.{kind}"
    look = {1: LOOKS["bold above underlined"][1], 2: LOOKS["bold above underlined"][1]}
    numbered = tuple((level, f"{number} {text}") for number, (level, text) in zip(NUMBERS, OUTLINE, strict=True))
    (_as_pdf if kind == "pdf" else _as_word)(path, look, numbered)
    assert paths(read(path)) == expected(numbered)


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_bold_headings_of_a_proposal_stand_beside_that_of_its_arguments(tmp_path: Path, kind: str) -> None:
    outline = (
        (1, "Inleiding"),
        (1, "Argumenten"),
        (2, "1.1 De verordening past bij de wet"),
        (2, "1.2 De verordening werkt"),
        (1, "Kanttekeningen"),
        (2, "1.1 De lasten nemen toe"),
        (1, "Financiën"),
    )
    path = tmp_path / f"plan.{kind}"
    look = {1: LOOKS["bold above underlined"][1], 2: LOOKS["bold above underlined"][1]}
    (_as_pdf if kind == "pdf" else _as_word)(path, look, outline, "Argumenten")
    assert paths(read(path)) == [found for found in expected(outline) if found != ("Argumenten",)]


LINK = '<u><font color="#0563c1">Lees meer over het veiligheidsbeleid</font></u>'


@pytest.mark.parametrize(
    "marked",
    [
        pytest.param(LINK, id="a link"),
        pytest.param(f"<u>De raad besluit in meerderheid</u> {BODY.lower()}", id="the beginning of a paragraph"),
        pytest.param("<u>Gemeente Voorbeeldstad,</u>", id="a line that does not end as a heading"),
    ],
)
def test_what_is_underlined_for_another_reason_is_no_heading(tmp_path: Path, marked: str) -> None:
    style = ParagraphStyle("tekst", fontSize=11, leading=14, spaceBefore=10)
    parts = (TITLE, BODY * 3, "<u>Aanpak</u>", BODY * 3, marked, BODY * 3)
    pdf(tmp_path / "plan.pdf", [Paragraph(part, style) for part in parts])
    assert paths(read(tmp_path / "plan.pdf")) == [(), ("Aanpak",)]


@pytest.mark.long
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_what_libreoffice_makes_of_it_has_the_same_headings(tmp_path: Path, look: Look) -> None:
    _as_word(tmp_path / "plan.docx", look, OUTLINE)
    for kind in ("pdf", "odt", "doc", "rtf"):
        profile = f"-env:UserInstallation={(tmp_path / 'profiel').as_uri()}"
        subprocess.run(
            ["soffice", "--headless", profile, "--convert-to", kind, "--outdir", str(tmp_path), "plan.docx"],
            cwd=tmp_path,
            check=True,
            capture_output=True,
            timeout=600,
        )
        found = read(tmp_path / f"plan.{kind}")
        assert (kind, found.title, paths(found)) == (kind, TITLE, expected(OUTLINE))
