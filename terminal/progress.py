"""Progress bars on stderr; silent where that is no terminal."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from terminal import messages

_TIME_LEFT_SECONDS = 300.0  # of the past, by which the time left is told: passages are embedded a thousand at once

if TYPE_CHECKING:
    from types import TracebackType

    from rich.progress import Progress


class BuildProgress:
    """Shows files, passages per second and the time left while a build runs; silent where stderr is no terminal."""

    def __init__(self) -> None:
        self._bar = _progress_bar()
        self._task = self._bar.add_task(messages.READING, total=None, count="", passages="")
        self._started = time.monotonic()

    def __call__(self, files_done: int, files_total: int, passages_embedded: int, share: float) -> None:
        """Show that so many files are done and so many passages embedded, and which share, 0 to 1, of the work."""
        per_second = passages_embedded / max(time.monotonic() - self._started, 1e-3)
        self._bar.update(
            self._task,
            completed=share,
            total=1.0,
            count=messages.files_of(files_done, files_total),
            passages=messages.passages_per_second(passages_embedded, per_second),
        )

    def __enter__(self) -> BuildProgress:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()


class QuestionProgress:
    """Shows how many questions are asked and the time left; silent where stderr is no terminal."""

    def __init__(self) -> None:
        self._bar = _progress_bar()
        self._task = self._bar.add_task(messages.ASKING, total=None, count="", passages="")

    def __call__(self, done: int, total: int) -> None:
        """Show that so many of all questions are asked."""
        self._bar.update(self._task, completed=done, total=total, count=f"{done}/{total}")

    def __enter__(self) -> QuestionProgress:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()


def _progress_bar() -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[count]}"),
        TextColumn("{task.fields[passages]}"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        speed_estimate_period=_TIME_LEFT_SECONDS,
        transient=True,
    )
