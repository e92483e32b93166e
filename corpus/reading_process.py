"""One process that reads files, seen from outside: what is asked of it, what it answers, and when it is ended."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpus.failures import FailureKind, ReadFailure
from corpus.reading import ReadItem, ReadLimits
from corpus.sources import SourceFile, printable
from corpus.wire import decoded, line

_START_SECONDS = 120.0  # for a worker to start, on a machine that is busy
_MAX_SERVED = 200  # files that one process reads: memory that libraries do not give back must not add up
_MAX_DEATHS = 20  # of workers on one file: an archive in which everything is hostile
_RECOGNISING = 0.75  # of the time of a document: the rest is for what comes before and after it
_GIVEN_UP = f"na {_MAX_DEATHS} bestanden die vastliepen is de rest van het archief niet gelezen. Haal ze eruit."


@dataclass(frozen=True, slots=True)
class WorkerLimits:
    """What reading may take: seconds without a sign of life, seconds for one document in all, and memory."""

    seconds: float = 180.0
    total_seconds: float = 3_600.0
    memory_bytes: int = 3_000_000_000
    sizes: ReadLimits = field(default_factory=ReadLimits)


class _DeathError(Exception):
    """A worker process died, or was ended, over a file."""

    def __init__(self, kind: FailureKind, reason: str) -> None:
        super().__init__(reason)
        self.kind = kind


class ReadingProcess:
    """A process that reads files, started when there is work and again after it died."""

    def __init__(self, limits: WorkerLimits, scratch: Path) -> None:
        self._limits = limits
        self._scratch = scratch
        self._process: subprocess.Popen[bytes] | None = None
        self._printed: Any = None  # the file that standard error goes to
        self._deadline: tuple[float, str] | None = None  # and what is told of a file that goes past it
        self._overdue = ""
        self._is_ended = False
        self._served = 0  # files, since the process started

    @property
    def recognising_seconds(self) -> float:
        """How long the pages of a scan may be recognised, so that what was read of them is not lost with the rest."""
        return min(self._limits.sizes.recognising_seconds, _RECOGNISING * self._limits.total_seconds)

    def read(self, file: SourceFile) -> Iterator[ReadItem]:
        """Yield what is in a file; a death gives a failure, and in an archive costs one member."""
        skip, deaths = 0, 0
        while True:
            part: tuple[int, str] | None = None
            try:
                for message in self._answers(file, skip):
                    if "part" in message:
                        part = (int(message["part"]), str(message["name"]))
                    elif (item := decoded(message)) is not None:
                        yield item
                return
            except _DeathError as death:
                if self._is_ended:
                    return
                deaths += 1
                source = f"{file.source}/{part[1]}" if part else file.source
                yield ReadFailure(source, f"{printable(source)}: {death}", death.kind)
                if part is None:
                    return
                if deaths >= _MAX_DEATHS:
                    yield ReadFailure(file.source, f"{printable(file.source)}: {_GIVEN_UP}", FailureKind.CRASH)
                    return
                skip = part[0] + 1

    def _answers(self, file: SourceFile, skip: int) -> Iterator[dict[str, Any]]:
        if self._served >= _MAX_SERVED:
            self.stop()
        process = self._running()
        self._served += 1
        assert process.stdin is not None  # noqa: S101 - it was asked for
        request = {
            "path": str(file.path),
            "root": str(file.root),
            "document_id": file.document_id,
            "origin": file.origin,
            "skip_parts": skip,
            "text_bytes": self._limits.sizes.text_bytes,
            "document_bytes": self._limits.sizes.document_bytes,
            "archive_bytes": self._limits.sizes.archive_bytes,
            "recognising_seconds": self.recognising_seconds,
        }
        try:
            process.stdin.write(line(request))
            process.stdin.flush()
        except OSError:
            raise self._death() from None
        spent = 0.0  # on one document; not while nobody takes what was read
        while True:
            began = time.monotonic()
            left = self._limits.total_seconds - spent
            message = self._answer(process, *min((self._limits.seconds, self._silent()), (left, self._slow())))
            spent = spent + time.monotonic() - began if "busy" in message else 0.0
            if "out_of_memory" in message:
                self.stop()
                raise self._too_much_memory()
            if "done" in message:
                return
            yield message

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.stop()
            self._overdue = ""
            self._served = 0
            self._printed = tempfile.TemporaryFile()  # noqa: SIM115 - closed in stop
            packages = str(Path(__file__).resolve().parents[1])
            start = (
                f"import sys; sys.path.insert(0, {packages!r}); from corpus.worker import main; "
                f"main({self._limits.memory_bytes}, {str(self._scratch)!r})"
            )
            self._process = subprocess.Popen(  # noqa: S603
                [sys.executable, "-c", start],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._printed,
            )
            if self._is_ended:  # closed while this one started
                self._process.kill()
            self._answer(self._process, _START_SECONDS, self._silent())
        return self._process

    def _answer(self, process: subprocess.Popen[bytes], seconds: float, reason: str) -> dict[str, Any]:
        """Wait for one message at most so many seconds; `reason` is told if it takes longer."""
        assert process.stdout is not None  # noqa: S101 - it was asked for
        self._deadline = time.monotonic() + seconds, reason
        answer = process.stdout.readline()
        self._deadline = None
        if not answer.endswith(b"\n"):
            raise self._death()
        message: dict[str, Any] = json.loads(answer)
        return message

    def _death(self) -> _DeathError:
        process = self._process
        code = process.wait() if process else 0
        printed = self._last_printed()
        self.stop()
        if self._overdue:
            return _DeathError(FailureKind.TIMEOUT, self._overdue)
        if b"memory allocation" in printed or b"MemoryError" in printed or b"bad_alloc" in printed:
            return self._too_much_memory()
        return _DeathError(
            FailureKind.CRASH,
            f"Het leesprogramma liep stuk op dit bestand (code {code}). Open het en sla het opnieuw op.",
        )

    def _silent(self) -> str:
        return (
            f"Het lezen stond langer dan {self._limits.seconds:.0f} seconden stil en is afgebroken. "
            "Sla het bestand opnieuw op, of splits het."
        )

    def _slow(self) -> str:
        minutes = f"{self._limits.total_seconds / 60:.0f} minuten"
        return f"Het lezen duurde langer dan {minutes} en is afgebroken. Splits het bestand."

    def _too_much_memory(self) -> _DeathError:
        most = f"{self._limits.memory_bytes / 1e9:.1f} GB".replace(".", ",")
        return _DeathError(
            FailureKind.MEMORY,
            f"Het lezen vroeg meer dan {most} geheugen en is afgebroken. Splits het bestand.",
        )

    def _last_printed(self) -> bytes:
        if self._printed is None:
            return b""
        size = self._printed.seek(0, os.SEEK_END)
        self._printed.seek(max(0, size - 4_000))
        return bytes(self._printed.read())

    def stop(self) -> None:
        """End the process and wait until it is gone; the next file starts another one."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    with suppress(OSError):  # a request that nobody reads any more
                        stream.close()
            process.wait()
        if self._printed is not None:
            self._printed.close()
            self._printed = None

    def end_if_overdue(self) -> None:
        """End the process if it has given no sign of life, or been busy, for too long; called from another thread."""
        deadline, process = self._deadline, self._process
        if deadline is not None and process is not None and time.monotonic() > deadline[0]:
            self._overdue = deadline[1]
            process.kill()

    def end(self) -> None:
        """End the process for good; called from another thread."""
        self._is_ended = True
        process = self._process
        if process is not None:
            process.kill()

    def __del__(self) -> None:
        self.stop()
