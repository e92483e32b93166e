"""What the page says above the question: what is searched, and whether a language model is configured."""

from __future__ import annotations

import pytest

from retrieval import Searcher
from retrieval.settings import LLM_MODEL_VARIABLE, LLM_URL_VARIABLE
from tests.fake_embedder import FakeEmbedder
from tests.retrieval.test_any_store import MemoryStore
from web.endpoints import Endpoints


def test_a_language_model_is_named_and_gets_nothing_from_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    with Searcher(MemoryStore(), FakeEmbedder()) as searcher:
        endpoints = Endpoints(searcher)
        monkeypatch.delenv(LLM_URL_VARIABLE, raising=False)
        assert "taalmodel" not in endpoints.introduction()
        monkeypatch.setenv(LLM_URL_VARIABLE, "https://taal.example/v1")
        monkeypatch.setenv(LLM_MODEL_VARIABLE, "<b>groot</b>")
        shown = endpoints.introduction()
        assert "https://taal.example" in shown
        assert "&lt;b&gt;groot&lt;/b&gt;" in shown
        monkeypatch.setenv(LLM_URL_VARIABLE, "geen adres")
        assert "taalmodel" not in endpoints.introduction()
