"""The page on paper, and in the colours that a reader's own system forces upon it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
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
    _page.emulate_media(media="screen", forced_colors="none")


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
