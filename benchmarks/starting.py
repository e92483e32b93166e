"""Starting: seconds until a cold process has printed its help, found something, or answers as a web page.

    python -m benchmarks.starting [INDEX]

INDEX is made of the sample texts unless it is named. Median of the repetitions, lowest to highest, processor seconds,
and the peak of memory. Everything has run once before, so that files are in the memory of the system.
"""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.machine import described, print_table
from corpus import sample_texts
from index import build, open_embedder

REPETITIONS = 5
QUESTION = "Hoe lang mogen camerabeelden worden bewaard?"


@dataclass(frozen=True, slots=True)
class Run:
    """One process: seconds by the clock until what was waited for, of processor time, and the most memory it took."""

    seconds: float
    processor: float
    megabytes: float


def command(*arguments: str) -> Run:
    """Run the command line to its end."""
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "cli", *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, arguments
    return Run(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def page(place: Path) -> Run:
    """Serve the page until it is there, then stop it."""
    started = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-m", "cli", "serve", "--port", str(_free_port()), "--index", str(place)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout is not None
        address = next(found[0] for line in process.stdout if (found := re.search(r"http://\S+:\d+", line)))
        with urllib.request.urlopen(address, timeout=120) as answer:
            assert b"Veiligheidswijzer" in answer.read()
        seconds = time.perf_counter() - started
        process.send_signal(signal.SIGINT)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    return Run(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def rows(place: Path) -> Iterator[dict[str, object]]:
    runs: dict[str, Callable[[], Run]] = {
        "--help": lambda: command("--help"),
        "search": lambda: command("search", QUESTION, "--index", str(place)),
        "ask": lambda: command("ask", QUESTION, "--index", str(place)),
        "serve, page": lambda: page(place),
    }
    found: dict[str, list[Run]] = {name: [] for name in runs}
    for _ in range(REPETITIONS):
        for name, run in runs.items():
            found[name].append(run())
    for name, measured in found.items():
        seconds = [run.seconds for run in measured]
        yield {
            "command": name,
            "seconds": round(median(seconds), 2),
            "spread": f"{min(seconds):.2f} to {max(seconds):.2f}",
            "processor_s": round(median(run.processor for run in measured), 2),
            "most_MB": round(max(run.megabytes for run in measured)),
        }


def main() -> None:
    print(described())
    with tempfile.TemporaryDirectory() as folder:
        place = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(folder) / "index"
        if len(sys.argv) == 1:
            build(place, [sample_texts()], open_embedder())
        print_table(rows(place))


if __name__ == "__main__":
    main()
