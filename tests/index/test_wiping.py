"""The words of texts that are gone stand nowhere in the search files, or it is told that they do."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import StoreWriteError
from index import LocalStore, build
from index.local import local_store
from index.local.lexical import LexicalIndex
from index.removal import Removed, remove
from tests.fake_embedder import FakeEmbedder


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "beleid"
    folder.mkdir()
    for name in ("een", "twee", "drie"):
        (folder / f"{name}.txt").write_text(f"Titel {name}\n\nDe burgemeester sluit pand {name}.", "utf-8")
    return folder


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "index"


def readable(place: Path) -> set[str]:
    """All words that can be read in the search files."""
    folders = list((place / "caches").glob("*/lexical"))
    assert folders
    return {word for folder in folders for word in LexicalIndex(folder)._word_counts}


def test_removed_texts_cannot_be_read_in_the_search_files(texts: Path, place: Path) -> None:
    (texts / "een.txt").write_text("Getuige Pieterse woont in Assen.", "utf-8")
    build(place, [texts], FakeEmbedder())
    (texts / "vier.txt").write_text("Een andere tekst.", "utf-8")
    build(place, [texts], FakeEmbedder())
    assert {"pieterse", "andere"} <= readable(place)
    with LocalStore(place) as reader, reader.view():
        remove(place, [str(texts / "een.txt")])
        assert "pieterse" not in readable(place)
        assert "andere" in readable(place)
        with reader.view() as view:
            assert len(view.documents()) == 3


def test_what_vanished_or_changed_cannot_be_read_in_the_search_files_after_a_build(texts: Path, place: Path) -> None:
    (texts / "een.txt").write_text("Getuige Pieterse woont in Assen.", "utf-8")
    (texts / "twee.txt").write_text("Getuige Jansen woont in Zwolle.", "utf-8")
    assert not build(place, [texts], FakeEmbedder()).words_left
    (texts / "een.txt").unlink()
    (texts / "twee.txt").write_text("Een getuige woont in Zwolle.", "utf-8")
    assert not build(place, [texts], FakeEmbedder()).words_left
    assert readable(place) & {"pieterse", "jansen", "zwolle"} == {"zwolle"}


def test_words_that_stay_in_the_search_files_are_told_and_repair_wipes_them(
    texts: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local_store, "REWRITE_ALL_UP_TO", 1)
    (texts / "een.txt").write_text("Getuige Pieterse woont in Assen.", "utf-8")
    (texts / "vier.txt").write_text("Getuige Jansen woont in Zwolle.", "utf-8")
    build(place, [texts], FakeEmbedder())
    (texts / "een.txt").unlink()
    report = build(place, [texts], FakeEmbedder())
    assert report.words_left
    assert not build(place, [texts], FakeEmbedder()).words_left, "nothing went this time"
    assert remove(place, [str(texts / "vier.txt")]) == Removed(1, words_left=True)
    with LocalStore(place) as store:
        store.repair()
    assert not readable(place) & {"pieterse", "jansen"}


def test_what_was_removed_is_removed_though_the_search_files_cannot_be_made_again(
    texts: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(place, [texts], FakeEmbedder())

    def full(self: LocalStore) -> None:
        raise StoreWriteError("De schijf is vol. Maak ruimte.")

    monkeypatch.setattr(LocalStore, "repair", full)
    assert remove(place, [str(texts / "een.txt")]) == Removed(1, words_left=True)
    (texts / "een.txt").unlink()
    (texts / "twee.txt").unlink()
    report = build(place, [texts], FakeEmbedder())
    assert (report.removed, report.words_left) == (1, True)
