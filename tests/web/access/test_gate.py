"""What the gate, the login page and the limits let through, before the real application and without a browser."""

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

from app import create_app
from corpus.errors import InputError
from index import LocalStore, build
from retrieval import Searcher
from tests.fake_embedder import FakeEmbedder
from web.access import texts
from web.access.gate import COOKIE, FOR_EVERYBODY, PUBLIC_FOLDER
from web.access.limits import MOST_BYTES, Limits
from web.access.users import USERS_FILE, Role, UserFile
from web.serving import Serving

PASSWORD = "vier woorden zonder zin"
PEOPLE = {"Accept": "text/html,application/xhtml+xml"}
SITE = "http://localhost"
PASSED_ON = (
    *("Forwarded", "Via", "X-Real-IP", "X-Forwarded-For", "X-Forwarded-Host"),
    *("X-Forwarded-Proto", "X-Forwarded-Server", "X-Forwarded-Port", "X-Forwarded-Prefix"),
)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("index")
    (folder / "nota.md").write_text("# Nota\n\nDe camera hangt op het plein.\n", "utf-8")
    build(folder / "index", [folder / "nota.md"], FakeEmbedder())
    return folder / "index"


@pytest.fixture
def users(place: Path) -> Iterator[UserFile]:
    made = UserFile(place)
    made.add("lezer", PASSWORD, Role.READ)
    made.add("beheerder", PASSWORD, Role.MANAGE)
    yield made
    (place / USERS_FILE).unlink()


@pytest.fixture(scope="module")
def searcher(place: Path) -> Iterator[Searcher]:
    with Searcher(LocalStore(place), FakeEmbedder()) as opened:
        yield opened


def page(searcher: Searcher, serving: Serving | None = None, base: str = SITE) -> TestClient:
    return TestClient(create_app(searcher, serving), base_url=base, follow_redirects=False)


@pytest.fixture(scope="module")
def app(searcher: Searcher) -> FastAPI:
    return create_app(searcher)


@pytest.fixture
def client(app: FastAPI, users: UserFile) -> TestClient:
    return TestClient(app, base_url=SITE, follow_redirects=False)


def log_in(client: TestClient, name: str = "lezer", password: str = PASSWORD, **fields: str) -> Any:
    form = {"username": name, "password": password, **fields}
    return client.post("/login", data=form, headers={**PEOPLE, "Origin": SITE})


def every_path(app: Any, before: str = "") -> Iterator[tuple[str, str]]:
    """Yield method and path of every route, those of mounted applications too; parameters become a word."""
    for route in app.routes:
        inner = getattr(route, "original_router", None) or route  # FastAPI keeps routers that are included as they are
        path = re.sub(r"\{[^}]*\}", "x", before + (getattr(route, "path", "") or ""))
        if getattr(inner, "routes", None):
            yield from every_path(inner, path.rstrip("/"))
        for method in getattr(route, "methods", None) or ["GET", "POST"]:
            yield method, path or "/"


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
                assert response.text == ("" if method == "HEAD" else "Niet gevonden"), (method, path, response.text)
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


def test_people_log_in_and_come_back_to_what_they_asked(client: TestClient) -> None:
    wanted = "/?vraag=wie+mag+%C3%A9%C3%A9n&per=document"
    sent = client.get(wanted, headers=PEOPLE)
    assert sent.status_code == 303
    form = client.get(sent.headers["Location"], headers=PEOPLE).text
    [hidden] = re.findall(r'name="naar" value="([^"]*)"', form)
    response = log_in(client, naar=hidden.replace("&amp;", "&"))
    assert response.status_code == 303
    assert response.headers["Location"] == wanted
    cookie = response.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert "Secure" not in cookie
    shown = client.get("/", headers=PEOPLE)
    assert shown.status_code == 200
    assert "Ingelogd als lezer" in shown.text
    assert client.get("/login", headers=PEOPLE).status_code == 303


def test_every_page_says_who_is_logged_in_and_leads_out(client: TestClient) -> None:
    log_in(client, "beheerder")
    document = re.findall(r"documenten-verwijderen\?(id=[^\"]*)", client.get("/documenten", headers=PEOPLE).text)[0]
    for path in (
        "/document?id=bestaat-niet",
        "/documenten",
        f"/document?{document}",
        f"/documenten-verwijderen?{document}",
    ):
        shown = client.get(path, headers=PEOPLE).text
        assert "Ingelogd als beheerder" in shown, path
        assert 'action="logout"' in shown, path
    for path in ("/documenten", f"/documenten-verwijderen?{document}"):
        assert 'class="naar"' in client.get(path, headers=PEOPLE).text, path


def test_the_cookie_is_for_https_only_there(app: FastAPI, users: UserFile) -> None:
    client = TestClient(app, base_url="https://localhost", follow_redirects=False)
    response = client.post("/login", data={"username": "lezer", "password": PASSWORD})
    assert "Secure" in response.headers["Set-Cookie"]
    assert "max-age" in response.headers["Strict-Transport-Security"]


@pytest.mark.parametrize(
    "elsewhere",
    ["https://elders.example/", "//elders.example", "/\\elders.example", "javascript:alert(1)", "/\nx", "x", "http:/x"],
)
def test_logging_in_leads_to_no_other_site(client: TestClient, elsewhere: str) -> None:
    assert log_in(client, naar=elsewhere).headers["Location"] == "/"


def test_logging_out_ends_the_session_for_who_kept_the_cookie(client: TestClient) -> None:
    log_in(client)
    kept = client.cookies[COOKIE]
    assert client.post("/logout", headers={"Origin": SITE}).headers["Location"] == "/login?uitgelogd"
    assert client.get("/config", headers={"Cookie": f"{COOKIE}={kept}"}).status_code == 401


def test_a_wrong_password_is_told_and_then_has_to_wait(client: TestClient, users: UserFile) -> None:
    users.add("vergeetachtig", PASSWORD, Role.READ)
    for _ in range(5):
        response = log_in(client, "vergeetachtig", "verkeerd wachtwoord")
        assert response.status_code == 401
        assert texts.LOGIN_FAILED in response.text
    unknown = log_in(client, "niemand", "verkeerd wachtwoord")
    assert unknown.text.replace("niemand", "vergeetachtig") == response.text, (
        "aan het antwoord is te zien wie er bestaat"
    )
    blocked = log_in(client, "vergeetachtig")
    assert blocked.status_code == 429
    assert int(blocked.headers["Retry-After"]) <= 300
    assert re.search(r"Wacht \d+ minuten", blocked.text), blocked.text
    assert COOKIE not in client.cookies


@pytest.mark.parametrize("payload", ["<script>alert(1)</script>", "\"'><img src=x onerror=alert(1)>", "{{7*7}}"])
def test_what_is_typed_is_never_html(client: TestClient, payload: str) -> None:
    for response in (
        log_in(client, payload, payload, naar=f"/{payload}"),
        client.get("/login", params={"naar": f"/{payload}"}),
    ):
        assert payload not in response.text or "<" not in payload
        assert "onerror=alert" not in re.sub(r'value="[^"]*"', "", response.text)


def test_a_reader_may_not_manage(client: TestClient) -> None:
    log_in(client)
    for change in ("toevoegen", "vervangen", "verwijderen"):
        refused = client.post(f"/documenten-{change}", headers={**PEOPLE, "Origin": SITE})
        assert refused.status_code == 403, change
    response = client.get("/documenten", headers=PEOPLE)
    assert response.status_code == 403
    assert texts.NOT_ALLOWED in response.text


def test_a_program_uses_a_key_or_logs_in(client: TestClient, users: UserFile) -> None:
    key = users.new_key("lezer")
    assert client.get("/config", headers={"Authorization": f"Bearer {key}"}).status_code == 200
    users.remove("lezer")
    assert client.get("/config", headers={"Authorization": f"Bearer {key}"}).status_code == 401
    users.add("lezer", PASSWORD, Role.READ)
    refused = client.post("/login", data={"username": "lezer", "password": "verkeerd wachtwoord"})
    assert refused.status_code == 401
    assert refused.json()["detail"] == texts.LOGIN_FAILED
    assert client.post("/login", data={"username": "lezer", "password": PASSWORD}).json() == {"success": True}
    assert client.get("/config").status_code == 200


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


def test_a_link_in_a_mail_finds_the_session_of_who_is_logged_in(client: TestClient) -> None:
    """A strict cookie is not sent from elsewhere; the page that answers goes to the same address by itself."""
    response = client.get("/?vraag=x", headers={**PEOPLE, "Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 200
    assert 'http-equiv="refresh" content="0"' in response.text
    assert client.get("/?vraag=x", headers={**PEOPLE, "Sec-Fetch-Site": "same-origin"}).status_code == 303


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


def test_damage_lets_nobody_in(place: Path, users: UserFile, client: TestClient) -> None:
    log_in(client)
    (place / USERS_FILE).write_text("{")
    response = client.get("/config")
    assert response.status_code == 503
    assert "gebruikers" in response.json()["detail"]


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
    from limits import RateLimitItemPerMinute
    from starlette.applications import Starlette
    from starlette.responses import PlainTextResponse
    from starlette.routing import Route

    asked = Route("/gradio_api/queue/join", lambda request: PlainTextResponse("ja"), methods=["POST"])
    result = Route("/gradio_api/call/ask/{event}", lambda request: PlainTextResponse("ja"))
    app = Starlette(routes=[asked, result])
    app.add_middleware(Limits, per_visitor=RateLimitItemPerMinute(3))
    client = TestClient(app)
    assert {client.get("/gradio_api/call/ask/x").status_code for _ in range(9)} == {200}, "alleen vragen tellen"
    assert [client.post("/gradio_api/queue/join").status_code for _ in range(4)] == [200, 200, 200, 429]
    refused = client.post("/gradio_api/queue/join")
    assert 0 < int(refused.headers["Retry-After"]) <= 60
    assert "Wacht" in refused.json()["detail"]


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
    protect(app, place, open_without_users=False, most_per_visitor=1)
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
