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

from index import LocalStore
from index.local.backup import restore
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
    for number in range(kills):
        begun, done = killed_after(place, seed + number, chance.uniform(0, 0.6))
        operations_done += done
        found = stored(place)
        acknowledged, in_flight = after(state, seed + number, done), after(state, seed + number, begun)
        assert found in (acknowledged, in_flight), f"kill {number}: the store holds neither state"
        state = found
    assert operations_done > kills, "the writers were killed before they did anything"
    for number, copy in enumerate(sorted(folder.glob("kopie-*.sqlite"))[:5]):
        restore(copy, folder / f"terug-{number}")
        stored(folder / f"terug-{number}")


def test_a_killed_writer_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    kill_and_compare(tmp_path, kills=6, seed=1)


@pytest.mark.long
def test_two_hundred_killed_writers(tmp_path: Path) -> None:
    kill_and_compare(tmp_path, kills=200, seed=1000)
