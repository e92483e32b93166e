from __future__ import annotations

import os
from pathlib import Path

import pytest

from corpus import SourceList, find_sources
from corpus.errors import SourceError


def ids(found: SourceList) -> list[str]:
    return [file.document_id for file in found.files]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "beleid"
    for name in ["b.md", "a.txt", "wonen/nota.md", "wonen/rijen.jsonl", ".verborgen.md", ".git/x.md", "~$a.txt",
                 "a.txt~", "b.md.tmp", "SOURCE.txt", "HOOFD.MD", "foto.jpg", "leesmij"]:  # fmt: skip
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Tekst.")
    return root


def test_a_folder_gives_its_texts_by_name(folder: Path) -> None:
    found = find_sources([folder])
    assert ids(found) == ["beleid/HOOFD.MD", "beleid/SOURCE.txt", "beleid/a.txt", "beleid/b.md",
                          "beleid/wonen/nota.md", "beleid/wonen/rijen.jsonl"]  # fmt: skip
    assert {Path(s.source).name: s.reason for s in found.skipped} == {
        "foto.jpg": "Bestanden van het soort '.jpg' worden niet gelezen. Bewaar een scan als PDF.",
        "leesmij": "Bestanden zonder extensie worden niet gelezen.",
    }
    assert all(file.path.is_absolute() and file.root == folder.resolve() for file in found.files)


def test_single_files_and_patterns(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert ids(find_sources([folder / "b.md"])) == ["b.md"]
    assert ids(find_sources([f"{folder}/*.md"])) == ["beleid/b.md"]
    assert ids(find_sources([f"{folder}/**/*.md"])) == ["beleid/b.md", "beleid/wonen/nota.md"]
    monkeypatch.chdir(folder.parent)
    assert ids(find_sources(["beleid/w*/nota.md"])) == ["beleid/wonen/nota.md"]
    assert ids(find_sources(["beleid/../beleid/b.md"])) == ["b.md"]


def test_a_name_with_brackets_is_a_name(folder: Path) -> None:
    (folder / "nota [1].md").write_text("Tekst.")
    assert ids(find_sources([folder / "nota [1].md"])) == ["nota [1].md"]


def test_named_twice_is_listed_once(folder: Path) -> None:
    once = find_sources([folder])
    assert find_sources([folder, folder / "b.md", f"{folder}/*.md", folder]).files == once.files


def test_links_are_not_followed(folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "geheim"
    outside.mkdir()
    (outside / "geheim.md").write_text("Geheim.")
    (folder / "link.md").symlink_to(outside / "geheim.md")
    (folder / "map").symlink_to(outside)
    (folder / "lus").symlink_to(folder)
    (folder / "stuk.md").symlink_to(folder / "weg.md")
    found = find_sources([folder])
    assert len(found.files) == 6
    assert "buiten de gegeven map" in next(s.reason for s in found.skipped if s.source.endswith("link.md"))
    reasons = {Path(s.source).name: s.reason for s in found.skipped}
    assert "koppeling naar een map" in reasons["map"]
    assert "koppeling naar een map" in reasons["lus"]


def test_a_pipe_does_not_hang_the_search(folder: Path) -> None:
    os.mkfifo(folder / "pijp.txt")
    assert "geen gewoon bestand" in next(s.reason for s in find_sources([folder]).skipped if "pijp" in s.source)


def test_a_name_that_is_no_unicode_is_skipped(folder: Path) -> None:
    try:
        Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9.md")).write_text("Tekst.")
    except OSError:
        pytest.skip("this file system keeps names in Unicode")
    assert any("naam" in s.reason for s in find_sources([folder]).skipped)


@pytest.mark.parametrize(
    "name", ["weg", "weg.md", "weg/*.md", "nul\0", "x" * 5_000, "", "**/weg.md", "[", "https://x.nl/a.md"]
)
def test_what_does_not_exist_is_refused(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SourceError):
        find_sources([name])


def test_a_folder_without_texts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"staat geen tekst die gelezen kan worden\. Geef een map"):
        find_sources([tmp_path])
    (tmp_path / "foto.jpg").touch()
    with pytest.raises(SourceError, match=r"\(wel: 1 × \.jpg\)"):
        find_sources([tmp_path])
    with pytest.raises(SourceError, match=r"foto\.jpg' kan niet worden gelezen\. Bestanden van het soort"):
        find_sources([tmp_path / "foto.jpg"])


@pytest.mark.parametrize(
    ("given", "path", "expected"),
    [
        pytest.param("beleid", "beleid/weg.md", True, id="in the folder"),
        pytest.param("beleid", "beleid/wonen/weg.md", True, id="in a subfolder"),
        pytest.param("beleid", "beleid2/weg.md", False, id="another folder"),
        pytest.param("beleid/b.md", "beleid/b.md", True, id="the file"),
        pytest.param("beleid/b.md", "beleid/a.md", False, id="another file"),
        pytest.param("beleid/*.md", "beleid/weg.md", True, id="fits the pattern"),
        pytest.param("beleid/*.md", "beleid/wonen/weg.md", False, id="deeper than the pattern"),
        pytest.param("beleid/**/*.md", "beleid/wonen/weg.md", True, id="fits the deep pattern"),
        pytest.param("beleid/**/*.md", "beleid/wonen/weg.txt", False, id="of another kind"),
    ],
)
def test_covers_what_it_would_have_found(folder: Path, given: str, path: str, expected: bool) -> None:
    found = find_sources([folder.parent / given])
    assert found.covers(folder.parent / path) is expected
