"""PowerPoint: every slide is a page with its own title, and nothing of it is lost or said elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pptx import Presentation
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls

from corpus import Document, FailureKind, PagesWithoutText, ReadFailure
from tests.corpus.formats.test_formats import document, heading_of, read

TITLE_AND_TEXT, BLANK = 1, 6  # layouts


def with_slide(deck: Any, title: str, *paragraphs: tuple[int, str]) -> Any:
    """Add a slide with paragraphs, each on a level of the list, 0 for the outermost."""
    slide = deck.slides.add_slide(deck.slide_layouts[TITLE_AND_TEXT])
    slide.shapes.title.text = title
    frame = slide.placeholders[1].text_frame
    for number, (level, text) in enumerate(paragraphs):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.text, paragraph.level = text, level
    return slide


def with_picture(deck: Any, folder: Path) -> Any:
    slide = deck.slides.add_slide(deck.slide_layouts[BLANK])
    Image.new("RGB", (20, 20)).save(folder / "foto.png")
    slide.shapes.add_picture(str(folder / "foto.png"), 0, 0)
    return slide


def pages(read_document: Document) -> list[tuple[int | None, tuple[str, ...], str]]:
    return [(s.page, s.headings, read_document.text[s.start : s.end]) for s in read_document.sections]


def test_notes_stand_behind_the_text_of_their_slide(tmp_path: Path) -> None:
    deck = Presentation()
    with_slide(deck, "Nota camera’s", (0, "De inhoud."))
    slide = with_slide(deck, "Kosten", (0, "Het kost € 500."))
    slide.notes_slide.notes_text_frame.text = "Zeg erbij dat dit een raming is."
    with_slide(deck, "Slot", (0, "Vragen?"))
    deck.save(str(tmp_path / "a.pptx"))
    assert pages(document(read(tmp_path / "a.pptx"))) == [
        (1, (), "De inhoud."),
        (2, ("Kosten",), "Het kost € 500."),
        (2, ("Kosten", "Notities"), "Zeg erbij dat dit een raming is."),
        (3, ("Slot",), "Vragen?"),
    ]


def test_slides_that_are_pictures_are_told_and_tables_stay_on_their_slide(tmp_path: Path) -> None:
    deck = Presentation()
    with_slide(deck, "Nota", (0, "Tekst."))
    with_picture(deck, tmp_path)
    slide = with_slide(deck, "Tabel")
    table = slide.shapes.add_table(2, 2, 0, 0, 900_000, 900_000).table
    for number, text in enumerate(("Gebied", "Aantal", "Markt", "7")):
        table.cell(*divmod(number, 2)).text = text
    deck.save(str(tmp_path / "a.pptx"))
    items = read(tmp_path / "a.pptx")
    assert pages(document(items)) == [(1, (), "Tekst."), (3, ("Tabel",), "Gebied | Aantal\nMarkt | 7")]
    assert items[1:] == [PagesWithoutText(str(tmp_path / "a.pptx"), "a.pptx", (2,), 3)]


def test_a_presentation_of_pictures_is_told(tmp_path: Path) -> None:
    deck = Presentation()
    with_picture(deck, tmp_path)
    deck.save(str(tmp_path / "a.pptx"))
    (failure,) = read(tmp_path / "a.pptx")
    assert isinstance(failure, ReadFailure)
    assert failure.kind is FailureKind.SCANNED
    assert "als PDF" in failure.reason


@pytest.mark.parametrize("first", [True, False])
def test_a_slide_without_a_title_stands_under_no_other_one(tmp_path: Path, first: bool) -> None:
    deck = Presentation()
    if not first:
        with_slide(deck, "Nota", (0, "Tekst."))
    slide = deck.slides.add_slide(deck.slide_layouts[BLANK])
    slide.shapes.add_textbox(0, 0, 900_000, 900_000).text_frame.text = "Een los tekstvak."
    with_slide(deck, "Slot", (0, "Vragen?"))
    deck.save(str(tmp_path / "a.pptx"))
    found = document(read(tmp_path / "a.pptx"))
    assert found.title == ("Slot" if first else "Nota")
    assert heading_of(found, "Een los tekstvak.") == (f"Dia {1 if first else 2}",)


def test_lists_have_the_bullets_and_numbers_that_are_shown(tmp_path: Path) -> None:
    deck = Presentation()
    slide = with_slide(deck, "Nota", (0, "Toezicht:"), (1, "camera’s"), (1, "boa’s"), (0, "Zorg"))
    frame = slide.shapes.add_textbox(0, 0, 900_000, 900_000).text_frame
    for number, (text, mark) in enumerate(
        [("Eerst dit:", None), ("melden", "buAutoNum"), ("wegen", "buAutoNum"), ("En klaar.", "buNone")]
    ):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.text = text
        if mark:
            kind = ' type="arabicPeriod"' if mark == "buAutoNum" else ""
            paragraph._p.get_or_add_pPr().append(parse_xml(f"<a:{mark} {nsdecls('a')}{kind}/>"))
    deck.save(str(tmp_path / "a.pptx"))
    assert document(read(tmp_path / "a.pptx")).text == (
        "Nota\n\n- Toezicht:\n  - camera’s\n  - boa’s\n- Zorg\n\nEerst dit:\n\n1. melden\n2. wegen\n\nEn klaar."
    )


def test_one_paragraph_is_no_list(tmp_path: Path) -> None:
    deck = Presentation()
    with_slide(deck, "Nota", (0, "De burgemeester sluit het pand."))
    deck.save(str(tmp_path / "a.pptx"))
    assert document(read(tmp_path / "a.pptx")).text == "Nota\n\nDe burgemeester sluit het pand."
