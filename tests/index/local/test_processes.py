"""Several processes on one index: one writes, all read, nobody sees half a write."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from corpus.errors import StoreBusyError
from index import LocalStore
from index.local.backup import backup, restore
from index.store import Changes
from tests.index.making import EMBEDDER, MANIFEST, document, entry

ROOT = Path(__file__).resolve().parents[3]

# Every text says its document, its version, and both again at the end: half a write or a mixed-up row shows.
READER = """
import sys, time
from pathlib import Path
from index import LexicalQuery, LocalStore
from tests.index.making import EMBEDDER
until = time.monotonic() + float(sys.argv[2])
asked = generations = 0
seen = -1
with LocalStore(Path(sys.argv[1])) as store:
    question = EMBEDDER.embed_question("boa versie")
    while time.monotonic() < until:
        with store.view() as view:
            dense = view.dense(question, 50)
            lexical = view.lexical(LexicalQuery({"boa": 1.0}), 50)
            passages = view.passages(dense.keys.tolist())
            for passage in (*passages, *view.passages(lexical.keys.tolist())):
                words = passage.text.split()
                assert words[:2] == words[-2:], passage.text
                assert words[0] == passage.document_id, passage
            versions = {p.text.split()[1] for p in passages if p.document_id.startswith("samen")}
            assert len(versions) <= 1, f"half a write: {versions}"
            assert view.generation >= seen
            generations += view.generation > seen
            seen = view.generation
            asked += 1
print(asked, generations)
"""

WRITER = """
import sys, time
from pathlib import Path
from corpus.errors import StoreBusyError
from index import LocalStore
from index.store import Changes
from tests.index.making import document, entry
place, seconds, name = Path(sys.argv[1]), float(sys.argv[2]), sys.argv[3]
until = time.monotonic() + seconds
written = 0
with LocalStore(place) as store:
    while time.monotonic() < until:
        version = f"{name}{written}"
        def text(i): return f"{i} {version} boa over camera {i} {version}"
        together = [f"samen{n}" for n in range(8)]
        ids = [*together, f"los{written % 13}"]
        remove = (f"los{(written + 5) % 13}",)
        try:
            store.update(Changes(put=tuple(entry(document(i, text(i))) for i in ids), remove=remove))
            written += 1
        except StoreBusyError:
            pass
print(written)
"""


def together(place: Path, seconds: float, writers: int, readers: int) -> tuple[list[int], list[list[int]]]:
    """Run writers and readers side by side; return what each writer wrote and each reader asked."""
    LocalStore.create(place, MANIFEST).close()

    def start(code: str, *arguments: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", code, str(place), str(seconds), *arguments]
        return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    started = [start(WRITER, f"w{n}-") for n in range(writers)] + [start(READER) for _ in range(readers)]
    outputs = [process.communicate(timeout=seconds + 120) for process in started]
    assert [process.returncode for process in started] == [0] * len(started), [error for _, error in outputs]
    told = [[int(number) for number in out.split()] for out, _ in outputs]
    return [written for [written] in told[:writers]], told[writers:]


def test_two_writers_and_four_readers(tmp_path: Path) -> None:
    written, asked = together(tmp_path / "index", seconds=8, writers=2, readers=4)
    assert sum(written) > 1
    for questions, generations in asked:
        assert questions > 10
        assert generations > 1, "a reader did not follow the writers"
    with LocalStore(tmp_path / "index") as store:
        assert store.verify() == []


@pytest.mark.long
def test_two_writers_and_eight_readers_for_a_minute(tmp_path: Path) -> None:
    written, asked = together(tmp_path / "index", seconds=60, writers=2, readers=8)
    assert sum(written) > 30
    assert all(generations > 5 for _, generations in asked)
    with LocalStore(tmp_path / "index") as store:
        assert store.verify() == []


def test_a_second_writer_is_told_who_is_writing(tmp_path: Path) -> None:
    place = tmp_path / "index"
    LocalStore.create(place, MANIFEST).close()
    hold = "import sys,time; from pathlib import Path; from index.local.lock import WriterLock\n"
    hold += "with WriterLock(Path(sys.argv[1])).held(): print('held', flush=True); time.sleep(60)"
    command = [sys.executable, "-c", hold, str(place)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as owner:
        assert owner.stdout is not None
        assert owner.stdout.readline() == "held\n"
        with LocalStore(place) as store:
            store._lock.wait_seconds = 0.5
            with pytest.raises(StoreBusyError, match=f"proces {owner.pid} op "):
                store.update(Changes(remove=("x",)))
            with store.view() as view:  # readers do not wait
                assert view.generation == 0
            owner.kill()  # the lock of a dead process is free, whatever it left behind
            owner.wait()
            assert store.update(Changes(put=(entry(document("a", "boa")),))) == 1


def test_threads_of_one_process_share_a_store(tmp_path: Path) -> None:
    with LocalStore.create(tmp_path / "index", MANIFEST) as store:
        errors: list[BaseException] = []
        stop = threading.Event()

        def read() -> None:
            try:
                while not stop.is_set():
                    with store.view() as view:
                        found = view.passages(view.dense(EMBEDDER.embed_question("boa"), 20).keys.tolist())
                        assert all(p.text.split()[0] == p.document_id for p in found)
            except BaseException as error:
                errors.append(error)

        readers = [threading.Thread(target=read) for _ in range(4)]
        for thread in readers:
            thread.start()
        for n in range(15):
            store.update(Changes(put=(entry(document(f"d{n % 4}", f"d{n % 4} boa versie {n}")),)))
        stop.set()
        for thread in readers:
            thread.join()
        assert errors == []


def test_a_backup_made_during_writing_is_one_generation(tmp_path: Path) -> None:
    place = tmp_path / "index"
    LocalStore.create(place, MANIFEST).close()
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(place), "3", "w"], cwd=ROOT, stdout=subprocess.PIPE
    ) as writer:
        time.sleep(1)
        for n in range(4):
            backup(place, tmp_path / f"kopie{n}")
            time.sleep(0.2)
        writer.communicate()
    for n in range(4):
        restore(tmp_path / f"kopie{n}", tmp_path / f"terug{n}")
        with LocalStore(tmp_path / f"terug{n}") as store:
            assert store.verify() == []
            with store.view() as view:
                texts = [view.document(line.document_id) for line in view.documents()]
        versions = {d.text.split()[1] for d in texts if d and d.document_id.startswith("samen")}
        assert len(versions) <= 1, versions


def test_a_clock_that_runs_back_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with LocalStore.create(tmp_path / "index", MANIFEST) as store:
        store.update(Changes(put=(entry(document("a", "boa eerst")),)))
        monkeypatch.setattr("index.local.local_store._now", lambda: "1999-01-01T00:00:00+00:00")
        assert store.update(Changes(put=(entry(document("a", "boa daarna")),))) == 2
        with store.view() as view:
            document_ = view.document("a")
        assert document_ is not None
        assert document_.text == "boa daarna"


def test_json_of_the_owner_is_whole(tmp_path: Path) -> None:
    with LocalStore.create(tmp_path / "index", MANIFEST) as store, store.writing():
        owner = json.loads((tmp_path / "index" / "writer.json").read_text("utf-8"))
        assert set(owner) == {"pid", "host", "since"}
    assert not (tmp_path / "index" / "writer.json").exists()
