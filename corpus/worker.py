"""The process in which files are read: what crashes, hangs or eats memory here costs one file.

It takes requests on standard input and answers on standard output, both JSON, a line a message. Standard output
is kept apart from what libraries print.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from pathlib import Path
from typing import BinaryIO

from corpus.failures import FailureKind, ReadFailure
from corpus.reading import ReadLimits, read_source
from corpus.sources import SourceFile, printable
from corpus.wire import encoded, line

_PARENT_CHECK_SECONDS = 2.0
_NICENESS = 3  # the process that embeds goes first, but other work on the machine does not stop reading
_BUSY_SECONDS = 1.0  # between two signs of life


def main(memory_bytes: int, scratch: str) -> None:
    """Serve requests until standard input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that started this one
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    if hasattr(os, "nice"):
        os.nice(_NICENESS)
    _limit_memory(memory_bytes)
    threading.Thread(target=_end_with_parent, args=(os.getppid(),), daemon=True).start()
    answers.write(line({"ready": True}))
    answers.flush()
    for request in sys.stdin.buffer:
        _serve(json.loads(request), Path(scratch), answers)


def _limit_memory(memory_bytes: int) -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = memory_bytes if hard == resource.RLIM_INFINITY else min(memory_bytes, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def _end_with_parent(parent: int) -> None:
    """End when the process that started this one is gone, also in the middle of a file."""
    while os.getppid() == parent:
        time.sleep(_PARENT_CHECK_SECONDS)
    os._exit(1)


def _serve(request: dict[str, str | int | float], scratch: Path, answers: BinaryIO) -> None:
    origin = request["origin"]
    file = SourceFile(
        Path(str(request["path"])),
        Path(str(request["root"])),
        str(request["document_id"]),
        str(origin) if origin else None,
    )
    limits = ReadLimits(
        int(request["text_bytes"]),
        int(request["document_bytes"]),
        int(request["archive_bytes"]),
        float(request["recognising_seconds"]),
    )
    told = time.monotonic()

    def send(message: bytes) -> None:
        nonlocal told
        answers.write(message)
        answers.flush()
        told = time.monotonic()

    def still_busy() -> None:
        if time.monotonic() - told > _BUSY_SECONDS:
            send(line({"busy": True}))

    def begin_part(number: int, name: str) -> None:
        send(line({"part": number, "name": name}))

    try:
        for item in read_source(
            file,
            limits=limits,
            still_busy=still_busy,
            scratch=scratch,
            begin_part=begin_part,
            skip_parts=int(request["skip_parts"]),
        ):
            send(encoded(item))
    except MemoryError:
        send(line({"out_of_memory": True}))
    except Exception as error:  # a fault of ours, or of a library, on a file that nobody foresaw
        reason = f"{printable(file.source)}: Het lezen mislukte ({type(error).__name__}: {error})."
        send(encoded(ReadFailure(file.source, reason, FailureKind.CRASH)))
    send(line({"done": True}))
