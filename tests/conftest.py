"""What several packages' tests share: the sample texts, an index of them made with the real model, ../shared."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock

from corpus import sample_texts
from index import build, open_embedder
from retrieval import Searcher
from tests.model_client import ModelServer, running_model_server

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real texts beside the project; a test that needs it is skipped where it is absent."""
    if not (SHARED / "README.md").exists():
        pytest.skip("../shared is niet aanwezig: echte teksten en vragen ontbreken")
    return SHARED


@pytest.fixture(scope="session")
def sample_place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the sample texts, made with the real model; once for all processes that test side by side."""
    own = tmp_path_factory.getbasetemp()
    common = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    made, done = common / "voorbeeld", common / "voorbeeld-klaar"
    with FileLock(common / "voorbeeld.lock"):
        if not done.exists():
            build(made, [sample_texts()], open_embedder())
            done.touch()
    return Path(shutil.copytree(made, own / "eigen voorbeeld"))


@pytest.fixture(scope="session")
def sample_searcher(sample_place: Path) -> Iterator[Searcher]:
    """A searcher over the sample texts."""
    with Searcher.open(sample_place) as searcher:
        yield searcher


@pytest.fixture(scope="session")
def model_server() -> Iterator[ModelServer]:
    """A server that poses as a language model."""
    with running_model_server() as server:
        yield server
