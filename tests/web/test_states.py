"""Every state that a reader can reach: accessible by axe-core, in Dutch, and whole at any size, zoom and spacing."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import argon2
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from retrieval import Searcher
from tests.web.states import PASSWORD, QUESTION, READY, STATES, Place, State, answered, log_in, session_over
from tests.web.test_browser import ARTEFACTS, CHROMIUM, LONGEST_WAIT, WIDTHS, browser, sideways
from web import texts
from web.access import texts as access_texts
from web.access import users as access_users
from web.access.users import Role, UserFile
from web.managing import texts as managing_texts
from web.serving import Serving

__all__ = ["browser"]
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium ontbreekt: apt-get install chromium")

ZOOMED = 640  # pixels of a page that is zoomed to 200% on a screen of 1280
# Words that no Dutch sentence has, where Gradio, Vega or this program might speak English.
ENGLISH = re.compile(
    r"\b(the|and|with|you|your|please|error|warning|close|clear|loading|processing|queue|connection|submit|search|"
    r"upload|drop|file|files|click|here|settings|share|save|view|built|stop|retry|undo|copy|expand|collapse|fullscreen|"
    r"empty|show|hide|more|actions|editor|chart|visualization|graphics|login|logout|password|next|previous|not|found)\b",
    re.IGNORECASE,
)
# What is drawn or read out: texts, and the attributes that are spoken or shown as a tip.
SAID = """() => {
  const drawn = (node) => node.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const said = [];
  for (const node of document.querySelectorAll("body, body *")) {
    if (["SCRIPT", "STYLE", "TEMPLATE", "NOSCRIPT"].includes(node.tagName) || !drawn(node)) continue;
    for (const child of node.childNodes) if (child.nodeType === Node.TEXT_NODE) said.push(child.data);
    for (const name of ["aria-label", "aria-description", "aria-roledescription", "placeholder", "title", "alt"])
      said.push(node.getAttribute(name) ?? "");
  }
  return [document.title, ...said].map((text) => text.trim()).filter(Boolean);
}"""
# What hides a part of its own text, as a box that is too small for it does.
CUT_OFF = """() => [...document.querySelectorAll("body *")].filter((node) => {
  if (!node.checkVisibility({ opacityProperty: true, visibilityProperty: true }) || !node.innerText) return false;
  const style = getComputedStyle(node);
  const bounded = /hidden|clip/.test(style.overflow) || node.matches("button, a, label");
  if (!bounded || style.display === "inline" || node.closest(".alleen-voorlezen, .vega-embed, select")) return false;
  if (style.clipPath === "inset(50%)") return false; // is read out only
  return node.scrollWidth > node.clientWidth + 1 || node.scrollHeight > node.clientHeight + 3;
}).map((node) => `${node.tagName} ${node.className} ${node.innerText.slice(0, 60)}`)"""
# WCAG 2.4.7 and 2.4.11: what has the focus is in sight, nothing lies over its middle, and it has a ring.
FOCUS = """() => {
  const node = document.activeElement;
  const box = node.getClientRects()[0];
  const [x, y] = [Math.min(box.left + box.width / 2, innerWidth - 1), box.top + Math.min(box.height / 2, 20)];
  const top = document.elementFromPoint(x, y);
  const seen = y > 0 && y < innerHeight && (node.contains(top) || top?.contains(node));
  const ring = getComputedStyle(node).outlineStyle !== "none";
  return node !== document.body && seen && ring ? "" : `${node.outerHTML.slice(0, 120)} ${seen} ${ring}`;
}"""
# WCAG 1.4.12: a reader's own spacing of text, as an extension sets it.
SPACED = """(on) => {
  const sheet = new CSSStyleSheet();
  if (on) sheet.replaceSync(`p { margin-bottom: 2em !important }
    * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }`);
  document.adoptedStyleSheets = [sheet];
}"""


@pytest.fixture(scope="module")
def place(
    sample_place: Path,
    tmp_path_factory: pytest.TempPathFactory,
    serving: Callable[..., AbstractContextManager[str]],
) -> Iterator[Place]:
    """The sample texts with users, where readers judge and documents are added."""
    copy = tmp_path_factory.mktemp("toestanden") / "index"
    shutil.copytree(sample_place, copy)
    cheap = argon2.PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1)
    nobodys = cheap.hash("niemand")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(access_users, "_hasher", lambda: cheap)
        patched.setattr(access_users, "_nobodys_hash", lambda: nobodys)
        users = UserFile(copy)
        users.add("beheer", PASSWORD, Role.MANAGE)
        users.add("lezer", PASSWORD, Role.READ)
        with (
            Searcher.open(copy) as searcher,
            serving(searcher, Serving(feedback=copy.with_name("oordelen.jsonl"))) as address,
        ):
            yield Place(address, searcher, users)


@pytest.fixture(scope="module")
def page(browser: Browser, place: Place) -> Iterator[Page]:
    """One page for all states, in a browser that speaks English, logged in as who may manage."""
    context = browser.new_context(locale="en-US", reduced_motion="reduce")
    context.set_default_timeout(LONGEST_WAIT)
    page = context.new_page()
    log_in(page, place)
    yield page
    context.close()


@pytest.mark.parametrize(("name", "state"), STATES.items(), ids=STATES)
def test_every_state(page: Page, place: Place, name: str, state: State) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    with place.afterwards:
        state(page, place)
        require_whole(page, name)


def require_whole(page: Page, name: str) -> None:
    """Require that an open page is Dutch and accessible, and whole at any size, zoom and spacing."""
    assert page.evaluate("document.documentElement.lang") == "nl"
    assert page.locator("main").count() == 1
    assert page.get_by_role("heading", level=1).count() == 1
    said = page.evaluate(SAID)
    assert len(said) > 3, said
    assert [text for text in said if ENGLISH.search(text)] == []
    for spaced, widths in ((False, (*WIDTHS, ZOOMED)), (True, (min(WIDTHS), 1280))):
        page.evaluate(SPACED, spaced)
        for width in widths:
            page.set_viewport_size({"width": width, "height": 800})
            assert sideways(page) <= 0, f"{width} px, {spaced=}"
            assert page.evaluate(CUT_OFF) == [], f"{width} px, {spaced=}"
    page.evaluate(SPACED, False)
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)
        if page.locator("gradio-app").count():
            page.evaluate("(is) => document.body.classList.toggle('dark', is)", scheme == "dark")  # as Gradio starts
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            assert violations(page) == [], f"{width} px, {scheme}"
            page.screenshot(path=ARTEFACTS / "toestanden" / f"{name}-{width}-{scheme}.png", full_page=width == 360)


def violations(page: Page) -> list[str]:
    found = Axe().run(page, options={"rules": {"target-size": {"enabled": True}}}).response["violations"]
    return [f"{v['id']}: {v['help']} {[node['html'][:200] for node in v['nodes']]}" for v in found]


@pytest.mark.parametrize("state", ["filters-en-waarom", "documenten", "hulp"])
def test_the_focus_is_in_sight_at_every_stop_of_a_zoomed_page(page: Page, place: Place, state: str) -> None:
    log_in(page, place)
    expect(page.locator("#filters summary")).to_be_visible()
    page.set_viewport_size({"width": ZOOMED, "height": 400})
    STATES[state](page, place)
    page.locator("body").focus()
    page.evaluate("document.querySelector('.naam').focus()")
    for stop in range(45):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):  # past the last stop
            assert stop >= 4, stop
            break
        assert page.evaluate(FOCUS) == "", stop


def test_the_focus_stays_with_the_reader(page: Page, place: Place) -> None:
    """Asking, filters and the way back from a document neither lose it nor throw it back to the top."""
    log_in(page, place)
    box = page.get_by_label(texts.QUESTION_LABEL)
    box.fill(QUESTION)
    page.keyboard.press("Enter")
    expect(page.locator(READY)).to_be_visible()
    expect(page.locator("html[data-bezig]")).to_have_count(0)
    expect(box).to_be_focused()
    page.locator("#filters summary").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#filters summary")).to_be_focused()
    theme = page.locator("#keuzes input[name=thema]").first
    theme.focus()
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile("thema="))
    expect(page.locator("html[data-bezig]")).to_have_count(0)
    expect(theme).to_be_focused()
    shown = page.locator(".passages .acties a").first
    shown.focus()
    page.keyboard.press("Enter")
    expect(page.locator("mark.passage").first).to_be_in_viewport()
    page.go_back()
    expect(shown).to_be_focused()


def test_who_logs_in_again_goes_on_where_the_session_ended(page: Page, place: Place) -> None:
    session_over(page, place)
    assert parse_qs(urlsplit(page.url).query)["vraag"] == [QUESTION]
    page.get_by_role("link", name=access_texts.LOGIN_AGAIN).click()
    page.get_by_label(access_texts.NAME_LABEL).fill("beheer")
    page.get_by_label(access_texts.PASSWORD_LABEL).fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator(READY)).to_be_visible()
    expect(page.get_by_label(texts.QUESTION_LABEL)).to_have_value(QUESTION)
    session_over(page, place)
    page.get_by_role("link", name=access_texts.LOGIN_AGAIN).click()
    for name, kept in (
        ("lezer", 0),
        ("beheer", 0),
        ("beheer", 1),
    ):  # at a shared computer; a link in a window of its own
        page.get_by_label(access_texts.NAME_LABEL).fill(name)
        page.get_by_label(access_texts.PASSWORD_LABEL).fill(PASSWORD)
        page.keyboard.press("Enter")
        expect(page.locator("#filters summary")).to_be_visible()
        expect(page.get_by_label(texts.QUESTION_LABEL)).to_have_value(QUESTION if kept else "")
        expect(page.locator("#geschiedenis li")).to_have_count(kept)
        page.context.clear_cookies()
        if (name, kept) == ("beheer", 0):
            page.evaluate("sessionStorage.clear()")
        page.goto(f"{place.address}/?vraag={QUESTION}")


def test_a_form_of_who_is_not_logged_in_any_more_leads_to_logging_in(page: Page, place: Place) -> None:
    log_in(page, place)
    page.goto(f"{place.address}/documenten")
    page.locator(".documenten").get_by_role("link", name=managing_texts.REMOVE).first.click()
    page.context.clear_cookies()
    page.get_by_role("button", name=managing_texts.REMOVE_SURELY).click()
    expect(page.get_by_role("status").first).to_have_text(access_texts.SESSION_OVER)
    expect(page.get_by_label(access_texts.NAME_LABEL)).to_be_focused()
    page.get_by_label(access_texts.NAME_LABEL).fill("beheer")
    page.get_by_label(access_texts.PASSWORD_LABEL).fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=managing_texts.REMOVE_SURELY)).to_be_visible()


def test_a_download_after_the_session_is_no_file_of_the_login_page(page: Page, place: Place) -> None:
    log_in(page, place)
    answered(page, place)
    page.context.clear_cookies()
    with page.context.expect_page() as opening:
        page.locator(".meenemen a").first.click()
    expect(opening.value.get_by_label(access_texts.NAME_LABEL)).to_be_visible()
    opening.value.close()


def test_who_logs_out_leaves_no_question_to_who_comes_next(page: Page, place: Place) -> None:
    log_in(page, place)
    answered(page, place)
    assert "cameratoezicht" in page.evaluate("sessionStorage['veiligheidswijzer.laatste']")
    page.get_by_role("button", name=access_texts.LOGOUT).click()
    expect(page.get_by_role("status").first).to_have_text(access_texts.LOGGED_OUT)
    assert page.evaluate("sessionStorage.length") == 0
    assert page.evaluate("localStorage['veiligheidswijzer.vragen']") is None
    log_in(page, place)
    expect(page.locator("#voorbeelden a").first).to_be_visible()
    assert page.locator("#geschiedenis li").count() == 0
    answered(page, place)
    page.context.clear_cookies()  # as at the end of a session
    page.goto(place.address)
    expect(page.get_by_label(access_texts.NAME_LABEL)).to_be_visible()
    assert page.evaluate("sessionStorage['veiligheidswijzer.laatste']") is None
    for name, kept in (("beheer", 1), ("lezer", 0)):
        log_in(page, place, name)
        expect(page.locator("#voorbeelden a").first).to_be_visible()
        expect(page.locator("#geschiedenis li")).to_have_count(kept)
    assert page.evaluate("localStorage['veiligheidswijzer.vragen']") is None


def test_documents_are_among_the_tabs_and_lead_back_to_the_question(page: Page, place: Place) -> None:
    log_in(page, place)
    expect(page.locator("#filters summary")).to_be_visible()
    answered(page, place)
    page.get_by_role("tab", name=texts.ASK_TAB).focus()
    names = []
    for _ in range(8):
        page.keyboard.press("Tab")
        names.append(page.evaluate("document.activeElement.textContent.trim()"))
        if names[-1] == managing_texts.TITLE:
            break
    assert names == [texts.OVERVIEW_TAB, texts.HELP_TAB, managing_texts.TITLE]
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name=managing_texts.TITLE)).to_have_attribute("aria-current", "page")
    page.get_by_role("link", name=texts.ASK_TAB).click()
    expect(page.locator(READY)).to_be_visible()
    expect(page.get_by_label(texts.QUESTION_LABEL)).to_have_value(QUESTION)
    page.goto(f"{place.address}/documenten")
    page.get_by_role("link", name=texts.HELP_TAB).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hulp")


def test_who_may_not_manage_sees_no_documents(page: Page, place: Place) -> None:
    log_in(page, place, "lezer")
    expect(page.locator("#filters summary")).to_be_visible()
    expect(page.get_by_role("tab", name=texts.HELP_TAB)).to_be_visible()
    assert page.get_by_role("link", name=managing_texts.TITLE).count() == 0


def test_a_lost_connection_is_told_and_the_page_goes_on_by_itself(
    browser: Browser, sample_searcher: Searcher, serving: Callable[..., AbstractContextManager[str]]
) -> None:
    page = browser.new_page(locale="en-US")
    page.set_default_timeout(LONGEST_WAIT)
    with serving(sample_searcher) as address:
        page.goto(address)
        expect(page.locator("#filters summary")).to_be_visible()
        expect(page.get_by_label(texts.QUESTION_LABEL)).to_be_focused()
    page.get_by_label(texts.QUESTION_LABEL).fill(QUESTION)
    page.keyboard.press("Enter")
    expect(page.locator("#storing")).to_contain_text(access_texts.NO_CONNECTION_HEADING)
    assert [text for text in page.evaluate(SAID) if ENGLISH.search(text)] == []
    assert parse_qs(urlsplit(page.url).query)["vraag"] == [QUESTION]
    with serving(sample_searcher, port=urlsplit(address).port):
        expect(page.locator(READY)).to_be_visible()
        expect(page.locator("#storing")).to_be_empty()
        page.close()
