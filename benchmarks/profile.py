"""Where a build and a question spend their time: the parts that are known by name, and what is left between them.

    python -m benchmarks.profile [FOLDER]

FOLDER holds texts (default: the sample texts). Processor time of the whole process, so a part that embeds counts all
its threads; reading is done by other processes and shows as the time by the clock that a build waits for it. A part
within another counts for itself only.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path
from typing import Any
from unittest.mock import patch

from benchmarks.asking import questions
from benchmarks.machine import described, print_table
from corpus import sample_texts
from index import LocalStore, build, open_embedder
from index.embedding import models
from index.local import caches, lexical_writing, view, writing
from retrieval import Searcher, candidates, explanation, searcher

BUILDING: tuple[tuple[object, str], ...] = (
    (sys.modules["index.sync"], "cut"),
    (sys.modules["index.sync"], "embed_missing"),
    (sys.modules["index.sync"], "count_personal_data"),
    (writing, "apply"),
    (lexical_writing, "write"),
    (caches.Caches, "_write_vectors"),
    (caches, "_states"),
)
ASKING: tuple[tuple[object, str], ...] = (
    (models.DefaultEmbedder, "embed_question"),
    (view.LocalView, "dense"),
    (view.LocalView, "lexical"),
    (view.LocalView, "twins"),
    (view.LocalView, "passages"),
    (view.LocalView, "vectors"),
    (view.LocalView, "statement_cosines"),
    (candidates, "lexical_query"),
    (candidates, "fuse"),
    (candidates, "groups"),
    (explanation.AskedTerms, "__init__"),
    (explanation.AskedTerms, "matches"),
    (searcher, "with_origins"),
)


@dataclass(slots=True)
class Part:
    """Seconds within a part without those of the parts that it calls."""

    processor: float = 0.0
    clock: float = 0.0
    calls: int = 0


@dataclass(slots=True)
class Watch:
    """The parts by name, and which of them are under way."""

    parts: dict[str, Part] = field(default_factory=dict)
    _open: list[str] = field(default_factory=list)
    _since: tuple[float, float] = (0.0, 0.0)

    def _account(self) -> None:
        now = time.process_time(), time.perf_counter()
        part = self.parts.setdefault(self._open[-1] if self._open else "(the rest)", Part())
        part.processor += now[0] - self._since[0]
        part.clock += now[1] - self._since[1]
        self._since = now

    @contextmanager
    def within(self, name: str) -> Iterator[None]:
        self._account()
        self._open.append(name)
        try:
            yield
        finally:
            self._account()
            self._open.pop()
            self.parts[name].calls += 1

    def watched(self, work: Callable[..., Any], name: str) -> Callable[..., Any]:
        @wraps(work)
        def within(*arguments: Any, **options: Any) -> Any:
            with self.within(name):
                return work(*arguments, **options)

        return within


def watched(parts: tuple[tuple[object, str], ...], work: Callable[[], object]) -> Watch:
    """Do `work` with an eye on `parts`, in the thread that calls."""
    watch = Watch()
    with ExitStack() as stack:
        for owner, name in parts:
            label = f"{getattr(owner, '__name__', '').rpartition('.')[2]}.{name}"
            stack.enter_context(patch.object(owner, name, watch.watched(getattr(owner, name), label)))
        watch._since = time.process_time(), time.perf_counter()
        work()
        watch._account()
    return watch


def rows(what: str, watch: Watch, times: int) -> Iterator[dict[str, object]]:
    whole = sum(part.processor for part in watch.parts.values())
    for name, part in sorted(watch.parts.items(), key=lambda named: -named[1].processor):
        yield {
            "what": what,
            "part": name,
            "cpu_ms_each": round(part.processor / times * 1000, 2),
            "share": f"{part.processor / whole:.0%}",
            "clock_ms_each": round(part.clock / times * 1000, 2),
            "calls": part.calls,
        }


def all_rows(folder: Path) -> Iterator[dict[str, object]]:
    embedder = open_embedder()
    embedder.load()
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(temporary) / "index"
        watch = watched(BUILDING, lambda: build(place, [folder], embedder))
        with Searcher(LocalStore(place), embedder) as asked:
            yield from rows("building a passage", watch, asked.store.info().passages)
            first, *others = questions()
            asked.search(first)
            watch = watched(ASKING, lambda: [asked.search(question) for question in others])
            yield from rows("asking a question", watch, len(others))


def main() -> None:
    print(described())
    print_table(all_rows(Path(sys.argv[1]) if len(sys.argv) > 1 else sample_texts()))


if __name__ == "__main__":
    main()
