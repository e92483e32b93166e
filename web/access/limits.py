"""How much one request, one visitor and all visitors together may ask of this machine."""

from __future__ import annotations

from collections import Counter

from limits import RateLimitItem, RateLimitItemPerMinute
from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.access import texts
from web.access.gate import COOKIE
from web.access.refusals import refusal
from web.access.throttle import Throttle, TooOftenError, network
from web.access.visitor import visitor_of

MOST_BYTES = 1_000_000  # of a request; the longest question is a hundredth of it
MOST_AT_ONCE = 400  # requests that are open; a page that waits for nothing has none
MOST_PER_VISITOR = 100  # of those: one program that keeps streams open leaves room for others
BUSY_SECONDS = 5.0  # after which it is worth to try again
# The calls that cost work. A reader asks a few a minute; a program that asks more is told how long to wait.
ASKING = (
    "/meenemen",
    "/origineel",
    "/oordeel",
    "/gradio_api/queue/join",
    "/gradio_api/call/",
    "/gradio_api/run/",
    "/gradio_api/api/",
    "/gradio_api/mcp",
)
_GIVING = {"/document", "/meenemen", "/origineel"}  # work of a GET; any other fetches what was done
ASKED_PER_VISITOR = RateLimitItemPerMinute(240)


class Limits:
    """ASGI middleware behind the gate: refuses what is too large, too often or too much at once.

    `larger` names the paths of which a request may be larger, with how many bytes. Whoever sits at this computer while
    there are no users may ask as often as they like.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        larger: dict[str, int] | None = None,
        most_at_once: int = MOST_AT_ONCE,
        most_per_visitor: int = MOST_PER_VISITOR,
        per_visitor: RateLimitItem = ASKED_PER_VISITOR,
    ) -> None:
        self._app = app
        self._larger = larger or {}
        self._most_at_once = most_at_once
        self._per_visitor = per_visitor
        self._throttle = Throttle()
        self._most_per_visitor = most_per_visitor
        self._open: Counter[str | None] = Counter()  # by visitor

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        connection = HTTPConnection(scope)
        most = self._larger.get(scope["path"], MOST_BYTES)
        name = _counted_as(connection)
        refused = self._refused(connection, most, name)
        if refused is not None:
            return await refused(scope, receive, send)
        self._open[name] += 1
        try:
            return await _Counted(self._app, most, connection)(scope, receive, send)
        finally:
            self._open[name] -= 1
            self._open += Counter()  # leaves out who has none

    def _refused(self, connection: HTTPConnection, most: int, name: str | None) -> Response | None:
        is_full = name is not None and self._open[name] >= self._most_per_visitor
        if is_full or self._open.total() >= self._most_at_once:
            return _patience(connection, 503, texts.too_busy(BUSY_SECONDS), BUSY_SECONDS)
        given = connection.headers.get("content-length", "0")
        if not given.isdecimal() or int(given) > most:
            return too_large(connection, most)
        path = connection.scope["path"]
        costs = path.startswith(ASKING) if connection.scope["method"] == "POST" else path in _GIVING
        if name is not None and costs:
            try:
                self._throttle.count(self._per_visitor, name)
            except TooOftenError as error:
                return _patience(connection, 429, texts.too_many_requests(error.seconds), error.seconds)
        return None


class _Counted:
    """Passes a request on and counts the bytes of its body, whatever its header said.

    A body that turns out to be too large is refused at once; what reads it is told that the visitor has gone, and what
    that answers is dropped. (An exception would be taken for a body that cannot be parsed.)
    """

    def __init__(self, app: ASGIApp, most: int, connection: HTTPConnection) -> None:
        self._app = app
        self._most = most
        self._connection = connection

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        received, answered, refused = 0, False, False

        async def counted() -> Message:
            nonlocal received, refused
            message = {"type": "http.disconnect"} if refused else await receive()
            received += len(message.get("body", b""))
            if received > self._most and not refused:
                refused = True
                if not answered:
                    await too_large(self._connection, self._most)(scope, receive, send)
                return {"type": "http.disconnect"}
            return message

        async def passed_on(message: Message) -> None:
            nonlocal answered
            answered = True
            if not refused:
                await send(message)

        await self._app(scope, counted, passed_on)


def too_large(connection: HTTPConnection, most: int) -> Response:
    """Say that a request is too large; trying again does not help, so there is no word of when."""
    return refusal(connection, 413, texts.TOO_LARGE_HEADING, texts.too_large(most), {"Connection": "close"})


def _patience(connection: HTTPConnection, status: int, sentence: str, seconds: float) -> Response:
    return refusal(connection, status, texts.PATIENCE_HEADING, sentence, {"Retry-After": f"{seconds:.0f}"})


def _counted_as(connection: HTTPConnection) -> str | None:
    """Return under which name the requests of a visitor are counted: a session or a program each by itself."""
    visitor = visitor_of(connection.scope)
    if visitor is not None and visitor.name is None:
        return None
    if visitor is not None:
        return f"{visitor.name} {'' if visitor.is_program else connection.cookies.get(COOKIE, '')[:16]}"
    return network(connection.client.host if connection.client else "")
