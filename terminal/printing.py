"""Talking to a terminal: results to stdout, errors in one sentence to stderr."""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import typer

from terminal import messages

INTERRUPTED = 130  # what shells give for Ctrl-C
UNEXPECTED = 1
REFUSED = 2
LEAST_COLUMN_WIDTH = 44  # characters: narrower columns are harder to read than one text below the other


def show(values: Mapping[str, Any], as_json: bool, for_people: Callable[[], str]) -> None:
    """Print `values` as one JSON object for programs, or a text for people."""
    if as_json:
        import json

        print(json.dumps(values, ensure_ascii=False, default=str))
    else:
        print(for_people())


@contextmanager
def guarded(as_json: bool) -> Iterator[None]:
    """Run a command; whatever goes wrong is told in one Dutch sentence on stderr, never as a traceback.

    Exit code 2: something that the user can mend. 1: a fault of ours. 130: stopped with Ctrl-C.
    """
    from corpus.errors import VeiligheidswijzerError

    try:
        yield
    except VeiligheidswijzerError as error:
        _fail(error, str(error), error.exit_code, as_json)
    except BrokenPipeError:  # whoever read the output, `head` for one, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except KeyboardInterrupt:
        print(messages.INTERRUPTED, file=sys.stderr)
        raise typer.Exit(INTERRUPTED) from None
    except typer.Exit:
        raise
    except OSError as error:
        _fail(error, messages.computer_fails(error), REFUSED, as_json)
    except Exception as error:
        _fail(error, messages.unexpected(error), UNEXPECTED, as_json)


def _fail(error: Exception, message: str, exit_code: int, as_json: bool) -> None:
    show({"error": type(error).__name__, "message": message}, as_json, lambda: "") if as_json else None
    print(message, file=sys.stderr)
    raise typer.Exit(exit_code) from None


def run(app: typer.Typer) -> int:
    """Run the application and return its exit code; a command that is not well formed is told in Dutch."""
    _use_utf8()
    try:
        code = app(standalone_mode=False)
    except Exception as error:
        if not hasattr(error, "format_message"):  # typer's own errors have this; no public class names them all
            raise
        print(messages.not_understood(error), file=sys.stderr)
        return int(getattr(error, "exit_code", 2))
    return code if isinstance(code, int) else 0


def columns(texts: Mapping[str, str], width: int | None = None) -> str:
    """Return texts under their names: side by side where `width`, by default the terminal's, leaves room, else below.

    Nothing in a text is taken for a colour or other mark-up.
    """
    width = width or shutil.get_terminal_size().columns
    if width // len(texts) < LEAST_COLUMN_WIDTH:
        return "\n\n".join(f"== {name} ==\n{text}" for name, text in texts.items())
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, padding=(0, 1), expand=True)
    for name in texts:
        table.add_column(Text(name), ratio=1, overflow="fold")
    table.add_row(*map(Text, texts.values()))
    console = Console(file=io.StringIO(), width=width, color_system=None)
    with console.capture() as shown:
        console.print(table)
    return "\n".join(line.rstrip() for line in shown.get().splitlines())


def _use_utf8() -> None:
    """Write UTF-8 whatever the terminal's own encoding is; what it cannot show becomes a question mark."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
