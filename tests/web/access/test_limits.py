"""How much is let through at a time, and what is told of the rest."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from starlette.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from retrieval import Searcher
from tests.web.access.visiting import PEOPLE, SITE, log_in
from web.access import texts
from web.access.limits import MOST_BYTES, MOST_PER_STRANGER, Limits
from web.access.throttle import RateLimit
from web.access.users import UserFile


def test_too_large_a_request_is_refused_before_and_while_it_is_read(client: TestClient) -> None:
    log_in(client)

    def without_length() -> Iterator[bytes]:
        for _ in range(MOST_BYTES // 1000 + 2):
            yield b"x" * 1000

    for content in (b"x" * (MOST_BYTES + 1), without_length()):
        response = client.post("/gradio_api/queue/join", content=content)
        assert response.status_code == 413, response.text
        assert response.json()["detail"] == texts.too_large(MOST_BYTES)


def test_who_asks_too_much_is_told_how_long_to_wait() -> None:
    from starlette.applications import Starlette
    from starlette.responses import PlainTextResponse
    from starlette.routing import Route

    asked = Route("/gradio_api/queue/join", lambda request: PlainTextResponse("ja"), methods=["POST"])
    result = Route("/gradio_api/call/ask/{event}", lambda request: PlainTextResponse("ja"))
    app = Starlette(routes=[asked, result])
    app.add_middleware(Limits, per_visitor=RateLimit(3, 60))
    client = TestClient(app)
    assert {client.get("/gradio_api/call/ask/x").status_code for _ in range(9)} == {200}, "alleen vragen tellen"
    assert [client.post("/gradio_api/queue/join").status_code for _ in range(4)] == [200, 200, 200, 429]
    refused = client.post("/gradio_api/queue/join")
    assert 0 < int(refused.headers["Retry-After"]) <= 60
    assert "Wacht" in refused.json()["detail"]


def test_whole_documents_are_counted_and_how_far_a_task_is_is_not() -> None:
    from starlette.applications import Starlette
    from starlette.responses import PlainTextResponse
    from starlette.routing import Route

    paths = ("/document", "/documenten-taak", "/documenten")
    app = Starlette(routes=[Route(path, lambda _: PlainTextResponse("ja")) for path in paths])
    app.add_middleware(Limits, per_visitor=RateLimit(3, 60))
    client = TestClient(app)
    assert {client.get(path).status_code for path in paths[1:] for _ in range(9)} == {200}
    assert [client.get("/document?id=x").status_code for _ in range(4)] == [200, 200, 200, 429]


def test_too_much_at_once_is_refused() -> None:
    from starlette.applications import Starlette
    from starlette.responses import PlainTextResponse
    from starlette.routing import Route

    def nested(request: Any) -> PlainTextResponse:
        return PlainTextResponse(str(TestClient(request.app).get("/").status_code))

    app = Starlette(routes=[Route("/", nested)])
    app.add_middleware(Limits, most_at_once=1)
    outer = TestClient(app).get("/")
    assert (outer.status_code, outer.text) == (200, "503"), "het tweede verzoek kwam er tegelijk door"


def test_one_visitor_does_not_use_up_what_is_for_all(users: UserFile, place: Path) -> None:
    """A program that keeps many requests open is refused more of them; others are answered."""
    from starlette.applications import Starlette
    from starlette.responses import PlainTextResponse
    from starlette.routing import Route

    from web.access.protection import protect

    keys = {name: users.new_key(name) for name in ("lezer", "beheerder")}

    def nested(request: Any) -> PlainTextResponse:
        client = TestClient(request.app, base_url=SITE)
        codes = [client.get("/x", headers={"Authorization": f"Bearer {keys[name]}"}).status_code for name in keys]
        return PlainTextResponse(str(codes))

    app = Starlette(routes=[Route("/", nested), Route("/x", lambda _: PlainTextResponse("ja"))])
    protect(app, place, port=7860, open_without_users=False, most_per_visitor=1)
    outer = TestClient(app, base_url=SITE).get("/", headers={"Authorization": f"Bearer {keys['lezer']}"})
    assert outer.text == "[503, 200]"


def test_an_open_page_holds_no_request(client: TestClient) -> None:
    log_in(client)
    assert client.get("/config").json()["connect_heartbeat"] is False
    assert client.get("/gradio_api/heartbeat/x").status_code == 404


def test_a_page_for_people_says_have_patience() -> None:
    from starlette.applications import Starlette

    app = Starlette()
    app.add_middleware(Limits, most_at_once=0)
    response = TestClient(app).get("/", headers=PEOPLE)
    assert response.status_code == 503
    assert texts.PATIENCE_HEADING in response.text
    assert response.headers["Retry-After"] == "5"


def test_who_is_not_logged_in_keeps_nobody_out(
    searcher: Searcher, users: UserFile, serving: Callable[..., AbstractContextManager[str]]
) -> None:
    """Forms that never arrive whole: an address may keep a few open, and readers get on with their work."""
    key = users.new_key("lezer")
    with serving(searcher) as site, ExitStack() as kept:
        slow = [kept.enter_context(unfinished_login(site)) for _ in range(MOST_PER_STRANGER + 3)]
        answers = [one.recv(12) for one in slow[MOST_PER_STRANGER:]]
        assert answers == [b"HTTP/1.1 503"] * 3
        asked = httpx.get(f"{site}/config", headers={"Authorization": f"Bearer {key}"}, trust_env=False)
        assert asked.status_code == 200
        assert httpx.get(f"{site}/login", trust_env=False).status_code == 503
        assert httpx.get(f"{site}/login", headers={"X-Forwarded-For": "10.0.0.9"}, trust_env=False).status_code == 200
        for one in slow:
            one.close()
        time.sleep(0.5)
        assert httpx.get(f"{site}/login", trust_env=False).status_code == 200


@contextmanager
def unfinished_login(site: str) -> Iterator[socket.socket]:
    """Send the beginning of the form of logging in."""
    parts = urlsplit(site)
    with socket.create_connection((parts.hostname, parts.port), timeout=10) as connection:
        form = f"POST /login HTTP/1.1\r\nHost: {parts.netloc}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        connection.sendall(f"{form}Content-Length: 100\r\n\r\nusername=".encode())
        time.sleep(0.05)
        yield connection


def test_all_who_are_not_logged_in_leave_room_and_do_not_stay() -> None:
    held: list[int] = []

    async def waiting(scope: Scope, receive: Receive, send: Send) -> None:
        held.append(1)
        await receive()

    async def never() -> Message:
        await asyncio.sleep(60)
        return {"type": "http.disconnect"}

    limits = Limits(waiting, most_of_strangers=5, longest_of_stranger_seconds=1.0)

    async def visit(number: int) -> int:
        codes: list[int] = []

        async def sent(message: Message) -> None:
            codes.append(message.get("status", 0))

        scope = {"type": "http", "method": "GET", "path": "/login", "headers": [], "client": (f"10.0.{number}.1", 1)}
        await limits(scope, never, sent)
        return codes[0]

    async def visits() -> list[int]:
        return await asyncio.gather(*(visit(number) for number in range(8)))

    started = time.monotonic()
    assert asyncio.run(visits()) == [408] * 5 + [503] * 3
    assert len(held) == 5
    assert time.monotonic() - started < 5
    assert asyncio.run(visits()) == [408] * 5 + [503] * 3, "wie weg is, telt niet meer mee"


def test_logins_that_wait_for_their_turn_keep_no_page_from_readers(
    searcher: Searcher,
    users: UserFile,
    serving: Callable[..., AbstractContextManager[str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """More logins than there are threads for the pages, from many addresses."""
    key, done = users.new_key("lezer"), threading.Event()

    def slowly(*_: object) -> None:
        done.wait(30)

    monkeypatch.setattr(UserFile, "with_password", slowly)
    with serving(searcher) as site, ThreadPoolExecutor(60) as guessing, httpx.Client(trust_env=False) as client:

        def guess(number: int) -> int:
            form = {"username": f"naam{number}", "password": "geraden"}
            headers = {"X-Forwarded-For": f"10.0.{number}.1"}
            return httpx.post(f"{site}/login", data=form, headers=headers, trust_env=False, timeout=60).status_code

        guesses = [guessing.submit(guess, number) for number in range(60)]
        time.sleep(1)
        started = time.monotonic()
        try:
            asked = client.get(f"{site}/document?id=x", headers={"Authorization": f"Bearer {key}"}, timeout=20)
        finally:
            done.set()
        assert asked.status_code == 404
        assert time.monotonic() - started < 2
        assert {one.result() for one in guesses} == {401}
