"""The terminal door: the commands of `terminal/` as one application. Results go to stdout, messages to stderr."""

from __future__ import annotations

import sys

import typer

from terminal import (
    answer_commands,
    feedback_commands,
    index_commands,
    messages,
    search_commands,
    serve_commands,
    user_commands,
)
from terminal.printing import run

app = typer.Typer(
    name="veiligheidswijzer",
    help=messages.APPLICATION_HELP,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
search_commands.add_to(app)
answer_commands.add_to(app)
index_commands.add_to(app)
serve_commands.add_to(app)
feedback_commands.add_to(app)
user_commands.add_to(app)


def main() -> None:
    """Run the command line; the entry point of the console script."""
    sys.exit(run(app))


if __name__ == "__main__":
    main()
