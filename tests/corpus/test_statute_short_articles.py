"""Articles whose text is no longer than a title, and stands behind their number as one."""

from __future__ import annotations

from pathlib import Path

import docx as word
import pytest

from corpus import Document, find_sources, read_source

TITLE = "Verordening kermis Voorbeeldstad"
DAYS = ("Artikel 1. ", "Het college wijst de dagen van de kermis aan en stelt de tijden van tevoren vast.")
ENTRY = ("Artikel 4. ", "Deze verordening treedt in werking op de dag na die van haar bekendmaking in het blad.")
SHORT = (DAYS, ("Artikel 2. ", "Overtreding is strafbaar."), ("Artikel 3. ", "Het college beslist."), ENTRY)
LAST = (DAYS, ("Artikel 2. ", "Overtreding is strafbaar."), ("", "Aldus vastgesteld op 3 mei 2024."))
CHAPTERS = (*SHORT[:2], ("Hoofdstuk 2 ", "Slot"), SHORT[2])
TITLED = (DAYS, ("Artikel 2. ", "Straf is er."), ("", "Wie iets doet, krijgt een boete."), ENTRY)
Parts = tuple[tuple[str, str], ...]


def text(path: Path, parts: Parts) -> None:
    path.write_text("\n\n".join([TITLE, *map("".join, parts)]), "utf-8")


def markdown(path: Path, parts: Parts) -> None:
    path.write_text("\n\n".join([f"# {TITLE}", *map("".join, parts)]), "utf-8")


def markdown_lines(path: Path, parts: Parts) -> None:
    path.write_text("\n".join([f"# {TITLE}\n", *map("".join, parts)]), "utf-8")


def markdown_headings(path: Path, parts: Parts) -> None:
    lines = [f"{'## ' if len(behind) < 40 and number else ''}{number}{behind}" for number, behind in parts]
    path.write_text("\n\n".join([f"# {TITLE}", *lines]), "utf-8")


def bold(path: Path, parts: Parts) -> None:
    document = word.Document()
    document.add_heading(TITLE, 1)
    for number, behind in parts:
        document.add_paragraph().add_run(number + behind).bold = bool(number) and len(behind) < 40
    document.save(str(path))


WRITERS = (("a.txt", text), ("a.md", markdown), ("a.md", markdown_lines), ("a.md", markdown_headings), ("a.docx", bold))


def articles(path: Path) -> list[tuple[str | None, str]]:
    (document,) = read_source(find_sources([path]).files[0])
    assert isinstance(document, Document)
    assert not [heading for section in document.sections for heading in section.headings if "." in heading[10:]]
    return [(s.address, document.text[s.start : s.end]) for s in document.sections if s.address]


@pytest.mark.parametrize(("name", "write"), WRITERS)
@pytest.mark.parametrize(
    "parts", [pytest.param(SHORT, id="two"), pytest.param(LAST, id="last"), pytest.param(CHAPTERS, id="chapters")]
)
def test_a_sentence_behind_a_number_is_text(name: str, write, parts: Parts, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    write(tmp_path / name, parts)
    expected = [(f"artikel {number[8:-2]}", said) for number, said in parts if number.startswith("Artikel")]
    assert articles(tmp_path / name) == expected


@pytest.mark.parametrize(("name", "write"), [("a.txt", text), ("a.docx", bold)])
def test_a_sentence_above_a_text_is_a_title(name: str, write, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    write(tmp_path / name, TITLED)
    (document,) = read_source(find_sources([tmp_path / name]).files[0])
    assert isinstance(document, Document)
    assert [s.headings[-1] for s in document.sections][1] == "Artikel 2. Straf is er."
