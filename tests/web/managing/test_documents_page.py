"""The page of documents in a real browser: adding with a bar and a report, searching, removing, at several widths."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from index import LocalStore, build
from retrieval import Searcher
from tests.fake_embedder import FakeEmbedder
from tests.web.test_browser import ARTEFACTS, CHROMIUM, browser, opened, violations
from web.managing import texts

__all__ = ["browser"]
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium ontbreekt: apt-get install chromium")


@pytest.fixture
def site(tmp_path: Path, serving: Callable[[Searcher], AbstractContextManager[str]]) -> Iterator[str]:
    folder = tmp_path / "teksten"
    folder.mkdir()
    for number in range(60):
        text = f"# Nota {number:02} over cameratoezicht in de binnenstad\n\nDe camera {number} hangt op het plein.\n"
        (folder / f"nota-{number:02}.md").write_text(text, "utf-8")
    build(tmp_path / "index", [folder], FakeEmbedder())
    with Searcher(LocalStore(tmp_path / "index"), FakeEmbedder()) as searcher, serving(searcher) as address:
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


def test_a_refusal_is_told_where_the_files_were_chosen(browser: Browser, site: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{site}/documenten")
    add(page, ("programma.exe", b"MZ"))
    expect(page.get_by_role("alert")).to_contain_text("niet gelezen")
    assert violations(page) == []
    page.screenshot(path=ARTEFACTS / "documenten-geweigerd-1280.png")
    expect(page.get_by_role("button", name=texts.ADD)).to_be_enabled()
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


def test_the_page_of_questions_leads_to_it(browser: Browser, site: str) -> None:
    with opened(browser) as page:
        page.goto(site)
        page.get_by_role("link", name=texts.TITLE).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(texts.TITLE)
