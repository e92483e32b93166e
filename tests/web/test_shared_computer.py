"""Who comes next at a computer asks nothing in their own name of what another asked there, in Chromium."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import argon2
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Response, expect

from index import LocalStore, build
from retrieval import Searcher
from tests.fake_embedder import FakeEmbedder
from tests.web.test_browser import CHROMIUM, READY, browser
from web import texts
from web.access import texts as access_texts
from web.access import users as hashing
from web.access.users import Role, UserFile

__all__ = ["browser"]
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium ontbreekt: apt-get install chromium")
PASSWORD = "vier woorden zonder zin"
SECRET = "camera van anna"
Answered = list[str]


@pytest.fixture(scope="module")
def site(
    tmp_path_factory: pytest.TempPathFactory, serving: Callable[..., AbstractContextManager[str]]
) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("gedeeld")
    (folder / "nota.md").write_text("De camera hangt bij het plein voor toezicht.\n", "utf-8")
    build(folder / "index", [folder / "nota.md"], FakeEmbedder())
    cheap = argon2.PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(hashing, "_hasher", lambda: cheap)
        for name in ("anna", "bert"):
            UserFile(folder / "index").add(name, PASSWORD, Role.READ)
        with Searcher(LocalStore(folder / "index"), FakeEmbedder()) as searcher, serving(searcher) as address:
            yield address


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context()
    yield made
    made.close()


def _log_in(page: Page, name: str) -> None:
    page.get_by_label(access_texts.NAME_LABEL).fill(name)
    page.get_by_label(access_texts.PASSWORD_LABEL).fill(PASSWORD)
    page.keyboard.press("Enter")
    _begun(page, name)


def _begun(page: Page, name: str) -> None:
    expect(page.locator(".wie")).to_contain_text(access_texts.logged_in_as(name))
    expect(page.locator("#filters summary")).to_be_visible()
    expect(page.locator("#voorbeelden a").first).to_be_visible()


def _ask(page: Page, question: str) -> None:
    page.get_by_label(texts.QUESTION_LABEL).fill(question)
    page.keyboard.press("Enter")
    expect(page.locator(READY)).to_be_visible()
    expect(page.locator("html[data-bezig]")).to_have_count(0)


def _asked(page: Page) -> Answered:
    """Return a list that grows with the answers that this page gets to what is asked."""
    answered: Answered = []

    def note(response: Response) -> None:
        if "vraag=" in (response.request.post_data or "") and response.ok:
            answered.append(response.url)

    page.on("response", note)
    return answered


def _nothing_was_asked(page: Page, answered: Answered) -> None:
    _begun(page, "bert")
    expect(page.get_by_label(texts.QUESTION_LABEL)).to_have_value("")
    page.wait_for_timeout(500)  # for what the page would ask
    assert answered == []
    assert "vraag" not in page.url
    assert "anna" not in page.evaluate("localStorage['veiligheidswijzer.vragen'] ?? ''")


@pytest.mark.parametrize("is_link", [False, True], ids=["typed", "link"])
@pytest.mark.parametrize("is_expired", [False, True], ids=["logged out", "expired"])
def test_the_way_back_asks_nothing_of_who_was_here_before(
    context: BrowserContext, site: str, is_link: bool, is_expired: bool
) -> None:
    page = context.new_page()
    page.goto(site)
    _log_in(page, "anna")
    if is_link:
        page.goto(f"{site}/?vraag={SECRET}")
        expect(page.locator(READY)).to_be_visible()
    else:
        _ask(page, SECRET)
    if is_expired:
        context.clear_cookies()
        page.goto(f"{site}/login")
    else:
        page.get_by_role("button", name=access_texts.LOGOUT).click()
    _log_in(page, "bert")
    answered = _asked(page)
    for _ in range(2):
        page.go_back()
        _nothing_was_asked(page, answered)


def test_the_way_back_of_the_same_reader_asks_again(context: BrowserContext, site: str) -> None:
    page = context.new_page()
    page.goto(site)
    _log_in(page, "anna")
    _ask(page, SECRET)
    page.goto(f"{site}/documenten")  # another page
    page.go_back()
    expect(page.locator(READY)).to_be_visible()
    expect(page.get_by_label(texts.QUESTION_LABEL)).to_have_value(SECRET)
    page.go_back()
    expect(page.get_by_label(texts.QUESTION_LABEL)).to_have_value("")


def test_a_tab_of_who_was_here_before_becomes_the_page_of_who_logs_in(context: BrowserContext, site: str) -> None:
    page, other = context.new_page(), context.new_page()
    page.goto(site)
    _log_in(page, "anna")
    answered = _asked(page)
    _ask(page, SECRET)
    while len(answered) < 2:  # the answer, and the filters that go with it
        page.wait_for_timeout(50)
    answered.clear()
    other.goto(site)
    other.get_by_role("button", name=access_texts.LOGOUT).click()
    _log_in(other, "bert")
    _nothing_was_asked(page, answered)


def test_a_question_of_an_old_tab_is_not_answered_in_the_name_of_another(context: BrowserContext, site: str) -> None:
    """Also where the browser keeps nothing by which the tab could know."""
    page = context.new_page()
    page.goto(site)
    _log_in(page, "anna")
    answered = _asked(page)
    context.clear_cookies()
    form = {"username": "bert", "password": PASSWORD}
    assert context.request.post(f"{site}/login", form=form).ok
    page.get_by_label(texts.QUESTION_LABEL).fill(SECRET)
    page.keyboard.press("Enter")
    _nothing_was_asked(page, answered)
