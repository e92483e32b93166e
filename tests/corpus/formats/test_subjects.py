"""A document that begins with its kind, its sender or a mark is called after its subject."""

from __future__ import annotations

from pathlib import Path

import docx as word
import pytest
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from corpus import Document, find_sources, read_source
from tests.corpus.making_files import INTRODUCTION, SENTENCE

SUBJECT = "Cameratoezicht bij het station"
BODY = f"{INTRODUCTION} {SENTENCE}"
CHAPTERS = ("# Aanleiding", BODY, "# Financiën", BODY)

# Lines: "# " begins a heading, "T " the title, "| " a row of a table.
CASES = (
    pytest.param(("T Memo", "Aan: de raad", f"Onderwerp: {SUBJECT}", *CHAPTERS), f"Memo: {SUBJECT}", id="memo"),
    pytest.param(("T Raadsvoorstel", f"| Onderwerp | {SUBJECT}", "| Datum | 3 april", *CHAPTERS),
                 f"Raadsvoorstel: {SUBJECT}", id="row"),
    pytest.param(("T Collegevoorstel", "# Onderwerp", SUBJECT, *CHAPTERS), f"Collegevoorstel: {SUBJECT}", id="heading"),
    pytest.param(("T Gemeente Voorbeeldstad", f"Betreft: {SUBJECT}", *CHAPTERS), SUBJECT, id="sender"),
    pytest.param(("T Gemeente Voorbeeldstad", "# Raadsinformatiebrief", f"Onderwerp: {SUBJECT}", *CHAPTERS),
                 f"Raadsinformatiebrief: {SUBJECT}", id="sender and kind"),
    pytest.param(("T Memo", "# Cameratoezicht in het centrum", BODY, *CHAPTERS), "Memo: Cameratoezicht in het centrum",
                 id="next heading"),
    pytest.param(("T Raadsvoorstel", f"Onderwerp: Raadsvoorstel {SUBJECT.lower()}", *CHAPTERS),
                 f"Raadsvoorstel {SUBJECT.lower()}", id="kind in the subject"),
    pytest.param(("T CONCEPT", f"# {SUBJECT}", BODY, "## Doel", BODY), SUBJECT, id="concept"),
    pytest.param(("T CONCEPT", "# Raadsvoorstel", f"Onderwerp: {SUBJECT}", *CHAPTERS), f"Raadsvoorstel: {SUBJECT}",
                 id="concept of a kind"),
    pytest.param(("T Pagina 1 van 3", f"# {SUBJECT}", BODY, "## Doel", BODY), SUBJECT, id="page mark"),
    pytest.param(("T Memo", *CHAPTERS), "overlast in noord", id="no subject"),
    pytest.param(("Raadsvoorstel", f"Onderwerp: {SUBJECT}", "# Voorgesteld besluit", BODY, "# Inleiding", BODY),
                 f"Raadsvoorstel: {SUBJECT}", id="above what is asked"),
    pytest.param(("Aan de leden van de raad,", f"Betreft: {SUBJECT}", *CHAPTERS), SUBJECT, id="before the file name"),
    pytest.param(("T Advies over camera's", f"Onderwerp: {SUBJECT}", *CHAPTERS), "Advies over camera's",
                 id="no kind only"),
)  # fmt: skip


def parted(line: str) -> tuple[str, str]:
    mark, _, text = line.partition(" ")
    return (mark, text) if mark in ("T", "#", "##", "|") else ("", line)


def docx(path: Path, lines: tuple[str, ...]) -> None:
    document = word.Document()
    document.core_properties.title = ""
    for mark, text in map(parted, lines):
        if mark == "|":
            cells = document.add_table(1, 2).rows[0].cells
            cells[0].text, cells[1].text = text.split(" | ")
        elif mark:
            document.add_heading(text, ("T", "#", "##").index(mark))
        else:
            document.add_paragraph(text)
    document.save(str(path))


def markdown(path: Path, lines: tuple[str, ...]) -> None:
    shown: list[str] = []
    for mark, text in map(parted, lines):
        row = "|---|---|\n" if mark == "|" and not (shown and "|" in shown[-1]) else ""
        shown.append(f"| {text} |\n{row}" if mark == "|" else f"\n{mark.replace('T', '#')} {text}\n")
    path.write_text("".join(shown), "utf-8")


def pdf(path: Path, lines: tuple[str, ...]) -> None:
    styles = getSampleStyleSheet()
    names = {"T": "Title", "#": "Heading2", "##": "Heading3", "": "BodyText"}
    story = [
        Table([text.split(" | ")]) if mark == "|" else Paragraph(text * (3 if text == BODY else 1), styles[names[mark]])
        for mark, text in map(parted, lines)
    ]
    SimpleDocTemplate(str(path), title="brief.html").build(story)


def text(path: Path, lines: tuple[str, ...]) -> None:
    path.write_text("\n\n".join(behind for _, behind in map(parted, lines)), "utf-8")


@pytest.mark.parametrize("write", [docx, markdown, pdf, text])
@pytest.mark.parametrize(("lines", "title"), CASES)
def test_a_title_says_what_a_document_is_about(write, lines: tuple[str, ...], title: str, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / f"overlast-in-noord.{ {'markdown': 'md', 'text': 'txt'}.get(write.__name__, write.__name__) }"
    write(path, lines)
    (document,) = read_source(find_sources([path]).files[0])
    assert isinstance(document, Document)
    assert document.title == title
    kinds = {"Memo", "Raadsvoorstel", "Collegevoorstel", "Raadsinformatiebrief", "CONCEPT", "Gemeente Voorbeeldstad"}
    assert not kinds & {heading for section in document.sections for heading in section.headings}


@pytest.mark.parametrize(
    "heading",
    [
        *("Gevraagd besluit", "Voorgesteld besluit", "Beslispunten", "Samenvatting", "Wij stellen u voor", "Advies"),
        *("Ontwerpbesluit", "Kennisnemen van", "Besluit", "Het college stelt de raad voor:"),
    ],
)
@pytest.mark.parametrize("write", [docx, pdf])
def test_the_subject_in_the_table_above_comes_before_the_part_below_it(  # type: ignore[no-untyped-def]
    write, heading: str, tmp_path: Path
) -> None:
    rows = ("| Raadsvoorstel | ", f"| Onderwerp | {SUBJECT}", "| Datum raad | 4 juli 2024")
    path = tmp_path / f"Z24.00123.{write.__name__}"
    write(path, (*rows, f"# {heading}", BODY, "# Inleiding", BODY, "## Doel", BODY))
    (document,) = read_source(find_sources([path]).files[0])
    assert isinstance(document, Document)
    assert document.title == f"Raadsvoorstel: {SUBJECT}"
    assert heading.rstrip(":") in {h.rstrip(":") for section in document.sections for h in section.headings}


@pytest.mark.parametrize("write", [docx, pdf])
@pytest.mark.parametrize(
    ("lines", "name", "title"),
    [
        pytest.param(("Gemeente Voorbeeldstad, afdeling Zorg. Dit is de nota.", *CHAPTERS), "Nota drugs", "Nota drugs",
                     id="two sentences"),
        pytest.param(("Dit is de nota over drugs.", *CHAPTERS), "Nota drugs", "Nota drugs", id="a sentence"),
        pytest.param(("Toezicht in de nacht, methode en kosten.", *CHAPTERS), "stuk 12",
                     "Toezicht in de nacht, methode en kosten.", id="a full stop behind a title"),
        pytest.param(("Voorbeeldstad", "# Besluit", "De burgemeester van Voorbeeldstad besluit.", BODY), "stuk 12",
                     "Besluit", id="a place"),
        pytest.param(("T Voorbeeldstad", "# Nota cameratoezicht", "De burgemeester van Voorbeeldstad besluit.",
                      "## Doel", BODY), "stuk 12", "Nota cameratoezicht", id="a place as a heading"),
        pytest.param(("T VOORBEELDSTAD", "# Nota cameratoezicht", "De burgemeester van Voorbeeldstad besluit.",
                      "## Doel", BODY), "stuk 12", "Nota cameratoezicht", id="a place in capitals"),
        pytest.param(("T CONCEPT", "T Voorbeeldstad", "T Nota cameratoezicht",
                      "De burgemeester van Voorbeeldstad besluit.", "## Doel", BODY), "stuk 12", "Nota cameratoezicht",
                     id="a mark and a place"),
        pytest.param(("T Besluit", "# Titel I Algemene bepalingen", BODY, "# Titel II Slot", BODY), "stuk 12",
                     "Besluit", id="a division called titel"),
        pytest.param(("T Raadsvoorstel", f"Titel: {SUBJECT}", *CHAPTERS), "stuk 12", f"Raadsvoorstel: {SUBJECT}",
                     id="a titel with a colon"),
        pytest.param(("T Raadsvoorstel Z24.00123", f"Onderwerp: {SUBJECT}", *CHAPTERS), "stuk 12",
                     f"Raadsvoorstel Z24.00123: {SUBJECT}", id="a kind with a number"),
        pytest.param(("Voorbeeldstad", "Regels voor terrassen", "Aan de raad van Voorbeeldstad.", BODY), "stuk 12",
                     "Regels voor terrassen", id="a place above a line"),
        pytest.param(("Terrassen", "De burgemeester kan regels stellen.", BODY), "stuk 12", "Terrassen", id="one word"),
        pytest.param(("Voorbeeldstad", "Postbus 10", "Aan de raad van Voorbeeldstad", f"Onderwerp: {SUBJECT}", BODY),
                     "Z24.00123", SUBJECT, id="an address"),
        pytest.param(("Geachte leden,", "Onderwerp: Cameratoezicht", BODY), "Z24.00123", "Cameratoezicht", id="a word"),
        pytest.param(("Geachte leden,", f"Onderwerp: {SUBJECT}", BODY), "raadsvoorstel", f"Raadsvoorstel: {SUBJECT}",
                     id="a kind in the file name"),
    ],
)  # fmt: skip
def test_a_sentence_or_a_place_is_no_title(  # type: ignore[no-untyped-def]
    write, lines: tuple[str, ...], name: str, title: str, tmp_path: Path
) -> None:
    path = tmp_path / f"{name}.{write.__name__}"
    write(path, lines)
    (document,) = read_source(find_sources([path]).files[0])
    assert isinstance(document, Document)
    assert document.title == title


@pytest.mark.parametrize(
    ("rows", "title"),
    [
        pytest.param(
            (f"Datum | 4 juli 2024 | Onderwerp | {SUBJECT}", "Zaak | Z24 | Steller | Jansen"), SUBJECT, id="form"
        ),
        pytest.param(("Onderwerp | Wat te doen | Wie", "Camera's | Ophangen | Politie"), "nota drugs", id="three"),
        pytest.param(("Onderwerp | Toelichting", "Camera's | Ophangen"), "nota drugs", id="two"),
        pytest.param(("Oplegger", "Onderwerp | Actie | Wie", "Camera's | Ophangen | Politie"), "nota drugs", id="kind"),
        pytest.param(("Oplegger", f"Onderwerp | : | {SUBJECT}", "Datum | : | 4 juli"), f"Oplegger: {SUBJECT}",
                     id="colons"),
    ],
)  # fmt: skip
def test_the_head_of_a_table_states_no_subject_but_a_form_does(
    rows: tuple[str, ...], title: str, tmp_path: Path
) -> None:
    document = word.Document()
    document.core_properties.title = ""
    for kind in (row for row in rows if " | " not in row):
        document.add_paragraph(kind)
    cells = [row.split(" | ") for row in rows if " | " in row]
    table = document.add_table(len(cells), len(cells[0]))
    for row, texts in zip(table.rows, cells, strict=True):
        for cell, shown in zip(row.cells, texts, strict=True):
            cell.text = shown
    document.add_heading("Voorgesteld besluit", 1)
    document.add_paragraph(BODY)
    document.save(str(tmp_path / "nota-drugs.docx"))
    (read,) = read_source(find_sources([tmp_path / "nota-drugs.docx"]).files[0])
    assert isinstance(read, Document)
    assert read.title == title


@pytest.mark.parametrize("write", [docx, markdown, pdf, text])
@pytest.mark.parametrize(
    ("title", "sentence"),
    [
        ("Handhaving", "Daarom zet de gemeente handhaving in op vrijdag en zaterdag."),
        ("Zorg en Veiligheid", "Het college van zorg en veiligheid bestaat niet, de wethouder wel."),
        ("Ondermijning", "Aan de raad van Voorbeeldstad: in onze gemeente ondermijning tegengaan is een taak."),
    ],
)
def test_a_word_behind_the_municipality_is_no_place(write, title: str, sentence: str, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / f"stuk-12.{ {'markdown': 'md', 'text': 'txt'}.get(write.__name__, write.__name__) }"
    write(path, (f"T {title}", sentence, "# Aanpak", BODY, "# Financiën", BODY))
    (document,) = read_source(find_sources([path]).files[0])
    assert isinstance(document, Document)
    assert document.title == title


@pytest.mark.parametrize("write", [docx, markdown, pdf, text])
@pytest.mark.parametrize(
    ("kind", "line"),
    [
        ("Raadsbesluit", "De raad van de gemeente Voorbeeldstad"),
        ("Collegebesluit", "Het college van burgemeester en wethouders van de gemeente Voorbeeldstad"),
        ("Besluitenlijst", "College van burgemeester en wethouders"),
        ("Besluit", "De burgemeester van Voorbeeldstad"),
        ("Notulen", "Aanwezig zijn de heer Jansen en mevrouw De Vries"),
        ("Verslag", "# Aanwezige leden"),
        ("Motie", "Wij stellen vast dat"),
        ("Amendement", "Overwegende dat"),
    ],
)
def test_who_decides_or_is_there_is_no_subject(write, kind: str, line: str, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / f"Z24.00123.{ {'markdown': 'md', 'text': 'txt'}.get(write.__name__, write.__name__) }"
    write(path, (f"T {kind}", line, BODY, *CHAPTERS))
    (document,) = read_source(find_sources([path]).files[0])
    assert isinstance(document, Document)
    assert document.title == kind


@pytest.mark.parametrize(
    "heading", [f"Onderwerp: {SUBJECT}", f"Titel van het voorstel: {SUBJECT}", f"Betreft {SUBJECT}"]
)
@pytest.mark.parametrize("write", [docx, markdown, text])
def test_the_heading_that_states_the_subject_stands_in_no_path(write, heading: str, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / f"stuk-12.{ {'markdown': 'md', 'text': 'txt'}.get(write.__name__, write.__name__) }"
    write(path, (f"T {heading}", BODY, "# Aanleiding", BODY, "## Doel", BODY))
    (document,) = read_source(find_sources([path]).files[0])
    assert isinstance(document, Document)
    assert document.title == SUBJECT
    assert heading not in {one for section in document.sections for one in section.headings}


def test_a_place_and_a_mark_above_the_title_of_a_plain_text_are_no_title(tmp_path: Path) -> None:
    text(
        tmp_path / "stuk-12.txt",
        ("CONCEPT", "Voorbeeldstad", "Nota cameratoezicht", f"De gemeente Voorbeeldstad: {BODY}"),
    )
    (document,) = read_source(find_sources([tmp_path / "stuk-12.txt"]).files[0])
    assert isinstance(document, Document)
    assert document.title == "Nota cameratoezicht"
