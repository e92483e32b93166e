"""Side by side: all take turns, several times over, so that what else the machine does weighs on all alike."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

REPETITIONS = 5


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds of each repetition: by the clock, and of processor time."""

    clock: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)


def taking_turns(work: Mapping[str, Callable[[], object]], repetitions: int = REPETITIONS) -> dict[str, Spent]:
    """Do each work `repetitions` times, in turns; once more before, so that nothing is loaded while it is measured."""
    for do in work.values():
        do()
    spent = {name: Spent() for name in work}
    for _ in range(repetitions):
        for name, do in work.items():
            started, used = time.perf_counter(), time.process_time()
            do()
            spent[name].clock.append(time.perf_counter() - started)
            spent[name].processor.append(time.process_time() - used)
    return spent


def compared(spent: Mapping[str, Spent], base: str, of: str, times: int) -> Iterator[dict[str, object]]:
    """Yield a row for each: how often as fast as `base`, by the clock and in processor time, lowest to highest.

    `of` names what was done, `times` how much of it a repetition did.
    """
    for name, own in spent.items():
        row: dict[str, object] = {"what": of, "by": name, "ms_each": round(median(own.clock) / times * 1000, 2)}
        for kind in ("clock", "processor"):
            ratios = [b / o for b, o in zip(getattr(spent[base], kind), getattr(own, kind), strict=True)]
            row[f"{kind}_ratio"] = f"{median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})"
        yield row


def asked_all(ask: Callable[[str], object], questions: Sequence[str]) -> None:
    """Ask every question once."""
    for question in questions:
        ask(question)
