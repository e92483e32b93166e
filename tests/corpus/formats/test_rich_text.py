"""Rich text: styles, numbers, tables, footnotes and letters as the file has them."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.failures import UnreadableError
from corpus.formats.rich_text import read_rich_text
from corpus.formats.word_paragraphs import elements_of
from corpus.structure import TITLE_LEVEL, Block, Element, Heading

STYLES = r"{\stylesheet{\s0 Normal;}{\s1\b heading 1;}{\s2 heading 2;}{\s9 toc 1;}{\s60 Title;}{\*\cs27 Quote Char;}}"


def read(path: Path, body: str) -> list[Element]:
    path.write_bytes((r"{\rtf1\ansi\ansicpg1252" + STYLES + body + "}").encode("latin-1"))
    return elements_of(read_rich_text(path)[0])


def test_headings_have_the_level_of_their_style(tmp_path: Path) -> None:
    found = read(
        tmp_path / "a.rtf",
        r"\pard\plain\s60 Nota\par\pard\plain\s9 Beleid\tab 2\par\pard\plain\s1 {\listtext 1.\tab}Beleid\par"
        r"\pard\plain\s0 Tekst.\par\pard\s2 Doel\par\pard Slot.\par\pard\outlinelevel0 Einde\par",
    )
    assert found == [
        Heading(TITLE_LEVEL, "Nota"), Heading(1, "1. Beleid"), Block("Tekst."), Heading(2, "Doel"), Block("Slot."),
        Heading(1, "Einde"),
    ]  # fmt: skip


def test_lists_keep_their_numbers_and_depth(tmp_path: Path) -> None:
    items = (
        (r"{\listtext 1.\tab}", 360, "een"),
        (r"{\pntext a)\tab}", 720, "aa"),
        (r"{\listtext\u61623\'3f\tab}", 1080, "b"),
        (r"{\listtext 2.\tab}", 360, "twee"),
    )
    body = "".join(rf"\pard {label}\li{left} {text}\par" for label, left, text in items)
    assert read(tmp_path / "a.rtf", body) == [Block("1. een\n  a) aa\n    - b\n2. twee")]


def test_a_table_is_rows(tmp_path: Path) -> None:
    rows = (("Gebied", "Aantal"), ("Markt", "7"))
    body = "".join(r"\trowd\pard\intbl " + "".join(rf"{cell}\cell " for cell in row) + r"\row " for row in rows)
    assert read(tmp_path / "a.rtf", body + r"\pard Slot.\par") == [Block("Gebied | Aantal\nMarkt | 7"), Block("Slot.")]


def test_footnotes_stand_behind_their_paragraph(tmp_path: Path) -> None:
    body = r"\pard Tekst{\super\chftn{\footnote\pard\plain\chftn  Zie de wet.}} gaat door.\par\pard Slot.\par"
    assert read(tmp_path / "a.rtf", body) == [
        Block("Tekst gaat door."), Block("1 Zie de wet.", is_note=True), Block("Slot."),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (r"Caf\'e9 \u233?\'e9n", "Café één"),
        (r"{\uc2\u8364\'80\'80 5}", "€ 5"),
        (r"\u-10179?\u-8704?", "😀"),
        (r"a\{b\}\\c \emdash  d\~e", "a{b}\\c — d\xa0e"),
        (r"zicht{\v baar}{\deleted weg}{\field{\*\fldinst HYPERLINK x}{\fldrslt baar}}", "zichtbaar"),
        (r"voor{\pict 00ff}{\*\iets anders}{\bin4 {}{} na}", "voor na"),
    ],
)
def test_letters_are_those_on_paper(tmp_path: Path, written: str, text: str) -> None:
    assert read(tmp_path / "a.rtf", rf"\pard {written}.\par") == [Block(f"{text}.")]


def test_it_says_its_title_and_dates(tmp_path: Path) -> None:
    read(tmp_path / "a.rtf", r"{\info{\title Nota}{\subject Toezicht}{\creatim\yr2024\mo3\dy12\hr9}}\pard Tekst.\par")
    assert read_rich_text(tmp_path / "a.rtf")[1] == {"title": "Nota", "created": "2024-03-12"}


@given(
    st.lists(st.sampled_from([*r"{}\*;a 1é", r"\par ", r"\cell ", r"\footnote ", r"\u-5?", r"\bin9 ", r"\'e9", r"\s1"]))
)
@settings(max_examples=150, deadline=None)
def test_anything_is_read_or_told(tmp_path_factory: pytest.TempPathFactory, parts: list[str]) -> None:
    with suppress(UnreadableError):
        read(tmp_path_factory.mktemp("rtf") / "a.rtf", "".join(parts))
