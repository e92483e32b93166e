"""Connections over which nothing is asked: how long they may stand open, and how many of them."""

from __future__ import annotations

from asyncio import BaseTransport, TimerHandle
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

try:
    import resource
except ImportError:  # Windows, which has no such limit
    resource = None  # type: ignore[assignment]

LONGEST_WAIT_SECONDS = 30.0
# A browser opens a few ahead of need, and many a system lets a program have 1,024 files and connections. Past this, the
# one that has waited longest gives way: who asks does so at once, so that nobody is kept out by others who do not, and
# all who come through one web server or terminal server share no limit of their own.
MOST_WAITING = 200
_MOST_OPEN = 65_536


def allow_many_connections() -> None:
    """Let this process have far more files and connections open than the 1,024 that many a system begins with.

    With https a connection counts before it is one here: who says nothing in its handshake is let go after a minute.
    """
    if resource is None:
        return
    allowed, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _MOST_OPEN if most == resource.RLIM_INFINITY else min(most, _MOST_OPEN)
    if allowed != resource.RLIM_INFINITY and allowed < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


def impatient_connections() -> type[HttpToolsProtocol]:
    """Return the connections of one server, closed where no request comes whole; the answering is left to `Limits`.

    uvicorn only closes those over which nothing comes after an answer: a connection that is silent from the beginning,
    or sends half a header, would stay open until the system allows no more of them, and one that stops halfway a body
    would be a request that is open for ever. Over one whose last answer is still being read nothing needs to be asked.
    """
    waiting: dict[HttpToolsProtocol, None] = {}  # longest first

    class Impatient(HttpToolsProtocol):
        def __init__(self, *given: Any, **named: Any) -> None:
            super().__init__(*given, **named)
            self._longest_wait: TimerHandle | None = None
            self._unsent = 0  # bytes of the last answer, when they were last looked at

        def connection_made(self, transport: BaseTransport) -> None:
            super().connection_made(transport)  # type: ignore[arg-type]
            self._wait()

        def connection_lost(self, exc: Exception | None) -> None:
            self._stop_waiting()
            super().connection_lost(exc)

        def on_headers_complete(self) -> None:
            self._stop_waiting()
            self._be_patient()  # with its body
            super().on_headers_complete()

        def on_body(self, body: bytes) -> None:
            self._be_patient()
            super().on_body(body)

        def on_message_complete(self) -> None:
            if self not in waiting:  # as after an answer that did not wait for the body
                self._stop_waiting()
            super().on_message_complete()

        def on_response_complete(self) -> None:
            super().on_response_complete()
            if self.cycle.response_complete and not self.transport.is_closing():  # and no next request came already
                self._wait()

        def _wait(self) -> None:
            self._stop_waiting()
            self._be_patient()
            waiting[self] = None
            if len(waiting) > MOST_WAITING:
                longest = next((one for one in waiting if not _unsent(one)), next(iter(waiting)))
                del waiting[longest]
                longest.transport.abort()  # at once: a polite end of https waits for the other side

        def _be_patient(self) -> None:
            if self._longest_wait is not None:
                self._longest_wait.cancel()
            self._unsent = _unsent(self)
            self._longest_wait = self.loop.call_later(LONGEST_WAIT_SECONDS, self._lose_patience)

        def _lose_patience(self) -> None:
            is_read_on = 0 < _unsent(self) < self._unsent  # somebody with a slow connection reads on
            if is_read_on or self.flow.read_paused:  # or the server itself does not take more of a body yet
                self._be_patient()
            else:
                self.transport.abort()

        def _stop_waiting(self) -> None:
            waiting.pop(self, None)
            if self._longest_wait is not None:
                self._longest_wait.cancel()
                self._longest_wait = None

    return Impatient


def _unsent(connection: HttpToolsProtocol) -> int:
    return int(connection.transport.get_write_buffer_size())
