"""Logging in and out, before the real application and without a browser."""

from __future__ import annotations

import re

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from retrieval import Searcher
from tests.web.access.visiting import COOKIE, PASSWORD, PEOPLE, SITE, log_in, page
from web.access import texts
from web.access.users import Role, UserFile
from web.serving import Serving


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
        "/meenemen?vraag=camera&vorm=exe",
        "/meenemen?vraag=",
        "/meenemen?gelijk=bestaat-niet",
        "/origineel?id=bestaat-niet",
        "/documenten-vervangen?id=bestaat-niet",
        f"/documenten-vervangen?{document}",
        "/documenten-verwijderen?id=bestaat-niet",
        "/documenten-taak?id=bestaat-niet",
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
    cookie = response.headers["Set-Cookie"]
    assert cookie.startswith(f"__Host-{COOKIE}=")
    assert "Secure" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie
    assert client.get("/config").status_code == 200
    client.post("/logout", headers={"Origin": "https://localhost"})
    assert client.get("/config").status_code == 401
    assert len(client.cookies) == 0
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


def test_two_pages_on_one_computer_log_nobody_out_of_the_other(searcher: Searcher, users: UserFile) -> None:
    """Browsers send the cookies of a host to all its ports."""
    first, second = (page(searcher, Serving(port=port), f"http://localhost:{port}") for port in (7860, 7861))
    second.cookies = first.cookies
    form = {"username": "lezer", "password": PASSWORD}
    for client in (first, second):
        assert client.post("/login", data=form).status_code == 200
    assert [client.get("/config").status_code for client in (first, second)] == [200, 200]
    second.post("/logout")
    assert [client.get("/config").status_code for client in (first, second)] == [200, 401]


def test_the_address_of_logging_out_alone_logs_nobody_out(client: TestClient) -> None:
    """Browsers fetch addresses that somebody begins to type; it leads to the page with the button."""
    log_in(client)
    response = client.get("/logout", headers=PEOPLE)
    assert (response.status_code, response.headers["Location"]) == (303, "/")
    assert client.get("/config").status_code == 200


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


def test_a_link_in_a_mail_finds_the_session_of_who_is_logged_in(client: TestClient) -> None:
    """A strict cookie is not sent from elsewhere; the page that answers goes to the same address by itself."""
    response = client.get("/?vraag=x", headers={**PEOPLE, "Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 200
    assert 'http-equiv="refresh" content="0"' in response.text
    assert client.get("/?vraag=x", headers={**PEOPLE, "Sec-Fetch-Site": "same-origin"}).status_code == 303
