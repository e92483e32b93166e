"""Files damaged, disks full, folders closed: noticed, never wrong, and the truth intact."""

from __future__ import annotations

import importlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from corpus.errors import StoreDamagedError, StoreError, StoreMismatchError, StoreWriteError
from index import LexicalQuery, LocalStore
from index.analysis import terms
from index.local.backup import backup, restore
from index.local.schema import TRUTH_FILE
from index.store import Changes
from tests.index.making import EMBEDDER, MANIFEST, caches_of, document, entry

# What dense search finds, with scores, and the texts that lexical search finds: its scores may move a little when
# the caches are made anew, since tantivy counts removed texts until it merges them away.
Results = tuple[list[tuple[str, float]], list[str]]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return filled(tmp_path / "index", "camera toezicht")


def filled(place: Path, words: str) -> Path:
    """An index of twenty texts, of which some were changed and removed again."""
    with LocalStore.create(place, MANIFEST) as store:
        store.update(Changes(put=tuple(entry(document(f"d{n}", f"boa nummer {n} {words}")) for n in range(20))))
        store.update(Changes(put=(entry(document("d3", f"burgemeester {words} gebied")),), remove=("d4",)))
    return place


def results(place: Path) -> Results:
    with LocalStore(place) as store, store.view() as view:
        dense = view.dense(EMBEDDER.embed_question("boa camera"), 100)
        lexical = view.lexical(LexicalQuery(dict.fromkeys(terms("burgemeester camera"), 1.0)), 100)
        texts = [p.text for p in view.passages(dense.keys.tolist())]
        lexical_texts = [p.text for p in view.passages(lexical.keys.tolist())]
    return list(zip(texts, dense.scores.round(4).tolist(), strict=True)), sorted(lexical_texts)


DAMAGES: dict[str, Callable[[bytes], bytes | None]] = {
    "emptied": lambda content: b"",
    "truncated": lambda content: content[: len(content) // 2],
    "random": lambda content: os.urandom(max(len(content), 16)),
    "one-bit": lambda content: content[:-1] + bytes([content[-1] ^ 1]) if content else b"x",
    "absent": lambda content: None,
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_every_damaged_cache_file_is_noticed_and_made_again(place: Path, damage: str, tmp_path: Path) -> None:
    before, whole = results(place), place
    newest = max((whole / "caches").iterdir())
    names = [path.relative_to(whole) for path in caches_of(newest.parent.parent) if newest in path.parents]
    names = [name for name in names if ".lock" not in name.name]
    assert len(names) > 8
    for number, name in enumerate(names):
        place = Path(shutil.copytree(whole, tmp_path / str(number)))
        path = place / name
        content = DAMAGES[damage](path.read_bytes())
        path.unlink()
        if content is not None:
            path.write_bytes(content)
        with LocalStore(place) as store:
            findings = store.verify()
            assert findings, f"verify does not notice that {name} is {damage}"
            assert "repair" in findings[0].remedy
        assert results(place) == before, f"{name} {damage}: other results"
        with LocalStore(place) as store:
            assert store.verify() == [], f"{name} {damage}: not repaired"


def test_caches_of_another_index_are_not_used(place: Path, tmp_path: Path) -> None:
    before = results(place)
    other = filled(tmp_path / "ander", "iets anders")
    shutil.rmtree(place / "caches")
    shutil.copytree(other / "caches", place / "caches")
    assert results(place) == before
    for path in caches_of(place):  # and swapped file by file
        foreign = other / path.relative_to(place)
        if foreign.exists():
            path.unlink()
            shutil.copyfile(foreign, path)
    assert results(place) == before


@pytest.mark.parametrize("moment", ["vectors.load", "caches.sha256_of"])
def test_search_files_may_go_while_a_reader_opens_them(
    place: Path, moment: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    module, name = moment.split(".")
    opened = getattr(importlib.import_module(f"index.local.{module}"), name)

    def meanwhile(path: Path) -> object:
        monkeypatch.setattr(f"index.local.{moment}", opened)
        with LocalStore(place) as writer:
            for n in range(3):
                writer.update(Changes(put=(entry(document("nieuw", f"burgemeester {n}")),)))
        return opened(path)

    for path in caches_of(place):
        os.utime(path)  # so that its content is read before it is trusted
    with LocalStore(place) as reader:
        monkeypatch.setattr(f"index.local.{moment}", meanwhile)
        with reader.view() as view:
            new = view.document("nieuw")
        assert new is not None
        assert new.text == "burgemeester 2"
        found = reader.info()
        assert (found.warnings, found.lexical_generation) == ((), found.generation)


@pytest.mark.parametrize("damage", ["emptied", "truncated", "random"])
def test_a_damaged_truth_is_refused_and_not_touched(place: Path, damage: str) -> None:
    path = place / TRUTH_FILE
    path.write_bytes(DAMAGES[damage](path.read_bytes()) or b"")
    content = path.read_bytes()
    for attempt in (lambda: LocalStore(place), lambda: LocalStore.create(place, MANIFEST), lambda: results(place)):
        with pytest.raises(StoreDamagedError, match="restore"):
            attempt()
    assert path.read_bytes() == content


def test_damage_in_the_middle_of_the_truth_is_found_by_verify(place: Path) -> None:
    path = place / TRUTH_FILE
    content = bytearray(path.read_bytes())
    for offset in range(8192, len(content), 4096):
        content[offset : offset + 64] = os.urandom(64)
    path.write_bytes(content)
    try:
        with LocalStore(place) as store:
            assert "restore" in store.verify()[0].remedy
    except StoreDamagedError:
        pass  # found even earlier


def test_files_of_others_are_refused(place: Path, tmp_path: Path) -> None:
    import sqlite3

    (tmp_path / "x").mkdir()
    foreign = sqlite3.connect(tmp_path / "x" / TRUTH_FILE)
    foreign.execute("create table passage (a)")
    foreign.close()
    with pytest.raises(StoreDamagedError, match="geen index van Veiligheidswijzer"):
        LocalStore(tmp_path / "x")
    newer = sqlite3.connect(place / TRUTH_FILE)
    newer.execute("pragma user_version = 99")
    newer.close()
    with pytest.raises(StoreMismatchError, match="nieuwere versie"):
        LocalStore(place)


def test_backup_and_restore(place: Path, tmp_path: Path) -> None:
    before = results(place)
    backup(place, tmp_path / "kopie.sqlite")
    with pytest.raises(StoreWriteError, match="bestaat al"):
        backup(place, tmp_path / "kopie.sqlite")
    restore(tmp_path / "kopie.sqlite", tmp_path / "elders")
    assert results(tmp_path / "elders") == before
    with LocalStore(place) as reader:
        with LocalStore(place) as store:
            store.update(Changes(remove=("d1", "d2")))
        assert results(place) != before
        with pytest.raises(StoreWriteError, match="--replace"):
            restore(tmp_path / "kopie.sqlite", place)
        restore(tmp_path / "kopie.sqlite", place, replace=True)
        with reader.view() as view:  # an open reader follows
            assert {line.document_id for line in view.documents()} >= {"d1", "d2"}
    assert results(place) == before
    (tmp_path / "kapot.sqlite").write_bytes((tmp_path / "kopie.sqlite").read_bytes()[:5000])
    with pytest.raises(StoreError, match="beschadigd"):
        restore(tmp_path / "kapot.sqlite", place, replace=True)
    assert results(place) == before


def test_a_much_older_backup_answers_and_counts_as_a_newer_generation(place: Path, tmp_path: Path) -> None:
    before = results(place)
    backup(place, tmp_path / "kopie.sqlite")
    with LocalStore(place) as store:
        for n in range(5):
            newest = store.update(Changes(put=(entry(document("d1", f"camera versie {n}")),)))
    restore(tmp_path / "kopie.sqlite", place, replace=True)
    assert results(place) == before
    with LocalStore(place) as store:
        assert store.verify() == []
        assert store.info().generation > newest, "what is remembered of a generation would be told of another"


def test_an_older_truth_copied_by_hand_answers_and_stays_right(place: Path, tmp_path: Path) -> None:
    before = results(place)
    backup(place, tmp_path / "kopie.sqlite")
    with LocalStore(place) as store:
        for n in range(5):
            store.update(Changes(put=(entry(document("d1", f"camera versie {n}")),)))
    for path in place.glob(f"{TRUTH_FILE}*"):
        path.unlink()
    shutil.copyfile(tmp_path / "kopie.sqlite", place / TRUTH_FILE)
    assert results(place) == before
    with LocalStore(place) as store:
        for n in range(5):  # up to the generations of which there were search files
            store.update(Changes(put=(entry(document("d2", f"burgemeester versie {n}")),)))
            assert [text for text in results(place)[1] if "versie" in text] == [f"burgemeester versie {n}"]


@pytest.mark.parametrize("damage", ["emptied", "truncated", "random"])
@pytest.mark.parametrize("log", [b"", b"x" * 5000])
def test_a_backup_takes_the_place_of_a_damaged_truth(place: Path, tmp_path: Path, damage: str, log: bytes) -> None:
    before = results(place)
    backup(place, tmp_path / "kopie.sqlite")
    path = place / TRUTH_FILE
    path.write_bytes(DAMAGES[damage](path.read_bytes()) or b"")
    if log:
        (place / f"{TRUTH_FILE}-wal").write_bytes(log)
    restore(tmp_path / "kopie.sqlite", place, replace=True)
    assert results(place) == before
    with LocalStore(place) as store:
        assert store.verify() == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of two megabytes of its own."""
    folder = tmp_path / "schijf"
    folder.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", folder], capture_output=True).returncode:
        pytest.skip("een eigen bestandssysteem koppelen mag hier niet (geen root)")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def test_a_full_disk_keeps_what_was_there(small_disk: Path) -> None:
    place = filled(small_disk / "index", "camera")
    before = results(place)
    large = tuple(entry(document(f"groot{n}", f"boa {n} " + "overlast " * 200)) for n in range(2_000))
    with LocalStore(place) as store, pytest.raises(StoreWriteError, match=r"(?s)schijf.*[Mm]aak ruimte|schijfruimte"):
        store.update(Changes(put=large))
    (small_disk / "vulling").write_bytes(b"")
    assert results(place) == before
    with LocalStore(place) as store:
        store.update(Changes(put=(entry(document("klein", "boa past nog")),)))
    assert "boa past nog" in {text for text, _ in results(place)[0]}


def test_search_files_that_do_not_fit_are_told_and_done_without(small_disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,size=16m", small_disk], check=True)
    place = small_disk / "index"
    with LocalStore.create(place, MANIFEST) as store:
        store.update(Changes(put=tuple(entry(document(f"d{n}", f"boa nummer {n}")) for n in range(3_000))))
        [vectors] = place.glob("caches/*/vectors.faiss")
        disk = os.statvfs(small_disk)
        filling = disk.f_bavail * disk.f_frsize - vectors.stat().st_size * 3 // 4
        (small_disk / "vulling").write_bytes(b"x" * filling)
        with pytest.raises(StoreWriteError, match="Maak ruimte"):
            store.update(Changes(put=(entry(document("nieuw", "burgemeester")),)))
    with LocalStore(place) as store, store.view() as view:
        assert view.document("nieuw") is not None, "the truth was stored before"
        found = view.dense(EMBEDDER.embed_question("burgemeester"), 1).keys.tolist()
        assert [passage.document_id for passage in view.passages(found)] == ["nieuw"]
    (small_disk / "vulling").unlink()
    with LocalStore(place) as store:
        store.repair()
        assert store.verify() == []


def _remove_elsewhere(place: Path, document_id: str) -> None:
    """In another process: within one, SQLite takes both ways to a file for one."""
    program = (
        f"from pathlib import Path; from index.removal import remove; remove(Path({str(place)!r}), ['{document_id}'])"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_who_may_only_read_follows_who_writes(place: Path, tmp_path: Path) -> None:
    seen = tmp_path / "alleen-lezen"
    seen.mkdir()
    for log in place.glob(f"{TRUTH_FILE}-*"):  # as in an index that was copied
        log.unlink()
    if subprocess.run(["mount", "--bind", place, seen], capture_output=True).returncode:
        pytest.skip("een map koppelen mag hier niet (geen root)")
    subprocess.run(["mount", "-o", "remount,bind,ro", seen], check=True)
    try:
        with LocalStore(seen) as reader:
            assert reader.verify() == []
            for name in ("d1", "d2"):
                _remove_elsewhere(place, name)
                with reader.view() as view:
                    assert view.document(name) is None, "an old state is answered from"
            with reader.view() as view:
                _remove_elsewhere(place, "d3")
                with reader.view() as newer:
                    assert (newer.document("d3"), newer.generation) == (None, view.generation + 1)
            with reader.view() as view:
                assert view.generation == newer.generation
    finally:
        subprocess.run(["umount", "-l", seen], check=True)


def test_a_read_only_folder_answers_and_refuses_writing(small_disk: Path) -> None:
    place = filled(small_disk / "index", "camera")
    before = results(place)
    shutil.rmtree(place / "caches")  # the caches cannot be written either: private ones are made
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    assert results(place) == before
    with LocalStore(place) as store:
        assert store.info().documents == 19
        with pytest.raises(StoreWriteError, match=r"mag niet worden geschreven|lukt niet"):
            store.update(Changes(remove=("d1",)))
        with store.view() as view:
            assert view.document("d1") is not None
