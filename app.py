"""The web door: parses, calls, formats. `create_app` is the page as an application, `serve` listens until Ctrl-C."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import Response

from corpus.errors import VeiligheidswijzerError
from index import default_index, default_model
from retrieval import Searcher
from retrieval.evaluation.feedback import FeedbackFile
from web import texts
from web.access.refusals import refusal
from web.access.visitor import visitor_of
from web.calls import refused_calls, waiting_results
from web.endpoints import Endpoints
from web.failures import told, unforeseen, unreadable
from web.models import answer_models_here
from web.observing.metrics import Metering, Metrics
from web.observing.searcher import ObservedSearcher, Observer, QuestionLog, write_questions_to_stderr
from web.page import build_page
from web.polite_reader import with_polite_reader
from web.serving import Serving, listening
from web.shell import PageShell

if TYPE_CHECKING:
    import uvicorn
    from fastapi import FastAPI

STATIC = Path(__file__).parent / "web" / "static"
GRACE_SECONDS = 2  # for answers that are under way when the page is stopped


def create_app(searcher: Searcher, serving: Serving | None = None) -> FastAPI:
    """Return the page, its files and its documents as an application, served as `serving` says, to its users only."""
    serving = serving or Serving()
    place = Path(searcher.store.info().place)
    metrics = Metrics(searcher.store) if serving.metrics else None
    observers: list[Observer] = [QuestionLog()] if serving.log_questions else []
    observers += [metrics] if metrics is not None else []
    searcher = with_polite_reader(searcher)
    observed = ObservedSearcher(searcher, observers)
    page = build_page(observed, judged=serving.feedback is not None, logged=serving.log_questions)
    import gradio as gr
    from fastapi import Depends, FastAPI
    from fastapi.exceptions import RequestValidationError
    from fastapi.responses import HTMLResponse
    from fastapi.staticfiles import StaticFiles
    from gradio.routes import App
    from starlette.exceptions import HTTPException
    from starlette.routing import Mount

    from web.access.protection import protect
    from web.downloads import downloads
    from web.judging import judging
    from web.managing.routes import LARGER, Managing
    from web.sessions import Sessions

    endpoints = Endpoints(searcher)
    failures: Any = {HTTPException: told, RequestValidationError: unreadable}
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, exception_handlers=failures)
    app.router.routes.extend(Managing(searcher, place).routes)
    protect(
        app,
        place,
        port=serving.port,
        open_without_users=serving.is_for_this_computer,
        hosts=serving.hosts,
        larger=LARGER,
    )
    app.add_middleware(PageShell)
    if metrics is not None:
        app.router.routes.extend(metrics.routes)
        app.add_middleware(Metering, metrics=metrics)
    app.mount("/web", StaticFiles(directory=STATIC))

    @app.get("/document")
    def document(
        request: Request,
        id: str = "",  # noqa: A002 - the name in the address
        passage: str = "",
    ) -> Response:
        try:
            found = endpoints.document(id, passage, visitor_of(request.scope))
        except VeiligheidswijzerError as error:
            return refusal(request, 503, texts.ERROR_HEADING, str(error))
        if found is None:
            return refusal(request, 404, texts.DOCUMENT_MISSING_HEADING, texts.DOCUMENT_MISSING)
        return HTMLResponse(found, headers={"Cache-Control": "no-store"})

    app.include_router(downloads(searcher))
    if serving.feedback is not None:
        app.include_router(judging(searcher, FeedbackFile(serving.feedback)))
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
        mcp_server=serving.mcp,
        max_file_size=0,
        app_kwargs={
            "exception_handlers": {**failures, **refused_calls(), Exception: unforeseen},
            "dependencies": [Depends(waiting_results(page))],
        },
    )
    mounted = next(route.app for route in app.routes if isinstance(route, Mount) and isinstance(route.app, App))
    mounted.state_holder = Sessions(page)
    if serving.mcp:
        answer_models_here(page)
    return app


def serve(searcher: Searcher, serving: Serving | None = None, ready: Callable[[str], None] | None = None) -> None:
    """Serve the page until Ctrl-C; `ready` is told its address once it can be opened.

    Raises:
        InputError: the address or port cannot be used, or others could read the texts because there are no users.

    """
    serving = serving or Serving()
    serving.require_mcp()
    serving.require_proxies()
    serving.require_users(Path(searcher.store.info().place))
    with listening(serving.host, serving.port) as listener:
        if serving.log_questions:
            write_questions_to_stderr()
        threading.Thread(target=_warm, args=(searcher,), daemon=True).start()
        server = web_server(create_app(searcher, serving), serving)
        if ready is not None:
            ready(f"{serving.address}:{listener.getsockname()[1]}")
        server.run(sockets=[listener])


def web_server(app: FastAPI, serving: Serving) -> uvicorn.Server:
    """Return what serves `app` over the sockets that it is given."""
    import uvicorn

    from web.access.connections import allow_many_connections, impatient_connections

    allow_many_connections()
    config = uvicorn.Config(
        app,
        http=impatient_connections(),
        log_level="warning",
        access_log=False,
        server_header=False,
        forwarded_allow_ips=serving.believed,
        timeout_graceful_shutdown=GRACE_SECONDS,
        ssl_certfile=serving.certificate,
        ssl_keyfile=serving.key,
    )
    return uvicorn.Server(config)


def _warm(searcher: Searcher) -> None:
    """Load what reads texts before the first question needs it; what is wrong is told to whoever asks."""
    with suppress(VeiligheidswijzerError):
        if searcher.reader is not None:
            searcher.reader.prepare()
        searcher.embedder.load()


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
