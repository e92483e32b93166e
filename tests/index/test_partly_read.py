"""Files that were read in part, and builds that were stopped: nothing stays that is gone, nothing is told wrong."""

from __future__ import annotations

import errno
import json
import os
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import StoreMismatchError
from index import LocalStore, build, sync
from index.arrays import FloatMatrix
from index.local.caches import Caches
from index.local.rebuild import rebuild
from index.removal import remove
from index.survey import survey
from tests.fake_embedder import FakeEmbedder

BAD = "geen JSON"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "beleid"
    folder.mkdir()
    (folder / "nota.txt").write_text("De raad stelt het plan vast.", "utf-8")
    return folder


def archive(path: Path, **members: str) -> Path:
    with zipfile.ZipFile(path, "w") as opened:
        for name, text in members.items():
            opened.writestr(f"{name}.txt", text)
    return path


def rows(path: Path, *lines: str) -> Path:
    """A row for each of `lines`, "id: text", but for what is no row."""
    made = [{"_id": line.split(":")[0], "title": "Titel", "text": line} if line != BAD else None for line in lines]
    path.write_text("\n".join(json.dumps(one) if one else BAD for one in made), "utf-8")
    return path


def texts(place: Path) -> dict[str, str]:
    """The text of every document, by id."""
    with LocalStore(place) as store, store.view() as view:
        found = {line.document_id: view.document(line.document_id) for line in view.documents()}
    return {document_id: document.text for document_id, document in found.items() if document is not None}


def hashes(place: Path, path: Path) -> dict[str, bytes]:
    with LocalStore(place) as store, store.view() as view:
        return view.source_hashes([str(path)])


def test_a_file_that_was_partly_read_goes_with_its_texts(place: Path, folder: Path) -> None:
    path = archive(folder / "bundel.zip", goed="Geheim plan.", leeg="")
    build(place, [folder], FakeEmbedder())
    assert "beleid/bundel.zip/goed.txt" in texts(place)
    path.unlink()
    assert build(place, [folder], FakeEmbedder()).removed == 1
    assert set(texts(place)) == {"beleid/nota.txt"}


@pytest.mark.parametrize("name", ["beleid", "beleid/bundel.zip"])
def test_a_file_that_was_partly_read_can_be_removed(
    place: Path, folder: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder.parent)
    archive(folder / "bundel.zip", goed="Geheim plan.", leeg="")
    build(place, [folder], FakeEmbedder())
    assert remove(place, [name]).documents == (2 if name == "beleid" else 1)
    assert "beleid/bundel.zip/goed.txt" not in texts(place)


def test_a_partly_read_file_that_becomes_a_copy_of_another_goes(place: Path, folder: Path) -> None:
    path = archive(folder / "bundel.zip", goed="Geheim plan.", leeg="")
    (folder / "ander.zip").write_bytes(archive(folder.parent / "heel.zip", een="Openbaar plan.").read_bytes())
    build(place, [folder], FakeEmbedder())
    path.write_bytes((folder / "ander.zip").read_bytes())
    build(place, [folder], FakeEmbedder())
    assert set(texts(place)) == {"beleid/nota.txt", "beleid/ander.zip/een.txt"}


def test_a_build_that_is_stopped_while_it_stores_leaves_nothing_that_is_gone(
    place: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = rows(folder / "rijen.jsonl", "r1: Eerste tekst.", "r2: Geheim plan.")
    build(place, [folder], FakeEmbedder())
    rows(path, "r1: Eerste tekst, gewijzigd.", "r3: Derde tekst.")
    with monkeypatch.context() as stopping:
        stopping.setattr(Caches, "publish", _stop)
        assert build(place, [folder], FakeEmbedder()).interrupted
    build(place, [folder], FakeEmbedder())
    assert set(texts(place)) == {"beleid/nota.txt", "r1", "r3"}


def _stop(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def test_an_older_version_that_is_put_back_after_a_partly_failed_one_is_read(place: Path, folder: Path) -> None:
    path = rows(folder / "rijen.jsonl", "r1: Eerste tekst.", "r2: Tweede tekst.")
    build(place, [folder], FakeEmbedder())
    rows(path, "r1: Eerste tekst, gewijzigd.", BAD)
    build(place, [folder], FakeEmbedder())
    assert (texts(place)["r1"], hashes(place, path)) == ("r1: Eerste tekst, gewijzigd.", {})
    rows(path, "r1: Eerste tekst.", "r2: Tweede tekst.")
    build(place, [folder], FakeEmbedder())
    assert texts(place)["r1"] == "r1: Eerste tekst."


def test_a_version_of_which_nothing_can_be_read_leaves_the_text_and_its_hash(place: Path, folder: Path) -> None:
    path = rows(folder / "rijen.jsonl", "r1: Eerste tekst.")
    build(place, [folder], FakeEmbedder())
    before = hashes(place, path)
    rows(path, BAD)
    build(place, [folder], FakeEmbedder())
    assert (texts(place)["r1"], hashes(place, path)) == ("r1: Eerste tekst.", before)


class _StoppingEmbedder(FakeEmbedder):
    def embed_passages(self, texts: Sequence[str]) -> FloatMatrix:
        if any("derde" in text.lower() for text in texts):
            raise KeyboardInterrupt
        return super().embed_passages(texts)


def test_an_older_version_that_is_put_back_after_a_build_was_stopped_in_it_is_read(
    place: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sync, "BATCH_PASSAGES", 1)
    path = rows(folder / "rijen.jsonl", "r1: Eerste tekst.", "r2: Tweede tekst.")
    build(place, [folder], FakeEmbedder())
    rows(path, "r1: Eerste tekst, gewijzigd.", "r2: Derde tekst.")
    assert build(place, [folder], _StoppingEmbedder()).interrupted
    assert texts(place)["r1"] == "r1: Eerste tekst, gewijzigd."
    rows(path, "r1: Eerste tekst.", "r2: Tweede tekst.")
    build(place, [folder], FakeEmbedder())
    assert texts(place)["r1"] == "r1: Eerste tekst."


def test_what_a_build_removed_is_reported_though_the_rest_cannot_be_read(place: Path, folder: Path) -> None:
    build(place, [folder], FakeEmbedder())
    (folder / "nota.txt").unlink()
    (folder / "kapot.pdf").write_bytes(b"geen pdf")
    report = build(place, [folder], FakeEmbedder())
    assert (report.removed, len(report.failed), texts(place)) == (1, 1, {})


def _meanwhile(monkeypatch: pytest.MonkeyPatch, happens: Callable[[], object]) -> None:
    """Let something happen once while a build looks at its files."""

    def look(*arguments: Any, **options: Any) -> Any:
        monkeypatch.setattr(sync, "survey", survey)
        happens()
        return survey(*arguments, **options)

    monkeypatch.setattr(sync, "survey", look)


def test_an_index_that_was_rebuilt_meanwhile_is_not_mixed(
    place: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(place, [folder], FakeEmbedder())
    (folder / "nieuw.txt").write_text("Nieuwe tekst.", "utf-8")
    _meanwhile(monkeypatch, lambda: rebuild(place, FakeEmbedder("2")))
    with pytest.raises(StoreMismatchError, match="rebuild"):
        build(place, [folder], FakeEmbedder())
    assert set(texts(place)) == {"beleid/nota.txt"}


def test_an_index_that_was_made_meanwhile_is_not_mixed(
    place: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _meanwhile(monkeypatch, lambda: build(place, [folder], FakeEmbedder("2")))
    (folder.parent / "ander.txt").write_text("Andere tekst.", "utf-8")
    with pytest.raises(StoreMismatchError, match="rebuild"):
        build(place, [folder.parent / "ander.txt"], FakeEmbedder())
    assert set(texts(place)) == {"beleid/nota.txt"}


class _FullDiskEmbedder(FakeEmbedder):
    def embed_passages(self, texts: Sequence[str]) -> FloatMatrix:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "/elders/model")


def test_a_full_disk_elsewhere_is_not_told_of_the_disk_of_the_index(place: Path, folder: Path) -> None:
    with pytest.raises(OSError, match="/elders/model"):
        build(place, [folder], _FullDiskEmbedder())
