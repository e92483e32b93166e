"""Logging in, in a real browser: with the keyboard only, with and without scripts, and what a mistake looks like."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

from index import LocalStore, build
from retrieval import Searcher
from tests.fake_embedder import FakeEmbedder
from tests.web.test_browser import CHROMIUM, READY, browser
from web.access import texts
from web.access.users import Role, UserFile

__all__ = ["browser"]
PASSWORD = "vier woorden zonder zin"
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium ontbreekt: apt-get install chromium")


@pytest.fixture
def site(tmp_path: Path, serving: Callable[[Searcher], AbstractContextManager[str]]) -> Iterator[str]:
    (tmp_path / "nota.md").write_text("# Nota\n\nDe camera hangt op het plein.\n", "utf-8")
    build(tmp_path / "index", [tmp_path / "nota.md"], FakeEmbedder())
    UserFile(tmp_path / "index").add("lezer", PASSWORD, Role.READ)
    with Searcher(LocalStore(tmp_path / "index"), FakeEmbedder()) as searcher, serving(searcher) as address:
        yield address


def test_a_reader_logs_in_with_the_keyboard_and_gets_the_answer(browser: Browser, site: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{site}/?vraag=camera")
    for failed in (False, True):
        expect(page.get_by_label(texts.NAME_LABEL)).to_be_focused()
        if not failed:
            page.keyboard.type("lezer")
        expect(page.get_by_label(texts.NAME_LABEL)).to_have_value("lezer")
        page.keyboard.press("Tab")
        page.keyboard.type(PASSWORD if failed else "verkeerd wachtwoord")
        page.keyboard.press("Enter")
        if not failed:
            expect(page.get_by_role("alert")).to_contain_text(texts.LOGIN_FAILED)
    expect(page.locator(READY)).to_be_visible()
    assert urlsplit(page.url).query == "vraag=camera"
    expect(page.get_by_text("Ingelogd als lezer")).to_be_visible()
    page.get_by_role("button", name=texts.LOGOUT).click()
    expect(page.get_by_role("status").first).to_have_text(texts.LOGGED_OUT)
    page.goto(site)
    expect(page.get_by_label(texts.NAME_LABEL)).to_be_visible()
    context.close()


def test_logging_in_needs_no_script(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site)
    page.get_by_label(texts.NAME_LABEL).fill("lezer")
    page.get_by_label(texts.PASSWORD_LABEL).fill(PASSWORD)
    page.get_by_role("button", name=texts.LOGIN).click()
    expect(page.get_by_text("Ingelogd als lezer")).to_be_visible()
    context.close()


def test_a_link_from_another_site_finds_the_session(browser: Browser, site: str) -> None:
    """The strict cookie is not sent with such a link; the answer to it goes to the same place by itself."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(site)
    page.get_by_label(texts.NAME_LABEL).fill("lezer")
    page.get_by_label(texts.PASSWORD_LABEL).fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Ingelogd als lezer")).to_be_visible()
    elsewhere = f"data:text/html,<a href='{site}/?vraag=camera'>verder</a>"
    page.goto(elsewhere)
    page.get_by_role("link").click()
    expect(page.get_by_text("Ingelogd als lezer")).to_be_visible()
    assert urlsplit(page.url).query == "vraag=camera"
    context.close()
