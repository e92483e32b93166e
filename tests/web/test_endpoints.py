"""What many readers ask at the same time is embedded together, however few of them are answered side by side."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode

from index import LocalStore, build
from index.arrays import FloatVector
from retrieval import Searcher
from tests.fake_embedder import FakeEmbedder
from tests.index.embedding.test_question_batching import PATIENCE_SECONDS, Counting
from web.endpoints import AT_ONCE, Endpoints

READERS = 30


def test_readers_who_ask_together_are_embedded_together(tmp_path: Path) -> None:
    (tmp_path / "nota.md").write_text("# Nota\n\nDe camera hangt op het plein.\n", "utf-8")
    build(tmp_path / "index", [tmp_path / "nota.md"], FakeEmbedder())
    embedder = Counting(slow_calls=READERS)  # all last until everybody has asked
    arrived = threading.Semaphore(0)

    class Watched(Searcher):
        def embed(self, question: str) -> FloatVector:
            arrived.release()
            return super().embed(question)

    with Watched(LocalStore(tmp_path / "index"), embedder) as searcher, ThreadPoolExecutor(READERS) as readers:
        endpoints = Endpoints(searcher)
        addresses = [f"?{urlencode({'vraag': f'Waar hangt camera {number}?'})}" for number in range(READERS)]
        shown = [readers.submit(endpoints.show, address) for address in addresses]
        for _ in addresses:
            assert arrived.acquire(timeout=PATIENCE_SECONDS), "not every question came to be embedded"
        time.sleep(0.5)  # from there to the waiting ones is one step
        embedder.go_on.set()
        assert all("plein" in one.result().passages for one in shown)
    sizes = sorted(map(len, embedder.calls))
    assert sum(sizes) == READERS, f"embedded {sizes}"
    assert sizes[-1] > AT_ONCE, f"only so many were embedded together: {sizes}"
