"""What the page says above the question and in the help: what is searched, and what goes to a language model."""

from __future__ import annotations

import re
from html import unescape

import gradio as gr
import pytest

from retrieval import Searcher
from retrieval.settings import LLM_MODEL_VARIABLE, LLM_URL_VARIABLE
from tests.fake_embedder import FakeEmbedder
from tests.retrieval.memory_store import MemoryStore
from web import help_tab, texts, writing_texts
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


def _help() -> str:
    with Searcher(MemoryStore(), FakeEmbedder()) as searcher, gr.Blocks() as page:
        help_tab.build(page, Endpoints(searcher))
        [told] = [str(block.value) for block in page.blocks.values() if isinstance(block, gr.HTML) and block.value]
    return told


def test_the_help_says_that_nothing_leaves_only_where_nothing_can(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(LLM_URL_VARIABLE, raising=False)
    assert writing_texts.NOTHING_LEAVES in _help()
    assert "taalmodel" not in _help()
    monkeypatch.setenv(LLM_URL_VARIABLE, "https://taal.example/v1")
    monkeypatch.setenv(LLM_MODEL_VARIABLE, "<b>groot_en_goed</b>")
    told = _help()
    assert writing_texts.NOTHING_LEAVES not in told
    assert writing_texts.introduced("<b>groot_en_goed</b>", "https://taal.example") in unescape(told)
    assert "<b>" not in told


def test_the_foot_of_every_page_holds_with_a_language_model_too() -> None:
    assert "blijven" in texts.PRIVACY
    assert "tenzij u ze zelf laat versturen" in texts.PRIVACY


def test_the_accessibility_statement_is_a_draft_with_the_parts_of_the_dutch_model() -> None:
    statement = _help().partition("Toegankelijkheidsverklaring (concept)</h2>")[2]
    assert re.findall("<h3>(.*?)</h3>", statement) == [
        "Verklaring",
        "Nalevingsstatus",
        "Onderbouwing",
        "Bekende afwijkingen",
        "Feedback en contactgegevens",
        "Handhavingsprocedure",
        "Opstelling van deze verklaring",
    ]
    assert "De status is nog niet vastgesteld" in statement
    assert "gemaakt volgens" not in statement, "nobody has looked into that"
    for place in ("Naam van de organisatie", "adres van de pagina", "datum", "aantal"):
        assert f"[{place}]" in statement, place
