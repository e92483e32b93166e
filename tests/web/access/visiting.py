"""How the tests of access visit the page: as a browser or a program, without a network."""

from __future__ import annotations

from typing import Any

from starlette.testclient import TestClient

from app import create_app
from retrieval import Searcher
from web.serving import Serving

PASSWORD = "vier woorden zonder zin"
PEOPLE = {"Accept": "text/html,application/xhtml+xml"}
SITE = "http://localhost"
COOKIE = "veiligheidswijzer-7860"


def page(searcher: Searcher, serving: Serving | None = None, base: str = SITE) -> TestClient:
    return TestClient(create_app(searcher, serving), base_url=base, follow_redirects=False)


def log_in(client: TestClient, name: str = "lezer", password: str = PASSWORD, **fields: str) -> Any:
    form = {"username": name, "password": password, **fields}
    return client.post("/login", data=form, headers={**PEOPLE, "Origin": SITE})
