"""The terminal door: the commands of `terminal/` as one application. Results go to stdout, messages to stderr."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from terminal import answer_commands, index_commands, messages, search_commands
from terminal.options import IndexOption, ModelOption, RerankerOption
from terminal.printing import guarded, run

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


@app.command(help=messages.SERVE_HELP)
def serve(
    host: Annotated[str, typer.Option(metavar="ADRES", help=messages.HOST_HELP)] = "127.0.0.1",
    port: Annotated[int, typer.Option(metavar="POORT", help=messages.PORT_HELP, min=1, max=65535)] = 7860,
    index: IndexOption = None,
    model: ModelOption = None,
    reranker: RerankerOption = None,
) -> None:
    """Serve the web page until Ctrl-C."""
    with guarded(as_json=False):
        from app import serve as serve_page
        from retrieval import Searcher

        with Searcher.open(index, model=model, reranker=reranker) as searcher:
            serve_page(searcher, host, port, ready=lambda address: print(messages.serving(address), flush=True))


def main() -> None:
    """Run the command line; the entry point of the console script."""
    sys.exit(run(app))


if __name__ == "__main__":
    main()
