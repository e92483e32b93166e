"""The page of documents in a real browser: adding with a bar and a report, searching, removing, at several widths."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from index import LocalStore, build
from index.local.lock import WriterLock
from retrieval import Searcher
from tests.fake_embedder import FakeEmbedder
from tests.web.test_browser import ARTEFACTS, CHROMIUM, browser, opened, violations
from web.access.texts import too_large
from web.managing import page as managing_page
from web.managing import routes, tasks, texts
from web.managing.changes import MOST_FILES

__all__ = ["browser"]
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium ontbreekt: apt-get install chromium")

# What a screen reader says of the task: the text of its status each time that it changes.
SAID_BY_STATUS = """() => {
  window.said = [];
  const panel = document.getElementById("taak");
  const status = panel.matches("[role=status]") ? panel : panel.querySelector("[role=status]");
  new MutationObserver(() => said.push(status.textContent)).observe(
    status, { childList: true, subtree: true, characterData: true });
}"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    folder = tmp_path / "teksten"
    folder.mkdir()
    for number in range(60):
        text = f"# Nota {number:02} over cameratoezicht in de binnenstad\n\nDe camera {number} hangt op het plein.\n"
        (folder / f"nota-{number:02}.md").write_text(text, "utf-8")
    build(tmp_path / "index", [folder], FakeEmbedder())
    return tmp_path / "index"


@pytest.fixture
def site(place: Path, serving: Callable[[Searcher], AbstractContextManager[str]]) -> Iterator[str]:
    with Searcher(LocalStore(place), FakeEmbedder()) as searcher, serving(searcher) as address:
        yield address


def add(page: Page, *files: tuple[str, bytes]) -> None:
    payload = [{"name": name, "mimeType": "text/plain", "buffer": content} for name, content in files]
    page.get_by_label(texts.FILES_LABEL, exact=True).set_input_files(payload)
    page.get_by_role("button", name=texts.ADD).click()


def test_documents_are_added_found_and_removed(browser: Browser, site: str) -> None:
    with opened(browser) as page:
        page.goto(f"{site}/documenten")
        add(page, ("Beleid honden.md", b"# Honden in het park\n\nEen hond loopt los.\n"), ("stuk.pdf", b"geen pdf"))
        expect(page.locator("#taak[data-klaar]")).to_contain_text("1 document toegevoegd")
        expect(page.locator("#taak")).to_contain_text("stuk.pdf")
        page.get_by_label(texts.SEARCH_LABEL).fill("honden")
        page.keyboard.press("Enter")
        expect(page.locator(".documenten h3")).to_have_text(["Honden in het park"])
        page.locator(".documenten").get_by_role("link", name=f"{texts.REPLACE}: Honden").click()
        page.go_back()
        page.locator(".documenten").get_by_role("link", name=f"{texts.REMOVE}: Honden").click()
        page.get_by_role("button", name=texts.REMOVE_SURELY).click()
        expect(page.locator("#taak[data-klaar]")).to_contain_text("is verwijderd")
        page.get_by_role("link", name=texts.NEXT).click()
        expect(page.locator(".documenten > li")).to_have_count(10)
        expect(page.get_by_text(texts.of_pages(2, 2))).to_be_visible()


def test_a_task_that_ends_leaves_what_the_reader_is_doing_alone(
    browser: Browser, site: str, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files that are being sent arrive, what is typed stays, the focus too, and the end is announced once."""
    monkeypatch.setattr(tasks, "RETRY_SECONDS", 0.1)
    held: list[Route] = []
    with opened(browser) as page:
        page.goto(f"{site}/documenten")
        with WriterLock(place).held():
            add(page, ("eerste.md", b"# Eerste stuk\n\nEen hond.\n"))
            expect(page.locator("#taak")).to_contain_text(texts.BLOCKED)
            expect(page.locator("#taak h2")).to_be_focused()
            page.evaluate(SAID_BY_STATUS)
            page.route("**/documenten-toevoegen", lambda route: held.append(route))
            add(page, ("tweede.md", b"# Tweede stuk\n\nEen kat.\n"))
            expect(page.get_by_role("progressbar", name=texts.SENDING)).to_be_visible()
            page.get_by_label(texts.SEARCH_LABEL).fill("half getypt")
        expect(page.locator("#taak[data-klaar]")).to_contain_text("1 document toegevoegd")
        expect(page.get_by_text(texts.amount(61, 61))).to_be_visible()
        expect(page.get_by_label(texts.SEARCH_LABEL)).to_have_value("half getypt")
        expect(page.get_by_label(texts.SEARCH_LABEL)).to_be_focused()
        said = page.evaluate("window.said")
        assert len(said) == len(set(said)) <= 3, said
        assert "1 document toegevoegd" in said[-1], said
        held[0].continue_()
        expect(page.get_by_text(texts.amount(62, 62))).to_be_visible()
        expect(page.locator("#taak[data-klaar]")).to_contain_text("1 document toegevoegd")
        expect(page.locator("#taak h2")).to_be_focused()
        assert violations(page) == []


def test_what_cannot_arrive_is_told_in_dutch_before_or_while_it_is_sent(
    browser: Browser, site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = browser.new_context()
    page = context.new_page()
    alert = page.get_by_role("alert")
    monkeypatch.setattr(managing_page, "MOST_BYTES", 1_000_000)
    page.goto(f"{site}/documenten")
    add(page, ("groot.txt", b"x" * 1_000_001))
    expect(alert).to_have_text(too_large(1_000_000))
    add(page, *[(f"{number}.txt", b"x") for number in range(MOST_FILES + 1)])
    expect(alert).to_have_text(texts.too_many(MOST_FILES))
    monkeypatch.setitem(routes.LARGER, f"/{managing_page.ADDING}", 1_000)  # as of a web server before this one
    add(page, ("groot.txt", b"x" * 900_000))
    expect(alert).to_have_text(re.compile(f"{re.escape(too_large(1_000))}|{re.escape(texts.SENDING_FAILED)}"))
    page.route("**/documenten-toevoegen", lambda route: route.abort())
    add(page, ("klein.txt", b"x"))
    expect(alert).to_have_text(texts.SENDING_FAILED)
    expect(page.get_by_role("button", name=texts.ADD)).to_be_enabled()
    assert page.url == f"{site}/documenten"
    context.close()


def test_one_refusal_is_told_at_a_time(browser: Browser, site: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{site}/documenten")
    for name in ("programma.exe", "plaatje.svg"):
        add(page, (name, b"MZ"))
        expect(page.get_by_role("alert").filter(has_text=name)).to_be_visible()
        expect(page.locator("#toevoegen .mislukt")).to_have_count(1)
    add(page, ("goed.md", b"# Goed\n\nEen hond.\n"))
    expect(page.locator("#taak[data-klaar]")).to_contain_text("1 document toegevoegd")
    context.close()


def test_a_refusal_is_told_where_the_files_were_chosen(browser: Browser, site: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{site}/documenten")
    page.get_by_label(texts.FILES_LABEL, exact=True).set_input_files(
        [{"name": "programma.exe", "mimeType": "text/plain", "buffer": b"MZ"}]
    )
    button = page.get_by_role("button", name=texts.ADD)
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("niet gelezen")
    expect(button).to_be_focused()
    expect(button).to_be_enabled()
    assert violations(page) == []
    page.screenshot(path=ARTEFACTS / "documenten-geweigerd-1280.png")
    context.close()


def test_it_works_without_scripts(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/documenten")
    add(page, ("kat.md", b"# Katten\n\nEen kat zit op het dak.\n"))
    for _ in range(60):
        if page.locator("#taak[data-klaar]").count():
            break
        page.wait_for_timeout(500)
        page.reload()
    expect(page.locator("#taak")).to_contain_text("1 document toegevoegd")
    context.close()


def test_examples_are_of_what_is_there_now(browser: Browser, site: str) -> None:
    with opened(browser) as page:
        page.goto(site)
        examples = page.locator("#voorbeelden a")
        expect(examples).to_have_count(6)
        expect(examples.first).to_contain_text("over cameratoezicht")
        page.goto(f"{site}/documenten")
        add(page, ("vragen.md", b"# Vragen\n\n## Mag een hond los op het plein?\n\nNee, dat mag niet.\n"))
        expect(page.locator("#taak[data-klaar]")).to_contain_text("1 document toegevoegd")
        page.goto(site)
        expect(examples).to_have_text(["Mag een hond los op het plein?"])
        examples.first.click()
        expect(page.locator("#geschiedenis li")).to_have_count(1)
        page.goto(site)
        expect(examples).to_have_count(1)
        expect(page.locator("#geschiedenis li a")).to_have_text("Mag een hond los op het plein?")


def test_the_page_of_questions_leads_to_it(browser: Browser, site: str) -> None:
    with opened(browser) as page:
        page.goto(site)
        page.get_by_role("link", name=texts.TITLE).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(texts.TITLE)
