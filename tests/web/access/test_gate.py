"""What the gate lets through, before the real application and without a browser."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from corpus.errors import InputError
from retrieval import Searcher
from tests.web.access.visiting import COOKIE, PEOPLE, SITE, log_in, page
from web.access import texts
from web.access.gate import FOR_EVERYBODY, PUBLIC_FOLDER
from web.access.users import USERS_FILE, UserFile
from web.serving import Serving

NOTHING_HERE = "Op dit adres is niets."
PASSED_ON = (
    *("Forwarded", "Via", "X-Real-IP", "X-Forwarded-For", "X-Forwarded-Host"),
    *("X-Forwarded-Proto", "X-Forwarded-Server", "X-Forwarded-Port", "X-Forwarded-Prefix"),
)


def every_path(app: Any, before: str = "") -> Iterator[tuple[str, str]]:
    """Yield method and path of every route, those of mounted applications too; parameters become a word."""
    for route in app.routes:
        inner = getattr(route, "original_router", None) or route  # FastAPI keeps routers that are included as they are
        path = re.sub(r"\{[^}]*\}", "x", before + (getattr(route, "path", "") or ""))
        if getattr(inner, "routes", None):
            yield from every_path(inner, path.rstrip("/"))
        for method in getattr(route, "methods", None) or ["GET", "POST"]:
            yield method, path or "/"


def test_a_page_of_somebody_else_is_refused(client: TestClient) -> None:
    """After another logged in at the same browser, what an old page of it sends is not done in their name."""
    log_in(client)
    for name, status in (("lezer", 200), (None, 200), ("beheerder", 409), ("", 409)):
        headers = {} if name is None else {"X-Visitor": name}
        response = client.get("/gradio_api/info", headers=headers)
        assert response.status_code == status, name
    assert response.json()["detail"] == texts.OTHER_VISITOR


def test_no_route_answers_without_a_session(client: TestClient) -> None:
    paths = sorted(set(every_path(client.app)))
    assert len(paths) > 80, paths
    assert ("POST", "/gradio_api/queue/join") in paths
    assert ("GET", "/document") in paths
    answered = []
    for method, path in paths:
        if path in FOR_EVERYBODY or path.startswith(PUBLIC_FOLDER) or path == "/web":
            continue
        for headers in ({}, PEOPLE, {"Authorization": "Bearer vw_geraden"}, {"Cookie": f"{COOKIE}=geraden"}):
            response = client.request(method, path, headers=headers)
            to_login = response.status_code == 303 and response.headers["Location"].startswith("/login")
            if not (response.status_code in {401, 404} or to_login):
                answered.append((method, path, headers, response.status_code))
            if response.status_code == 404:  # shut for everybody, not missing by chance
                assert method == "HEAD" or NOTHING_HERE in response.text, (method, path, response.text)
    assert answered == []


def test_what_is_for_everybody_tells_nothing(client: TestClient) -> None:
    for path in (*FOR_EVERYBODY, "/web/style.css"):
        text = client.get(path).text
        assert "camera hangt" not in text
        assert "lezer" not in text


def test_a_websocket_is_refused(client: TestClient) -> None:
    from starlette.websockets import WebSocketDisconnect

    with pytest.raises(WebSocketDisconnect), client.websocket_connect("/gradio_api/queue/join"):
        pass


def test_a_reader_may_not_manage(client: TestClient) -> None:
    log_in(client)
    for change in ("toevoegen", "vervangen", "verwijderen"):
        refused = client.post(f"/documenten-{change}", headers={**PEOPLE, "Origin": SITE})
        assert refused.status_code == 403, change
    response = client.get("/documenten", headers=PEOPLE)
    assert response.status_code == 403
    assert texts.NOT_ALLOWED in response.text


@pytest.mark.parametrize(
    ("headers", "allowed"),
    [
        pytest.param({"Origin": SITE}, True, id="own"),
        pytest.param({}, True, id="program"),
        pytest.param({"Origin": "https://elders.example"}, False, id="other site"),
        pytest.param({"Origin": "http://localhost:9999"}, False, id="other port"),
        pytest.param({"Origin": "null"}, False, id="sandboxed"),
        pytest.param({"Sec-Fetch-Site": "cross-site"}, False, id="no origin but cross-site"),
        pytest.param({"Sec-Fetch-Site": "same-site"}, False, id="another name of the domain"),
    ],
)
def test_another_site_cannot_make_a_visitor_do_anything(
    client: TestClient, headers: dict[str, str], allowed: bool
) -> None:
    log_in(client)
    response = client.post("/gradio_api/reset", json={"event_id": "x"}, headers=headers)
    assert response.status_code == (200 if allowed else 403), response.text


def test_without_users_it_is_open_to_this_computer_only(place: Path, searcher: Searcher) -> None:
    client = page(searcher)
    assert client.get("/config").status_code == 200
    elsewhere = {"Origin": "http://elders.example"}
    assert client.post("/gradio_api/reset", json={"event_id": "x"}, headers=elsewhere).status_code == 403
    for serving in (Serving(host="0.0.0.0"), Serving(names=("localhost",))):
        with pytest.raises(InputError, match="users add"):
            serving.require_users(place)
        assert page(searcher, serving).get("/config").status_code == 401, "de laatste gebruiker werd verwijderd"


@pytest.mark.parametrize("header", PASSED_ON)
def test_without_users_nothing_comes_in_through_another_web_server(searcher: Searcher, header: str) -> None:
    client = page(searcher)
    for method, path in (("GET", "/"), ("GET", "/origineel?id=x"), ("POST", "/documenten-toevoegen")):
        response = client.request(method, path, headers={**PEOPLE, header: "10.0.0.9"})
        assert response.status_code == 403, path
        assert "users add" in response.text
    assert client.get("/health", headers={header: "10.0.0.9"}).status_code != 403


def test_without_users_nothing_comes_in_through_nginx_as_it_is_installed(
    searcher: Searcher, serving: Callable[..., AbstractContextManager[str]]
) -> None:
    """It names the host that it passes on to and sends no header of its own, but a version that no browser speaks."""
    with serving(searcher) as address:
        host = urlsplit(address).netloc
        for version, status in (("1.1", 200), ("1.0", 403)):
            with socket.create_connection((urlsplit(address).hostname, urlsplit(address).port)) as passing_on:
                passing_on.sendall(f"GET /config HTTP/{version}\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
                assert passing_on.makefile("rb").readline().split()[1] == str(status).encode(), version


@pytest.mark.parametrize("header", ["X-Forwarded-Host", "X-Gradio-Server"])
def test_no_header_moves_the_page_elsewhere(client: TestClient, header: str) -> None:
    log_in(client)
    assert "elders" not in client.get("/config", headers={header: "elders.example"}).text


def test_damage_lets_nobody_in(
    place: Path, users: UserFile, client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    log_in(client)
    (place / USERS_FILE).write_text("{")
    response = client.get("/config")
    assert response.status_code == 503
    told = response.json()["detail"]
    assert "Niemand kan nu inloggen" in told
    assert str(place) not in told, "wie niet is ingelogd, leest waar de index staat"
    assert str(place) in caplog.text


def test_other_names_are_answered_when_the_operator_says_so(app: FastAPI, searcher: Searcher, users: UserFile) -> None:
    name = "wijzer.voorbeeldstad.nl"
    assert TestClient(app, base_url=f"http://{name}").get("/login").status_code == 400
    assert page(searcher, Serving(names=(name,)), f"http://{name}").get("/login").status_code == 200
    both = Serving(host="10.1.2.3", names=(name,))
    for host, status in ((name, 200), ("10.1.2.3:7860", 200), ("localhost:7860", 200), ("elders.example", 400)):
        assert page(searcher, both, f"http://{host}").get("/login").status_code == status, host


@pytest.mark.parametrize(("host", "named"), [("::1", "[::1]"), ("127.0.0.2", "127.0.0.2"), ("127.0.0.1", "localhost")])
def test_the_address_that_serve_prints_is_answered(searcher: Searcher, host: str, named: str) -> None:
    serving = Serving(host=host)
    assert page(searcher, serving, f"http://{named}:7860").get("/config").status_code == 200
    assert page(searcher, serving, "http://elders.example").get("/config").status_code == 400
