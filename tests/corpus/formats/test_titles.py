"""The title of a document: of its metadata if that is one, else its first heading, else the name of its file."""

from __future__ import annotations

from pathlib import Path

import docx as word
import pytest
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate

from corpus import Document, find_sources, read_source
from tests.corpus.making_files import INTRODUCTION, SENTENCE, eml, pdf

HEADING = "Beleidsregel cameratoezicht"


def title_of(path: Path) -> str:
    (file,) = find_sources([path]).files
    document = next(iter(read_source(file)))
    assert isinstance(document, Document)
    return document.title


def docx(path: Path, *, title: str = "", subject: str = "", heading: str = HEADING) -> Path:
    document = word.Document()
    document.core_properties.title, document.core_properties.subject = title, subject
    if heading:
        document.add_heading(heading, 1)
    document.add_paragraph(SENTENCE)
    document.add_paragraph("Deze notitie gaat over de openbare orde en over camera's.")
    document.save(str(path))
    return path


def test_a_title_that_the_file_states_is_its_title(tmp_path: Path) -> None:
    stated = "Regels voor camera's en de openbare orde"
    assert title_of(docx(tmp_path / "z-24-123.docx", title=stated)) == stated


@pytest.mark.parametrize("subject", ["Onderwerp", "Openbare orde", "Camera's"])
def test_the_subject_of_a_file_is_no_title(tmp_path: Path, subject: str) -> None:
    assert title_of(docx(tmp_path / "a.docx", subject=subject)) == HEADING


def test_the_subject_of_mail_is_its_title(tmp_path: Path) -> None:
    eml(tmp_path / "mail.eml")
    assert title_of(tmp_path / "mail.eml") == "Nota cameratoezicht"


@pytest.mark.parametrize(
    "title",
    [
        "Document1",
        "Document 1 [alleen-lezen]",
        "Microsoft Word - x.doc",
        "Microsoft Word - Notitie camera's",
        "Template Notitie",
        "Notitie (sjabloon)",
        "Sjabloon notitie openbare orde",
        "PowerPoint-presentatie",
        "PowerPoint Presentation",
        "Naamloos document",
        "Geen titel",
        "[Titel notitie]",
        "Typ hier de titel van de notitie",
        "Titel van het document",
        "camerabeleid def v2",
        "camerabeleid-def-v2",
        "Z/24/012345",
    ],
)
def test_what_programs_and_templates_put_there_is_no_title(tmp_path: Path, title: str) -> None:
    assert title_of(docx(tmp_path / "camerabeleid_def_v2.docx", title=title)) == HEADING


def test_the_name_of_the_file_is_the_title_where_the_text_has_it_or_no_heading(tmp_path: Path) -> None:
    own = "Notitie openbare orde"
    assert title_of(docx(tmp_path / "Notitie openbare orde.docx", title=own, heading="")) == own
    assert title_of(docx(tmp_path / "Openbare orde.docx", title="Openbare orde")) == "Openbare orde"


def test_the_subject_of_a_pdf_is_no_title(tmp_path: Path) -> None:
    pdf(tmp_path / "a.pdf", subject="Onderwerp van de nota")
    assert title_of(tmp_path / "a.pdf") == "Nota cameratoezicht"


@pytest.mark.parametrize(
    ("first", "title", "rest"),
    [
        (
            "Advies cameratoezicht voor de raad\tDoor A. de Vries",
            "Advies cameratoezicht voor de raad",
            "Door A. de Vries",
        ),
        ("Betreft\tVaststelling van het beleid", "Vaststelling van het beleid", ""),
    ],
)
def test_a_first_line_is_the_title_up_to_its_tab(tmp_path: Path, first: str, title: str, rest: str) -> None:
    document = word.Document()
    for text in (first, SENTENCE, SENTENCE):
        document.add_paragraph(text)
    document.save(str(tmp_path / "a.docx"))
    (read,) = read_source(find_sources([tmp_path / "a.docx"]).files[0])
    assert isinstance(read, Document)
    assert (read.title, rest in read.text) == (title, True)
    assert "Door" not in read.title


SITE = "Overheid.nl &gt; Officiële bekendmakingen"
REGULATIONS = "Lokale wet- en regelgeving"


@pytest.mark.parametrize(
    ("stated", "body", "title"),
    [
        pytest.param(f"Gemeenteblad 2024, 12345 | {SITE}", f"<h1>{HEADING}</h1>", HEADING, id="gazette"),
        pytest.param(f"Gemeenteblad 2024, 12345 | {SITE}", f"<h2>{HEADING}</h2>", HEADING, id="gazette without h1"),
        pytest.param("Staatscourant 2024, 5", f"<p>Staatscourant 2024, 5</p><h2>{HEADING}</h2>", HEADING, id="state"),
        pytest.param(f"{HEADING} | {REGULATIONS}", f"<h1>{HEADING}</h1>", HEADING, id="regulations"),
        pytest.param(f"{HEADING} | Gemeente Voorbeeldstad", "<h2>Wat is het?</h2>", HEADING, id="municipality"),
        pytest.param(f"Gemeente Voorbeeldstad | {HEADING}", "<h2>Wat is het?</h2>", HEADING, id="municipality first"),
        pytest.param(f"{HEADING} - Gemeente Voorbeeldstad", "<h2>Wat is het?</h2>", HEADING, id="hyphen"),
        pytest.param(f"{HEADING} - openbare orde", "<h2>Wat?</h2>", f"{HEADING} - openbare orde", id="no site"),
        pytest.param(HEADING, "<h1>Gemeente Voorbeeldstad</h1><h2>Wat?</h2>", HEADING, id="logo"),
        pytest.param(HEADING, "<h1>Menu</h1><h1>Zoeken</h1>", HEADING, id="two of the outermost level"),
        pytest.param(f"Nieuws | {HEADING}", f"<h1>{HEADING}</h1>", HEADING, id="other way round"),
    ],
)
def test_the_title_of_a_web_page_is_not_that_of_its_site(stated: str, body: str, title: str, tmp_path: Path) -> None:
    text = (
        "<p>Gemeente Voorbeeldstad, Gemeenteblad 2024, 12345; Overheid.nl, officiële bekendmakingen; lokale wet- en "
        "regelgeving; nieuws.</p><p>Deze beleidsregel gaat over cameratoezicht en de openbare orde.</p>"
    )
    page = f"<html><head><meta charset='utf-8'><title>{stated}</title></head><body>{body}{text}</body></html>"
    (tmp_path / "gmb-2024-12345.html").write_text(page, "utf-8")
    assert title_of(tmp_path / "gmb-2024-12345.html") == title


CHAPTERS = ("1. Inleiding", "2. Juridisch kader", "3. Handhaving")
NOTA = "Nota cameratoezicht"


def chapters_docx(path: Path, headings: tuple[str, ...]) -> None:
    document = word.Document()
    document.core_properties.title = ""
    for heading in headings:
        document.add_heading(heading, 1)
        document.add_paragraph(f"{INTRODUCTION} {SENTENCE}")
    document.save(str(path))


def chapters_md(path: Path, headings: tuple[str, ...]) -> None:
    path.write_text("\n\n".join(f"# {heading}\n\n{INTRODUCTION}" for heading in headings), "utf-8")


def chapters_pdf(path: Path, headings: tuple[str, ...]) -> None:
    styles = getSampleStyleSheet()
    parts = [(heading, f"{INTRODUCTION} {SENTENCE} " * 5) for heading in headings]
    story = [Paragraph(t, styles[s]) for part in parts for t, s in zip(part, ("Heading1", "BodyText"), strict=True)]
    SimpleDocTemplate(str(path)).build(story)


@pytest.mark.parametrize(
    ("headings", "title"),
    [
        pytest.param(CHAPTERS, "stuk 12", id="numbers"),
        pytest.param(("Inleiding", "Juridisch kader", "Handhaving"), "stuk 12", id="the name of a part"),
        pytest.param(("I. Aanpak", "II. Juridisch kader", "III. Handhaving"), "stuk 12", id="Roman numbers"),
        pytest.param((NOTA, *CHAPTERS), NOTA, id="below a title of their level"),
        pytest.param(("5 Vragen over drugs", "Wat mag?"), "5 Vragen over drugs", id="a number that counts nothing"),
    ],
)
@pytest.mark.parametrize("write", [chapters_docx, chapters_md, chapters_pdf])
def test_no_chapter_is_the_title(write, headings: tuple[str, ...], title: str, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / f"stuk-12.{write.__name__.removeprefix('chapters_')}"
    write(path, headings)
    document = next(iter(read_source(find_sources([path]).files[0])))
    assert isinstance(document, Document)
    assert document.title == title
    assert [s.headings for s in document.sections if s.headings] == [(h,) for h in headings if h != title]
