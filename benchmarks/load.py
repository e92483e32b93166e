"""Many people asking at once over HTTP: how long they wait for the whole answer, and what they do not get.

`python -m benchmarks.load` serves an index (by default one of the sample texts, made for it) in a process of its own
and lets 50 people ask without a pause, on the page and as programs do, the same while documents are added, and then
goes on asking, to see how the memory of the server grows.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from socket import create_server

import httpx
import numpy as np

from benchmarks.callers import Program, readers
from benchmarks.machine import described, print_table
from corpus import sample_texts

PEOPLE = 50
QUESTIONS_EACH = 10
LONGEST_SECONDS = 120.0
WARMING_SECONDS = 60.0
ADDED_DOCUMENTS = 200
_WORDS = re.compile(r"[a-z]{6,}")


@dataclass(frozen=True, slots=True)
class Load:
    """What happened to a number of questions; `seconds` of those that were answered, and a line for every other one."""

    seconds: tuple[float, ...]
    errors: tuple[str, ...]
    elapsed: float

    def row(self, name: str) -> dict[str, object]:
        """Return it as a row of a table."""
        p50, p95 = np.percentile(self.seconds or (float("nan"),), (50, 95))
        return {
            "what": name,
            "answered": len(self.seconds),
            "errors": len(self.errors),
            "first error": self.errors[0] if self.errors else "",
            "per second": f"{len(self.seconds) / self.elapsed:.1f}",
            "p50 s": f"{p50:.2f}",
            "p95 s": f"{p95:.2f}",
        }


async def asked_by_many(
    address: str, questions: Sequence[str], people: int, each: int, *, on_page: bool = False
) -> Load:
    """Let `people` ask `each` questions one after the other, all at the same time: on the page, or as programs do.

    On the page a question is answered once both the answer and the choices that go with it are there.
    """
    seconds: list[float] = []
    errors: list[str] = []
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=people)
    async with httpx.AsyncClient(base_url=address, timeout=LONGEST_SECONDS, limits=limits, trust_env=False) as client:
        callers = await readers(client, people) if on_page else [Program(client)] * people

        async def person(number: int) -> None:
            for turn in range(each):
                started = time.perf_counter()
                try:
                    await callers[number].ask(questions[(number * each + turn) % len(questions)])
                    seconds.append(time.perf_counter() - started)
                except (httpx.HTTPError, ValueError) as error:
                    errors.append(f"{type(error).__name__}: {error}"[:200])

        started = time.perf_counter()
        await asyncio.gather(*map(person, range(people)))
    return Load(tuple(seconds), tuple(errors), time.perf_counter() - started)


async def while_documents_are_added(
    address: str, asking: Callable[[], Awaitable[Load]], documents: int, folder: Path
) -> tuple[Load, int]:
    """Ask while a file with `documents` new texts is read; also return how many of these were not yet in afterwards."""
    source = next(sample_texts().glob("cameratoezicht.md")).read_text("utf-8")
    rows = [{"_id": f"load-{n}", "title": f"Nieuw {n}", "text": f"{source}\n\nZin {n}."} for n in range(documents)]
    file = folder / "nieuw.jsonl"
    file.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    async with httpx.AsyncClient(base_url=address, timeout=LONGEST_SECONDS, follow_redirects=True) as client:
        page = await client.post("/documenten-toevoegen", files={"bestanden": (file.name, file.read_bytes())})
        [task] = re.findall(r'data-taak="([^"]*)"', page.text)
        load = await asking()
        panel = (await client.get("/documenten-taak", params={"id": task})).text
    return load, 0 if "data-klaar" in panel else documents


def sample_questions() -> list[str]:
    """Return questions of many words that are in the sample texts, so that every one has to be embedded."""
    words = sorted({word for text in sample_texts().glob("*.md") for word in _WORDS.findall(text.read_text("utf-8"))})
    return [f"Wat staat er over {first} en {second}?" for first, second in zip(words, words[7:], strict=False)]


@contextmanager
def served(place: Path) -> Iterator[tuple[str, int]]:
    """Serve an index in a process of its own; give its address and process id."""
    with create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "cli", "serve", "--port", str(port), "--index", str(place)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            server.stdout.readline()
            yield f"http://127.0.0.1:{port}", server.pid
        finally:
            server.terminate()


@contextmanager
def index_or_samples(place: Path | None) -> Iterator[Path]:
    """Give an index: the one at `place`, or for None one of the sample texts, made for the length of a `with` block."""
    if place is not None:
        yield place
        return
    from index import build, open_embedder

    with tempfile.TemporaryDirectory() as folder:
        build(Path(folder) / "index", [sample_texts()], open_embedder())
        yield Path(folder) / "index"


def warm_up(address: str, questions: Sequence[str]) -> None:
    """Ask one question after the other until the server has loaded what it loads beside the first ones (torch)."""
    started = time.monotonic()
    while time.monotonic() - started < WARMING_SECONDS:
        asyncio.run(asked_by_many(address, questions, 1, 5))


def memory_megabytes(pid: int) -> float:
    """Return the resident memory of a process."""
    status = Path(f"/proc/{pid}/status").read_text("utf-8")
    return int(re.findall(r"VmRSS:\s+(\d+) kB", status)[0]) / 1000


def rows(place: Path, people: int, each: int, rounds: int) -> Iterator[dict[str, object]]:
    """Measure, and yield a row for each measurement."""
    questions = sample_questions()
    with served(place) as (address, pid), tempfile.TemporaryDirectory() as folder:

        def asking() -> Awaitable[Load]:
            return asked_by_many(address, questions, people, each, on_page=True)

        warm_up(address, questions)
        for name, on_page in (("on the page", True), ("programs", False)) * 2:
            alone = asyncio.run(asked_by_many(address, questions, people, each, on_page=on_page))
            yield {**alone.row(name), "memory MB": f"{memory_megabytes(pid):.0f}", "still reading": ""}
        adding = while_documents_are_added(address, asking, ADDED_DOCUMENTS, Path(folder))
        load, left = asyncio.run(adding)
        row = load.row(f"while {ADDED_DOCUMENTS} documents are added")
        yield {**row, "memory MB": f"{memory_megabytes(pid):.0f}", "still reading": "yes" if left else "no"}
        for number in range(1, rounds + 1):
            load = asyncio.run(asked_by_many(address, questions, people, each, on_page=number % 2 == 1))
            row = load.row(f"round {number} of {people * each} questions")
            yield {**row, "memory MB": f"{memory_megabytes(pid):.0f}", "still reading": ""}


def main() -> None:
    """Print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--index", type=Path, help="an index; documents are added to it")
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--each", type=int, default=QUESTIONS_EACH)
    parser.add_argument("--rounds", type=int, default=4, help="more rounds of questions, for how memory grows")
    options = parser.parse_args()
    print(described())
    with index_or_samples(options.index) as place:
        print_table(rows(place, options.people, options.each, options.rounds))


if __name__ == "__main__":
    main()
