"""Adding, replacing and removing documents through the real application."""

from __future__ import annotations

from pathlib import Path

from starlette.testclient import TestClient

from index import LocalStore, build
from retrieval import Searcher
from tests.fake_embedder import FakeEmbedder
from tests.web.managing.sending import found, reported, send
from web.managing import texts
from web.managing.changes import uploads_folder


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
