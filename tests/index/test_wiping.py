"""The words of texts that are gone stand nowhere in the search files, or it is told that they do."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from corpus.errors import StoreWriteError
from index import LexicalQuery, LocalStore, build
from index.analysis import terms
from index.arrays import FloatMatrix
from index.local import lexical_writing, local_store
from index.local.lexical import LexicalIndex
from index.local.lexical_writing import LexicalRow
from index.local.rebuild import rebuild
from index.removal import Removed, remove
from index.store import Changes
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
    assert build(place, [texts], FakeEmbedder()).words_left, "nothing went this time, but they are there still"
    assert remove(place, [str(texts / "vier.txt")]) == Removed(1, words_left=True)
    with LocalStore(place) as store:
        store.repair()
    assert not readable(place) & {"pieterse", "jansen"}
    (texts / "vier.txt").unlink()
    assert not build(place, [texts], FakeEmbedder()).words_left


def test_what_was_removed_is_removed_though_the_search_files_cannot_be_made_again(
    texts: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(place, [texts], FakeEmbedder())

    def full(self: LocalStore) -> None:
        raise StoreWriteError("De schijf is vol. Maak ruimte.")

    with monkeypatch.context() as patched:
        patched.setattr(LocalStore, "repair", full)
        assert remove(place, [str(texts / "een.txt")]) == Removed(1, words_left=True)
        (texts / "een.txt").unlink()
        (texts / "twee.txt").unlink()
        report = build(place, [texts], FakeEmbedder())
        assert (report.removed, report.words_left) == (1, True)
        assert build(place, [texts], FakeEmbedder()).words_left, "nothing went this time, but they are there still"
    assert not build(place, [texts], FakeEmbedder()).words_left
    assert not readable(place) & {"een", "twee"}


def test_what_went_before_a_kill_is_wiped_by_the_next_build(texts: Path, place: Path) -> None:
    build(place, [texts], FakeEmbedder())
    with LocalStore(place) as store:  # as a process that is killed before it wipes
        store.update(Changes(remove=(f"{texts.name}/een.txt",), forgotten=(str(texts / "een.txt"),)))
        assert "een" in readable(place)
    (texts / "een.txt").unlink()
    report = build(place, [texts], FakeEmbedder())
    assert (report.removed, report.words_left) == (0, False)
    assert "een" not in readable(place)


def test_what_went_before_a_build_was_stopped_is_wiped(
    texts: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Stopping(FakeEmbedder):
        def embed_passages(self, batch: Sequence[str]) -> FloatMatrix:
            if any("twee" in text for text in batch):
                raise KeyboardInterrupt
            return super().embed_passages(batch)

    (texts / "drie.txt").write_text("Getuige Pieterse woont in Assen.", "utf-8")
    build(place, [texts], FakeEmbedder())
    monkeypatch.setattr("index.sync.BATCH_PASSAGES", 1)
    (texts / "drie.txt").write_text("Een getuige woont in Zwolle.", "utf-8")
    (texts / "twee.txt").write_text("Een andere tekst over pand twee.", "utf-8")
    report = build(place, [texts], Stopping(), keep_statements=None)
    assert (report.interrupted, report.changed, report.words_left) == (True, 2, False)
    assert readable(place) & {"pieterse", "zwolle"} == {"zwolle"}


def found_by_words(reader: LocalStore, words: str) -> set[str]:
    with reader.view() as view:
        found = view.lexical(LexicalQuery(dict.fromkeys(terms(words), 1.0)), 50)
        return {passage.document_id for passage in view.passages(found.keys.tolist())}


def test_what_is_new_is_found_by_words_before_a_build_ends_that_changes_something(
    texts: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(place, [texts], FakeEmbedder())
    (texts / "een.txt").write_text("Titel een\n\nDe burgemeester opent pand een.", "utf-8")
    for n in range(3):
        (texts / f"nieuw-{n}.txt").write_text(f"Titel\n\nDrugshandel in straat {n}.", "utf-8")
    monkeypatch.setattr("index.sync.BATCH_PASSAGES", 1)
    seen: list[tuple[int, int]] = []
    update = LocalStore.update

    with LocalStore(place) as reader:

        def noting(self: LocalStore, changes: Changes) -> int:
            generation = update(self, changes)
            with reader.view() as view:
                stored = sum("nieuw" in one.document_id for one in view.documents())
            seen.append((stored, len(found_by_words(reader, "drugshandel"))))
            return generation

        monkeypatch.setattr(LocalStore, "update", noting)
        assert not build(place, [texts], FakeEmbedder()).words_left
        assert [found for _, found in seen] == [stored for stored, _ in seen], seen
        assert seen[-1] == (3, 3)
        assert len(found_by_words(reader, "drugshandel")) == 3


def test_what_is_removed_is_found_no_more_at_once_and_wiped_at_the_end(texts: Path, place: Path) -> None:
    build(place, [texts], FakeEmbedder())
    with LocalStore(place) as store, LocalStore(place) as reader:
        with store.wiping():
            for name in ("een", "twee"):
                store.update(Changes(remove=(f"{texts.name}/{name}.txt",)))
                with reader.view() as view:
                    assert view.document(f"{texts.name}/{name}.txt") is None
                assert found_by_words(reader, name) == set()
            assert store.has_words_left
        assert not store.has_words_left
        assert found_by_words(reader, "pand") == {f"{texts.name}/drie.txt"}
    assert not readable(place) & {"een", "twee"}


def test_search_files_that_cannot_be_wiped_go_on_answering(
    texts: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where the disk has room for what is new, but not for everything once more."""
    build(place, [texts], FakeEmbedder())
    (texts / "een.txt").write_text("Titel een\n\nDe drugshandel in pand een.", "utf-8")
    really = lexical_writing.write

    def full(folder: Path, rows: Iterable[LexicalRow], removed: Iterable[int] = ()) -> None:
        if not any(folder.iterdir()):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        really(folder, rows, removed)

    with monkeypatch.context() as patched:
        patched.setattr(lexical_writing, "write", full)
        assert build(place, [texts], FakeEmbedder()).words_left
        published = set(place.glob("caches/*"))
        with LocalStore(place) as reader:
            with pytest.raises(StoreWriteError, match="vol"):
                reader.repair()
            assert set(place.glob("caches/*")) == published, "what was published is gone"
            assert found_by_words(reader, "drugshandel") == {f"{texts.name}/een.txt"}
            assert reader.info().warnings == ()
            assert reader.verify() == []
    assert not build(place, [texts], FakeEmbedder()).words_left


def test_a_rebuild_leaves_no_words(texts: Path, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(place, [texts], FakeEmbedder())
    monkeypatch.setattr(local_store, "REWRITE_ALL_UP_TO", 1)
    rebuild(place, FakeEmbedder(revision="2"))
    assert not build(place, [texts], FakeEmbedder(revision="2")).words_left
