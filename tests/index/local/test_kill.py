"""Writers killed at random moments: what was acknowledged is there, nothing else is half there."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from itertools import islice
from pathlib import Path

import pytest

from index import LocalStore, build
from index.local.backup import restore
from tests.fake_embedder import FakeEmbedder
from tests.index.local.killed_writer import operations
from tests.index.making import EMBEDDER, MANIFEST

ROOT = Path(__file__).resolve().parents[3]


def killed_after(place: Path, seed: int, seconds: float) -> tuple[int, int]:
    """Start a writer, kill it `seconds` after its first operation began; return how many it began and finished."""
    command = [sys.executable, "-m", "tests.index.local.killed_writer", str(place), str(seed)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        first = writer.stdout.readline()
        assert first == "begin 0\n", first
        time.sleep(seconds)
        writer.send_signal(signal.SIGKILL)
        lines = [first, *writer.stdout.read().splitlines()]
    return sum(line.startswith("begin") for line in lines), sum(line.startswith("done") for line in lines)


def after(state: dict[str, str], seed: int, count: int) -> dict[str, str]:
    """What the store must hold after the first `count` operations of a seed."""
    state = dict(state)
    for _, texts in islice(operations(seed), count):
        for document_id, text in texts.items():
            if text:
                state[document_id] = text
            else:
                state.pop(document_id, None)
    return state


def stored(place: Path) -> dict[str, str]:
    """All texts by document id, each found by its own words and equal to its passage."""
    with LocalStore(place) as store:
        with store.view() as view:
            dense = view.dense(EMBEDDER.embed_question("boa"), 1000)
            passages = view.passages(dense.keys.tolist())
            documents = {line.document_id: view.document(line.document_id) for line in view.documents()}
        assert store.verify() == []
    assert {p.document_id for p in passages} == set(documents), "a text cannot be found, or is found without its text"
    texts = {document_id: document.text for document_id, document in documents.items() if document}
    assert {p.document_id: p.text for p in passages} == texts
    return texts


def kill_and_compare(folder: Path, kills: int, seed: int) -> None:
    place = folder / "index"
    LocalStore.create(place, MANIFEST).close()
    chance = random.Random(seed)
    state: dict[str, str] = {}
    operations_done = 0
    number = 0
    while number < kills or operations_done <= kills:  # on a busy machine a writer lives longer, until enough is done
        assert number < 20 * kills, "the writers are killed before they do anything"
        begun, done = killed_after(place, seed + number, chance.uniform(0, 0.6) * (1 + number // kills))
        operations_done += done
        found = stored(place)
        acknowledged, in_flight = after(state, seed + number, done), after(state, seed + number, begun)
        assert found in (acknowledged, in_flight), f"kill {number}: the store holds neither state"
        state = found
        number += 1
    for number, copy in enumerate(sorted(folder.glob("kopie-*.sqlite"))[:5]):
        restore(copy, folder / f"terug-{number}")
        stored(folder / f"terug-{number}")


def test_a_killed_writer_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    kill_and_compare(tmp_path, kills=6, seed=1)


@pytest.mark.long
def test_two_hundred_killed_writers(tmp_path: Path) -> None:
    kill_and_compare(tmp_path, kills=200, seed=1000)


BUILDER = """
import sys, time
from pathlib import Path
import index.local.rebuild, index.sync
from index import build
from index.local.rebuild import rebuild
from tests.fake_embedder import FakeEmbedder
index.sync.BATCH_PASSAGES = index.local.rebuild.BATCH_PASSAGES = 5
class Slow(FakeEmbedder):
    def embed_passages(self, texts):
        time.sleep(0.02)
        print("embedded", len(texts), flush=True)
        return super().embed_passages(texts)
place, texts, what = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
print("begin 0", flush=True)
if what == "build":
    build(place, [texts], Slow())
else:
    rebuild(place, Slow(revision="2"))
print("complete", flush=True)
"""


def run_killed(place: Path, texts: Path, what: str, seconds: float) -> tuple[bool, int]:
    """Build or rebuild, killed after `seconds`; return whether it came to its end, and how much it embedded."""
    command = [sys.executable, "-c", BUILDER, str(place), str(texts), what]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as builder:
        assert builder.stdout is not None
        assert builder.stdout.readline() == "begin 0\n"
        time.sleep(seconds)
        builder.send_signal(signal.SIGKILL)
        lines = builder.stdout.read().splitlines()
    return "complete" in lines, sum(int(line.split()[1]) for line in lines if line.startswith("embedded"))


@pytest.mark.parametrize("what", ["build", "rebuild"])
def test_a_killed_build_goes_on_where_it_was(tmp_path: Path, what: str) -> None:
    texts, place = tmp_path / "teksten", tmp_path / "index"
    texts.mkdir()
    for n in range(60):
        (texts / f"{n:03}.txt").write_text(f"Dit is de inhoud van tekst {n}, over boa en camera.", "utf-8")
    expected = {f"teksten/{n:03}.txt" for n in range(60)}
    if what == "rebuild":
        build(place, [texts], FakeEmbedder())
    complete, embedded, runs = False, 0, 0
    while not complete:
        complete, more = run_killed(place, texts, what, 0.25 + 0.1 * runs)
        embedded, runs = embedded + more, runs + 1
        if LocalStore.exists(place):
            assert stored(place).keys() <= expected
    assert stored(place).keys() == expected
    assert runs > 1, "nothing was killed"
    assert embedded <= 60 + 10 * runs, f"{embedded} embeddings of 60 texts in {runs} runs: it starts over"
