"""The page on paper, and in the colours that a reader's own system forces upon it."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Literal, cast

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.web.states import QUESTION, READY, Place, log_in
from tests.web.test_browser import ARTEFACTS, CHROMIUM, browser
from tests.web.test_states import page as _page
from tests.web.test_states import place
from web import texts
from web.managing import texts as managing_texts

__all__ = ["_page", "browser", "place"]
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium ontbreekt: apt-get install chromium")

# The colours of a tab's lower border, of what it stands on, and whether each button has a border of its own.
FORCED = """() => {
  const style = (node) => getComputedStyle(node);
  const tabs = [...document.querySelectorAll("[role=tab], .tab")].filter((tab) => tab.checkVisibility());
  const buttons = [...document.querySelectorAll("#zoek, #tel, #schrijf, .knop")].filter((one) => one.checkVisibility());
  return {
    ground: style(document.body).backgroundColor,
    tabs: tabs.map((tab) => [tab.matches("[aria-selected=true], [aria-current]"), style(tab).borderBottomColor]),
    buttons: buttons.map((one) => [one.textContent.trim(), style(one).borderTopWidth, style(one).borderTopColor]),
  };
}"""


@pytest.fixture(name="page")
def page_of_one_test(_page: Page, place: Place) -> Iterator[Page]:
    """The page, logged in, and afterwards as it is on a screen again."""
    log_in(_page, place)
    yield _page
    _page.emulate_media(media="screen", forced_colors="none", color_scheme="light")


def narrowed(page: Page, place: Place) -> None:
    """Ask a question of one theme."""
    page.goto(f"{place.address}/?vraag={QUESTION}&thema=openbare+orde")
    expect(page.locator(READY)).to_be_visible()
    expect(page.locator("html[data-bezig]")).to_have_count(0)


def test_forced_colours_show_which_tab_is_chosen_and_what_is_a_button(page: Page, place: Place) -> None:
    page.emulate_media(forced_colors="active")
    narrowed(page, place)
    for name, buttons in (("antwoord", [texts.ASK]), ("documenten", [managing_texts.ADD, managing_texts.SHOW])):
        if name == "documenten":
            page.goto(f"{place.address}/documenten")
        found = page.evaluate(FORCED)
        page.screenshot(path=ARTEFACTS / f"{name}-contrast.png")
        assert len(found["tabs"]) == 4
        chosen = [colour for is_chosen, colour in found["tabs"] if is_chosen]
        assert len(chosen) == 1
        assert chosen[0] != found["ground"]
        assert {colour for is_chosen, colour in found["tabs"] if not is_chosen} == {found["ground"]}, found
        assert [text for text, *_ in found["buttons"]] == buttons
        assert all(width == "1px" and colour != found["ground"] for _, width, colour in found["buttons"]), found


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_forced_colours_leave_the_answer_to_be_read(page: Page, place: Place, scheme: Literal["light", "dark"]) -> None:
    page.emulate_media(forced_colors="active", color_scheme=scheme)
    narrowed(page, place)
    page.screenshot(path=ARTEFACTS / f"antwoord-contrast-{scheme}.png")
    for selector in (".antwoord blockquote", ".antwoord mark.zin", ".passages mark:not(.zin)"):
        assert contrast(page, selector) >= 4.5, selector


def contrast(page: Page, selector: str) -> float:
    """Return how much the lightest and the darkest that is drawn of a text differ, as WCAG counts that."""
    bare = "* { text-decoration: none !important }"  # a line below it makes no letter readable
    drawn = Image.open(BytesIO(page.locator(selector).first.screenshot(style=bare))).convert("RGB")
    lights = []
    for _, colour in drawn.getcolors(drawn.width * drawn.height) or []:
        parts = [part / 255 for part in cast("tuple[int, int, int]", colour)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        lights.append(0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2])
    return (max(lights) + 0.05) / (min(lights) + 0.05)


def test_filters_push_the_answer_no_further_down_on_a_phone(page: Page, place: Place) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    tops = []
    for chosen in ("", "&thema=openbare+orde&van=2020-01-01&tot=2026-12-31&volgorde=datum&per=document"):
        page.goto(f"{place.address}/?vraag={QUESTION}{chosen}")
        expect(page.locator(READY)).to_be_visible()
        expect(page.locator("html[data-bezig]")).to_have_count(0)
        tops.append(page.locator(".antwoord").evaluate("node => node.getBoundingClientRect().top"))
    expect(page.locator("#filters summary")).to_contain_text("(4)")
    page.screenshot(path=ARTEFACTS / "filters-360.png")
    assert tops[0] == tops[1]
    page.set_viewport_size({"width": 700, "height": 800})  # there all of it is told, on several lines
    expect(page.locator(".gekozen")).to_contain_text("één resultaat per document")
    lefts = page.locator("#filters summary span").evaluate_all(
        "spans => spans.flatMap((span) => [...span.getClientRects()]).map((line) => line.left)"
    )
    assert min(lefts) >= page.locator("#filters summary").evaluate("node => node.getBoundingClientRect().left"), lefts
    page.set_viewport_size({"width": 1280, "height": 800})


def test_the_printed_answer_has_the_whole_question_its_filters_and_no_controls(page: Page, place: Place) -> None:
    narrowed(page, place)
    page.emulate_media(media="print")
    written = page.evaluate("getComputedStyle(document.getElementById('zoekregel'), '::before').content")
    assert written == f'"{QUESTION}"'
    for control in ("#vraag", "#zoek", "#keuzes", ".meenemen", "[role=tablist]", ".acties", ".wie"):
        expect(page.locator(control).first).to_be_hidden()
    expect(page.locator(".antwoord blockquote")).to_be_visible()
    expect(page.locator("#filters summary")).to_contain_text("openbare orde")
    expect(page.locator("#filters summary")).to_be_visible()
    page.pdf(path=ARTEFACTS / "antwoord.pdf", format="A4")
    page.screenshot(path=ARTEFACTS / "antwoord-papier.png")


def test_the_printed_list_of_documents_has_no_controls(page: Page, place: Place) -> None:
    page.goto(f"{place.address}/documenten")
    page.emulate_media(media="print")
    for control in (".wie", ".tabbladen", "#toevoegen", "#toevoegen-kop", ".kiezen", ".documenten .acties"):
        expect(page.locator(control).first).to_be_hidden()
    expect(page.locator(".documenten h3").first).to_be_visible()
    page.screenshot(path=ARTEFACTS / "documenten-papier.png")
