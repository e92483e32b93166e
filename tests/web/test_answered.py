"""What is shown is the answer to what was asked, or is not to be seen; and the ways back lead to it, in Chromium."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from index import LocalStore, build
from retrieval import Searcher
from tests.fake_embedder import FakeEmbedder
from tests.web.test_browser import CHROMIUM, READY, browser
from tests.web.test_results_page import HEAR
from web import overview_texts, texts
from web.access import texts as access_texts

__all__ = ["browser"]
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium ontbreekt: apt-get install chromium")
JOIN = re.compile(r"/gradio_api/(?:run/|queue/join)")  # what asks something of the server
LONG_NAME = "beleidsplan_integrale_veiligheid_2023_2026_definitief_vastgesteld.md"


@pytest.fixture(scope="module")
def site(
    tmp_path_factory: pytest.TempPathFactory, serving: Callable[..., AbstractContextManager[str]]
) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("antwoorden")
    for name, subject in ((LONG_NAME, "plein"), ("park.md", "park"), ("station.md", "station")):
        (folder / name).write_text(f"De camera hangt bij het {subject} voor toezicht.\n", "utf-8")
    build(folder / "index", sorted(folder.glob("*.md")), FakeEmbedder())
    with Searcher(LocalStore(folder / "index"), FakeEmbedder()) as searcher, serving(searcher) as address:
        yield address


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    """A page that has answered the question "camera"."""
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{site}/?vraag=camera")
    _settled(page)
    yield page
    context.close()


def _settled(page: Page) -> None:
    expect(page.locator(READY)).to_be_visible()
    expect(page.locator("html[data-bezig]")).to_have_count(0)


def _ask(page: Page, question: str) -> None:
    page.get_by_label(texts.QUESTION_LABEL).fill(question)
    page.keyboard.press("Enter")


def _refuse(route: Route) -> None:
    route.fulfill(status=429, json={"detail": "te veel"}, headers={"Retry-After": "5"})


def test_the_answer_before_is_no_answer_to_a_question_that_was_refused(page: Page) -> None:
    page.route(JOIN, _refuse)
    _ask(page, "station")
    expect(page.locator("#storing")).to_contain_text(access_texts.PATIENCE_HEADING)
    expect(page.locator("#resultaten")).to_be_hidden()
    page.unroute(JOIN)
    page.get_by_role("tab", name=texts.OVERVIEW_TAB).click()
    expect(page.locator("#storing")).to_be_empty()
    page.get_by_role("tab", name=texts.ASK_TAB).click()
    expect(page.get_by_label(texts.QUESTION_LABEL)).to_be_visible()
    expect(page.locator("#resultaten")).to_be_hidden()
    assert page.evaluate("questions.answered()") == "vraag=camera"
    page.get_by_role("button", name=texts.ASK, exact=True).click()
    _settled(page)
    assert page.evaluate("questions.answered()") == "vraag=station"


def test_who_waits_sees_and_hears_that_the_question_is_not_answered_yet(page: Page) -> None:
    held: list[Route] = []
    page.route(JOIN, lambda route: held.append(route))
    _ask(page, "station")
    expect(page.locator("#resultaten")).to_have_css("visibility", "hidden")
    assert page.evaluate("getComputedStyle(document.getElementById('zoekregel'), '::after').content") == '""'
    expect(page.locator("#gezegd")).to_have_text(texts.WAITING)
    for route in held:
        route.continue_()
    page.unroute(JOIN)
    _settled(page)
    expect(page.locator("#resultaten")).to_have_css("visibility", "visible")
    expect(page.locator("#gezegd")).to_be_empty()


def test_who_waits_in_vain_is_told_so(page: Page) -> None:
    """A server that breaks down, or a web server before it, does not say what the page is to show."""
    held: list[Route] = []
    page.route(JOIN, lambda route: held.append(route))
    _ask(page, "station")
    expect(page.locator("#gezegd")).to_have_text(texts.WAITING)
    page.evaluate(HEAR, "#storing")
    broken = {"status": 502, "content_type": "text/html", "body": "<h1>Bad Gateway</h1>"}
    held.pop().fulfill(**broken)
    told = page.locator("#storing")
    expect(told).to_contain_text(texts.UNFINISHED)
    assert told.inner_text().count(access_texts.TRY_AGAIN) == 1
    _stopped(page)
    page.unroute(JOIN)
    page.route(JOIN, lambda route: route.fulfill(**broken))
    page.keyboard.press("Enter")
    expect(told).to_contain_text(texts.UNFINISHED)
    _stopped(page)
    page.wait_for_timeout(500)  # for all that one question asks of the server, which is told once
    notice = told.text_content()
    assert page.evaluate("heard") == ["", notice, "", notice]
    page.unroute(JOIN)
    page.keyboard.press("Enter")
    _settled(page)
    expect(page.locator("#storing")).to_be_empty()
    page.route(JOIN, lambda route: route.fulfill(status=500, json={"error": None}))
    page.get_by_role("tab", name=texts.OVERVIEW_TAB).click()
    drawn = page.locator("#overzicht [role=status]").first
    expect(drawn).to_have_text(overview_texts.FAILED)
    expect(page.locator("#storing")).to_contain_text(texts.UNFINISHED)
    page.get_by_role("tab", name=texts.ASK_TAB).click()
    page.unroute(JOIN)
    page.get_by_role("tab", name=texts.OVERVIEW_TAB).click()
    expect(drawn).to_have_text(overview_texts.hits_told("station", 3))
    page.get_by_role("tab", name=texts.ASK_TAB).click()
    page.route(JOIN, lambda route: route.abort())
    _ask(page, "park")
    expect(page.locator("#storing")).to_contain_text(access_texts.NO_CONNECTION)
    _stopped(page)


def test_who_waits_for_a_silent_server_is_told_so_and_can_try_again(browser: Browser, site: str) -> None:
    held: list[Route] = []
    page = browser.new_page()
    page.clock.install()
    page.goto(site)
    expect(page.locator("#filters summary")).to_be_visible()
    page.route(JOIN, lambda route: held.append(route))
    _ask(page, "station")
    waiting = page.get_by_text(texts.WAITING).and_(page.locator(":not([role])"))
    expect(waiting).to_be_visible()
    page.clock.fast_forward(31_000)
    expect(page.locator("#storing")).to_contain_text(access_texts.SILENT)
    expect(page.get_by_role("link", name=access_texts.TRY_AGAIN)).to_be_visible()
    expect(waiting).to_be_hidden()
    expect(page.locator("html[data-bezig]")).to_have_count(0)
    for route in held:
        route.continue_()
    page.unroute(JOIN)
    _settled(page)  # an answer that comes all the same is shown
    expect(page.locator("#storing")).to_be_empty()
    expect(page.locator("#gezegd")).to_be_empty()
    page.clock.fast_forward(31_000)
    expect(page.locator("#storing")).to_be_empty()
    page.close()


def _stopped(page: Page) -> None:
    expect(page.locator("html[data-bezig]")).to_have_count(0)
    expect(page.locator("#gezegd")).to_be_empty()
    expect(page.locator("#resultaten")).to_be_hidden()


def test_the_way_back_after_a_refusal_leads_to_the_question_before(page: Page) -> None:
    page.route(JOIN, _refuse)
    _ask(page, "park")
    expect(page.locator("#storing")).not_to_be_empty()
    page.get_by_label(texts.QUESTION_LABEL).fill("station")
    page.unroute(JOIN)
    page.keyboard.press("Enter")
    expect(page.locator("#storing")).to_be_empty()
    _settled(page)
    for before in ("park", "camera"):
        page.go_back()
        expect(page).to_have_url(page.url.split("?")[0] + f"?vraag={before}")
        expect(page.get_by_label(texts.QUESTION_LABEL)).to_have_value(before)
        _settled(page)


def test_the_way_back_from_similar_passages_leads_to_the_passage(page: Page) -> None:
    last = page.locator(".passages > ol > li").last
    place = last.get_attribute("id")
    last.get_by_role("link", name=texts.SIMILAR).click()
    expect(page.get_by_role("heading", name=texts.SIMILAR_HEADING)).to_be_visible()
    _settled(page)
    told = page.locator("#resultaten [role=status]").inner_text()
    assert "lijken op een passage uit" in told
    expect(page).to_have_title(f"{told.removesuffix('.')} – {texts.NAME}")
    with page.expect_download() as download:
        page.get_by_role("link", name="Markdown", exact=True).click()
    assert download.value.suggested_filename == f"{texts.SIMILAR_FILE}.md"
    page.go_back()
    expect(page.locator(f"li#{place} .acties a").first).to_be_focused()
    expect(page).to_have_title(f"camera – {texts.NAME}")


def test_the_tabs_of_the_documents_keep_the_question(page: Page, site: str) -> None:
    page.goto(f"{site}/documenten")
    page.locator(".tabbladen").get_by_role("link", name=texts.OVERVIEW_TAB).click()
    expect(page.get_by_role("tab", name=texts.OVERVIEW_TAB)).to_have_attribute("aria-selected", "true")
    expect(page).to_have_title(f"camera – {texts.NAME}")
    expect(page.get_by_role("tab", name=texts.OVERVIEW_TAB)).to_have_attribute("aria-selected", "true")
    page.get_by_role("tab", name=texts.ASK_TAB).click()
    _settled(page)


def test_a_long_file_name_makes_nothing_scroll_sideways(page: Page, site: str) -> None:
    page.set_viewport_size({"width": 320, "height": 256})
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.get_by_text(LONG_NAME).count()
    assert page.evaluate(wide) <= 0
    page.goto(f"{site}/documenten")
    expect(page.get_by_text(LONG_NAME).first).to_be_visible()
    assert page.evaluate(wide) <= 0


def test_a_notice_on_a_small_screen_covers_nothing(page: Page) -> None:
    page.route(JOIN, _refuse)
    _ask(page, "station")
    for height, position in ((800, "sticky"), (256, "static")):
        page.set_viewport_size({"width": 320, "height": height})
        expect(page.locator("#storing")).to_have_css("position", position)
