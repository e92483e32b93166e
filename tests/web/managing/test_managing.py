"""Adding, replacing and removing documents through the real application, and what is refused."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.testclient import TestClient

from app import create_app
from corpus.sources import is_readable
from index import LocalStore, build
from index.local.lock import WriterLock
from retrieval import Searcher
from tests.fake_embedder import FakeEmbedder
from web.managing import changes, routes, tasks, texts
from web.managing.changes import DocumentChanges, uploads_folder
from web.managing.file_names import MOST_CHARACTERS, safe_name
from web.managing.listing import PER_PAGE, DocumentList
from web.managing.polite_embedder import PoliteEmbedder
from web.managing.routes import Managing

PEOPLE = {"Accept": "text/html"}
LONGEST_SECONDS = 120.0


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "nota.md").write_text("# Nota\n\nDe camera hangt op het plein.\n", "utf-8")
    build(tmp_path / "index", [tmp_path / "nota.md"], FakeEmbedder())
    return tmp_path / "index"


@pytest.fixture
def searcher(place: Path) -> Iterator[Searcher]:
    with Searcher(LocalStore(place), FakeEmbedder()) as opened:
        yield opened


@pytest.fixture
def client(searcher: Searcher, place: Path) -> TestClient:
    """The routes of managing alone, which are there in a moment."""
    return TestClient(Starlette(routes=Managing(searcher, place).routes), headers=PEOPLE)


@pytest.fixture
def whole(searcher: Searcher) -> TestClient:
    return TestClient(create_app(searcher), base_url="http://localhost", headers=PEOPLE)


def send(client: TestClient, *files: tuple[str, bytes], **fields: str) -> Any:
    sent = [("bestanden", (name, content, "text/html")) for name, content in files]
    return client.post("/documenten-toevoegen", files=sent, data=fields)


def reported(client: TestClient, page: Any, until: Callable[[str], bool] = lambda panel: "data-klaar" in panel) -> str:
    """Wait for the end of the task that a page is about, and return its report."""
    assert page.status_code == 200, page.text
    [task] = re.findall(r'data-taak="([^"]*)"', page.text)
    started = time.monotonic()
    while time.monotonic() - started < LONGEST_SECONDS:
        panel = client.get("/documenten-taak", params={"id": task}).text
        if until(panel):
            return unescape(re.sub(r"<[^>]*>", " ", panel))
        time.sleep(0.05)
    raise AssertionError(panel)


def found(searcher: Searcher, question: str) -> list[str]:
    return [Path(hit.passage.source).name for hit in searcher.search(question)]


def test_what_is_added_is_found_and_read_again_by_a_later_build(
    client: TestClient, searcher: Searcher, place: Path
) -> None:
    told = reported(client, send(client, ("hond.md", b"# Honden\n\nEen hond loopt los.\n"), ("kat.txt", b"Een kat.\n")))
    assert "2 documenten toegevoegd" in told
    assert "hond.md" in found(searcher, "hond")
    listed = client.get("/documenten", params={"woorden": "hond"}).text
    assert "Honden" in listed
    assert "1 van 3" in listed
    report = build(place, [uploads_folder(place)], FakeEmbedder())
    assert (report.added, report.unchanged, report.removed) == (0, 2, 0)
    assert all(file.stat().st_mode & 0o777 == 0o600 for file in uploads_folder(place).iterdir())


def test_who_comes_for_a_report_is_at_its_heading_and_who_comes_for_something_else_is_not(client: TestClient) -> None:
    sent = send(client, ("hond.md", b"# Honden\n\nEen hond loopt los.\n"))
    reported(client, sent)
    assert "autofocus" in client.get(str(sent.url)).text
    for query in ("", "?woorden=hond", "?bladzijde=2"):
        page = client.get(f"/documenten{query}").text
        assert 'id="taak"' in page
        assert "autofocus" not in page


def test_another_reader_finds_it_too(client: TestClient, place: Path) -> None:
    with Searcher(LocalStore(place), FakeEmbedder()) as other:
        assert found(other, "zeppelin")[:1] != ["z.md"]
        reported(client, send(client, ("z.md", b"# Z\n\nEen zeppelin vliegt.\n")))
        assert found(other, "zeppelin")[0] == "z.md"


def test_the_same_name_replaces_only_when_asked(client: TestClient, searcher: Searcher) -> None:
    reported(client, send(client, ("hond.md", b"# Hond\n\nDe hond is bruin.\n")))
    refused = send(client, ("hond.md", b"# Hond\n\nDe hond is zwart.\n"))
    assert refused.status_code == 400
    assert "al een bestand met deze naam" in refused.text
    told = reported(client, send(client, ("hond.md", b"# Hond\n\nDe hond is zwart.\n"), vervangen="ja"))
    assert "1 vervangen" in told
    assert "zwart" in searcher.search("hond zwart")[0].passage.text


def test_a_document_is_replaced_by_a_file_of_any_name_and_its_own_kind(client: TestClient, searcher: Searcher) -> None:
    reported(client, send(client, ("hond.md", b"# Hond\n\nDe hond is bruin.\n")))
    document = searcher.search("hond")[0].passage.document_id
    asked = client.get("/documenten-vervangen", params={"id": document})
    assert 'accept=".md"' in asked.text
    other = {"bestanden": ("nieuw.txt", b"De hond is geel.", "text/plain")}
    assert client.post("/documenten-vervangen", files=other, data={"id": document}).status_code == 400
    new = {"bestanden": ("nieuw.md", b"# Hond\n\nDe hond is groen.\n", "text/markdown")}
    reported(client, client.post("/documenten-vervangen", files=new, data={"id": document}))
    hit = searcher.search("hond groen")[0]
    assert "groen" in hit.passage.text
    assert hit.passage.document_id == document, "koppelingen naar dit document werken niet meer"


def test_what_cannot_be_read_is_not_kept_and_what_it_replaced_comes_back(
    client: TestClient, searcher: Searcher, place: Path
) -> None:
    told = reported(client, send(client, ("stuk.pdf", b"geen pdf")))
    assert texts.NOTHING_KEPT in told
    assert told.count("stuk.pdf") == 1, told
    assert str(place.parent) not in told
    assert list(uploads_folder(place).iterdir()) == []
    reported(client, send(client, ("hond.md", b"# Hond\n\nDe hond is bruin.\n")))
    told = reported(client, send(client, ("hond.md", b"\x00\xff\xfe"), vervangen="ja"))
    assert texts.NOTHING_KEPT in told
    assert "bruin" in (uploads_folder(place) / "hond.md").read_text("utf-8")
    assert "bruin" in searcher.search("hond bruin")[0].passage.text


def test_of_an_archive_that_is_read_in_part_is_told_what_was_added_and_what_was_not(
    client: TestClient, searcher: Searcher, place: Path
) -> None:
    told = reported(client, send(client, ("dieren.zip", packed(("Een.md", "Een giraf."), ("stuk.pdf", "geen pdf")))))
    assert texts.NOTHING_KEPT not in told
    assert "1 document toegevoegd" in told
    assert "Niet toegevoegd: dieren.zip/stuk.pdf: " in told
    assert told.count("stuk.pdf") == 1, told
    assert "dieren.zip" in found(searcher, "giraf")
    assert [file.name for file in uploads_folder(place).iterdir()] == ["dieren.zip"]
    report = build(place, [uploads_folder(place)], FakeEmbedder())
    assert (report.unchanged, report.removed) == (1, 0), "een latere opbouw houdt wat is toegevoegd"


def test_an_archive_comes_back_where_nothing_of_the_new_one_is_read(
    client: TestClient, searcher: Searcher, place: Path
) -> None:
    reported(client, send(client, ("dieren.zip", ANIMALS)))
    broken = packed(("Een.md", "# Een\n\nEen giraf.\n"), ("Twee.md", b"\x00\xff\xfe"))
    told = reported(client, send(client, ("dieren.zip", broken), vervangen="ja"))
    assert texts.NOTHING_KEPT in told
    assert "Twee.md" in told
    assert (uploads_folder(place) / "dieren.zip").read_bytes() == ANIMALS
    assert "dieren.zip" in found(searcher, "zebra")


def test_removing_asks_first_and_takes_the_file_along(client: TestClient, searcher: Searcher, place: Path) -> None:
    reported(client, send(client, ("hond.md", b"# Hond\n\nEen hond loopt los.\n")))
    document = searcher.search("hond")[0].passage.document_id
    asked = client.get("/documenten-verwijderen", params={"id": document})
    assert texts.REMOVE_SURELY in asked.text
    assert "hond.md" in found(searcher, "hond"), "vragen is nog niet verwijderen"
    reported(client, client.post("/documenten-verwijderen", data={"id": document}))
    assert "hond.md" not in found(searcher, "hond")
    assert list(uploads_folder(place).iterdir()) == []
    assert client.post("/documenten-verwijderen", data={"id": document}).status_code == 404


def test_a_file_of_the_operator_stays_where_it_is(client: TestClient, searcher: Searcher, place: Path) -> None:
    document = searcher.search("camera")[0].passage.document_id
    assert texts.OF_OPERATOR in client.get("/documenten").text
    assert client.get("/documenten-vervangen", params={"id": document}).status_code == 400
    reported(client, client.post("/documenten-verwijderen", data={"id": document}))
    assert (place.parent / "nota.md").exists()
    assert found(searcher, "camera") == []


def packed(*members: tuple[str, str | bytes], **titled: str) -> bytes:
    """Return a zip of files by name, and of short texts, each named after its title."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, data in members:
            archive.writestr(name, data)
        for title, text in titled.items():
            archive.writestr(f"{title}.md", f"# {title}\n\n{text}\n")
    return content.getvalue()


ANIMALS = packed(Een="Een giraf.", Twee="Een zebra.")


def test_a_part_of_an_archive_is_not_replaced_alone(client: TestClient, searcher: Searcher) -> None:
    reported(client, send(client, ("dieren.zip", ANIMALS)))
    documents = {hit.passage.title: hit.passage.document_id for hit in searcher.search("giraf zebra")}
    listed = client.get("/documenten", params={"woorden": "dieren.zip"}).text
    assert listed.count(texts.OF_SHARED_FILE) == 2
    assert "documenten-vervangen?" not in listed
    new = {"bestanden": ("nieuw.zip", packed(Een="Een okapi."), "application/zip")}
    for response in (
        client.get("/documenten-vervangen", params={"id": documents["Een"]}),
        client.post("/documenten-vervangen", files=new, data={"id": documents["Een"]}),
    ):
        assert response.status_code == 400
        assert "dieren.zip" in response.text
        assert "beheerder" not in response.text
    assert "dieren.zip" in found(searcher, "zebra")


def test_what_goes_when_a_whole_archive_is_replaced_is_told(client: TestClient, searcher: Searcher) -> None:
    reported(client, send(client, ("dieren.zip", ANIMALS)))
    told = reported(client, send(client, ("dieren.zip", packed(Een="Een okapi.")), vervangen="ja"))
    assert "1 vervangen" in told
    assert "1 verwijderd" in told
    assert not any("zebra" in hit.passage.text for hit in searcher.search("zebra"))


def test_a_part_of_an_archive_is_removed_alone(client: TestClient, searcher: Searcher, place: Path) -> None:
    assert "2 documenten" in reported(client, send(client, ("dieren.zip", ANIMALS)))
    document = next(hit.passage.document_id for hit in searcher.search("giraf") if "giraf" in hit.passage.text)
    asked = client.get("/documenten-verwijderen", params={"id": document}).text
    assert texts.remove_part("dieren.zip") in unescape(asked)
    assert texts.REMOVE_UPLOADED not in asked
    reported(client, client.post("/documenten-verwijderen", data={"id": document}))
    assert (uploads_folder(place) / "dieren.zip").exists()
    texts_left = [hit.passage.text for hit in searcher.search("giraf zebra")]
    assert any("zebra" in text for text in texts_left)
    assert not any("giraf" in text for text in texts_left)


def staged(place: Path) -> list[str]:
    return [path.name for path in uploads_folder(place).glob(f"{changes.STAGING_PREFIX}*")]


def test_nothing_that_was_refused_or_failed_stays_on_the_disk(
    client: TestClient, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with WriterLock(place).held():  # so that all are taken before the first is read
        files = (("kat.md", b"# Kat\n\nEen kat.\n"), *[("hond.md", b"# Hond\n\nEen hond.\n")] * 2)
        pages = [send(client, file) for file in files]
    assert [texts.NOTHING_KEPT in reported(client, page) for page in pages] == [False, False, True]
    assert staged(place) == []

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("stuk")

    monkeypatch.setattr(changes, "build", broken)
    assert texts.UNEXPECTED in reported(client, send(client, ("paard.md", b"# Paard\n\nEen paard.\n")))
    assert sorted(path.name for path in uploads_folder(place).iterdir()) == ["hond.md", "kat.md"]


@pytest.mark.parametrize("where", ["starlette.formparsers.SpooledTemporaryFile", "web.managing.changes.mkdtemp"])
def test_an_upload_without_a_place_is_told(client: TestClient, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(where, full)
    refused = send(client, ("hond.md", b"# Hond"))
    assert refused.status_code == 507
    assert texts.DISK_FAILED in refused.text


def test_a_form_that_is_broken_is_not_too_many_files(client: TestClient) -> None:
    headers = {"Content-Type": "multipart/form-data"}  # that does not say where its parts end
    for address in ("toevoegen", "vervangen"):
        refused = client.post(f"/documenten-{address}", content=b"--x\r\nkapot", headers=headers)
        assert refused.status_code == 400, refused.text
        assert "hoogstens" not in refused.text


def test_the_report_is_there_for_who_looked_elsewhere(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    reported(client, send(client, ("hond.md", b"# Hond\n\nDe hond is bruin.")))
    for address in ("/documenten", "/documenten?woorden=hond", "/documenten-toevoegen"):
        assert "1 document toegevoegd" in client.get(address).text, address
    monkeypatch.setattr(tasks, "REPORTED_SECONDS", 0.0)
    assert "1 document toegevoegd" not in client.get("/documenten").text


def test_a_file_that_a_stopped_server_left_can_be_added_again(client: TestClient, place: Path) -> None:
    uploads_folder(place).mkdir()
    (uploads_folder(place) / "hond.md").write_text("# Hond\n\nHalf gelezen.", "utf-8")
    assert "1 document toegevoegd" in reported(client, send(client, ("hond.md", b"# Hond\n\nDe hond is bruin.")))


def test_a_replacement_that_a_stopped_server_left_is_undone(
    client: TestClient, searcher: Searcher, place: Path
) -> None:
    reported(client, send(client, ("hond.md", b"# Hond\n\nDe hond is bruin.")))
    file = uploads_folder(place) / "hond.md"
    before = uploads_folder(place) / ".komt-binnen-x" / "before" / "hond.md"
    before.parent.mkdir(parents=True)
    shutil.move(file, before)
    file.write_text("# Hond\n\nDe hond is zwart.", "utf-8")
    Managing(searcher, place)
    assert "bruin" in file.read_text("utf-8")


def test_giving_up_leaves_no_files(client: TestClient, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "LONGEST_BLOCKED_SECONDS", 0.0)
    monkeypatch.setattr(tasks, "RETRY_SECONDS", 0.05)
    with LocalStore(place) as store, store.writing():
        assert texts.GIVEN_UP in reported(client, send(client, ("hond.md", b"# Hond")))
    assert [*uploads_folder(place).iterdir()] == []


def test_a_full_disk_is_told_and_leaves_nothing(
    client: TestClient, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copyfileobj", full)
    response = send(client, ("hond.md", b"# Hond\n\nEen hond.\n"))
    assert response.status_code == 507
    assert texts.DISK_FAILED in response.text
    assert staged(place) == []


def test_a_second_server_leaves_alone_what_the_first_is_taking_in(searcher: Searcher, place: Path) -> None:
    first = DocumentChanges(place, FakeEmbedder())
    taking, left = first.staging(), first.staging()
    long_ago = time.time() - 2 * 24 * 3600
    os.utime(left, (long_ago, long_ago))
    DocumentChanges(place, FakeEmbedder())
    assert staged(place) == [taking.name]


def test_two_uploads_at_once_are_both_kept(client: TestClient, searcher: Searcher) -> None:
    pages: list[Any] = []
    files = [(f"dier{n}.md", f"# Dier {n}\n\nDit is beest{n}.\n".encode()) for n in range(4)]
    threads = [threading.Thread(target=lambda file=file: pages.append(send(client, file))) for file in files]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all("1 document toegevoegd" in reported(client, page) for page in pages)
    assert [found(searcher, f"beest{n}")[0] for n in range(4)] == [name for name, _ in files]


def test_while_another_program_builds_it_waits_and_says_so(
    client: TestClient, searcher: Searcher, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "RETRY_SECONDS", 0.1)
    with WriterLock(place).held():
        page = send(client, ("hond.md", b"# Hond\n\nEen hond loopt los.\n"))
        told = reported(client, page, until=lambda panel: texts.BLOCKED in panel)
        assert texts.TASK_HEADINGS["blocked"] in told
        assert "hond.md" not in found(searcher, "hond")
        assert searcher.search("camera"), "zoeken gaat door"
    assert "1 document toegevoegd" in reported(client, page)
    assert "hond.md" in found(searcher, "hond")


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("programma.exe", "niet gelezen"),
        ("zonder-extensie", "niet gelezen"),
        (".md", "niet gelezen"),
        ("plaatje.svg", "niet gelezen"),
    ],
)
def test_other_kinds_are_refused(client: TestClient, place: Path, name: str, word: str) -> None:
    response = send(client, (name, b"x"))
    assert response.status_code == 400
    assert word in response.text
    assert not uploads_folder(place).exists() or not list(uploads_folder(place).iterdir())


def test_too_many_too_large_and_none_are_refused(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, searcher: Searcher
) -> None:
    assert send(client, *[(f"{n}.md", b"x") for n in range(changes.MOST_FILES + 1)]).status_code == 400
    assert texts.NO_FILES in client.post("/documenten-toevoegen", data={"x": "y"}).text
    monkeypatch.setitem(routes.LARGER, "/documenten-toevoegen", 1_000)
    whole = TestClient(create_app(searcher), base_url="http://localhost", headers=PEOPLE)
    assert send(whole, ("groot.md", b"x" * 2_000)).status_code == 413


@pytest.mark.parametrize("name", ["../../ontsnapt.md", "..\\..\\ontsnapt.md", "/tmp/ontsnapt.md", "C:\\x\\ontsnapt.md"])
def test_a_name_leads_out_of_no_folder(client: TestClient, place: Path, name: str) -> None:
    reported(client, send(client, (name, b"# X\n\nTekst.\n")))
    assert [path.name for path in uploads_folder(place).iterdir()] == ["ontsnapt.md"]
    assert {path.name for path in place.parent.rglob("*.md")} == {"nota.md", "ontsnapt.md"}


@pytest.mark.parametrize("payload", ["<script>alert(1)</script>", "\"'><img src=x onerror=alert(1)>", "{{7*7}}"])
def test_names_and_texts_are_never_html(whole: TestClient, payload: str) -> None:
    content = f"# {payload}\n\n<script>alert(1)</script> {payload}\n"
    reported(whole, send(whole, (f"{payload}.md".replace("/", ""), content.encode())))
    page = whole.get("/documenten", params={"woorden": payload, "volgorde": payload, "bladzijde": payload})
    assert payload not in page.text or "<" not in payload
    assert "<img src=x" not in page.text
    html = send(whole, ("pagina.html", b"<html><body><script>alert(1)</script><p>Tekst.</p></body></html>"))
    reported(whole, html)
    ids = re.findall(r'href="document\?([^"]*)"', whole.get("/documenten").text)
    for query in map(unescape, ids):
        shown = whole.get(f"/document?{query}")
        assert "<script>alert" not in shown.text
        original = whole.get(f"/origineel?{query}")
        assert original.status_code == 404 or "attachment" in original.headers["Content-Disposition"]


def test_nothing_that_came_in_is_served_by_gradio(whole: TestClient, place: Path) -> None:
    reported(whole, send(whole, ("pagina.html", b"<html><body><p>Tekst.</p></body></html>")))
    file = uploads_folder(place) / "pagina.html"
    assert file.exists()
    for address in (f"/gradio_api/file={file}", f"/gradio_api/file/{file}", f"/web/{file}", f"/web/..{file}"):
        assert whole.get(address).status_code in {403, 404}
    assert whole.post("/gradio_api/upload", files={"files": ("x.md", b"x")}).status_code == 404


@given(st.text(max_size=300))
def test_any_name_becomes_harmless(given_name: str) -> None:
    name = safe_name(given_name + ".md")
    assert name == safe_name(name)
    assert len(name) <= MOST_CHARACTERS
    assert not set(name) & set('/\\<>:"|?*%\0\n')
    assert name.isprintable()
    assert not name.startswith(".")
    if is_readable(name):
        assert Path("map", name).parent == Path("map")


@pytest.mark.parametrize("count", [1_000, pytest.param(10_000, marks=pytest.mark.long)])
def test_a_long_list_is_paged(tmp_path: Path, count: int) -> None:
    rows = [{"_id": f"d{n:05}", "title": f"Titel {n:05}", "text": f"Tekst {n}."} for n in range(count)]
    (tmp_path / "veel.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    build(tmp_path / "index", [tmp_path / "veel.jsonl"], FakeEmbedder())
    with LocalStore(tmp_path / "index") as store:
        documents = DocumentList(store)
        seen = [one.title for page in range(1, count // PER_PAGE + 1) for one in documents.page(page=page).documents]
        assert seen == [row["title"] for row in rows]
        last = documents.page(page=10**6)
        assert (last.page, last.pages, len(last.documents)) == (count // PER_PAGE, count // PER_PAGE, PER_PAGE)
        assert [one.document_id for one in documents.page("veel 00999").documents] == ["d00999"]
        assert documents.page("bestaat niet").found == 0
        started = time.process_time()
        documents.page("titel", "groot", 50)
        assert time.process_time() - started < 2.0


@given(st.lists(st.text(alphabet="abc ", max_size=30), max_size=20), st.integers(1, 7))
def test_a_few_at_a_time_gives_the_same_vectors_in_order(passages: list[str], at_a_time: int) -> None:
    plain, polite = FakeEmbedder(), FakeEmbedder()
    asked: list[int] = []
    embed = polite.embed_passages
    polite.embed_passages = lambda texts: asked.append(len(texts)) or embed(texts)  # type: ignore[method-assign, func-returns-value]
    found = PoliteEmbedder(polite, at_a_time).embed_passages(passages)
    np.testing.assert_array_equal(found, plain.embed_passages(passages))
    assert all(count <= at_a_time for count in asked), asked
