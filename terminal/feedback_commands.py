"""The command of the terminal that makes questions for `evaluate` of what readers said of results."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from terminal import serving_messages as messages
from terminal.options import JsonOption
from terminal.printing import guarded, show


def add_to(app: typer.Typer) -> None:
    """Add this command to the application."""
    app.command(help=messages.FEEDBACK_COMMAND_HELP)(feedback)


def feedback(
    file: Annotated[Path, typer.Argument(metavar="BESTAND", help=messages.FEEDBACK_FILE_HELP)],
    to: Annotated[Path, typer.Option("--to", metavar="MAP", help=messages.FEEDBACK_TO_HELP)],
    as_json: JsonOption = False,
) -> None:
    """Turn judgements of readers into a folder that `evaluate` reads."""
    with guarded(as_json):
        from dataclasses import asdict

        from retrieval.evaluation.feedback import read_feedback, write_question_set

        written = write_question_set(read_feedback(file), to)
        show(asdict(written), as_json, lambda: messages.feedback_written(written))
