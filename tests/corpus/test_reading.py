from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Document, ReadFailure, content_hash, find_sources, read_source, sample_texts
from corpus.normalise import canonical_text
from corpus.reading import ReadItem, ReadLimits

ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=()))  # surrogates too
DEFAULT_LIMITS = ReadLimits()
SHARED = Path(__file__).parents[3] / "shared"


def read(path: Path, content: bytes | str, limits: ReadLimits = DEFAULT_LIMITS) -> list[ReadItem]:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    (file,) = find_sources([path]).files
    return list(read_source(file, limits=limits))


def read_document(path: Path, content: bytes | str) -> Document:
    (document,) = read(path, content)
    assert isinstance(document, Document), document
    return document


def test_markdown(tmp_path: Path) -> None:
    document = read_document(
        tmp_path / "nota.md", "---\ntitle: Nota\ndate: 1-5-2024\n---\n# Nota\n\nEen.\n\n## Twee\n\nDrie."
    )
    assert (document.title, document.date, document.document_id) == ("Nota", date(2024, 5, 1), "nota.md")
    assert document.text == "Nota\n\nEen.\n\nTwee\n\nDrie."
    assert [(s.headings, document.text[s.start : s.end]) for s in document.sections] == [
        ((), "Een."),
        (("Twee",), "Drie."),
    ]
    assert document.source == str((tmp_path / "nota.md").resolve())


@pytest.mark.parametrize(
    ("name", "content", "title"),
    [
        ("a.md", "## Kop\n\nTekst.\n\n# Hoofdkop\n\nTekst.", "Hoofdkop"),
        ("a.md", "## Kop\n\nTekst.", "Kop"),
        ("mijn_lange-naam.md", "Tekst.", "mijn lange naam"),
        ("a.txt", "Kop\n\nTekst.", "Kop"),
        ("a.txt", "Tekst.", "a"),
    ],
)
def test_title(tmp_path: Path, name: str, content: str, title: str) -> None:
    assert read_document(tmp_path / name, content).title == title


def test_encodings_of_text(tmp_path: Path) -> None:
    document = read_document(tmp_path / "a.txt", b"\xef\xbb\xbfE\xcc\x81e\xcc\x81n\r\nvei\xc2\xadlig\xc2\xa0plan\r\n")
    assert document.text == "Één\nveilig plan"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        pytest.param("a.txt", "één ".encode() + b"caf\xe9", "geen geldige UTF-8: byte 0xE9 op plaats 10", id="damaged"),
        pytest.param("a.txt", b"plan \x81\x8d", "geen geldige UTF-8: byte 0x81 op plaats 6", id="no encoding"),
        pytest.param("a.md", "plan".encode("utf-16")[:-1], "UTF-16", id="utf-16 cut off"),
        pytest.param("a.msg", b"geen bericht", "beschadigd", id="mail"),
        pytest.param("a.txt", b"\x7fELF\0\0", "binair bestand (nulbyte op plaats 5)", id="binary"),
        pytest.param("a.txt", b"x" * 50_000_000, "is 50 MB; de grens is 20 MB", id="one line of 50 MB"),
        pytest.param("a.txt", " \n\t", "staat geen tekst in", id="blank"),
        pytest.param("a.md", "", "staat geen tekst in", id="empty"),
        pytest.param("a.md", "# Alleen een kop", "staat geen tekst in", id="headings only"),
    ],
)
def test_a_file_that_cannot_be_read(tmp_path: Path, name: str, content: bytes | str, message: str) -> None:
    (failure,) = read(tmp_path / name, content)
    assert isinstance(failure, ReadFailure)
    assert message in failure.reason
    assert failure.reason.startswith(failure.source)


def test_a_file_that_vanishes(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Tekst.")
    (file,) = find_sources([path]).files
    path.unlink()
    (failure,) = read_source(file)
    assert isinstance(failure, ReadFailure)
    assert "kan niet worden gelezen" in failure.reason
    with pytest.raises(OSError, match="No such file"):
        content_hash(path)


def test_json_lines(tmp_path: Path) -> None:
    rows = [
        {"_id": "a", "title": "Titel", "text": "Kop\n\nTekst.", "date": "31-05-2024", "url": "https://x.nl",
         "metadata": {"thema": ["boa"], "jaar": 2024}},
        {"_id": 7, "text": "Kort"},
    ]  # fmt: skip
    one, two = read(tmp_path / "a.jsonl", "\n\n".join(map(json.dumps, rows)))
    assert isinstance(one, Document)
    assert isinstance(two, Document)
    assert (one.document_id, one.title, one.date) == ("a", "Titel", date(2024, 5, 31))
    assert one.metadata == {"url": ("https://x.nl",), "themes": ("boa",), "year": ("2024",)}
    assert [s.headings for s in one.sections] == [("Kop",)]
    assert (two.document_id, two.title, two.text) == ("7", "7", "Kort")


@given(st.dictionaries(st.sampled_from(["title", "text", "date", "url", "thema"]), ANY_TEXT))
def test_any_text_in_a_row_gives_sections_within_it_and_nothing_lost(fields: dict[str, str]) -> None:
    with TemporaryDirectory() as folder:
        (item,) = read(Path(folder, "a.jsonl"), json.dumps({"_id": "a", **fields}))
    whole = "".join(canonical_text(fields.get("text", "")).split())
    if isinstance(item, ReadFailure):
        assert not whole
    else:
        assert isinstance(item, Document)
        assert "".join(item.text.split()) == whole
        bodies = [item.text[s.start : s.end] for s in item.sections]
        assert all(body == body.strip() != "" for body in bodies), bodies


def test_a_bad_row_costs_that_row_only(tmp_path: Path) -> None:
    rows = [
        '{"_id": "a", "text": "Goed."}',
        '{"_id": "b", "text": ',
        '["geen object"]',
        '{"text": "zonder kenmerk"}',
        '{"_id": "c"}',
        '{"_id": "d", "text": ""}',
        '{"_id": "a", "text": "Nog eens."}',
        '{"_id": "e", "text": "' + "x" * 2_000 + '"}',
        "[" * 900,
        '{"_id": "f", "text": "half \\ud800 teken"}',
    ]
    items = read(tmp_path / "a.jsonl", "\n".join(rows).encode() + b"\n\xff\n", limits=ReadLimits(text_bytes=1_000))
    documents = [item for item in items if isinstance(item, Document)]
    assert [(d.document_id, d.text) for d in documents] == [("a", "Goed."), ("f", "half \ufffd teken")]
    reasons = [item.reason for item in items if isinstance(item, ReadFailure)]
    expected = [
        "regel 2: Dit is geen geldige JSON",
        "regel 3: Hier staat geen object",
        "regel 4: Er is geen kenmerk",
        "regel 5: Er is geen tekst",
        "regel 6: Er staat geen tekst",
        "regel 7: Het kenmerk (_id) 'a' komt eerder",
        "regel 8: Deze regel is groter dan",
        "regel 9: Dit is geen geldige JSON",
        "regel 11: De tekst is geen geldige UTF-8",
    ]
    for reason, part in zip(reasons, expected, strict=True):
        assert part in reason, reasons


def test_content_hash(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"abc")
    assert content_hash(tmp_path / "a.txt") == hashlib.sha256(b"abc").digest()


def test_the_sample_texts_can_be_read() -> None:
    items = [item for file in find_sources([sample_texts()]).files for item in read_source(file)]
    assert [item for item in items if isinstance(item, ReadFailure)] == []


@pytest.mark.skipif(not (SHARED / "seed").exists(), reason="../shared/seed is not here")
def test_the_structure_of_the_seed() -> None:
    (document,) = read_source(find_sources([SHARED / "seed"]).files[0])
    assert isinstance(document, Document)
    assert document.title == "Thema Veiligheid"
    assert [section.headings for section in document.sections] == [
        (),
        ("Een roerig jaar",),
        ("Actieplan Wapens en Jongeren",),
        ("Aanpak ondermijnende criminaliteit", "€ 500 miljoen"),
        ("Samen tegen mensenhandel",),
        ("Zorg en veiligheid",),
    ]


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-8-sig"])
@pytest.mark.parametrize("name", ["notitie.txt", "notitie.md"])
def test_texts_of_windows_are_read(name: str, encoding: str, tmp_path: Path) -> None:
    text = "Notitie\n\nDe coördinatie kost € 500 – en dat is ‘veel’."
    (tmp_path / name).write_bytes(text.encode(encoding))
    (document,) = [item for file in find_sources([tmp_path]).files for item in read_source(file)]
    assert isinstance(document, Document)
    assert "De coördinatie kost € 500 – en dat is ‘veel’." in document.text
