"""Many people at once, in short: every question is answered, also while documents are added; nothing stays behind."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager
from pathlib import Path

from benchmarks.lasting import asked_steadily
from benchmarks.load import Load, asked_by_many, while_documents_are_added
from index import LocalStore, build
from retrieval import Searcher
from tests.fake_embedder import FakeEmbedder

PEOPLE, EACH = 50, 1
QUESTIONS = [f"Waar hangt camera {number}?" for number in range(PEOPLE * EACH)]


def test_fifty_people_are_answered_and_leave_nothing_behind(
    tmp_path: Path, serving: Callable[[Searcher], AbstractContextManager[str]]
) -> None:
    from gradio.queueing import Event

    (tmp_path / "nota.md").write_text("# Nota\n\nDe camera hangt op het plein.\n", "utf-8")
    build(tmp_path / "index", [tmp_path / "nota.md"], FakeEmbedder())
    with Searcher(LocalStore(tmp_path / "index"), FakeEmbedder()) as searcher, serving(searcher) as address:
        alone = asyncio.run(asked_by_many(address, QUESTIONS, PEOPLE, EACH))
        assert alone.errors == ()
        assert len(alone.seconds) == PEOPLE * EACH

        def asking() -> Awaitable[Load]:
            return asked_by_many(address, QUESTIONS, PEOPLE, EACH)

        busy, _ = asyncio.run(while_documents_are_added(address, asking, 20, tmp_path))
        assert busy.errors == ()
        assert len(busy.seconds) == PEOPLE * EACH
        gc.collect()
        kept = [one for one in gc.get_objects() if type(one) is Event]  # torch warns of a class that is asked for
        assert len(kept) < PEOPLE / 2, "de wachtrij van Gradio bewaart wat klaar is"


def test_the_page_and_programs_are_asked_at_a_fixed_rate(
    tmp_path: Path, serving: Callable[[Searcher], AbstractContextManager[str]]
) -> None:
    (tmp_path / "nota.md").write_text("# Nota\n\nDe camera hangt op het plein.\n", "utf-8")
    build(tmp_path / "index", [tmp_path / "nota.md"], FakeEmbedder())
    with Searcher(LocalStore(tmp_path / "index"), FakeEmbedder()) as searcher, serving(searcher) as address:
        load = asyncio.run(asked_steadily(address, QUESTIONS, rate=4.0, seconds=3.0))
    assert load.errors == ()
    assert len(load.seconds) == 12
