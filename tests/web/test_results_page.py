"""What a reader hears of results, and what happens with what they press in them, in a real browser."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from retrieval import Searcher
from tests.web.test_browser import CHROMIUM, LONGEST_WAIT, QUESTION, READY, ask, browser, open_tab, opened
from web import overview_texts, texts

__all__ = ["browser"]
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium ontbreekt: apt-get install chromium")

# What a screen reader says of a region: what is in it after each change, as long as it is drawn all the time.
HEAR = """(selector) => {
  window.heard = [];
  const region = document.querySelector(selector);
  const note = () => {
    const drawn = getComputedStyle(region).display !== "none";
    if (!drawn || region.textContent !== heard.at(-1)) heard.push(drawn ? region.textContent : "(verdwenen)");
  };
  note();
  new MutationObserver(note).observe(region, { childList: true, subtree: true, characterData: true });
}"""


def settled(page: Page) -> None:
    expect(page.locator(READY)).to_be_visible()
    expect(page.locator("html[data-bezig]")).to_have_count(0)


def heard(page: Page) -> list[str]:
    return [str(text) for text in page.evaluate("window.heard")]


def test_outcomes_and_errors_are_heard_whole_each_time(browser: Browser, site: str) -> None:
    with opened(browser) as page:
        page.goto(site)
        expect(page.locator("#filters summary")).to_be_visible()
        page.evaluate(HEAR, "#resultaten [role=status]")
        ask(page, "woonoverlast")
        expect(page.get_by_role("status").first).to_contain_text("Antwoord gevonden")
        assert heard(page)[0] == ""
        assert heard(page)[-1].startswith("Antwoord gevonden"), heard(page)
        assert "(verdwenen)" not in heard(page)
        for times in (1, 2):
            page.evaluate(HEAR, "#resultaten [role=status]")
            page.get_by_label(texts.QUESTION_LABEL).fill(" " * times)
            page.keyboard.press("Enter")
            expect(page.locator(".fout")).to_contain_text("De vraag is leeg")
            settled(page)
            page.wait_for_function("heard.length > 1 && heard.at(-1).includes('De vraag is leeg')")
            assert "" in heard(page), heard(page)
            assert "(verdwenen)" not in heard(page)


def test_the_overview_is_heard_and_says_that_it_is_being_drawn(browser: Browser, site: str) -> None:
    with opened(browser) as page:
        page.goto(f"{site}/?vraag=woonoverlast")
        settled(page)
        open_tab(page, texts.OVERVIEW_TAB)
        status = page.locator("#overzicht [role=status]").first
        expect(status).to_have_text(overview_texts.hits_told("woonoverlast", 10))
        page.reload()
        settled(page)
        page.route("**/queue/join*", lambda route: None)  # which is never answered
        open_tab(page, texts.OVERVIEW_TAB)
        expect(status).to_have_text(overview_texts.DRAWING)


def test_a_page_that_waits_for_nothing_keeps_no_request_open(browser: Browser, site: str) -> None:
    """Many people leave the page open; what each keeps open is taken from the others."""
    waiting: set[Request] = set()
    with opened(browser) as page:
        page.on("request", lambda r: waiting.add(r))
        for event in ("requestfinished", "requestfailed"):
            page.on(event, lambda r: waiting.discard(r))
        page.goto(f"{site}/?vraag=woonoverlast")
        settled(page)
        deadline = time.monotonic() + LONGEST_WAIT / 1000
        while waiting and time.monotonic() < deadline:
            page.wait_for_timeout(100)
        assert [request.url for request in waiting] == []


def test_passages_like_the_last_one_are_shown_from_their_beginning(browser: Browser, site: str) -> None:
    with opened(browser, 360) as page:
        page.goto(f"{site}/?vraag=woonoverlast")
        settled(page)
        answer = page.locator("#antwoord").bounding_box()
        assert answer is not None
        assert answer["y"] < 400, "on a phone of 640 pixels high the answer is to be seen"
        page.locator(".passages").get_by_text(texts.SIMILAR).last.focus()
        page.keyboard.press("Enter")
        heading = page.get_by_role("heading", name=texts.SIMILAR_HEADING)
        expect(heading).to_be_in_viewport()
        expect(heading).to_be_focused()


def test_a_button_that_is_pressed_twice_keeps_its_name(browser: Browser, site: str) -> None:
    with opened(browser) as page:
        page.goto(f"{site}/?vraag=woonoverlast")
        settled(page)
        page.clock.install()
        button = page.locator("#antwoord .acties button")
        for _ in range(2):
            button.click()
            expect(button).to_have_text(texts.COPIED)
        page.clock.run_for(10_000)
        expect(button).to_have_text(texts.COPY_QUOTATION)
        expect(page.locator("#gezegd")).to_be_empty()


def test_after_a_download_the_page_goes_on(browser: Browser, site: str) -> None:
    with opened(browser) as page:
        page.goto(f"{site}/?vraag=woonoverlast")
        settled(page)
        with page.expect_download() as download:
            page.locator(".meenemen a").first.click()
        assert download.value.suggested_filename == f"{texts.EVIDENCE_FILE}.docx"
        page.get_by_label(texts.QUESTION_LABEL).fill(QUESTION)
        page.keyboard.press("Enter")
        expect(page).to_have_title(f"{QUESTION} – Veiligheidswijzer")
        settled(page)


def test_a_link_that_is_opened_keeps_its_choices_and_tells_of_no_failure(browser: Browser, site: str) -> None:
    with opened(browser) as page:
        page.add_init_script(
            """document.addEventListener("DOMContentLoaded", () => {
              window.told = "";
              const place = document.getElementById("storing");
              new MutationObserver(() => (window.told += place.textContent)).observe(place, { childList: true });
            })"""
        )
        page.goto(f"{site}/?vraag=woonoverlast&aantal=3&per=document")
        settled(page)
        assert page.evaluate("told") == ""
        assert page.evaluate("location.search") == "?vraag=woonoverlast&aantal=3&per=document"


def test_the_way_back_from_a_document_in_a_tab_of_its_own_leads_to_the_results(browser: Browser, site: str) -> None:
    with opened(browser) as page:
        page.goto(f"{site}/?vraag=woonoverlast&aantal=3")
        settled(page)
        with page.context.expect_page() as opening:
            page.locator(".passages .acties a").first.click(modifiers=["Control"])
        document = opening.value
        document.get_by_role("link", name=texts.SKIP_TO_PASSAGE).focus()
        document.keyboard.press("Enter")
        document.get_by_role("link", name=texts.BACK_TO_SEARCH).click()
        settled(document)
        expect(document.get_by_label(texts.QUESTION_LABEL)).to_have_value("woonoverlast")
        expect(document.locator(".passages > ol > li")).to_have_count(3)
        document.close()


def test_passages_like_another_are_taken_along_one_by_one(
    browser: Browser, site: str, sample_searcher: Searcher
) -> None:
    first = sample_searcher.search("woonoverlast")[0].passage
    with opened(browser) as page:
        page.goto(f"{site}/?gelijk={first.passage_id}")
        settled(page)
        cards = page.locator(".passages > ol > li")
        buttons = page.locator(".passages > ol > li").get_by_text(texts.COPY_QUOTATION)
        expect(buttons).to_have_count(cards.count())
        for hit in sample_searcher.similar(first.passage_id)[:2]:
            buttons.nth(hit.rank - 1).click()
            expect(page.locator("#gezegd")).to_have_text(texts.COPIED)
            copied = page.evaluate("navigator.clipboard.readText()")
            assert copied.startswith(f"“{hit.passage.text[:40]}"), copied
            assert hit.passage.title in copied
            expect(page.locator("#gezegd")).to_be_empty()
