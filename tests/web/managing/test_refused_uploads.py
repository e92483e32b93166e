"""What is refused, what of it stays, and names and texts that want to be more than that."""

from __future__ import annotations

import re
import shutil
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from app import create_app
from corpus.sources import is_readable
from index.local.lock import WriterLock
from retrieval import Searcher
from tests.web.managing.sending import PEOPLE, reported, send, staged
from web.managing import changes, routes, texts
from web.managing.changes import uploads_folder
from web.managing.file_names import MOST_CHARACTERS, safe_name


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
