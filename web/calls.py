"""Calls of Gradio's endpoints that cannot be made: told before or where Gradio would break down."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from web import texts
from web.access.texts import TOO_BUSY

if TYPE_CHECKING:
    import gradio as gr

_CALLS = tuple(f"/gradio_api/{way}/" for way in ("call", "run", "queue"))


class _NothingWaitsError(Exception):
    """No result waits for who fetches one."""


def refused_calls() -> dict[int | type[Exception], Callable[[Request, Exception], Response]]:
    """Return how to answer who calls an endpoint that is not there, or with names or a body that it has not.

    What FastAPI cannot read is among it, whose error holds all that was sent and would be logged; and status 503,
    which is the full queue.
    """
    from gradio.route_utils import FnIndexInferError

    missing = (KeyError, FnIndexInferError)

    def refused(request: Request, error: Exception) -> Response:
        if isinstance(error, HTTPException):
            return JSONResponse({"detail": TOO_BUSY}, error.status_code, {"Retry-After": "5"})
        if isinstance(error, _NothingWaitsError):
            return JSONResponse({"detail": texts.NO_SUCH_RESULT}, 404)
        if not (isinstance(error, RequestValidationError) or request.url.path.startswith(_CALLS)):
            raise error
        if isinstance(error, missing):
            return JSONResponse({"detail": texts.NO_SUCH_ENDPOINT}, 404)
        return JSONResponse({"detail": texts.WRONG_INPUTS}, 400)

    return dict.fromkeys((TypeError, *missing, _NothingWaitsError, RequestValidationError, 503), refused)


def waiting_results(page: gr.Blocks) -> Callable[[Request], Awaitable[None]]:
    """Return what lets only those fetch a result of `page` for whom one waits, for every request to depend on.

    Gradio finds out when its answer has begun already, which then breaks off.
    """

    async def waiting(request: Request) -> None:
        queue, event = page._queue, request.path_params.get("event_id")
        if request.url.path == "/gradio_api/queue/data":
            # The page listens for all its calls at once, and may begin to when the last one has just been answered.
            session = request.query_params.get("session_hash")
            if session is not None and session not in queue.pending_messages_per_session:
                raise _NothingWaitsError
            return
        if event is None:
            return
        # An event is a session of its own, unless who asked named one.
        session = next((s for s, events in queue.pending_event_ids_session.items() if event in events), event)
        messages = queue.pending_messages_per_session.get(session)
        asked = (queue.event_ids_to_events.get(one) for one in queue.pending_event_ids_session.get(session, ()))
        if messages is None or (messages.empty() and not any(one is not None and one.alive for one in asked)):
            raise _NothingWaitsError

    return waiting
