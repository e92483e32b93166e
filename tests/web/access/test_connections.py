"""Connections over which nothing is asked, and what is left for those over which something is."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from urllib.parse import urlsplit

import httpx
import pytest
import uvicorn
from starlette.responses import Response

from retrieval import Searcher
from web.access import connections
from web.access.users import UserFile

LARGE = 12_000_000  # bytes: more than the systems on both sides hold for a connection
HALF_A_HEADER = b"GET /login HTTP/1.1\r\nHost: localhost\r\n"


@pytest.fixture
def site(searcher: Searcher, users: UserFile, serving: Callable[..., AbstractContextManager[str]]) -> Iterator[str]:
    with serving(searcher) as address:
        yield address


def connected(site: str, sent: bytes = b"") -> socket.socket:
    """Open a connection over which nothing or no more than `sent` is asked."""
    parts = urlsplit(site)
    connection = socket.create_connection((parts.hostname, parts.port), timeout=10)
    connection.sendall(sent)
    return connection


def is_closed(connection: socket.socket) -> bool:
    """Tell whether the other side ended it, also while something waited to be read there."""
    try:
        return connection.recv(1) == b""
    except ConnectionResetError:
        return True
    except TimeoutError:
        return False


def test_a_connection_without_a_whole_request_is_closed(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A silent one, half a header, half a header after an answer, and half a body; one that comes slowly is read."""
    monkeypatch.setattr(connections, "LONGEST_WAIT_SECONDS", 0.6)
    body = b"username=lezer&password=x"
    form = (
        f"POST /login HTTP/1.1\r\nHost: {urlsplit(site).netloc}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    )
    with ExitStack() as kept:
        head = f"{form}Content-Length: {len(body)}\r\n\r\n".encode()
        asking = kept.enter_context(connected(site, head))
        idle = [kept.enter_context(connected(site, s)) for s in (b"", HALF_A_HEADER, head, head + body[:4])]
        again = kept.enter_context(connected(site, HALF_A_HEADER + b"\r\n"))
        answer = b""
        while not answer.endswith(b"</html>"):
            part = again.recv(100_000)
            assert part, answer
            answer += part
        again.sendall(HALF_A_HEADER)
        started = time.monotonic()
        for one in range(0, len(body), 5):  # far longer than all of it may stand still
            asking.sendall(body[one : one + 5])
            time.sleep(0.3)
        assert asking.recv(12).startswith(b"HTTP/1.1 ")
        assert [is_closed(one) for one in (*idle, again)] == [True] * 5
        assert time.monotonic() - started < 5


def test_connections_that_wait_give_way_to_new_ones(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many stand open, from wherever, who asks is answered, and the last ones that wait are left alone."""
    monkeypatch.setattr(connections, "MOST_WAITING", 10)
    with ExitStack() as kept:
        idle = [kept.enter_context(connected(site, sent)) for sent in (b"", HALF_A_HEADER) * 15]
        assert httpx.get(f"{site}/login", trust_env=False).status_code == 200
        for one in idle:
            one.settimeout(0.2)
        assert [is_closed(one) for one in idle[:20]] == [True] * 20
        assert [is_closed(one) for one in idle[-9:]] == [False] * 9


def test_more_files_may_be_open_than_a_system_begins_with() -> None:
    resource = pytest.importorskip("resource", reason="alleen op Linux en macOS")
    before, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if most != resource.RLIM_INFINITY and most < 2_000:
        pytest.skip(f"het systeem staat hoogstens {most} open bestanden toe")
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (1_024, most))
        connections.allow_many_connections()
        allowed, still_most = resource.getrlimit(resource.RLIMIT_NOFILE)
        assert allowed > 1_024
        assert still_most == most
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (before, most))


@contextmanager
def large_answers() -> Iterator[str]:
    """Serve something large over such connections."""
    config = uvicorn.Config(Response(b"x" * LARGE), http=connections.impatient_connections(), log_level="warning")
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(timeout=20)


def test_who_reads_an_answer_slowly_gets_it_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where others that wait are many; who stops reading is let go."""
    monkeypatch.setattr(connections, "LONGEST_WAIT_SECONDS", 0.5)
    monkeypatch.setattr(connections, "MOST_WAITING", 3)
    with large_answers() as site, ExitStack() as kept:
        slow, stopped = (kept.enter_context(connected(site, HALF_A_HEADER + b"\r\n")) for _ in range(2))
        read, parts = 0, [slow.recv(100_000)]
        idle = [kept.enter_context(connected(site)) for _ in range(5)]
        while parts[-1]:
            read += len(parts[-1])
            if read % 1_000_000 < len(parts[-1]):
                time.sleep(0.1)  # a megabyte at a time, far longer than a silent connection may last
            parts = [slow.recv(100_000)] if read < LARGE else [b""]
        assert read >= LARGE
        assert all(map(is_closed, idle))
        received = 0
        while (part := stopped.recv(1_000_000)) != b"":
            received += len(part)
        assert received < LARGE
