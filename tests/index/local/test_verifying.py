"""Checking an index while others write, and what writers that were killed left beside it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.errors import StoreWriteError
from index import LocalStore
from index.local import verification
from index.local.backup import backup, restore
from index.store import Changes
from tests.index.making import MANIFEST, document, entry


def put(store: LocalStore, name: str) -> None:
    store.update(Changes(put=(entry(document(name, f"De boa van {name}.")),)))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[LocalStore]:
    with LocalStore.create(tmp_path / "index", MANIFEST) as opened:
        put(opened, "a")
        yield opened


def test_search_files_that_writers_left_behind_meanwhile_are_no_damage(
    store: LocalStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    fields, names = verification._fields, iter("bcdefghijk")

    def while_others_write(connection: sqlite3.Connection) -> Iterator[verification.Finding]:
        yield from fields(connection)
        for name in [*names][:3]:
            put(store, name)

    monkeypatch.setattr(verification, "_fields", while_others_write)
    assert store.verify() == []


def test_a_backup_in_a_folder_that_is_not_there_says_so(store: LocalStore, tmp_path: Path) -> None:
    with pytest.raises(StoreWriteError, match="weg bestaat niet"):
        backup(store.folder, tmp_path / "weg" / "kopie.sqlite")


def test_what_a_killed_restore_left_is_removed(store: LocalStore, tmp_path: Path) -> None:
    left = "unfinished-1a2b-passages.sqlite"
    backup(store.folder, tmp_path / "kopie.sqlite")
    (store.folder / left).write_text("vertrouwelijk")
    restore(tmp_path / "kopie.sqlite", store.folder, replace=True)
    assert not (store.folder / left).exists()
    (tmp_path / "elders").mkdir()
    (tmp_path / "elders" / left).write_text("vertrouwelijk")
    LocalStore.create(tmp_path / "elders", MANIFEST).close()
    assert not (tmp_path / "elders" / left).exists()
