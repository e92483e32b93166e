"""What word processors write is read alike, whichever format it is in: headings, numbers, footnotes and tables.

`genummerd.doc` and `genummerd.odt` are `numbered_docx` saved by LibreOffice.
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import Document, FailureKind, ReadFailure, ReadItem, find_sources, read_source
from corpus.failures import UnreadableError
from corpus.formats.numbering import BULLET, NumberedList, Numbering, NumberLevel
from corpus.formats.word_binary import read_word_binary
from corpus.formats.word_binary_parts import without_fields
from corpus.tables import table_blocks
from tests.corpus import making_files as making
from tests.corpus import word_files

SAVED = Path(__file__).resolve().parents[2] / "data" / "word"
WORD_97 = SAVED / "genummerd.doc"


def read(path: Path) -> ReadItem:
    (file,) = find_sources([path]).files
    return next(iter(read_source(file)))


def document(path: Path) -> Document:
    item = read(path)
    assert isinstance(item, Document), item
    return item


@pytest.fixture(scope="module")
def numbered(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Document]:
    path = tmp_path_factory.mktemp("word") / "genummerd.docx"
    word_files.numbered_docx(path)
    return {"docx": document(path), "odt": document(SAVED / "genummerd.odt"), "doc": document(WORD_97)}


@pytest.mark.parametrize("kind", ["docx", "odt", "doc"])
def test_title_headings_and_text_are_those_on_paper(numbered: Mapping[str, Document], kind: str) -> None:
    found = numbered[kind]
    assert found.title == word_files.PARAGRAPHS[0][1]
    one, begrippen, two, bewaartermijn, toezicht = word_files.NUMBERED
    assert [section.headings for section in found.sections] == [
        (one,),
        (one, begrippen),
        (two, bewaartermijn),
        (two, toezicht),
    ]
    assert found.text == numbered["docx"].text


def test_items_have_the_letters_that_their_style_sets(numbered: Mapping[str, Document]) -> None:
    expected = "twee voorwaarden:\n\na. de overlast is aangetoond;\nb. lichtere middelen werken niet.\n\n2. Uitvoering"
    assert expected in numbered["docx"].text


def test_footnotes_stand_behind_their_paragraph(numbered: Mapping[str, Document]) -> None:
    text = numbered["docx"].text
    assert "in de hele gemeente.\n\n1 Vastgesteld door de burgemeester.\n\n" in text
    assert "vier weken bewaard.\n\n2 Artikel 151c van de Gemeentewet.\n\n" in text


def test_an_old_word_file_is_read_as_it_is_on_paper() -> None:
    """`verborgen.doc` was saved by LibreOffice: changes that are tracked, hidden text, an endnote, a text box."""
    assert document(SAVED / "verborgen.doc").text == "\n\n".join(
        (
            "Beleidsregel sluitingen",
            "De termijn is acht weken na het besluit.",
            "Dit volgt uit de wet.",
            "i Artikel 174a van de Gemeentewet.",
            "Zie ook de folder.",
            "Let op: bezwaar kan binnen zes weken.",
            "Slot.",
        )
    )


def test_tables_are_rows(numbered: Mapping[str, Document]) -> None:
    assert "\n\nGebied | Aantal\nStationsplein | 12\nMarkt | 7\n\nEinde." in numbered["docx"].text


def test_every_part_of_a_long_table_has_its_header() -> None:
    cells = [("Gebied", "Aantal camera's"), *((f"Wijk {n} met een lange naam", f"{n}") for n in range(100))]
    blocks = list(table_blocks(cells))
    assert len(blocks) > 3
    assert all(block.startswith("Gebied | Aantal camera's\nWijk") and len(block) < 800 for block in blocks)
    assert [line for block in blocks for line in block.split("\n")[1:]] == [" | ".join(row) for row in cells[1:]]


LEVELS = (NumberLevel("decimal", "%1."), NumberLevel("decimal", "%1.%2"), NumberLevel("lowerLetter", "%3)"))


def test_numbers_are_counted_as_a_word_processor_does() -> None:
    numbering = Numbering({"a": NumberedList(LEVELS, "x"), "b": NumberedList(LEVELS, "x", restarts={0: 1})})
    shown = [numbering.label("a", level) for level in (0, 1, 1, 2, 2, 0, 1, 2)]
    assert shown == ["1.", "1.1", "1.2", "a)", "b)", "2.", "2.1", "a)"]
    assert [numbering.label("b", 0), numbering.label("a", 0)] == ["1.", "2."], "b begins anew, a goes on after it"
    assert numbering.label("unknown", 0) == numbering.label("a", 9) == ""


@pytest.mark.parametrize(
    ("form", "number", "shown"),
    [
        ("upperRoman", 14, "XIV"),
        ("lowerRoman", 4, "iv"),
        ("upperLetter", 27, "AA"),
        ("none", 3, ""),
        ("bullet", 3, BULLET),
    ],
)
def test_forms_of_numbers(form: str, number: int, shown: str) -> None:
    numbering = Numbering({"a": NumberedList([NumberLevel(form, "%1", number)], "a")})
    assert numbering.label("a", 0) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('Zie \x13 HYPERLINK "https://x.nl" \x14de site\x15.', "Zie de site."),
        ("Blz. \x13 PAGE \x13 IF 1 \x14een\x15 \x14 7\x15", "Blz.  7"),
        ("mark\x13 XE verborgen \x15ering", "markering"),
        ("niet\x1ebeoogd, zacht\x1fkoppelteken", "niet-beoogd, zachtkoppelteken"),
    ],
)
def test_codes_of_fields_are_left_out(text: str, shown: str) -> None:
    assert without_fields(text) == shown


@settings(deadline=None)  # a damaged file may take long to read on a busy machine
@given(st.lists(st.tuples(st.integers(512, WORD_97.stat().st_size - 1), st.integers(0, 255)), min_size=1, max_size=20))
def test_a_damaged_word_file_is_read_or_told(changes: list[tuple[int, int]]) -> None:
    content = bytearray(WORD_97.read_bytes())
    for place, value in changes:
        content[place] = value
    with TemporaryDirectory() as folder:
        damaged = Path(folder) / "kapot.doc"
        damaged.write_bytes(content)
        with suppress(UnreadableError):
            paragraphs, _ = read_word_binary(damaged)
            assert all(paragraph.level is None or 0 <= paragraph.level <= 9 for paragraph in paragraphs)


def test_an_old_word_file_is_told_with_the_remedy(tmp_path: Path) -> None:
    content = bytearray(WORD_97.read_bytes())
    place = content.index(struct.pack("<H", 0xA5EC))
    content[place + 2 : place + 4] = struct.pack("<H", 0x68)  # Word 95
    (tmp_path / "oud.doc").write_bytes(content)
    failure = read(tmp_path / "oud.doc")
    assert isinstance(failure, ReadFailure)
    assert failure.kind is FailureKind.UNSUPPORTED
    assert "sla het op als DOCX" in failure.reason


@pytest.mark.parametrize("kind", ["rtf", "html", "docx"])
def test_a_doc_that_is_really_something_else_is_read(tmp_path: Path, kind: str) -> None:
    making.MAKERS[kind](tmp_path / f"nota.{kind}")
    (tmp_path / f"nota.{kind}").rename(tmp_path / "nota.doc")
    assert making.SENTENCE in document(tmp_path / "nota.doc").text


@pytest.mark.parametrize(("name", "part"), [("nota.docx", "word/document.xml"), ("nota.odt", "content.xml")])
def test_a_part_that_cannot_be_unpacked_is_told_as_damage(tmp_path: Path, name: str, part: str) -> None:
    with zipfile.ZipFile(tmp_path / name, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(part, "<a>" + "De burgemeester beslist. " * 1000 + "</a>")
    content = bytearray((tmp_path / name).read_bytes())
    packed = content.index(part.encode()) + len(part)
    content[packed + 5 : packed + 60] = b"\xff" * 55
    (tmp_path / name).write_bytes(content)
    [failure] = [item for file in find_sources([tmp_path]).files for item in read_source(file)]
    assert isinstance(failure, ReadFailure)
    assert failure.kind is FailureKind.CORRUPT
    assert "beschadigd" in failure.reason
