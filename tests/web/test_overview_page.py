"""The overview in a real browser: pictures that can be read on a light and a dark page, and tables for the keyboard."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from retrieval import Searcher
from tests.web.test_browser import CHROMIUM, browser, open_tab, opened
from web import overview_texts, texts

__all__ = ["browser"]
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium ontbreekt: apt-get install chromium")

QUESTION = "woonoverlast"
# Of each picture with axes: how far its ground and what is written at its foot differ most, as WCAG 1.4.3 reckons.
CONTRASTS = """() => {
  const part = (value) => (value /= 255) <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  const light = ([red, green, blue]) => 0.2126 * part(red) + 0.7152 * part(green) + 0.0722 * part(blue);
  const page = getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number);
  return [...document.querySelectorAll("#overzicht canvas")].slice(1).map((canvas) => {
    const foot = Math.round((10 * canvas.height) / canvas.clientHeight); // below every line: names and titles of axes
    const copy = new OffscreenCanvas(canvas.width, foot).getContext("2d", { willReadFrequently: true });
    copy.drawImage(canvas, 0, foot - canvas.height);
    const { data } = copy.getImageData(0, 0, canvas.width, foot);
    const times = new Map();
    for (let at = 0; at < data.length; at += 4) {
      const seen = data[at + 3] / 255;
      const colour = page.map((below, i) => Math.round(data[at + i] * seen + below * (1 - seen)));
      times.set(String(colour), (times.get(String(colour)) ?? 0) + 1);
    }
    const names = [...times].sort((one, other) => other[1] - one[1]).map(([name]) => name);
    const [ground, ...others] = names.map((name) => light(name.split(",").map(Number)));
    return Math.max(...others.map((one) => (Math.max(one, ground) + 0.05) / (Math.min(one, ground) + 0.05)));
  });
}"""


def drawn(page: Page, site: str) -> None:
    """Open the overview with the hits of a question and the use of a word."""
    page.goto(f"{site}/?vraag={QUESTION}")
    expect(page.locator(".antwoord:not(.wacht)")).to_be_visible()
    expect(page.locator("html[data-bezig]")).to_have_count(0)
    open_tab(page, texts.OVERVIEW_TAB)
    page.get_by_role("textbox", name=overview_texts.WORD_LABEL).fill("camera")
    page.keyboard.press("Enter")
    expect(page.locator("#overzicht canvas")).to_have_count(4)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_is_written_in_pictures_can_be_read_also_when_the_page_turns_dark_or_light(
    browser: Browser, site: str, scheme: str
) -> None:
    with opened(browser, color_scheme=scheme) as page:
        drawn(page, site)
        assert page.evaluate("document.body.classList.contains('dark')") == (scheme == "dark")
        for _ in range(2):
            contrasts = page.evaluate(CONTRASTS)
            assert len(contrasts) == 3
            assert min(contrasts) >= 4.5, contrasts
            page.evaluate("document.body.classList.toggle('dark')")  # as at sunset, where the system does so


def test_the_keyboard_reaches_tables_that_tell_what_the_map_shows(
    browser: Browser, site: str, sample_searcher: Searcher
) -> None:
    hits = sample_searcher.search(QUESTION)
    with opened(browser) as page:
        drawn(page, site)
        page.get_by_role("tab", name=texts.OVERVIEW_TAB).focus()
        opened_tables = []
        for _ in range(12):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.matches('#overzicht .tabel summary')"):
                opened_tables.append(page.evaluate("document.activeElement.textContent"))
                page.keyboard.press("Enter")
        assert opened_tables[0] == overview_texts.FOUND_TABLE
        assert opened_tables[1].startswith(overview_texts.MAP_TABLE)
        found, whole = page.locator("#overzicht .tabel table").all()[:2]
        expect(found).to_be_visible()
        assert [row.locator("th").inner_text() for row in found.locator("tbody tr").all()] == [
            str(hit.rank) for hit in hits
        ]
        heads = whole.locator("thead th").all_inner_texts()
        assert heads[:2] == [overview_texts.TITLE, overview_texts.GROUP]
        column = heads.index(overview_texts.FOUND) - 1
        told = {
            row.locator("th").inner_text(): row.locator("td").nth(column).inner_text()
            for row in whole.locator("tbody tr").all()
        }
        ranks = {title: [h.rank for h in hits if h.passage.title == title] for title in told}
        assert {title: [int(rank) for rank in re.findall(r"\d+", cell)] for title, cell in told.items()} == ranks
        assert set(told) >= {hit.passage.title for hit in hits}
