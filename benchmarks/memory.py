"""Memory of a build over time, for a corpus that is large: it must not grow with the number of passages.

    python -m benchmarks.memory FOLDER [SECONDS]

Builds an index of FOLDER by the command line and looks at its process once in a while; stops it after SECONDS (1200).
`resident_MB` is of the building process, `readers_MB` of the processes that read files for it, added up.
"""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.machine import described, print_table

EVERY_SECONDS = 60


def resident(process: int) -> int:
    """Return the megabytes of a process that are in memory; 0 if it is gone."""
    try:
        lines = Path(f"/proc/{process}/status").read_text("utf-8").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) // 1024 for line in lines if line.startswith("VmRSS")), 0)


def children(process: int) -> list[int]:
    """Return all processes below one."""
    try:
        files = [task / "children" for task in Path(f"/proc/{process}/task").iterdir()]
        own = [int(child) for file in files for child in file.read_text("ascii").split()]
    except OSError:
        return []
    return [*own, *(below for child in own for below in children(child))]


def passages(place: Path) -> int:
    try:
        connection = sqlite3.connect(f"file:{place}/passages.sqlite?mode=ro", uri=True)
        (count,) = connection.execute("select count(*) from vector").fetchone()
        connection.close()
    except sqlite3.Error:
        return 0
    return int(count)


def rows(folder: Path, seconds: float) -> Iterator[dict[str, object]]:
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(temporary) / "index"
        build = subprocess.Popen(
            [sys.executable, "-m", "cli", "build", str(folder), "--index", str(place), "--json"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        started = time.monotonic()
        while build.poll() is None and time.monotonic() - started < seconds:
            time.sleep(EVERY_SECONDS)
            yield {
                "minutes": round((time.monotonic() - started) / 60),
                "passages": passages(place),
                "resident_MB": resident(build.pid),
                "readers_MB": sum(map(resident, children(build.pid))),
            }
        build.send_signal(signal.SIGINT)
        build.wait()


def main() -> None:
    print(described())
    print_table(rows(Path(sys.argv[1]), float(sys.argv[2]) if len(sys.argv) > 2 else 1200))


if __name__ == "__main__":
    main()
