"""Reading in worker processes: in order, ahead, and a death costs one file."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import (
    Document,
    FailureKind,
    PagesWithoutText,
    ReaderPool,
    ReadFailure,
    ReadItem,
    Section,
    SourceFile,
    WorkerLimits,
    find_sources,
    wire,
)
from tests.corpus import hostile_files as hostile

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number in range(12):
        (tmp_path / f"{number:02}.txt").write_text(f"Kop {number}\n\nDit is tekst {number}.", "utf-8")
    return tmp_path


def read_all(folder: Path, limits: WorkerLimits | None = None, processes: int = 2) -> list[ReadItem]:
    with ReaderPool(processes, limits or WorkerLimits()) as pool:
        return [item for _, item in pool.read(find_sources([folder]).files) if item is not None]


def test_files_come_in_order_each_with_an_end(folder: Path) -> None:
    files = find_sources([folder]).files
    with ReaderPool(3) as pool:
        found = [(file.path.name, item and getattr(item, "document_id", None)) for file, item in pool.read(files)]
    expected = [(f.path.name, value) for f in files for value in (f.document_id, None)]
    assert found == expected


class Asked:
    """The files of a folder, and which of them were asked for."""

    def __init__(self, folder: Path) -> None:
        self.files = find_sources([folder]).files
        self.names: list[str] = []
        self.all = threading.Event()

    def __iter__(self) -> Iterator[SourceFile]:
        for file in self.files:
            self.names.append(file.path.name)
            yield file
        self.all.set()


def test_reading_goes_on_while_nobody_takes_what_was_read(folder: Path) -> None:
    """Embedding takes nothing for as long as a batch lasts."""
    asked = Asked(folder)
    with ReaderPool(1) as pool:
        readings = pool.read(asked)
        next(readings)
        assert asked.all.wait(20), f"reading stopped at {asked.names[-1]}, as nobody took what was read"
        assert len(list(readings)) == 23, "an item and an end of each file"


def test_few_characters_are_read_ahead(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.workers._CHARACTERS_AHEAD", 3_000)
    asked = Asked(folder)
    with ReaderPool(1) as pool:
        readings = pool.read(asked)
        next(readings)
        assert not asked.all.wait(0.3)
        assert len(asked.names) <= 5, f"read ahead without bound: {asked.names}"
        assert len(list(readings)) == 23, "what waited is read after all"


def test_rows_of_a_file_wait_too_but_those_that_are_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What waits of later files must not keep the file from going on whose rows are wanted now."""
    monkeypatch.setattr("corpus.workers._CHARACTERS_AHEAD", 3_000)
    rows = [json.dumps({"_id": str(number), "text": "Tekst. " * 200}) for number in range(30)]
    for name in "abc":
        (tmp_path / f"{name}.jsonl").write_text("\n".join(rows), "utf-8")
    waiting: list[int] = []
    with ReaderPool(3) as pool:
        for _ in pool.read(find_sources([tmp_path]).files):
            (ahead,) = pool._ahead
            waiting.append(ahead.characters)
    assert len(waiting) == 93
    assert 0 < max(waiting) <= 3_000 + 2 * 1_400, "one item more for the file at hand, and the last within the limit"


def test_a_fault_in_finding_files_comes_out(folder: Path) -> None:
    def files() -> Iterator[SourceFile]:
        yield find_sources([folder]).files[0]
        raise ZeroDivisionError

    with ReaderPool(2) as pool:
        readings = pool.read(files())
        assert [item is None for _, item in (next(readings), next(readings))] == [False, True]
        with pytest.raises(ZeroDivisionError):
            next(readings)


def test_a_reading_that_is_left_halfway_costs_the_next_one_nothing(folder: Path) -> None:
    rows = [json.dumps({"_id": str(number), "text": "Tekst. " * 2_000}) for number in range(2_000)]
    (folder / "00a.jsonl").write_text("\n".join(rows), "utf-8")
    with ReaderPool(1) as pool:
        for _, item in pool.read(find_sources([folder / "00a.jsonl"]).files):
            assert isinstance(item, Document)
            break
        texts = [item for _, item in pool.read(find_sources([folder / "05.txt"]).files) if item is not None]
    assert [item.text for item in texts if isinstance(item, Document)] == ["Kop 5\n\nDit is tekst 5."], texts


def test_a_process_that_is_killed_costs_one_file(folder: Path) -> None:
    with ReaderPool(1) as pool:
        (worker,) = pool._workers
        items: list[ReadItem] = []
        for _, item in pool.read(find_sources([folder]).files):
            if item is not None:
                items.append(item)
            if len(items) == 3 and item is not None:
                assert worker._process is not None
                os.kill(worker._process.pid, signal.SIGKILL)
                time.sleep(0.2)
    failures = [item for item in items if isinstance(item, ReadFailure)]
    assert len(failures) <= 1
    assert len([item for item in items if isinstance(item, Document)]) >= 11
    assert all(failure.kind is FailureKind.CRASH for failure in failures)


def test_a_file_that_takes_too_long_is_told_and_the_rest_is_read(folder: Path) -> None:
    hostile.many_columns(folder / "05a.csv", 15_000_000)
    items = read_all(folder, WorkerLimits(seconds=0.4))
    (failure,) = [item for item in items if isinstance(item, ReadFailure)]
    assert (failure.kind, Path(failure.source).name) == (FailureKind.TIMEOUT, "05a.csv")
    assert len(items) == 13


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps to a limit of the address space")
def test_a_file_that_takes_too_much_memory_is_told_and_the_rest_is_read(folder: Path) -> None:
    hostile.many_columns(folder / "05a.csv", 15_000_000)
    items = read_all(folder, WorkerLimits(memory_bytes=500_000_000))
    (failure,) = [item for item in items if isinstance(item, ReadFailure)]
    assert (failure.kind, Path(failure.source).name) == (FailureKind.MEMORY, "05a.csv")
    assert len(items) == 13


@pytest.mark.parametrize(
    ("make", "limits", "kind"),
    [
        pytest.param(hostile.unfolding_pdf, WorkerLimits(seconds=3), FailureKind.TIMEOUT, id="hangs"),
        pytest.param(
            hostile.swelling_pdf,
            WorkerLimits(memory_bytes=600_000_000),
            FailureKind.CRASH,
            id="crashes",
            marks=pytest.mark.skipif(
                sys.platform != "linux", reason="only Linux keeps to a limit of the address space"
            ),
        ),
    ],
)
def test_a_pdf_on_which_the_parser_hangs_or_crashes_costs_that_file(
    folder: Path, make: Callable[[Path], None], limits: WorkerLimits, kind: FailureKind
) -> None:
    make(folder / "05a.pdf")
    items = read_all(folder, limits)
    (failure,) = [item for item in items if isinstance(item, ReadFailure)]
    assert (failure.kind, Path(failure.source).name) == (kind, "05a.pdf")
    assert len(items) == 13


def test_in_an_archive_a_death_costs_one_file(tmp_path: Path) -> None:
    hostile.many_columns(tmp_path / "kolommen.tmp", 15_000_000)
    with zipfile.ZipFile(tmp_path / "bundel.zip", "w") as archive:
        archive.writestr("a.txt", "Eerste tekst.")
        archive.write(tmp_path / "kolommen.tmp", "b.csv")
        archive.writestr("map/c.txt", "Derde tekst.")
    items = read_all(tmp_path, WorkerLimits(seconds=0.4))
    assert [i.document_id if isinstance(i, Document) else i.source for i in items] == [
        f"{tmp_path.name}/bundel.zip/a.txt",
        str(tmp_path / "bundel.zip" / "b.csv"),
        f"{tmp_path.name}/bundel.zip/map/c.txt",
    ]
    assert {item.source for item in items if isinstance(item, Document)} == {str(tmp_path / "bundel.zip")}


def test_an_archive_that_is_given_up_is_told_as_a_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.reading_process._MAX_DEATHS", 2)
    hostile.many_columns(tmp_path / "kolommen.tmp", 15_000_000)
    with zipfile.ZipFile(tmp_path / "bundel.zip", "w") as archive:
        for name in ("a.csv", "b.csv"):
            archive.write(tmp_path / "kolommen.tmp", name)
        archive.writestr("c.txt", "Derde tekst.")
    *deaths, rest = read_all(tmp_path, WorkerLimits(seconds=0.4))
    whole = str(tmp_path / "bundel.zip")
    assert [item.source for item in deaths if isinstance(item, ReadFailure)] == [f"{whole}/a.csv", f"{whole}/b.csv"]
    assert isinstance(rest, ReadFailure)
    assert (rest.source, rest.kind) == (whole, FailureKind.CRASH)
    assert "is de rest van het archief niet gelezen" in rest.reason


def test_a_worker_ends_with_its_parent(folder: Path) -> None:
    script = (
        "import sys, time; from corpus import ReaderPool, find_sources\n"
        f"pool = ReaderPool(1); next(pool.read(find_sources([{str(folder)!r}]).files))\n"
        "print(pool._workers[0]._process.pid, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        parent.kill()
    for _ in range(100):
        if not _is_running(pid):
            return
        time.sleep(0.1)
    pytest.fail("the worker outlived its parent")


def _is_running(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False


def test_a_process_is_replaced_after_so_many_files(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.reading_process._MAX_SERVED", 5)
    processes: set[int] = set()
    with ReaderPool(1) as pool:
        for _, item in pool.read(find_sources([folder]).files):
            assert not isinstance(item, ReadFailure)
            if pool._workers[0]._process:
                processes.add(pool._workers[0]._process.pid)
    assert 2 <= len(processes) <= 3


def test_closing_halfway_ends_processes_and_threads(folder: Path) -> None:
    before = threading.active_count()
    with ReaderPool(2) as pool:
        next(pool.read(find_sources([folder]).files))
        processes = [worker._process for worker in pool._workers if worker._process]
    assert processes
    codes = [process.returncode for process in processes]
    assert None not in codes, "a process was told to end, but nobody waited for it"
    assert threading.active_count() <= before


def test_closing_waits_for_processes_that_have_nothing_to_do(folder: Path) -> None:
    with ReaderPool(2) as pool:
        assert list(pool.read(find_sources([folder]).files))
        processes = [worker._process for worker in pool._workers if worker._process]
    codes = [process.returncode for process in processes]
    assert codes, "no process was started"
    assert None not in codes, "a process was told to end, but nobody waited for it"


def test_a_worker_loads_nothing_heavy() -> None:
    script = (
        "import sys, corpus.worker, corpus.formats.extraction\n"
        "print(sorted({'torch', 'numpy', 'faiss', 'gradio', 'sentence_transformers'} & set(sys.modules)))"
    )
    shown = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


TEXT = st.text(max_size=20)


@given(
    st.one_of(
        st.builds(ReadFailure, TEXT, TEXT, st.sampled_from(FailureKind)),
        st.builds(PagesWithoutText, TEXT, TEXT, st.lists(st.integers(1, 9)).map(tuple), st.integers(1, 9)),
        st.builds(
            Document,
            TEXT,
            TEXT,
            TEXT,
            TEXT,
            st.lists(
                st.builds(
                    Section,
                    st.lists(TEXT).map(tuple),
                    st.integers(0, 9),
                    st.integers(0, 9),
                    st.none() | st.integers(1, 9),
                )
            ).map(tuple),
            st.none() | st.dates(),
            st.dictionaries(TEXT, st.lists(TEXT).map(tuple)),
        ),
    )
)
def test_what_travels_arrives_as_it_was(item: ReadItem) -> None:
    message = wire.encoded(item)
    assert message.count(b"\n") == 1
    assert wire.decoded(json.loads(message)) == item
