"""What the commands `build`, `add` and `rebuild` share: running a build, and showing its report."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from terminal import build_messages
from terminal.printing import show

if TYPE_CHECKING:
    from index import BuildReport


def run_build(
    sources: Sequence[str],
    index: Path | None,
    model: str | None,
    as_json: bool,
    *,
    mask: bool,
    sentences: bool | None,
    allow_web: bool,
    reread: bool,
    keep_vanished: bool = False,
) -> None:
    """Build, show how far it is and what came of it, and keep the report as a text beside the index."""
    from index import build as build_index
    from index import default_index, default_model, open_embedder
    from index.durable import write_file
    from terminal.progress import BuildProgress

    embedder = open_embedder(model or default_model())
    place = index or default_index()
    with BuildProgress() as progress:
        report = build_index(
            place,
            sources,
            embedder,
            progress=progress,
            keep_vanished=keep_vanished,
            allow_web=allow_web,
            mask_personal_data=mask,
            reread=reread,
            keep_statements=sentences,
        )
    write_file(place / build_messages.TEXT_FILE, build_messages.whole(report).encode())
    show_report(report, place, as_json)


def show_report(report: BuildReport, place: Path | None, as_json: bool) -> None:
    """Print a report; exit code 130 if the build was stopped."""
    from dataclasses import asdict

    show(asdict(report), as_json, lambda: build_messages.summary(report, place))
    if report.interrupted:
        raise typer.Exit(130)
