"""What `cite check` is given: files in the encodings that people's programs write, and what is no citation."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import cli
from corpus import Document, Section
from index import LocalStore
from index.store import Changes
from retrieval.citation_formats import format_citation
from retrieval.citations import cite
from tests.index.making import MANIFEST, document, entry

TEXT = "Beelden van camera’s worden vier weken bewaard."


@pytest.fixture
def citation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    place = tmp_path / "index"
    monkeypatch.setenv("VEILIGHEIDSWIJZER_INDEX", str(place))
    made = entry(document("nota", TEXT))
    with LocalStore.create(place, MANIFEST) as store:
        store.update(Changes(put=(made,)))
        with store.view() as view:
            yield format_citation(cite(view, made.passages[0].passage_id))


def check(file: Path) -> int:
    return cli.app(["cite", "check", str(file)], standalone_mode=False) or 0


def with_heading(name: str, text: str) -> Document:
    of = document(name, f"{name}: {text}", title=name.title())
    return replace(of, sections=(Section(("Kop",), 0, len(of.text), page=3),))


@pytest.fixture
def three(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A memo with three citations: of a text that stays, of one that changes, and of one that goes."""
    place = tmp_path / "index"
    monkeypatch.setenv("VEILIGHEIDSWIJZER_INDEX", str(place))
    made = [entry(with_heading(name, TEXT)) for name in ("blijft", "wijzigt", "verdwijnt")]
    with LocalStore.create(place, MANIFEST) as store:
        store.update(Changes(put=tuple(made)))
        with store.view() as view:
            written = [format_citation(cite(view, one.passages[0].passage_id)) for one in made]
        changed = entry(with_heading("wijzigt", TEXT.replace("vier", "zes")))
        store.update(Changes(put=(changed,), remove=("verdwijnt",)))
    memo = tmp_path / "memo.txt"
    memo.write_text("\n\n".join(written), "utf-8")
    return memo


def test_each_is_told_by_its_number_and_place(three: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(three) == 1
    told = capsys.readouterr().out
    assert re.findall(r"^\d.*", told, re.MULTILINE) == [
        "1. STAAT ER NOG: “Blijft”, Kop, pagina 3 (blijft).",
        "2. GEWIJZIGD: “Wijzigt”, Kop, pagina 3 (wijzigt). Wat verschilt, staat tussen [haken].",
        "3. WEG: verdwijnt: dit document staat niet meer in de index.",
        "3 citaten gecontroleerd: 1 staat er nog, 1 is gewijzigd (2), 1 is weg (3).",
    ]
    assert cli.app(["cite", "check", str(three), "--json"], standalone_mode=False) == 1
    values = json.loads(capsys.readouterr().out)["checks"]
    assert [(one["number"], one["standing"], one["where"]) for one in values] == [
        (1, "present", "Kop, pagina 3"),
        (2, "changed", "Kop, pagina 3"),
        (3, "gone", ""),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings(citation: str, encoding: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "citaat.txt"
    file.write_bytes(citation.replace("\n", "\r\n").encode(encoding))
    assert check(file) == 0
    assert "STAAT ER NOG" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(b"\xff\xfea", "geen tekst (UTF-8)", id="half-utf16"),
        pytest.param("café".encode("latin-1"), "geen tekst (UTF-8)", id="latin-1"),
        pytest.param(b"", "geen citaat", id="empty"),
        pytest.param(b"\x00" * 100, "geen citaat", id="zeros"),
    ],
)
def test_what_is_no_citation(
    citation: str, content: bytes, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "citaat.txt"
    file.write_bytes(content)
    assert check(file) == 2
    assert words in capsys.readouterr().err
