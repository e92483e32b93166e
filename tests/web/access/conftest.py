"""A page of one text with a reader and a manager, whose passwords are hashed cheaply: no test depends on the cost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import argon2
import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app import create_app
from index import LocalStore, build
from retrieval import Searcher
from tests.fake_embedder import FakeEmbedder
from tests.web.access.visiting import PASSWORD, SITE
from web.access import users as hashing
from web.access.users import USERS_FILE, Role, UserFile


@pytest.fixture(autouse=True)
def cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    hasher = argon2.PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1)
    nobodys = hasher.hash("niemand")
    monkeypatch.setattr(hashing, "_hasher", lambda: hasher)
    monkeypatch.setattr(hashing, "_nobodys_hash", lambda: nobodys)


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


@pytest.fixture(scope="module")
def app(searcher: Searcher) -> FastAPI:
    return create_app(searcher)


@pytest.fixture
def client(app: FastAPI, users: UserFile) -> TestClient:
    return TestClient(app, base_url=SITE, follow_redirects=False)
