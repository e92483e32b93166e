"""Archives that are added: read in part, replaced as a whole, removed in parts."""

from __future__ import annotations

import io
import zipfile
from html import unescape
from pathlib import Path

from starlette.testclient import TestClient

from index import build
from retrieval import Searcher
from tests.fake_embedder import FakeEmbedder
from tests.web.managing.sending import found, reported, send
from web.managing import texts
from web.managing.changes import uploads_folder


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
