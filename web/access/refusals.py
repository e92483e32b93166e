"""Answers that refuse: a page for people, one JSON object for programs and for what runs in the page."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse, JSONResponse, Response

from web.access.visitor import visitor_of


def refusal(
    connection: HTTPConnection, status: int, heading: str, sentence: str, headers: Mapping[str, str] | None = None
) -> Response:
    """Return `sentence` under `heading` as a page to a browser that asked for one, else as JSON under `detail`."""
    headers = {"Cache-Control": "no-store", **(headers or {})}
    if wants_html(connection):
        from web.document import notice_page

        return HTMLResponse(notice_page(heading, sentence, visitor_of(connection.scope)), status, headers)
    return JSONResponse({"detail": sentence}, status, headers)


def wants_html(connection: HTTPConnection) -> bool:
    """Tell a person's browser, that asks for a page, from a program or a script in the page."""
    return "text/html" in connection.headers.get("accept", "")
