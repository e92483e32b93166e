"""The web door: parses, calls, formats. `create_app` is the page as an application, `serve` listens until Ctrl-C."""

from __future__ import annotations

import errno
import os
import socket
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.errors import InputError, VeiligheidswijzerError
from index import default_index, default_model
from retrieval import Searcher
from web import cards, texts
from web.document import notice_page
from web.endpoints import DEFAULT_COUNT, Endpoints
from web.shell import PageShell

if TYPE_CHECKING:
    import gradio as gr
    from fastapi import FastAPI

LOOPBACK = ("127.0.0.1", "localhost", "::1")
STATIC = Path(__file__).parent / "web" / "static"
AT_ONCE = 8  # questions that are answered at the same time; the others wait
MOST_WAITING = 200
GRACE_SECONDS = 2  # for answers that are under way when the page is stopped
# Read by Gradio while it is imported and set up: nothing is reported, and no statistics of every event are kept
# and computed anew (with pandas) before and after each one.
GRADIO_SETTINGS = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    "GRADIO_ANALYTICS_MAX_EVENTS": "1",
    "GRADIO_ANALYTICS_CACHE_FREQUENCY": str(2**31),
}


def build_page(searcher: Searcher) -> gr.Blocks:
    """Return the search page, with the named endpoints `/search` and `/ask` for programs."""
    os.environ.update(GRADIO_SETTINGS)
    import gradio as gr

    endpoints = Endpoints(searcher)
    limits: dict[str, Any] = {"concurrency_limit": AT_ONCE, "concurrency_id": "questions"}
    with gr.Blocks(title=texts.NAME, analytics_enabled=False) as page:
        introduction = gr.HTML(endpoints.introduction(), apply_default_css=False)
        with gr.Row(elem_id="zoekregel"):
            question = gr.Textbox(
                label=texts.QUESTION_LABEL,
                placeholder=texts.QUESTION_PLACEHOLDER,
                max_lines=1,
                autofocus=True,
                elem_id="vraag",
                html_attributes=gr.InputHTMLAttributes(autocomplete="off", enterkeyhint="search"),
            )
            button = gr.Button(texts.ASK, variant="primary", elem_id="zoek")
        with gr.Row(elem_id="opties"):
            per_document = gr.Checkbox(label=texts.PER_DOCUMENT_LABEL, elem_id="per-document")
            count = gr.Number(DEFAULT_COUNT, label=texts.COUNT_LABEL, precision=0, elem_id="aantal")
        asking = [(question, [question.submit, button.click, count.submit])]
        if examples := endpoints.examples():
            with gr.Row(elem_id="voorbeelden"):
                gr.HTML(f"<h2>{texts.EXAMPLES_HEADING}</h2>", apply_default_css=False)
                for text in examples:
                    example = gr.Button(text)
                    asking.append((example, [example.click]))
        with gr.Column(elem_id="resultaten"):
            status, answer, passages = (gr.HTML(html, apply_default_css=False) for html in (cards.status(), "", ""))

        for source, triggers in asking:
            gr.on(
                triggers,
                endpoints.show,
                inputs=[source, count, per_document],
                outputs=[status, answer, passages],
                js="(...values) => veiligheidswijzer.asking(...values)",
                show_progress="hidden",
                trigger_mode="always_last",
                api_visibility="private",
                **limits,
            ).then(None, js="() => veiligheidswijzer.shown()")
        page.load(endpoints.introduction, outputs=introduction, show_progress="hidden", api_visibility="private")
        page.load(None, js="() => veiligheidswijzer.restore()")
        gr.api(endpoints.search, api_name="search", **limits)
        gr.api(endpoints.ask, api_name="ask", **limits)
    return page.queue(max_size=MOST_WAITING)


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
