"""The bar of a build: files, passages per second and the time left, where there is a terminal to show them."""

from __future__ import annotations

from io import StringIO

import pytest
from rich.console import Console

from terminal.progress import BuildProgress


def test_a_build_shows_files_passages_per_second_and_the_time_left(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = StringIO()
    now = [100.0]
    console = Console(file=shown, force_terminal=True, width=140, get_time=lambda: now[0])
    monkeypatch.setattr("rich.console.Console", lambda **_options: console)
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    with BuildProgress() as progress:
        now[0] = 110.0
        progress(2, 10, 500, 0.2)
        now[0] = 120.0
        progress(4, 10, 1_000, 0.4)
    line = shown.getvalue()
    assert "4 van 10" in line
    assert "50 per seconde" in line
    assert "0:00:30" in line  # 0.2 of the work took 10 seconds, and 0.6 is left
