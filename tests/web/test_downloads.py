"""What one takes along: evidence packs, and originals only as they were read."""

from __future__ import annotations

import csv
import errno
import gc
import io
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path
from threading import Event
from typing import IO, Any
from zipfile import ZipFile

import httpx
import pytest
from fastapi.testclient import TestClient

from app import create_app
from index import LocalStore, build
from retrieval import Answer, Searcher
from retrieval.evidence import EvidenceFormat
from tests.corpus.making_files import pdf
from tests.fake_embedder import FakeEmbedder
from web import downloads, originals, texts
from web.asked import Asked
from web.results import in_order

QUESTION = "Hoelang mogen beelden van cameratoezicht bewaard worden?"
PEOPLE = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def client(site: str) -> httpx.Client:
    return httpx.Client(base_url=site, headers=PEOPLE, trust_env=False, timeout=60)


@pytest.mark.parametrize("form", ["docx", "html", "md", "csv", "json"])
def test_the_answer_is_taken_along_in_every_format(client: httpx.Client, sample_searcher: Searcher, form: str) -> None:
    answer = sample_searcher.ask(QUESTION).text
    assert answer
    response = client.get("/meenemen", params={"vraag": QUESTION, "vorm": form})
    assert response.status_code == 200, response.text[:200]
    assert response.headers["Content-Disposition"].startswith("attachment; ")
    assert response.headers["Content-Disposition"].endswith(f".{form}")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    if form == "docx":
        with ZipFile(io.BytesIO(response.content)) as pack:
            assert pack.testzip() is None
    elif form == "csv":
        rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
        assert len(rows) == 11, rows[:2]
    else:
        assert " ".join(answer.split())[:40] in " ".join(response.text.split())
        assert str(client.base_url) in response.text


def test_the_passages_are_those_of_the_page_in_its_order(client: httpx.Client, sample_searcher: Searcher) -> None:
    asked = Asked(QUESTION, count=14, per_document=True, by_date=True)
    content = client.get(f"/meenemen{asked.address}&vorm=csv").content
    [answer, *passages] = csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";")
    shown = in_order(sample_searcher.search(QUESTION, 14, True), asked)
    assert [row["titel"] for row in passages] == [hit.passage.title for hit in shown]
    assert answer["citaat"] == sample_searcher.ask(QUESTION).text
    one = client.get(f"/meenemen{Asked(QUESTION, sources=('bibob.md',)).address}&vorm=csv").content
    assert "bestand of map: bibob.md" in one.decode("utf-8-sig"), "what was searched is said"


def test_passages_like_one_are_taken_along_as_they_are_shown(client: httpx.Client, sample_searcher: Searcher) -> None:
    compared = sample_searcher.search(QUESTION)[0].passage
    asked = Asked(similar_to=compared.passage_id, count=5, by_date=True)
    taken = client.get(f"/meenemen{asked.address}&vorm=csv")
    assert taken.status_code == 200, taken.text
    assert taken.headers["Content-Disposition"].endswith("vergelijkbare-passages.csv")
    [first, *passages] = csv.DictReader(io.StringIO(taken.content.decode("utf-8-sig")), delimiter=";")
    assert (first["soort"], first["passage"]) == ("vergeleken met", compared.passage_id)
    shown = in_order(sample_searcher.similar(compared.passage_id, 5), asked)
    assert [row["passage"] for row in passages] == [hit.passage.passage_id for hit in shown]
    assert compared.title in passages[0]["vraag"]
    page = client.get(f"/meenemen{asked.address}&vorm=html").text
    assert "<h1>Vergelijkbare passages" in page
    assert "Niet gevonden" not in page
    gone = client.get("/meenemen?gelijk=weg")
    assert gone.status_code == 400
    assert texts.JUDGED_PASSAGE_MISSING in gone.text


def test_an_unknown_format_and_an_empty_question_are_told(client: httpx.Client) -> None:
    assert client.get("/meenemen", params={"vraag": QUESTION, "vorm": "<exe>"}).status_code == 404
    empty = client.get("/meenemen", params={"vraag": " "})
    assert empty.status_code == 400
    assert "De vraag is leeg" in empty.text


def test_no_form_names_a_folder_of_this_computer(tmp_path: Path) -> None:
    for name in ("nota.md", "kopie.md"):
        (tmp_path / name).write_text("# Nota\n\nDe camera hangt op het plein.", "utf-8")
    build(tmp_path / "index", [tmp_path / "nota.md", tmp_path / "kopie.md"], FakeEmbedder())
    with Searcher(LocalStore(tmp_path / "index"), FakeEmbedder()) as searcher, _client(searcher) as client:
        for form in EvidenceFormat:
            got = client.get("/meenemen", params={"vraag": "camera", "vorm": form.value[1:]})
            assert got.status_code == 200
            assert str(tmp_path).encode() not in got.content, form
            assert form is EvidenceFormat.DOCX or b"nota.md" in got.content or b"kopie.md" in got.content, form


def test_who_takes_much_along_leaves_the_page_to_others(
    tmp_path: Path, serving: Callable[[Searcher], AbstractContextManager[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """More readers than there are threads for the pages; a few are served, and no page waits for the others."""
    monkeypatch.setattr(downloads, "LONGEST_WAIT_SECONDS", 3.0)
    (tmp_path / "nota.md").write_text("# Nota\n\nDe camera hangt op het plein.", "utf-8")
    build(tmp_path / "index", [tmp_path / "nota.md"], FakeEmbedder())
    done = Event()

    class Slow(Searcher):
        def ask(self, question: str, **more: Any) -> Answer:
            done.wait(60)
            return super().ask(question, **more)

    with (
        Slow(LocalStore(tmp_path / "index"), FakeEmbedder()) as searcher,
        serving(searcher) as site,
        httpx.Client(base_url=site, headers=PEOPLE, trust_env=False, timeout=90) as client,
        ThreadPoolExecutor(60) as readers,
    ):
        taking = [readers.submit(client.get, "/meenemen?vraag=camera") for _ in range(60)]
        time.sleep(1)
        started = time.monotonic()
        assert client.get("/document?id=x").status_code == 404
        waited = time.monotonic() - started
        deadline = time.monotonic() + 30
        while sum(one.done() for one in taking) < 58 and time.monotonic() < deadline:
            time.sleep(0.1)
        done.set()
        responses = [one.result() for one in taking]
    assert waited < 2, f"een pagina wachtte {waited:.1f} seconden op bestanden voor anderen"
    assert sorted(one.status_code for one in responses) == [200] * downloads.MOST_PACKS + [503] * 58
    assert all("Even geduld" in one.text for one in responses if one.status_code == 503)


def test_originals_wait_for_a_place_and_say_when_there_is_no_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "nota.md").write_text("# Nota\n\nDe camera hangt op het plein.", "utf-8")
    build(tmp_path / "index", [tmp_path / "nota.md"], FakeEmbedder())
    monkeypatch.setattr(downloads, "LONGEST_WAIT_SECONDS", 0.01)
    with Searcher(LocalStore(tmp_path / "index"), FakeEmbedder()) as searcher, _client(searcher) as client:
        with searcher.store.view() as view:
            [document] = view.documents()
        asked = {"id": document.document_id}
        kept: list[object] = []
        given = downloads._pieces

        def slowly(copy: IO[bytes]) -> Iterator[bytes]:
            kept.append(copy)
            return given(copy)

        monkeypatch.setattr(downloads, "_pieces", slowly)  # as over a slow network
        codes = [client.get("/origineel", params=asked).status_code for _ in range(downloads.MOST_COPIES + 1)]
        assert codes == [200] * downloads.MOST_COPIES + [503]
        kept.clear()
        gc.collect()
        assert client.get("/origineel", params=asked).status_code == 200
        kept.clear()
        monkeypatch.setattr(originals, "SpooledTemporaryFile", _Full)
        for _ in range(downloads.MOST_COPIES + 1):
            full = client.get("/origineel", params=asked)
            assert full.status_code == 507
            assert texts.NO_ROOM in full.text


class _Full(io.BytesIO):
    def __init__(self, max_size: int) -> None:
        super().__init__()

    def write(self, piece: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")


def test_an_original_is_given_as_it_was_read_and_never_as_a_page(tmp_path: Path) -> None:
    folder = tmp_path / "bron"
    folder.mkdir()
    pdf(folder / "Nota’s – “veilig”.pdf")
    (folder / "pagina.html").write_text("<h1>Kop</h1><p>Tekst over camera.</p><script>alert(1)</script>")
    (folder / "rijen.jsonl").write_text('{"_id": "a", "title": "A", "text": "Een tekst."}\n')
    (folder / "nota.md").write_text("# Nota\n\nEen tekst over overlast.")
    build(tmp_path / "index", [folder], FakeEmbedder())
    (tmp_path / "geheim.txt").write_text("geheim")
    with Searcher(LocalStore(tmp_path / "index"), FakeEmbedder()) as searcher, _client(searcher) as client:
        got = client.get("/origineel", params={"id": "bron/Nota’s – “veilig”.pdf"})
        assert got.content == (folder / "Nota’s – “veilig”.pdf").read_bytes()
        for name in ("Nota’s – “veilig”.pdf", "pagina.html", "nota.md"):
            got = client.get("/origineel", params={"id": f"bron/{name}"})
            assert got.status_code == 200, (name, got.text[:200])
            assert got.headers["Content-Type"] == "application/octet-stream"
            assert got.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''")
            assert got.headers["X-Content-Type-Options"] == "nosniff"
            assert "origineel?" in client.get("/document", params={"id": f"bron/{name}"}).text
        (folder / "nota.md").write_text("# Nota\n\nEen andere tekst, die niet is ingelezen.")
        for document_id in ("bron/nota.md", "a", "bron/rijen.jsonl/a", str(tmp_path / "geheim.txt"), "", "\0"):
            got = client.get("/origineel", params={"id": document_id})
            assert got.status_code == 404, document_id
            assert "geheim" not in got.text
        (folder / "nota.md").unlink()
        assert client.get("/origineel", params={"id": "bron/nota.md"}).status_code == 404


def test_an_index_that_masks_personal_data_gives_no_originals(tmp_path: Path) -> None:
    (tmp_path / "nota.md").write_text("# Nota\n\nMail naar jan@voorbeeld.nl over overlast.")
    build(tmp_path / "index", [tmp_path / "nota.md"], FakeEmbedder(), mask_personal_data=True)
    with Searcher(LocalStore(tmp_path / "index"), FakeEmbedder()) as searcher, _client(searcher) as client:
        with searcher.store.view() as view:
            [document] = view.documents()
        assert "origineel?" not in client.get("/document", params={"id": document.document_id}).text
        got = client.get("/origineel", params={"id": document.document_id})
        assert got.status_code == 404
        assert "jan@" not in got.text


def _client(searcher: Searcher) -> TestClient:
    return TestClient(create_app(searcher), base_url="http://127.0.0.1", headers=PEOPLE)
