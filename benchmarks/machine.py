"""What numbers were measured on, and how they are printed: a table for RESULTS.md and JSON for programs."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from pathlib import Path

LIBRARIES = ("torch", "sentence-transformers", "faiss-cpu", "tantivy", "numpy")


def described(*peers: str) -> str:
    """Return processor, cores, how busy they were in the last minute, and versions, those of `peers` too."""
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text("utf-8").splitlines() if cpuinfo.exists() else []
    model = next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), platform.machine())
    flags = next((set(line.split()) for line in lines if line.startswith("flags")), set())
    wide = [flag for flag in ("amx_bf16", "avx512_bf16", "avx512f", "avx2") if flag in flags][:1]
    libraries = ", ".join(f"{name} {version(name)}" for name in (*LIBRARIES, *peers))
    cores = f"{os.cpu_count()} cores (load {os.getloadavg()[0]:.1f})"
    return f"{model} ({', '.join(wide)}), {cores}, Python {platform.python_version()}, {libraries}"


def print_table(rows: Iterable[Mapping[str, object]]) -> None:
    """Print each row as soon as it is measured, then all as JSON."""
    shown: list[Mapping[str, object]] = []
    for row in rows:
        if not shown:
            print("| " + " | ".join(row) + " |\n|" + " --- |" * len(row))
        print("| " + " | ".join(str(value) for value in row.values()) + " |", flush=True)
        shown.append(row)
    print(json.dumps(shown))


def resident_megabytes() -> int:
    """Return the memory of this process that is in use now, in megabytes; 0 where the system does not say."""
    status = Path("/proc/self/status")
    lines = status.read_text("ascii").splitlines() if status.exists() else []
    return next((int(line.split()[1]) // 1024 for line in lines if line.startswith("VmRSS")), 0)
