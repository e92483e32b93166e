"""What `cite check` is given: files in the encodings that people's programs write, and what is no citation."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import cli
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
