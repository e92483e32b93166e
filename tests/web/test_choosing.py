"""Filters in a real browser: what is typed, ticked and asked with them, and where that leaves the reader."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, Request, Route, expect

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


def test_after_a_wrong_address_the_filters_are_there_to_mend_it(browser: Browser, site: str) -> None:
    with opened(browser) as page:
        for wrong, mended in (
            ("van=2026-05-01&tot=2026-01-01", {"van": "2026-05-01", "tot": "2026-01-01", "aantal": "10"}),
            ("aantal=veel&van=2026-05-01", {"van": "2026-05-01", "tot": "", "aantal": "10"}),
            ("van=gisteren&aantal=7", {"van": "", "tot": "", "aantal": "7"}),
        ):
            page.goto(f"{site}/?vraag=woonoverlast&thema=wonen&{wrong}")
            expect(page.locator(".fout")).to_be_visible()
            page.locator("#filters summary").click()
            for name, value in mended.items():
                expect(page.locator(f"#keuzes [name={name}]")).to_have_value(value)
            expect(page.locator("#keuzes [value=wonen]")).to_be_checked()
            page.locator("#keuzes [name=tot]").fill("2026-12-31")
            expect(page.locator(".fout")).to_have_count(0)
            settled(page)


def calls(sent: list[Request]) -> list[str]:
    return [request.url for request in sent if "/run/" in request.url]


def test_filters_leave_the_list_of_questions_open(browser: Browser, site: str) -> None:
    with opened(browser) as page:
        unfolded(page, f"{site}/?vraag=woonoverlast")
        kept = page.locator("#geschiedenis")
        kept.locator("summary").click()
        page.get_by_label(texts.PER_DOCUMENT_LABEL).click()
        expect(page).to_have_url(re.compile("per=document"))
        settled(page)
        expect(kept).to_have_attribute("open", "")
        page.locator("#keuzes").get_by_role("link", name=texts.NO_CHOICES).click()
        settled(page)
        expect(kept).to_have_attribute("open", "")
        page.get_by_label(texts.QUESTION_LABEL).fill("drugspand")
        page.keyboard.press("Enter")
        expect(kept).not_to_have_attribute("open", "")
        settled(page)


@pytest.mark.parametrize(
    ("name", "keys", "asked"), [("van", "01012025", "van=2025-01-01"), ("aantal", "12", "aantal=12")]
)
def test_what_is_typed_in_a_filter_is_asked_once_by_the_button(
    browser: Browser, site: str, name: str, keys: str, asked: str
) -> None:
    with opened(browser) as page:
        unfolded(page, f"{site}/?vraag=woonoverlast")
        sent: list[Request] = []
        page.on("request", lambda request: sent.append(request))
        field = page.locator(f"#keuzes [name={name}]")
        field.focus()
        page.keyboard.press("Control+a")
        page.keyboard.type(keys)
        page.locator("#zoek").click(delay=60)  # as long as a finger takes
        expect(page).to_have_url(re.compile(asked))
        settled(page)
        page.wait_for_timeout(500)
        assert len(calls(sent)) == 2, calls(sent)  # the answer, and the filters that go with it
        page.locator("#zoek").click()  # which asks again, once there is an answer
        settled(page)
        page.wait_for_timeout(500)
        assert len(calls(sent)) == 4, calls(sent)


def test_what_is_typed_in_a_filter_is_asked_where_the_button_was_pressed_and_left(browser: Browser, site: str) -> None:
    with opened(browser) as page:
        unfolded(page, f"{site}/?vraag=woonoverlast")
        sent: list[Request] = []
        page.on("request", lambda request: sent.append(request))
        page.locator("#keuzes [name=aantal]").focus()
        page.keyboard.press("Control+a")
        page.keyboard.type("12")
        page.locator("#zoek").hover()
        page.mouse.down()
        page.mouse.move(5, 5)
        page.mouse.up()
        expect(page).to_have_url(re.compile("aantal=12"))
        settled(page)
        assert len(calls(sent)) == 2, calls(sent)
