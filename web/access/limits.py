"""How much one request, one visitor and all visitors together may ask of this machine."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass

from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.access import texts
from web.access.refusals import refusal
from web.access.throttle import RateLimit, Throttle, TooOftenError, network
from web.access.visitor import visitor_of

MOST_BYTES = 1_000_000  # of a request; the longest question is a hundredth of it
MOST_AT_ONCE = 400  # requests that are open; a page that waits for nothing has none
MOST_PER_VISITOR = 100  # of those: one program that keeps streams open leaves room for others
# Who is not logged in gets the login page and its files only, and that takes no time.
MOST_OF_STRANGERS = 100
MOST_PER_STRANGER = 40  # a whole office may have one address
LONGEST_OF_STRANGER_SECONDS = 10.0
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
ASKED_PER_VISITOR = RateLimit(240, 60)


@dataclass(frozen=True, slots=True)
class _Party:
    """Whose requests are counted together: a session or a program, or an address; `name` is None for who sits here."""

    name: str | None
    is_stranger: bool = False


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
        most_of_strangers: int = MOST_OF_STRANGERS,
        longest_of_stranger_seconds: float = LONGEST_OF_STRANGER_SECONDS,
        per_visitor: RateLimit = ASKED_PER_VISITOR,
    ) -> None:
        self._app = app
        self._larger = larger or {}
        self._most_at_once = most_at_once
        self._per_visitor = per_visitor
        self._throttle = Throttle()
        self._most_per_visitor = most_per_visitor
        self._most_of_strangers = most_of_strangers
        self._longest_of_stranger_seconds = longest_of_stranger_seconds
        self._open: Counter[_Party] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        connection = HTTPConnection(scope)
        most = self._larger.get(scope["path"], MOST_BYTES)
        party = _party(connection)
        refused = self._refused(connection, most, party)
        if refused is not None:
            return await refused(scope, receive, send)
        longest_seconds = self._longest_of_stranger_seconds if party.is_stranger else None
        self._open[party] += 1
        try:
            return await _Counted(self._app, most, longest_seconds, connection)(scope, receive, send)
        finally:
            self._open[party] -= 1
            self._open += Counter()  # leaves out who has none

    def _refused(self, connection: HTTPConnection, most: int, party: _Party) -> Response | None:
        if self._is_full_for(party):
            return patience(connection, 503, texts.too_busy(BUSY_SECONDS), BUSY_SECONDS)
        given = connection.headers.get("content-length", "0")
        if not given.isdecimal() or int(given) > most:
            return too_large(connection, most)
        path = connection.scope["path"]
        costs = path.startswith(ASKING) if connection.scope["method"] == "POST" else path in _GIVING
        if party.name is not None and costs:
            try:
                self._throttle.count(self._per_visitor, party.name)
            except TooOftenError as error:
                return patience(connection, 429, texts.too_many_requests(error.seconds), error.seconds)
        return None

    def _is_full_for(self, party: _Party) -> bool:
        if self._open.total() >= self._most_at_once:
            return True
        if not party.is_stranger:
            return party.name is not None and self._open[party] >= self._most_per_visitor
        strangers = sum(count for one, count in self._open.items() if one.is_stranger)
        return self._open[party] >= MOST_PER_STRANGER or strangers >= self._most_of_strangers


class _Counted:
    """Passes a request on and counts the bytes of its body, whatever its header said, and its seconds if those count.

    A body that turns out to be too large is refused at once; what reads it is told that the visitor has gone, and what
    that answers is dropped. (An exception would be taken for a body that cannot be parsed.)
    """

    def __init__(self, app: ASGIApp, most: int, longest_seconds: float | None, connection: HTTPConnection) -> None:
        self._app = app
        self._most = most
        self._longest_seconds = longest_seconds
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

        try:
            async with asyncio.timeout(self._longest_seconds) as patience:
                await self._app(scope, counted, passed_on)
        except TimeoutError:
            if not patience.expired():
                raise
            if not (answered or refused):
                await too_slow(self._connection)(scope, receive, send)


def too_large(connection: HTTPConnection, most: int) -> Response:
    """Say that a request is too large; trying again does not help, so there is no word of when."""
    return refusal(connection, 413, texts.TOO_LARGE_HEADING, texts.too_large(most), {"Connection": "close"})


def too_slow(connection: HTTPConnection) -> Response:
    """Say that a request did not come in in time."""
    return refusal(connection, 408, texts.TOO_SLOW_HEADING, texts.TOO_SLOW, {"Connection": "close"})


def patience(connection: HTTPConnection, status: int, sentence: str, seconds: float) -> Response:
    """Say that it is too busy, and after how many seconds it is worth to try again."""
    return refusal(connection, status, texts.PATIENCE_HEADING, sentence, {"Retry-After": f"{seconds:.0f}"})


def _party(connection: HTTPConnection) -> _Party:
    visitor = visitor_of(connection.scope)
    if visitor is None:
        return _Party(network(connection.client.host if connection.client else ""), is_stranger=True)
    if visitor.name is None:
        return _Party(None)
    return _Party(f"{visitor.name} {visitor.session}")
