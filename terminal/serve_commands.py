"""The command of the terminal that serves the web page."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from terminal import serving_messages as messages
from terminal.options import IndexOption, ModelOption, RerankerOption
from terminal.printing import guarded


def add_to(app: typer.Typer) -> None:
    """Add this command to the application."""
    app.command(help=messages.SERVE_HELP)(serve)


def serve(
    host: Annotated[str, typer.Option(metavar="ADRES", help=messages.HOST_HELP)] = "127.0.0.1",
    port: Annotated[int, typer.Option(metavar="POORT", help=messages.PORT_HELP, min=1, max=65535)] = 7860,
    name: Annotated[list[str] | None, typer.Option(metavar="NAAM", help=messages.NAME_HELP)] = None,
    proxy: Annotated[list[str] | None, typer.Option(metavar="ADRES", help=messages.PROXY_HELP)] = None,
    certificate: Annotated[Path | None, typer.Option(metavar="BESTAND", help=messages.CERTIFICATE_HELP)] = None,
    key: Annotated[Path | None, typer.Option(metavar="BESTAND", help=messages.CERTIFICATE_KEY_HELP)] = None,
    feedback: Annotated[Path | None, typer.Option(metavar="BESTAND", help=messages.FEEDBACK_HELP)] = None,
    log_questions: Annotated[bool, typer.Option("--log-questions", help=messages.LOG_QUESTIONS_HELP)] = False,
    metrics: Annotated[bool, typer.Option("--metrics", help=messages.METRICS_HELP)] = False,
    mcp: Annotated[bool, typer.Option("--mcp", help=messages.MCP_HELP)] = False,
    index: IndexOption = None,
    model: ModelOption = None,
    reranker: RerankerOption = None,
) -> None:
    """Serve the web page until Ctrl-C."""
    with guarded(as_json=False):
        from app import serve as serve_page
        from corpus.errors import InputError
        from index import default_index
        from retrieval import Searcher
        from web.access.texts import not_encrypted
        from web.serving import Serving

        if (certificate is None) != (key is None):
            raise InputError(messages.CERTIFICATE_INCOMPLETE)
        names, proxies = tuple(name or ()), tuple(proxy or ())
        serving = Serving(host, port, names, proxies, certificate, key, feedback, log_questions, metrics, mcp)
        place = index or default_index()
        serving.require_mcp()
        serving.require_proxies()
        serving.require_users(place)  # before the model is loaded
        if not serving.is_on_loopback and certificate is None:
            print(not_encrypted(host), file=sys.stderr)
        with Searcher.open(place, model=model, reranker=reranker) as searcher:
            serve_page(searcher, serving, ready=lambda address: print(messages.serving(address), flush=True))
