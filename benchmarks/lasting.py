"""An hour of use: questions at a gentle, fixed rate, and once in a while the memory of the server.

    python -m benchmarks.lasting --rate 1 --minutes 60 --every 5

Serves an index (by default one of the sample texts, made for it) in a process of its own. The questions are asked by
turns as the page does it (a reader opens it, asks some questions, and leaves) and as programs do.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path

import httpx

from benchmarks.callers import PageCalls, Program, Reader
from benchmarks.load import (
    LONGEST_SECONDS,
    WARMING_SECONDS,
    Load,
    index_or_samples,
    memory_megabytes,
    sample_questions,
    served,
)
from benchmarks.machine import described, print_table

QUESTIONS_OF_A_READER = 5  # in a page that is opened once


async def asked_steadily(address: str, questions: Sequence[str], rate: float, seconds: float, first: int = 0) -> Load:
    """Ask `rate` questions a second, whether or not earlier ones are answered, from number `first` on."""
    took: list[float] = []
    errors: list[str] = []
    limits = httpx.Limits(max_connections=None)
    async with httpx.AsyncClient(base_url=address, timeout=LONGEST_SECONDS, limits=limits, trust_env=False) as client:
        reader = Reader(client, await PageCalls.of(client))
        opened = asyncio.Lock()  # a page that is opened has no question before

        async def one(number: int) -> None:
            began = time.perf_counter()
            question = questions[number % len(questions)]
            try:
                if number % 2:
                    await Program(client).ask(question)
                else:
                    async with opened:
                        if number % (2 * QUESTIONS_OF_A_READER) == 0 or not reader.session:
                            await reader.open()
                        await reader.ask(question)
                took.append(time.perf_counter() - began)
            except (httpx.HTTPError, ValueError) as error:
                errors.append(f"{type(error).__name__}: {error}"[:200])

        started = time.perf_counter()
        tasks: list[asyncio.Task[None]] = []
        for number in count():
            if (wait := started + number / rate - time.perf_counter()) > 0:
                await asyncio.sleep(wait)
            if time.perf_counter() - started >= seconds:
                break
            tasks.append(asyncio.create_task(one(first + number)))
        await asyncio.gather(*tasks)
    return Load(tuple(took), tuple(errors), time.perf_counter() - started)


def rows(place: Path, rate: float, minutes: float, every: float) -> Iterator[dict[str, object]]:
    """Ask, and yield a row each time that `every` minutes have passed."""
    questions = sample_questions()
    with served(place) as (address, pid):
        load = asyncio.run(asked_steadily(address, questions, rate, WARMING_SECONDS))  # the model is loaded
        yield {**load.row("at the start"), "memory MB": f"{memory_megabytes(pid):.0f}"}
        asked, passed = 0, 0.0
        while passed < minutes:
            part = min(every, minutes - passed)
            load = asyncio.run(asked_steadily(address, questions, rate, part * 60, asked))
            asked, passed = asked + len(load.seconds) + len(load.errors), passed + part
            yield {**load.row(f"until minute {passed:g}"), "memory MB": f"{memory_megabytes(pid):.0f}"}


def main() -> None:
    """Print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--index", type=Path, help="an index; it is left as it is")
    parser.add_argument("--rate", type=float, default=1.0, help="questions a second, half of them by the page")
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--every", type=float, default=5.0, help="minutes between two looks at the memory")
    options = parser.parse_args()
    print(described())
    with index_or_samples(options.index) as place:
        print_table(rows(place, options.rate, options.minutes, options.every))


if __name__ == "__main__":
    main()
