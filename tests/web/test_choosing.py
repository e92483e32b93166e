"""Filters in a real browser: what is typed, ticked and asked with them, and where that leaves the reader."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.web.test_browser import CHROMIUM, READY, browser, opened
from web import texts

__all__ = ["browser"]
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium ontbreekt: apt-get install chromium")


def unfolded(page: Page, address: str) -> None:
    """Open an address that asks something, and the filters."""
    page.goto(address)
    settled(page)
    page.locator("#filters summary").click()


def settled(page: Page) -> None:
    expect(page.locator(READY)).to_be_visible()
    expect(page.locator("html[data-bezig]")).to_have_count(0)


def asked_so_far(page: Page) -> int:
    return int(page.evaluate("history.length"))


@pytest.mark.parametrize("end", ["Enter", "Tab"])
def test_a_date_is_typed_to_its_end_and_asked_once(browser: Browser, site: str, end: str) -> None:
    with opened(browser) as page:
        unfolded(page, f"{site}/?vraag=woonoverlast")
        before = asked_so_far(page)
        day = page.get_by_label(texts.FROM_LABEL, exact=True)
        day.focus()
        for key in "01012025":
            page.keyboard.press(key)
            settled(page)  # as of who types slowly
        if end == "Tab":  # past the sign that opens the calendar
            page.keyboard.press("Tab")
        page.keyboard.press(end)
        expect(page).to_have_url(re.compile("van=2025-01-01"))
        settled(page)
        expect(day).to_have_value("2025-01-01")
        assert asked_so_far(page) == before + 1


def test_a_date_that_is_picked_is_asked_at_once(browser: Browser, site: str) -> None:
    with opened(browser) as page:
        unfolded(page, f"{site}/?vraag=woonoverlast")
        page.get_by_label(texts.FROM_LABEL, exact=True).fill("2025-01-01")  # without a key, as a calendar does
        expect(page).to_have_url(re.compile("van=2025-01-01"))
        settled(page)


def test_an_answer_that_comes_late_leaves_what_is_typed_alone(browser: Browser, site: str) -> None:
    held: list[Route] = []
    with opened(browser) as page:
        unfolded(page, f"{site}/?vraag=woonoverlast")
        page.route("**/gradio_api/run/**", lambda route: route.continue_() if held else held.append(route))
        per_document = page.get_by_label(texts.PER_DOCUMENT_LABEL)
        for field, begun, ended, written, asked in (
            (page.get_by_label(texts.FROM_LABEL, exact=True), "0101", "2025", "2025-01-01", "van=2025-01-01"),
            (page.get_by_label(texts.COUNT_LABEL), "1", "2", "12", "aantal=12"),
            (page.locator("#keuzes .ander input").last, "bib", "ob.md", "bibob.md", "bron=bibob.md"),
        ):
            held.clear()
            ticked = not per_document.is_checked()
            per_document.click()
            field.focus()
            page.keyboard.press("Control+a")
            page.keyboard.type(begun)
            while not held:
                page.wait_for_timeout(20)
            held[0].continue_()
            settled(page)
            page.wait_for_timeout(100)  # the filters are drawn after the answer
            page.keyboard.type(ended)
            expect(field).to_have_value(written)
            page.keyboard.press("Enter")
            expect(page).to_have_url(re.compile(re.escape(asked)))
            settled(page)
            assert ("per=document" in page.url) == ticked
            expect(per_document).to_be_checked(checked=ticked)


@pytest.mark.parametrize("name", ["bron", "thema"])
def test_a_tick_stays_where_it_is(browser: Browser, site: str, name: str) -> None:
    with opened(browser) as page:
        unfolded(page, f"{site}/?vraag=woonoverlast")
        boxes = page.locator(f"#keuzes [name={name}][type=checkbox]")
        before = boxes.evaluate_all("boxes => boxes.map(box => box.value)")
        last = boxes.last
        last.focus()
        page.keyboard.press("Space")
        expect(page).to_have_url(re.compile(f"{name}="))
        settled(page)
        expect(page.locator(":focus")).to_have_attribute("value", before[-1])
        expect(page.locator(":focus")).to_be_checked()
        assert boxes.evaluate_all("boxes => boxes.map(box => box.value)") == before
        page.keyboard.press("Space")
        expect(page.locator("#keuzes :checked[type=checkbox]")).to_have_count(0)
        settled(page)


def test_a_question_is_remembered_once_however_it_was_filtered(browser: Browser, site: str) -> None:
    with opened(browser) as page:
        unfolded(page, f"{site}/?vraag=woonoverlast")
        for box in page.locator("#keuzes [name=thema][type=checkbox]").all()[:2]:
            box.check()
            settled(page)
        address = page.url
        page.goto(site)
        kept = page.locator("#geschiedenis li a")
        expect(kept).to_have_text(["woonoverlast"])
        assert kept.evaluate("link => link.href") == address
