"""What a power cut may leave: names appear only after what they stand for is on the disk."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from index import LocalStore
from index.durable import new_folder, write_file
from index.local import schema
from tests.index.making import MANIFEST


@pytest.fixture
def events(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Path]]:
    """Every sync and rename, in order, with the path that it was done to."""
    seen: list[tuple[str, Path]] = []
    fsync, rename, replace = os.fsync, Path.rename, Path.replace

    def synced(descriptor: int) -> None:
        seen.append(("sync", Path(f"/proc/self/fd/{descriptor}").readlink()))
        fsync(descriptor)

    def renamed(path: Path, target: Path) -> Path:
        seen.append(("rename", Path(target)))
        return rename(path, target)

    def replaced(path: Path, target: Path) -> Path:
        seen.append(("rename", Path(target)))
        return replace(path, target)

    if not Path("/proc/self/fd").exists():
        pytest.skip("zonder /proc is niet te zien welk bestand wordt weggeschreven")
    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(Path, "rename", renamed)
    monkeypatch.setattr(Path, "replace", replaced)
    return seen


def test_a_file_is_synced_then_named_then_its_folder_is_synced(tmp_path: Path, events: list[tuple[str, Path]]) -> None:
    write_file(tmp_path / "a", b"inhoud")
    assert [kind for kind, _ in events] == ["sync", "rename", "sync"]
    assert events[1:] == [("rename", tmp_path / "a"), ("sync", tmp_path)]


def test_all_of_a_folder_is_synced_before_it_gets_its_name(tmp_path: Path, events: list[tuple[str, Path]]) -> None:
    with new_folder(tmp_path / "map") as beside:
        (beside / "onder").mkdir()
        written = {beside / "een", beside / "onder" / "twee"}
        for path in written:
            path.write_bytes(b"inhoud")
    named = events.index(("rename", tmp_path / "map"))
    assert {path for _, path in events[:named]} == written | {beside, beside / "onder"}
    assert events[named + 1 :] == [("sync", tmp_path)]


def test_the_truth_waits_for_the_disk_at_every_commit(tmp_path: Path) -> None:
    LocalStore.create(tmp_path / "index", MANIFEST).close()
    connection = schema.connect(tmp_path / "index", write=True)
    assert connection.execute("pragma synchronous").fetchone() == (2,), "2 is FULL"
    assert connection.execute("pragma journal_mode").fetchone() == ("wal",)
    connection.close()
