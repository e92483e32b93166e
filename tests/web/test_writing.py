"""The answer in a language model's words: sent on request only, each sentence checked, its sources below it."""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape

import pytest
from playwright.sync_api import Browser, expect

from corpus import split_sentences
from retrieval import Searcher
from retrieval.settings import LLM_MODEL_VARIABLE, LLM_URL_VARIABLE
from retrieval.written import Endpoint
from tests.model_client import ModelServer
from tests.web.conftest import served
from tests.web.test_browser import ARTEFACTS, CHROMIUM, QUESTION, ask, browser, opened, violations
from tests.web.test_results_page import settled
from web import texts, writing_texts
from web.asked import Asked
from web.writing import written

__all__ = ["browser"]
HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture(name="literal", scope="module")
def _literal(sample_searcher: Searcher) -> str:
    text = sample_searcher.ask(QUESTION).text
    assert text is not None
    first = split_sentences(text)[0]
    return text[first.start : first.end]


def asked_of(server: ModelServer, searcher: Searcher, reply: str, question: str = QUESTION) -> list[str]:
    server.will_reply(reply)
    return [html for _, html in written(searcher, Asked(question).address, Endpoint(f"{server.address}/v1", "good"))]


def test_supported_sentences_stand_above_the_literal_ones(
    model_server: ModelServer, sample_searcher: Searcher, literal: str
) -> None:
    *_, last = asked_of(model_server, sample_searcher, f"{literal} [1] {HOSTILE} is de baas van Peru. [1]")
    assert '<a href="#letterlijk-1">[1]</a></p>' in last
    assert f"[1] “{literal}”" in " ".join(unescape(last).split())
    assert writing_texts.left_out(1) in last
    assert HOSTILE not in last
    shown, _, left_out = last.partition("waarom")
    assert "Peru" not in shown
    assert "Peru" in left_out


def test_without_supported_sentences_the_literal_answer_stands(
    model_server: ModelServer, sample_searcher: Searcher
) -> None:
    *_, last = asked_of(model_server, sample_searcher, "Honden eten op zondag worst. [1]")
    assert writing_texts.LITERAL_INSTEAD in unescape(last)
    assert "worst" not in last


def test_nothing_is_sent_where_nothing_was_found(model_server: ModelServer, sample_searcher: Searcher) -> None:
    *_, last = asked_of(model_server, sample_searcher, "Lima. [1]", "Hoeveel inwoners heeft de hoofdstad van Peru?")
    assert "niets naar het taalmodel gestuurd" in last
    assert model_server.requests() == []


@pytest.fixture(name="writing_site", scope="module")
def _writing_site(model_server: ModelServer, sample_searcher: Searcher) -> Iterator[str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(LLM_URL_VARIABLE, f"{model_server.address}/v1")
        patch.setenv(LLM_MODEL_VARIABLE, "good")
        with served(sample_searcher) as address:
            yield address


@pytest.mark.skipif(CHROMIUM is None, reason="chromium ontbreekt: apt-get install chromium")
def test_a_reader_lets_an_answer_be_written_and_asks_on(
    browser: Browser, writing_site: str, model_server: ModelServer, literal: str
) -> None:
    model_server.will_reply(f"{literal} [1]")
    with opened(browser) as page:
        page.goto(writing_site)
        button = page.get_by_role("button", name=writing_texts.WRITE)
        expect(page.get_by_text("taalmodel").first).to_contain_text(model_server.address)
        expect(button).to_be_hidden()
        ask(page, QUESTION)
        settled(page)
        assert model_server.requests() == [], "gestuurd voordat erom gevraagd is"
        button.focus()
        page.keyboard.press("Enter")
        expect(page.locator(".geschreven")).to_contain_text(writing_texts.LITERAL_HEADING)
        expect(page.locator("#schrijven [role=status]")).to_have_text(writing_texts.done(1))
        assert len(model_server.requests()) == 1
        page.locator(".zinnen").get_by_role("link", name="[1]").click()
        expect(page.locator("#letterlijk-1")).to_be_focused()
        page.go_back()
        page.wait_for_timeout(500)  # in which the question would be asked again
        expect(page.locator(".geschreven")).to_contain_text(writing_texts.LITERAL_HEADING)
        ARTEFACTS.mkdir(exist_ok=True)
        page.screenshot(path=ARTEFACTS / "geschreven.png", full_page=True)
        assert violations(page) == []
        page.get_by_label(texts.QUESTION_LABEL).fill("Wie won de Tour de France?")
        page.keyboard.press("Enter")
        settled(page)
        expect(page.locator(".geschreven")).to_have_count(0)
        expect(button).to_be_hidden()
