"""The web door: parses, calls, formats. `create_app` is the page as an application, `serve` listens until Ctrl-C."""

from __future__ import annotations

import errno
import socket
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import InputError, VeiligheidswijzerError
from index import default_index, default_model
from retrieval import Searcher
from web import texts
from web.document import notice_page
from web.endpoints import Endpoints
from web.page import build_page
from web.shell import PageShell

if TYPE_CHECKING:
    from fastapi import FastAPI

LOOPBACK = ("127.0.0.1", "localhost", "::1")
STATIC = Path(__file__).parent / "web" / "static"
GRACE_SECONDS = 2  # for answers that are under way when the page is stopped


def create_app(searcher: Searcher, hosts: tuple[str, ...] = LOOPBACK) -> FastAPI:
    """Return the page, its files and its documents as an application that answers to the names `hosts` only.

    Refusing other names keeps a web site elsewhere from reading this page through a name of its own (DNS rebinding).
    """
    page = build_page(searcher)
    import gradio as gr
    from fastapi import FastAPI
    from fastapi.responses import HTMLResponse
    from fastapi.staticfiles import StaticFiles
    from starlette.middleware.trustedhost import TrustedHostMiddleware

    from web.downloads import downloads

    endpoints = Endpoints(searcher)
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(PageShell)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(hosts))
    app.mount("/web", StaticFiles(directory=STATIC))

    @app.get("/document")
    def document(id: str = "", passage: str = "") -> HTMLResponse:  # noqa: A002 - the name in the address
        headers = {"Cache-Control": "no-store"}
        try:
            found = endpoints.document(id, passage)
        except VeiligheidswijzerError as error:
            return HTMLResponse(notice_page(texts.ERROR_HEADING, str(error)), 503, headers)
        missing = notice_page(texts.DOCUMENT_MISSING_HEADING, texts.DOCUMENT_MISSING)
        return HTMLResponse(found or missing, 200 if found else 404, headers)

    app.include_router(downloads(searcher))
    gr.mount_gradio_app(
        app,
        page,
        path="/",
        theme=gr.themes.Base(font=["system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"]),
        footer_links=[],
        run_history=False,
        show_error=False,
        enable_monitoring=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
        max_file_size=0,
    )
    return app


def serve(
    searcher: Searcher, host: str = "127.0.0.1", port: int = 7860, ready: Callable[[str], None] | None = None
) -> None:
    """Serve the page until Ctrl-C; `ready` is told its address once it can be opened.

    Raises:
        InputError: the address or port cannot be used.

    """
    with _listening(host, port) as listener:
        import uvicorn

        hosts = LOOPBACK if host in LOOPBACK else ("*",)
        threading.Thread(target=_warm, args=(searcher,), daemon=True).start()
        app = create_app(searcher, hosts)
        config = uvicorn.Config(app, log_level="warning", access_log=False, timeout_graceful_shutdown=GRACE_SECONDS)
        if ready is not None:
            ready(f"http://{f'[{host}]' if ':' in host else host}:{listener.getsockname()[1]}")
        uvicorn.Server(config).run(sockets=[listener])


def _warm(searcher: Searcher) -> None:
    """Load what reads sentences before the first question needs it; what is wrong is told to whoever asks."""
    with suppress(VeiligheidswijzerError):
        searcher.embedder.load()


def _listening(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise InputError(texts.port_taken(host, port)) from None
        raise InputError(texts.address_refused(host, port, error.strerror or str(error))) from None
    except OverflowError as error:
        raise InputError(texts.address_refused(host, port, str(error))) from None


def main() -> None:
    """Serve the default index: `python app.py`."""
    try:
        with Searcher.open(default_index(), model=default_model()) as searcher:
            serve(searcher, ready=print)
    except VeiligheidswijzerError as error:
        print(error, file=sys.stderr)
        raise SystemExit(error.exit_code) from None


if __name__ == "__main__":
    main()
