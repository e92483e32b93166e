"""What is told of what a page did not foresee or the web framework says in English, and what the log says of it."""

from __future__ import annotations

import logging
import traceback
from typing import TYPE_CHECKING

from starlette.requests import HTTPConnection
from starlette.responses import Response

from web import texts
from web.access.refusals import refusal

if TYPE_CHECKING:
    from starlette.exceptions import HTTPException
    from starlette.requests import Request


_MOST_PLACES = 8  # those nearest to the error; before them is the web framework


def log_unforeseen(log: logging.Logger, what: str, error: BaseException) -> None:
    """Log `what` went wrong with the kind and the place of `error`: what it says itself may hold a question."""
    frames = traceback.walk_tb(error.__traceback__)
    places = [f"  {frame.f_code.co_filename}:{line} {frame.f_code.co_name}" for frame, line in frames]
    log.error(
        "%s", "\n".join([f"{what}: {type(error).__module__}.{type(error).__qualname__}", *places[-_MOST_PLACES:]])
    )


def told(request: Request, error: HTTPException) -> Response:
    """Answer an error of the framework by its status."""
    heading, sentence = texts.BY_STATUS.get(error.status_code, (texts.ERROR_HEADING, texts.UNFORESEEN))
    return refusal(request, error.status_code, heading, sentence, error.headers)


def unreadable(request: Request, error: Exception) -> Response:  # noqa: ARG001 - it holds all that was sent
    """Answer what could not be read as what it should be."""
    return refusal(request, 400, *texts.BY_STATUS[400])


def unforeseen(connection: HTTPConnection, error: Exception | None = None) -> Response:  # noqa: ARG001 - is logged
    """Answer what broke down for a reason that nobody foresaw."""
    return refusal(connection, 500, texts.ERROR_HEADING, texts.UNFORESEEN)
