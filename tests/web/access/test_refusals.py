"""Whatever goes wrong is told in Dutch, with the headers of every other answer, as a page to who asked for a page."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient
from starlette.types import Message

from app import create_app
from retrieval import Searcher
from tests.web.access.visiting import PEOPLE, SITE, log_in, page
from web.access.users import UserFile
from web.serving import Serving

BOUNDARY = {"Content-Type": "multipart/form-data; boundary=x"}
ENGLISH = ("Not Found", "Not Allowed", "Invalid", "Internal", "Missing", "not found", "boundary")


def require_told(response: Any, status: int, *, as_page: bool) -> str:
    """Require that an answer is whole, and return its sentences."""
    assert response.status_code == status, response.text
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert response.headers["Content-Type"].startswith("text/html" if as_page else "application/json"), response.text
    told = response.text if as_page else response.json()["detail"]
    assert not [word for word in ENGLISH if word in told], told
    assert not as_page or '<html lang="nl">' in told
    return str(told)


@pytest.mark.parametrize("as_page", [True, False])
@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("PUT", "/logout", {}, 405),
        ("GET", "/oordeel", {}, 404),
        ("GET", "/nergens", {}, 404),
        ("GET", "/gradio_api/upload", {}, 404),
        ("GET", "/web/nergens.css", {}, 404),
        ("POST", "/web/style.css", {}, 405),
        ("POST", "/login", BOUNDARY, 400),
        ("POST", "/documenten-verwijderen", BOUNDARY, 400),
        ("POST", "/login", {"Content-Type": "multipart/form-data"}, 400),
        ("POST", "/gradio_api/queue/join", {"Content-Type": "application/json"}, 400),
        ("DELETE", "/gradio_api/info", {}, 405),
    ],
)
def test_what_cannot_be_done_is_told_in_dutch(
    client: TestClient, method: str, path: str, headers: dict[str, str], status: int, as_page: bool
) -> None:
    log_in(client, "beheerder")
    body = "kapot" if "multipart" in headers.get("Content-Type", "") else '{"data": [], "fn_index": 0}'
    sent = {**headers, **(PEOPLE if as_page else {})}
    require_told(client.request(method, path, headers=sent, content=body), status, as_page=as_page)


def test_an_address_of_a_page_that_is_none_is_refused(client: TestClient) -> None:
    form = {"username": "lezer", "password": "geraden"}
    for wrong in ("http://[", "http://[::1", "//", ""):
        require_told(client.post("/login", data=form, headers={"Origin": wrong}), 403, as_page=False)
    back = client.post("/document", headers={**PEOPLE, "Origin": SITE, "Referer": "http://["})
    require_told(back, 401, as_page=True)


@pytest.mark.parametrize(
    "host", ["elders.example", "localhost.elders.example", "x@localhost", "[::1", "", "a b", "<b>"]
)
def test_another_host_name_is_told_with_the_remedy(app: FastAPI, users: UserFile, host: str) -> None:
    client = TestClient(app, base_url=SITE)
    for path in ("/", "/login", "/document"):
        told = require_told(client.get(path, headers={**PEOPLE, "Host": host}), 400, as_page=True)
        assert "--name" in told
        assert "<b>" not in told
    assert "--name" in require_told(client.get("/config", headers={"Host": host}), 400, as_page=False)


def test_names_are_compared_whatever_their_case(searcher: Searcher, users: UserFile) -> None:
    client = page(searcher, Serving(names=("Wijzer.Voorbeeldstad.nl",)))
    for host in ("wijzer.voorbeeldstad.nl", "WIJZER.voorbeeldstad.nl:443", "LOCALHOST", "[::1]:7860"):
        assert client.get("/login", headers={"Host": host}).status_code == 200, host


@pytest.fixture
def broken(app: FastAPI, users: UserFile, searcher: Searcher, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    """A client of a page that breaks where nobody foresaw it, in our own routes and in those of Gradio."""
    import gradio

    def breaking(*_: object, **__: object) -> None:
        raise ZeroDivisionError("geheime vraag")

    monkeypatch.setattr(searcher.store, "view", breaking)
    monkeypatch.setattr(gradio.Blocks, "get_api_info", breaking)
    client = TestClient(app, base_url=SITE)
    log_in(client)
    return client


@pytest.mark.parametrize("path", ["/document?id=x", "/gradio_api/info"])
@pytest.mark.parametrize("as_page", [True, False])
def test_what_nobody_foresaw_is_told_and_logged_without_its_message(
    broken: TestClient, caplog: pytest.LogCaptureFixture, path: str, as_page: bool
) -> None:
    caplog.set_level(logging.DEBUG)
    told = require_told(broken.get(path, headers=PEOPLE if as_page else {}), 500, as_page=as_page)
    assert "Ga terug" in told or "beheerder" in told
    assert "geheim" not in told
    assert "geheim" not in caplog.text
    assert "ZeroDivisionError" in caplog.text
    assert "test_refusals.py" in caplog.text, "de plaats staat er niet bij"


@pytest.mark.parametrize("path", ["/login", "/documenten-verwijderen", "/oordeel", "/gradio_api/queue/join"])
def test_who_breaks_off_is_no_error_of_ours(
    searcher: Searcher, users: UserFile, tmp_path: Path, caplog: pytest.LogCaptureFixture, path: str
) -> None:
    """Half a body comes, and then the visitor has gone."""
    app, answered = create_app(searcher, Serving(feedback=tmp_path / "oordelen.jsonl")), []
    parts: list[Message] = [{"type": "http.request", "body": b"username=le", "more_body": True}]
    kind = (
        b"application/json" if path in {"/oordeel", "/gradio_api/queue/join"} else b"application/x-www-form-urlencoded"
    )
    headers = {
        b"host": b"localhost",
        b"authorization": f"Bearer {users.new_key('beheerder')}".encode(),
        b"content-type": kind,
        b"content-length": b"500",
    }

    async def receive() -> Message:
        return parts.pop() if parts else {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        answered.append(message)

    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": list(headers.items()),
        "client": ("127.0.0.1", 1),
        "server": ("localhost", 80),
    }
    asyncio.run(app(scope, receive, send))
    assert not caplog.records, caplog.text
    assert not parts, "het verzoek is niet gelezen"
