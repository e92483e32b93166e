"""The page in a real browser: Debian's Chromium, driven with the keyboard, at several widths, with axe-core."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Dialog, Page, expect, sync_playwright
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from index import LocalStore, build
from retrieval import Searcher
from retrieval.evaluation.feedback import read_feedback
from tests.fake_embedder import FakeEmbedder
from tests.web.request_log import BLOCKED, HERE, hosts_of_pages, written_to
from web import texts
from web.serving import Serving

ARTEFACTS = Path(__file__).resolve().parents[2] / "artefacts"
CHROMIUM = shutil.which("chromium")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    BLOCKED,
)
QUESTION = "Hoelang mogen beelden van cameratoezicht bewaard worden?"
UNANSWERED = "Hoeveel inwoners heeft de hoofdstad van Peru?"
KEPT_HERE = "JSON.stringify([{ ...localStorage }, { ...sessionStorage }])"
WIDTHS = (320, 360, 768, 1280, 3840)
READY = ".antwoord:not(.wacht)"

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium ontbreekt: apt-get install chromium")


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Chromium without a network; when it is closed, its own log has to tell of no request of a page elsewhere."""
    log = tmp_path_factory.mktemp("chromium") / "netwerk.json"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS, written_to(log)])
        yield started
        started.close()
    hosts = hosts_of_pages(log)
    assert hosts, "het verslag is leeg"
    assert hosts <= HERE


LONGEST_WAIT = 120_000  # milliseconds; a busy machine is no fault of the page
expect.set_options(timeout=LONGEST_WAIT)


@contextmanager
def opened(browser: Browser, width: int = 1280, **options: Any) -> Iterator[Page]:
    """Open a page and see to it that it asks no other host for anything and reports no error."""
    context = browser.new_context(viewport={"width": width, "height": 800}, locale="nl-NL", **options)
    context.set_default_timeout(LONGEST_WAIT)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    wrong: list[str] = []

    def note(problem: str, *, unless: bool = False) -> None:
        if not unless:
            wrong.append(problem)

    def refuse(dialog: Dialog) -> None:
        note(f"dialog: {dialog.message}")
        dialog.dismiss()

    page.on("request", lambda r: note(r.url, unless=urlsplit(r.url).hostname in {"127.0.0.1", None}))
    page.on("response", lambda r: note(f"{r.status} {r.url}", unless=r.status < 400))
    # Gradio's client throws and complains when a page is left while it still listens; whoever leaves does not see it.
    left = ("AbortError", "Unexpected error Connection errored out")
    page.on("console", lambda m: note(m.text, unless=m.type not in {"error", "warning"} or m.text.startswith(left)))
    page.on("pageerror", lambda error: note(str(error), unless=error.name == "AbortError"))
    page.on("dialog", refuse)
    yield page
    context.close()
    assert wrong == []


def ask(page: Page, question: str) -> None:
    expect(page.get_by_label(texts.QUESTION_LABEL)).to_be_focused()
    with suppress(PlaywrightTimeoutError):  # Gradio is still drawing: it may take a text back that is typed meanwhile
        page.wait_for_load_state("networkidle", timeout=3_000)
    page.keyboard.type(question)
    page.keyboard.press("Enter")
    expect(page.locator(READY)).to_be_visible()
    expect(page.locator("html[data-bezig]")).to_have_count(0)
    # Gradio reports it as an error when its stream is broken off.
    with suppress(PlaywrightTimeoutError):
        page.wait_for_load_state("networkidle", timeout=3_000)


def open_tab(page: Page, name: str) -> None:
    tab = page.get_by_role("tab", name=name)
    tab.click()
    expect(tab).to_have_attribute("aria-selected", "true")
    panel = page.locator(f"#{tab.get_attribute('aria-controls')}")
    expect(panel.get_by_role("heading", level=1)).to_be_visible()


def violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{v['id']}: {v['help']} {[node['html'][:200] for node in v['nodes']]}" for v in found]


def sideways(page: Page) -> int:
    """Return by how many pixels the page is too wide."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def test_a_question_is_asked_and_read_with_the_keyboard_only(
    browser: Browser, site: str, sample_searcher: Searcher
) -> None:
    answer = sample_searcher.ask(QUESTION)
    with opened(browser) as page:
        page.goto(site)
        ask(page, QUESTION)
        expect(page.get_by_role("status").first).to_have_text(texts.outcome(answer, 10))
        expect(page.locator("#resultaten").get_by_role("heading", level=2).first).to_have_text(texts.ANSWER_HEADING)
        assert (answer.text or "").split() == _without_spoken(page, ".antwoord mark.zin").split()
        assert page.locator(".passages > ol > li").count() == 10
        assert page.locator(".passages mark:not(.zin)").count() > 5
        for _ in range(20):  # to the link to the document, wherever the focus was
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.textContent") == texts.SHOW_IN_CONTEXT:
                break
        page.keyboard.press("Enter")
        expect(page.locator("mark.passage").first).to_be_in_viewport()
        expect(page.get_by_role("heading", level=1)).to_have_text(answer.citations[0].passage.title)
        page.go_back()
        expect(page.locator(READY)).to_be_visible()
        expect(page.locator("#antwoord .acties a").first).to_be_focused()


def _without_spoken(page: Page, selector: str) -> str:
    return str(
        page.locator(selector).first.evaluate(
            "node => { const copy = node.cloneNode(true);"
            "copy.querySelectorAll('.alleen-voorlezen').forEach(n => n.remove()); return copy.textContent }"
        )
    )


def test_the_skip_link_leads_to_the_question(browser: Browser, site: str) -> None:
    with opened(browser) as page:
        page.goto(f"{site}/?vraag=woonoverlast")
        expect(page.locator(READY)).to_be_visible()
        skip = page.get_by_role("link", name=texts.SKIP_TO_QUESTION)
        expect(skip).not_to_be_in_viewport()
        skip.focus()
        expect(skip).to_be_in_viewport()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        expect(page.get_by_label(texts.QUESTION_LABEL)).to_be_focused()
        expect(page.locator(READY)).to_be_visible()
        assert urlsplit(page.url).query == "vraag=woonoverlast"


def test_tabs_work_with_the_keyboard_and_keep_what_was_asked(browser: Browser, site: str) -> None:
    with opened(browser) as page:
        page.goto(site)
        ask(page, QUESTION)
        page.get_by_role("tab", name=texts.HELP_TAB).focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Hulp")
        expect(page.get_by_text(texts.MODEL_FACT, exact=True)).to_be_visible()
        expect(page.locator("#zoek")).to_be_hidden()
        page.get_by_role("link", name=texts.SKIP_TO_QUESTION).focus()
        page.keyboard.press("Enter")
        expect(page.locator(READY)).to_be_visible()
        expect(page.get_by_label(texts.QUESTION_LABEL)).to_have_value(QUESTION)


def test_the_address_holds_the_question(browser: Browser, site: str) -> None:
    with opened(browser) as page:
        page.goto(f"{site}/?vraag=woonoverlast&aantal=3&per=document")
        expect(page.locator(READY)).to_be_visible()
        expect(page.get_by_label(texts.QUESTION_LABEL)).to_have_value("woonoverlast")
        assert page.locator(".passages > ol > li").count() == 3
        page.get_by_label(texts.QUESTION_LABEL).fill("drugspand")
        page.keyboard.press("Enter")
        expect(page).to_have_title("drugspand – Veiligheidswijzer")
        expect(page.locator("html[data-bezig]")).to_have_count(0)
        assert parse_qs(urlsplit(page.url).query) == {"vraag": ["drugspand"], "aantal": ["3"], "per": ["document"]}
        first = page.locator(".passages h3").first.text_content()
        page.go_back()
        expect(page.get_by_label(texts.QUESTION_LABEL)).to_have_value("woonoverlast")
        expect(page.locator(".passages h3").first).not_to_have_text(first or "")
        page.go_forward()
        expect(page.locator(".passages h3").first).to_have_text(first or "")


def test_choices_are_in_the_address_and_keep_the_focus(browser: Browser, site: str) -> None:
    with opened(browser) as page:
        page.goto(site)
        ask(page, "cameratoezicht")
        page.locator("#filters summary").focus()
        page.keyboard.press("Enter")
        per_document = page.get_by_label(texts.PER_DOCUMENT_LABEL)
        per_document.focus()
        page.keyboard.press("Space")
        expect(page).to_have_url(re.compile(r"per=document"))
        expect(page.locator("html[data-bezig]")).to_have_count(0)
        expect(per_document).to_be_focused()
        expect(per_document).to_be_checked()
        page.get_by_label(texts.ORDER_LABEL).select_option(label=texts.BY_DATE_LABEL)
        expect(page).to_have_url(re.compile(r"volgorde=datum"))
        expect(page.locator("html[data-bezig]")).to_have_count(0)
        page.go_back()
        expect(page.get_by_label(texts.ORDER_LABEL)).to_have_value("")
        expect(page.locator("html[data-bezig]")).to_have_count(0)
        page.go_back()
        expect(page.locator("html[data-bezig]")).to_have_count(0)
        expect(per_document).not_to_be_checked()
        assert violations(page) == []


def test_what_was_asked_is_kept_in_this_browser_until_it_is_wiped(browser: Browser, site: str) -> None:
    with opened(browser) as page:
        page.goto(site)
        ask(page, "woonoverlast")
        page.goto(site)
        kept = page.locator("#geschiedenis li a")
        expect(kept).to_have_text(["woonoverlast"])
        assert violations(page) == []
        kept.first.click()
        expect(page.locator(READY)).to_be_visible()
        expect(page.locator("html[data-bezig]")).to_have_count(0)
        expect(page.locator("#voorbeelden")).to_be_hidden()
        expect(kept).to_be_hidden()
        page.locator("#geschiedenis summary").focus()  # it stays in reach
        page.keyboard.press("Enter")
        expect(kept).to_be_visible()
        assert violations(page) == []
        kept.focus()
        page.keyboard.press("Enter")
        expect(page.locator("#antwoord-kop")).to_be_focused()
        expect(kept).to_be_hidden()
        expect(page.locator("html[data-bezig]")).to_have_count(0)
        page.goto(site)
        page.get_by_role("button", name=texts.HISTORY_CLEAR).click()
        expect(kept).to_have_count(0)
        assert "woonoverlast" not in page.evaluate(KEPT_HERE)
        switch = page.get_by_label(texts.HISTORY_SWITCH)
        switch.uncheck()
        page.get_by_label(texts.QUESTION_LABEL).focus()
        ask(page, "drugspand")
        page.goto(site)
        expect(switch).not_to_be_checked()
        expect(kept).to_have_count(0)
        assert "drugspand" not in page.evaluate(KEPT_HERE)


def test_an_example_is_asked_with_one_key(browser: Browser, site: str) -> None:
    with opened(browser) as page:
        page.goto(site)
        example = page.locator("#voorbeelden a").first
        question = example.inner_text()
        example.focus()
        page.keyboard.press("Enter")
        expect(page.locator(READY)).to_be_visible()
        expect(page.get_by_label(texts.QUESTION_LABEL)).to_have_value(question)
        expect(page.locator("#antwoord-kop")).to_be_focused()


def test_a_quotation_is_copied_with_its_source(browser: Browser, site: str, sample_searcher: Searcher) -> None:
    answer = sample_searcher.ask(QUESTION)
    with opened(browser) as page:
        page.goto(site)
        ask(page, QUESTION)
        page.locator("#antwoord .acties button").click()
        expect(page.locator("#gezegd")).to_have_text(texts.COPIED)
        copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f"“{answer.text}”\n")
    assert answer.citations[0].passage.title in copied
    assert Path(answer.citations[0].passage.source).name in copied


def test_errors_and_unanswered_questions_are_told(browser: Browser, site: str) -> None:
    with opened(browser, 360) as page:
        page.goto(site)
        ask(page, " ")
        expect(page.locator(".fout")).to_contain_text("De vraag is leeg")
        expect(page.get_by_role("status").first).to_contain_text(f"{texts.ERROR_HEADING}. De vraag is leeg")
        page.get_by_label(texts.QUESTION_LABEL).fill(UNANSWERED)
        page.keyboard.press("Enter")
        expect(page.locator(".niet-gevonden")).to_be_visible()
        expect(page.get_by_role("heading", name=texts.NEAREST_HEADING)).to_be_visible()
        assert violations(page) == []
        page.screenshot(path=ARTEFACTS / "niet-gevonden-360.png", full_page=True)


def test_hostile_texts_do_nothing(
    browser: Browser, tmp_path: Path, serving: Callable[[Searcher], AbstractContextManager[str]]
) -> None:
    payload = "<img src=x onerror=alert(1)><script>alert(1)</script>\"'><svg onload=alert(1)> ${alert(1)} {{7*7}}"
    source = tmp_path / "teksten.jsonl"
    rows = [
        {
            "_id": f"{payload} {word}",
            "title": payload,
            "text": f"Kop {payload}\n\nCamera {payload} bij {word}.",
            "date": "2024-01-01",
            "metadata": {"themes": [payload]},
        }
        for word in ("winkels", "scholen", "parken", "stations")
    ]
    source.write_text("\n".join(map(json.dumps, rows)))
    build(tmp_path / "index", [source], FakeEmbedder())
    with (
        Searcher(LocalStore(tmp_path / "index"), FakeEmbedder()) as searcher,
        serving(searcher) as site,
        opened(browser) as page,
    ):
        page.goto(site)
        ask(page, f"camera {payload}")
        expect(page.locator(".passages h3").first).to_have_text(payload)
        expect(page.locator("html[data-bezig]")).to_have_count(0)  # leaving while Gradio listens aborts the loading
        page.reload(wait_until="domcontentloaded")
        expect(page.locator(".passages h3").first).to_have_text(payload)
        expect(page.locator("html[data-bezig]")).to_have_count(0)
        open_tab(page, texts.OVERVIEW_TAB)
        expect(page.locator("#overzicht canvas")).to_have_count(3)
        expect(page.locator("#overzicht").get_by_role("status").first).to_contain_text(payload)
        expect(page.locator(".legenda")).to_contain_text(payload)
        page.locator("#overzicht canvas").nth(1).hover()
        expect(page.locator("#vg-tooltip-element")).to_contain_text(payload[:40])
        assert page.evaluate("document.images.length") == 1
        open_tab(page, texts.ASK_TAB)
        page.locator(".passages .acties a").first.click()
        expect(page.get_by_role("heading", level=1)).to_have_text(payload)
        assert page.evaluate("document.images.length") == 1  # the page's own sign
        page.goto(site)
        expect(page.locator("#geschiedenis li a")).to_have_text(f"camera {payload}")  # what was asked before
        assert page.evaluate("document.images.length") == 1


def test_a_result_is_judged_with_the_keyboard(
    browser: Browser,
    tmp_path: Path,
    sample_searcher: Searcher,
    serving: Callable[..., AbstractContextManager[str]],
) -> None:
    file = tmp_path / "oordelen.jsonl"
    with serving(sample_searcher, Serving(feedback=file)) as site, opened(browser) as page:
        page.goto(site)
        ask(page, "woonoverlast")
        expect(page.get_by_text(texts.JUDGING_TOLD)).to_be_visible()
        useful = page.locator(".oordeel button").first
        useful.focus()
        page.keyboard.press("Enter")
        expect(useful).to_have_attribute("aria-pressed", "true")
        expect(page.locator("#gezegd")).to_have_text(texts.JUDGED)
        assert violations(page) == []
    [judgement] = read_feedback(file)
    assert (judgement.question, judgement.useful) == ("woonoverlast", True)
    assert judgement.passage_id == sample_searcher.search("woonoverlast")[0].passage.passage_id
