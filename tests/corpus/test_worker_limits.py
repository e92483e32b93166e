"""What reading may take in all: time for a document, and of the machine what embedding leaves."""

from __future__ import annotations

import json
import os
import time
import zipfile
from pathlib import Path

import pytest

from corpus import Document, FailureKind, ReaderPool, ReadFailure, ReadItem, WorkerLimits, find_sources
from tests.corpus import hostile_files as hostile

PAGES = 5_000  # that take some seconds to read, with a sign of life each second


def read_all(folder: Path, limits: WorkerLimits, pause_seconds: float = 0.0) -> list[ReadItem]:
    items: list[ReadItem] = []
    with ReaderPool(1, limits) as pool:
        for _, item in pool.read(find_sources([folder]).files):
            items += [item] if item is not None else []
            time.sleep(pause_seconds)
    return items


def test_a_document_that_is_busy_without_end_is_told_and_the_rest_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Eerste tekst.", "utf-8")
    hostile.long_pdf(tmp_path / "b.pdf", PAGES)
    (tmp_path / "c.txt").write_text("Derde tekst.", "utf-8")
    first, failure, last = read_all(tmp_path, WorkerLimits(total_seconds=1.2))
    assert isinstance(first, Document)
    assert isinstance(last, Document)
    assert isinstance(failure, ReadFailure)
    assert (failure.kind, Path(failure.source).name) == (FailureKind.TIMEOUT, "b.pdf")
    assert "Het lezen duurde langer dan" in failure.reason


def test_in_an_archive_such_a_document_costs_itself(tmp_path: Path) -> None:
    hostile.long_pdf(tmp_path / "lang.tmp", PAGES)
    with zipfile.ZipFile(tmp_path / "bundel.zip", "w") as archive:
        archive.writestr("a.txt", "Eerste tekst.")
        archive.write(tmp_path / "lang.tmp", "b.pdf")
        archive.writestr("c.txt", "Derde tekst.")
    items = read_all(tmp_path, WorkerLimits(total_seconds=1.2))
    assert [item.document_id if isinstance(item, Document) else Path(item.source).name for item in items] == [
        f"{tmp_path.name}/bundel.zip/a.txt", "b.pdf", f"{tmp_path.name}/bundel.zip/c.txt",
    ]  # fmt: skip


def test_who_takes_the_documents_may_take_its_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Embedding is slower than reading: the time that a worker waits for it is none of its own."""
    monkeypatch.setattr("corpus.workers._CHARACTERS_AHEAD", 1)
    rows = [json.dumps({"_id": str(number), "text": "Tekst. " * 40_000}) for number in range(12)]
    (tmp_path / "rijen.jsonl").write_text("\n".join(rows), "utf-8")
    items = read_all(tmp_path, WorkerLimits(total_seconds=1), pause_seconds=0.1)
    assert len([item for item in items if isinstance(item, Document)]) == 12, items[-1]


@pytest.mark.skipif(not hasattr(os, "getpriority"), reason="this system has no such priorities")
def test_embedding_goes_before_reading(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Tekst.", "utf-8")
    ours = os.getpriority(os.PRIO_PROCESS, 0)
    if ours == 19:
        pytest.skip("these tests run with the lowest priority themselves")
    with ReaderPool() as pool:
        list(pool.read(find_sources([tmp_path]).files))
        processes = [worker._process for worker in pool._workers if worker._process]
        theirs = [os.getpriority(os.PRIO_PROCESS, process.pid) for process in processes]
        assert theirs
        assert all(nice > ours for nice in theirs), f"{theirs} beside {ours}: reading takes what embedding needs"
    assert len(pool._workers) <= max(1, len(os.sched_getaffinity(0)) - 1), "no processor is left for embedding"


@pytest.mark.parametrize(("processors", "processes"), [(1, 1), (2, 1), (4, 3), (64, 4)])
def test_one_processor_is_left_for_embedding(monkeypatch: pytest.MonkeyPatch, processors: int, processes: int) -> None:
    monkeypatch.setattr("os.sched_getaffinity", lambda _: set(range(processors)))
    monkeypatch.setattr("os.cpu_count", lambda: 128)  # of the whole machine, of which this is a part
    with ReaderPool() as pool:
        assert len(pool._workers) == processes
