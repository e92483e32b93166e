"""The routes of managing over an index with one note."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from app import create_app
from index import LocalStore, build
from retrieval import Searcher
from tests.fake_embedder import FakeEmbedder
from tests.web.managing.sending import PEOPLE
from web.managing.routes import Managing


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "nota.md").write_text("# Nota\n\nDe camera hangt op het plein.\n", "utf-8")
    build(tmp_path / "index", [tmp_path / "nota.md"], FakeEmbedder())
    return tmp_path / "index"


@pytest.fixture
def searcher(place: Path) -> Iterator[Searcher]:
    with Searcher(LocalStore(place), FakeEmbedder()) as opened:
        yield opened


@pytest.fixture
def client(searcher: Searcher, place: Path) -> TestClient:
    """The routes of managing alone, which are there in a moment."""
    return TestClient(Starlette(routes=Managing(searcher, place).routes), headers=PEOPLE)


@pytest.fixture
def whole(searcher: Searcher) -> TestClient:
    return TestClient(create_app(searcher), base_url="http://localhost", headers=PEOPLE)
