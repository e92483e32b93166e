"""How much is let through at a time, and what is told of the rest."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from tests.web.access.visiting import PEOPLE, SITE, log_in
from web.access import texts
from web.access.limits import MOST_BYTES, Limits
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


def test_whole_documents_are_counted_and_how_far_a_task_is_is_not() -> None:
    from limits import RateLimitItemPerMinute
    from starlette.applications import Starlette
    from starlette.responses import PlainTextResponse
    from starlette.routing import Route

    paths = ("/document", "/documenten-taak", "/documenten")
    app = Starlette(routes=[Route(path, lambda _: PlainTextResponse("ja")) for path in paths])
    app.add_middleware(Limits, per_visitor=RateLimitItemPerMinute(3))
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
