"""Every state of the pages that a reader can reach, as a function that brings an open page there."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, Route, expect

from index import LocalStore, build
from index.local.lock import WriterLock
from index.store import Changes
from retrieval import Searcher
from tests.fake_embedder import FakeEmbedder
from tests.web.conftest import served
from web import overview_texts, texts
from web.access import texts as access_texts
from web.access.users import UserFile
from web.managing import texts as managing_texts

QUESTION = "Hoelang mogen beelden van cameratoezicht bewaard worden?"
UNANSWERED = "Hoeveel inwoners heeft de hoofdstad van Peru?"
PASSWORD, OTHER_PASSWORD = "vier woorden zonder zin", "vijf andere woorden zonder zin"
READY = ".antwoord:not(.wacht)"
MOST_CALLS = 240  # a minute, of one session


@dataclass(frozen=True, slots=True)
class Place:
    """A served page with its searcher and its users, of whom `beheer` may manage.

    `afterwards` is closed once a state has been looked at.
    """

    address: str
    searcher: Searcher
    users: UserFile
    afterwards: ExitStack = field(default_factory=ExitStack)


State = Callable[[Page, Place], None]


def _settled(page: Page) -> None:
    expect(page.locator("html[data-bezig]")).to_have_count(0)
    expect(page.locator(READY)).to_be_visible()


def _asked(query: str) -> State:
    def state(page: Page, place: Place) -> None:
        page.goto(f"{place.address}/?{query}")
        _settled(page)

    return state


def _typed(question: str) -> State:
    def state(page: Page, place: Place) -> None:
        begin(page, place)
        page.get_by_label(texts.QUESTION_LABEL).fill(question)
        page.keyboard.press("Enter")
        _settled(page)

    return state


def _at(path: str) -> State:
    def state(page: Page, place: Place) -> None:
        page.goto(f"{place.address}/{path}")

    return state


def begin(page: Page, place: Place) -> None:
    page.goto(place.address)
    expect(page.locator("#voorbeelden a").first).to_be_visible()
    expect(page.locator("#filters summary")).to_be_visible()


def remembered(page: Page, place: Place) -> None:
    answered(page, place)
    begin(page, place)
    expect(page.locator("#geschiedenis li").first).to_be_visible()


answered = _asked(f"vraag={QUESTION}")


def unfolded(page: Page, place: Place) -> None:
    _asked(f"vraag={QUESTION}&van=2026-01-01&per=document&thema=openbare+orde")(page, place)
    page.locator("#filters summary").click()
    page.locator(".waarom summary").first.click()


def judged(page: Page, place: Place) -> None:
    answered(page, place)
    page.locator(".oordeel button").first.click()
    expect(page.locator("#gezegd")).to_have_text(texts.JUDGED)


def similar(page: Page, place: Place) -> None:
    answered(page, place)
    page.locator(".passages").get_by_text(texts.SIMILAR).first.click()
    expect(page.get_by_role("heading", name=texts.SIMILAR_HEADING)).to_be_visible()
    _settled(page)


def meant(page: Page, place: Place) -> None:
    _asked("vraag=camerattoezicht")(page, place)
    expect(page.locator(".bedoeld")).to_be_visible()


def _tab(name: str) -> State:
    def state(page: Page, place: Place) -> None:
        begin(page, place)
        page.get_by_role("tab", name=name).click()
        expect(page.get_by_role("tab", name=name)).to_have_attribute("aria-selected", "true")

    return state


def overview(page: Page, place: Place) -> None:
    answered(page, place)
    page.get_by_role("tab", name=texts.OVERVIEW_TAB).click()
    page.get_by_role("textbox", name=overview_texts.WORD_LABEL).fill("camera")
    page.keyboard.press("Enter")
    expect(page.locator("#overzicht canvas")).to_have_count(4)
    for summary in page.locator("#overzicht .tabel summary").all():
        summary.click()


def no_word(page: Page, place: Place) -> None:
    _tab(texts.OVERVIEW_TAB)(page, place)
    page.get_by_role("button", name=overview_texts.WORD_BUTTON).click()
    expect(page.locator("#overzicht").get_by_role("status").last).to_contain_text("leeg")
    expect(page.locator("#overzicht canvas")).to_have_count(3)


def document(page: Page, place: Place) -> None:
    passage = place.searcher.search(QUESTION)[0].passage
    _at(f"document?id={passage.document_id}&passage={passage.passage_id}")(page, place)
    expect(page.locator("mark.passage").first).to_be_visible()


def _sent(*files: tuple[str, bytes]) -> State:
    def state(page: Page, place: Place) -> None:
        page.goto(f"{place.address}/documenten")
        payload = [{"name": name, "mimeType": "text/plain", "buffer": content} for name, content in files]
        page.get_by_label(managing_texts.FILES_LABEL, exact=True).set_input_files(payload)
        page.get_by_role("button", name=managing_texts.ADD).click()

    return state


def reported(page: Page, place: Place) -> None:
    _sent(("honden.md", b"# Honden in het park\n\nEen hond loopt los in het park.\n"), ("x.pdf", b"geen pdf"))(
        page, place
    )
    expect(page.locator("#taak[data-klaar]")).to_be_visible()


def refused(page: Page, place: Place) -> None:
    _sent(("programma.exe", b"MZ"))(page, place)
    expect(page.get_by_role("alert")).to_contain_text("niet gelezen")


def under_way(page: Page, place: Place) -> None:
    """Add a document while another program writes to the index."""
    place.afterwards.callback(lambda: expect(page.locator("#taak[data-klaar]")).to_be_visible())
    place.afterwards.enter_context(WriterLock(Path(place.searcher.store.info().place)).held())
    _sent(("fietsen.md", b"# Fietsen\n\nEen fiets staat in het rek.\n"))(page, place)
    expect(page.locator("#taak")).to_contain_text(managing_texts.BLOCKED)


def _of_added(action: str) -> State:
    def state(page: Page, place: Place) -> None:
        page.goto(f"{place.address}/documenten?woorden=honden+in+het+park")
        page.get_by_role("link", name=f"{action}: Honden").click()

    return state


def log_in(page: Page, place: Place, name: str = "beheer", password: str = PASSWORD) -> None:
    page.context.clear_cookies()
    page.goto(f"{place.address}/login")
    page.get_by_label(access_texts.NAME_LABEL).fill(name)
    page.get_by_label(access_texts.PASSWORD_LABEL).fill(password)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def logged_out(page: Page, place: Place) -> None:
    log_in(page, place)
    page.get_by_role("button", name=access_texts.LOGOUT).click()
    expect(page.get_by_role("status").first).to_have_text(access_texts.LOGGED_OUT)


def forbidden(page: Page, place: Place) -> None:
    log_in(page, place, "lezer")
    expect(page.get_by_role("button", name=access_texts.LOGOUT)).to_be_visible()
    page.goto(f"{place.address}/documenten")
    expect(page.get_by_role("heading", name=access_texts.NOT_ALLOWED_HEADING)).to_be_visible()


def failed(page: Page, place: Place) -> None:
    log_in(page, place, password="verkeerd wachtwoord")
    expect(page.get_by_role("alert")).to_contain_text(access_texts.LOGIN_FAILED)


def throttled(page: Page, place: Place) -> None:
    for _ in range(6):
        log_in(page, place, "onbekend", "verkeerd wachtwoord")
        expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_role("alert")).to_contain_text("Wacht")


def session_over(page: Page, place: Place) -> None:
    """Ask in a page that is still open after its session has ended."""
    log_in(page, place)
    expect(page.get_by_label(texts.QUESTION_LABEL)).to_be_visible()
    expect(page.locator("#filters summary")).to_be_visible()
    place.users.set_password("beheer", OTHER_PASSWORD)
    page.get_by_label(texts.QUESTION_LABEL).fill(QUESTION)
    page.keyboard.press("Enter")
    expect(page.locator("#storing")).to_contain_text(access_texts.SESSION_OVER)
    place.users.set_password("beheer", PASSWORD)


def busy(page: Page, place: Place) -> None:
    """Ask after so many other calls that the page has to wait."""
    log_in(page, place)
    expect(page.locator("#filters summary")).to_be_visible()
    page.evaluate(
        "async (n) => { for (let i = 0; i < n; i++) await fetch('gradio_api/call/x', { method: 'POST' }) }", MOST_CALLS
    )
    page.get_by_label(texts.QUESTION_LABEL).fill(QUESTION)
    page.keyboard.press("Enter")
    expect(page.locator("#storing")).to_contain_text(access_texts.BUSY)
    expect(page.locator("html[data-bezig]")).to_have_count(0)


def _when_asked(then: Callable[[Route], None], shown: str) -> State:
    """Ask after an answer, with what becomes of the question on its way, until `shown` is there."""

    def state(page: Page, place: Place) -> None:
        answered(page, place)
        page.route("**/gradio_api/**", then)
        place.afterwards.callback(page.unroute_all)
        page.get_by_label(texts.QUESTION_LABEL).fill(UNANSWERED)
        page.keyboard.press("Enter")
        expect(page.locator(shown)).to_be_attached()
        expect(page.locator(f"{READY} >> visible=true")).to_have_count(0)

    return state


def _lost(route: Route) -> None:
    route.abort()


waiting = _when_asked(lambda _: None, "html[data-bezig=lang] #resultaten[data-verouderd]")


def silent(page: Page, place: Place) -> None:
    """Wait for so long that the page says so, which takes half a minute."""
    waiting(page, place)
    page.evaluate("trouble.tell('stil')")
    expect(page.locator("#storing")).to_contain_text(access_texts.SILENT)


def _broken(route: Route) -> None:
    route.fulfill(status=500, json={"error": None})


def without_texts(page: Page, place: Place) -> None:
    """Ask where there is nothing to search in."""
    folder = Path(place.afterwards.enter_context(TemporaryDirectory()))
    (folder / "nota.md").write_text("# Nota\n\nEen zin.\n", "utf-8")
    build(folder / "index", [folder / "nota.md"], FakeEmbedder())
    searcher = place.afterwards.enter_context(Searcher(LocalStore(folder / "index"), FakeEmbedder()))
    with searcher.store.view() as view:
        [only] = view.documents()
    searcher.store.update(Changes(remove=(only.document_id,)))
    address = place.afterwards.enter_context(served(searcher))
    page.goto(f"{address}/?vraag={QUESTION}")
    _settled(page)
    expect(page.locator(READY)).to_contain_text(texts.EMPTY_HEADING)


def evidence(page: Page, place: Place) -> None:
    """Open what was taken along, as a file of the reader's own."""
    taken = page.request.get(f"{place.address}/meenemen?vraag={QUESTION}&vorm=html")
    page.goto("about:blank")
    page.set_content(taken.text())


# In this order: of the documents the later ones need what an earlier one added, and the last ones end the session.
STATES: dict[str, State] = {
    "begin": begin,
    "geschiedenis": remembered,
    "antwoord": answered,
    "filters-en-waarom": unfolded,
    "oordeel": judged,
    "vergelijkbaar": similar,
    "niet-gevonden": _asked(f"vraag={UNANSWERED}"),
    "bedoelde-u": meant,
    "leeg": _typed(" "),
    "te-lang": _typed("a" * 10_001),
    "geen-tekst": _asked("vraag=camera&van=1900-01-01&tot=1900-12-31"),
    "fout-adres": _asked("vraag=camera&van=gisteren"),
    "overzicht": overview,
    "overzicht-geen-woord": no_word,
    "hulp": _tab(texts.HELP_TAB),
    "document": document,
    "document-weg": _at("document?id=weg"),
    "meenemen-fout": _at("meenemen?vraag=camera&vorm=exe"),
    "niets-op-dit-adres": _at("nergens"),
    "bewijs": evidence,
    "wacht": waiting,
    "geen-antwoord": silent,
    "geen-verbinding": _when_asked(_lost, f"#storing:has-text('{access_texts.NO_CONNECTION_HEADING}')"),
    "storing": _when_asked(_broken, f"#storing:has-text('{texts.UNFINISHED}')"),
    "geen-teksten": without_texts,
    "origineel-weg": _at("origineel?id=weg"),
    "documenten": _at("documenten"),
    "documenten-niets": _at("documenten?woorden=bestaatniet"),
    "documenten-verslag": reported,
    "documenten-geweigerd": refused,
    "documenten-bezig": under_way,
    "documenten-vervang": _of_added(managing_texts.REPLACE),
    "documenten-verwijder": _of_added(managing_texts.REMOVE),
    "document-al-weg": _at("documenten-verwijderen?id=weg"),
    "niet-bevoegd": forbidden,
    "druk": busy,
    "sessie-verlopen": session_over,
    "uitgelogd": logged_out,
    "inloggen-fout": failed,
    "inloggen-te-vaak": throttled,
}
