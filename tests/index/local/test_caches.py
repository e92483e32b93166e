"""Search files on the disk: which are read to trust them, and what readers do while writers replace them."""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path
from typing import Any

import pytest

from index import LocalStore
from index.local import vectors
from index.local.caches import Caches
from index.store import Changes
from tests.counting import counted
from tests.index.making import MANIFEST, caches_of, document, entry


@pytest.fixture
def place(tmp_path: Path) -> Path:
    place = tmp_path / "index"
    with LocalStore.create(place, MANIFEST) as store:
        store.update(Changes(put=tuple(entry(document(f"d{n}", f"De boa van wijk {n}.")) for n in range(9))))
    return place


def read_by_opening(place: Path) -> set[str]:
    """The search files that Python reads when a store is opened and asked."""
    names = {str(path): path.name for path in caches_of(place)}
    with counted() as counts, LocalStore(place) as store, store.view() as view:
        assert len(view.documents()) == 9
    return {names[path] for path in counts.opened if path in names}


def test_search_files_that_nobody_touched_are_not_read_to_trust_them(place: Path) -> None:
    assert read_by_opening(place) == {"stamp.json"}
    [file] = place.glob("caches/*/vectors.faiss")
    os.utime(file, ns=(0, file.stat().st_mtime_ns + 1))
    assert read_by_opening(place) == {"stamp.json", "vectors.faiss"}
    with counted() as counts, LocalStore(place) as store:
        assert store.verify() == []
    read = {Path(path).name for path in counts.opened}
    assert {path.name for path in caches_of(place) if not path.name.startswith(".tantivy")} <= read


def test_a_stamp_of_before_is_checked_by_reading(place: Path) -> None:
    [stamp] = place.glob("caches/*/stamp.json")
    values = json.loads(stamp.read_text("utf-8"))
    values["files"] = {name: parts[:2] for name, parts in values["files"].items()}
    stamp.write_text(json.dumps(values), "utf-8")
    assert len(read_by_opening(place)) > 2


def test_damage_that_keeps_size_and_time_is_found_by_verify(place: Path) -> None:
    [file] = place.glob("caches/*/vectors.faiss")
    before, content = file.stat(), file.read_bytes()
    file.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    with LocalStore(place) as store:
        assert "vectors.faiss" in store.verify()[0].what
        store.repair()
        assert store.verify() == []


def test_who_asks_while_another_forgets_is_answered(place: Path) -> None:
    with LocalStore(place) as store, store.view() as view:
        store_id = view._snapshot.store_id
    caches, failures, stop = Caches(place), list[BaseException](), threading.Event()

    def ask() -> None:
        try:
            for _ in range(400):
                assert caches.newest(store_id, 9)[0] is not None
        except BaseException as error:
            failures.append(error)
        finally:
            stop.set()

    asking = threading.Thread(target=ask)
    asking.start()
    while not stop.is_set():
        caches.forget_all()
    asking.join()
    assert failures == []


def test_files_that_are_taken_away_twice_are_found_the_third_time(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As by an update, and the wiping that comes after it."""
    load = vectors.load
    taken: list[Path] = []

    def while_others_write(path: Path) -> Any:
        if len(taken) < 2:
            taken.append(path)
            raise FileNotFoundError(path)
        return load(path)

    monkeypatch.setattr(vectors, "load", while_others_write)
    with LocalStore(place) as store, store.view() as view:
        assert len(view.documents()) == 9
    monkeypatch.setattr(vectors, "load", lambda path: load(path / "weg"))
    with LocalStore(place) as store, pytest.raises(RuntimeError), store.view():
        pass
