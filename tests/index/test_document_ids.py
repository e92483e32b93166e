"""Every text has an id of its own, however files and the parts of files are named."""

from __future__ import annotations

import json
import threading
import zipfile
from collections.abc import Iterator
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from index import BuildReport, LocalStore, build
from tests.fake_embedder import FakeEmbedder

FIRST, SECOND = "De burgemeester sluit het pand.", "De raad stelt het plan vast."


def mail(path: Path, *attached: str) -> Path:
    """A mail to which texts are attached, all of one name."""
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = "Ter informatie", "a@voorbeeldstad.nl", "b@voorbeeldstad.nl"
    message.set_content("Zie de bijlagen.")
    for text in attached:
        message.add_attachment(text, filename="overleg.txt")
    path.write_bytes(message.as_bytes())
    return path


def archive(path: Path, *members: tuple[str, str]) -> Path:
    with zipfile.ZipFile(path, "w") as opened:
        for name, text in members:
            opened.writestr(name, text)
    return path


def texts(place: Path) -> dict[str, str]:
    """The text of every document, by id."""
    with LocalStore(place) as store, store.view() as view:
        found = {line.document_id: view.document(line.document_id) for line in view.documents()}
    return {document_id: document.text for document_id, document in found.items() if document is not None}


def counts(report: BuildReport) -> tuple[int, int, int, int]:
    return report.added, report.changed, report.unchanged, report.removed


def test_two_attachments_of_one_name_are_two_texts(tmp_path: Path) -> None:
    place, path = tmp_path / "index", mail(tmp_path / "post.eml", FIRST, SECOND)
    assert counts(build(place, [path], FakeEmbedder())) == (3, 0, 0, 0)
    found = texts(place)
    assert FIRST in found["post.eml/overleg.txt"], found
    assert SECOND in found["post.eml/overleg.txt~2"], found
    assert counts(build(place, [path], FakeEmbedder(), reread=True)) == (0, 0, 3, 0)
    mail(path, SECOND)
    assert counts(build(place, [path], FakeEmbedder())) == (0, 1, 1, 1)
    assert SECOND in texts(place)["post.eml/overleg.txt"]


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("second", ["map/een.txt", "map\\een.txt"])
def test_two_files_of_one_name_in_an_archive_are_two_texts(tmp_path: Path, second: str) -> None:
    place, path = tmp_path / "index", archive(tmp_path / "bundel.zip", ("map/een.txt", FIRST), (second, SECOND))
    assert counts(build(place, [path], FakeEmbedder())) == (2, 0, 0, 0)
    assert sorted(texts(place).values()) == [FIRST, SECOND]


def test_archives_of_one_name_in_two_folders_are_both_kept(tmp_path: Path) -> None:
    for folder, text in (("noord", FIRST), ("zuid", SECOND)):
        (tmp_path / folder).mkdir()
        archive(tmp_path / folder / "bundel.zip", ("een.txt", text))
    paths = [tmp_path / "noord" / "bundel.zip", tmp_path / "zuid" / "bundel.zip"]
    report = build(tmp_path / "index", paths, FakeEmbedder())
    assert (counts(report), report.failed) == ((2, 0, 0, 0), [])
    assert sorted(texts(tmp_path / "index").values()) == [FIRST, SECOND]
    assert counts(build(tmp_path / "index", paths, FakeEmbedder(), reread=True)) == (0, 0, 2, 0)


def test_an_id_given_twice_in_one_archive_is_told(tmp_path: Path) -> None:
    rows = [json.dumps({"_id": "r1", "title": "Titel", "text": text}) for text in (FIRST, SECOND)]
    path = archive(tmp_path / "bundel.zip", ("een.jsonl", rows[0]), ("twee.jsonl", rows[1]))
    report = build(tmp_path / "index", [path], FakeEmbedder())
    assert ["'r1' bestaat al" in failure.reason for failure in report.failed] == [True]
    assert texts(tmp_path / "index") == {"r1": FIRST}


def test_a_row_may_move_to_another_file_in_one_build(tmp_path: Path) -> None:
    def rows(name: str, *ids: str) -> None:
        lines = [json.dumps({"_id": one, "title": "Titel", "text": f"Tekst van {one}."}) for one in ids]
        (tmp_path / name).write_text("\n".join(lines), "utf-8")

    place, paths = tmp_path / "index", [tmp_path / "a.jsonl", tmp_path / "b.jsonl"]
    rows("a.jsonl", "r1", "r2")
    rows("b.jsonl", "r3")
    build(place, paths, FakeEmbedder())
    rows("a.jsonl", "r1")
    rows("b.jsonl", "r2", "r3")
    report = build(place, paths, FakeEmbedder())
    assert (report.failed, sorted(texts(place))) == ([], ["r1", "r2", "r3"])


class _Handler(BaseHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.end_headers()
        self.wfile.write(f"Pagina {self.server.server_port}: {FIRST}".encode())  # type: ignore[attr-defined]


@pytest.fixture
def sites() -> Iterator[list[str]]:
    """The same address on two servers; the port is no part of the id."""
    servers = [ThreadingHTTPServer(("127.0.0.1", 0), _Handler) for _ in range(2)]
    for server in servers:
        threading.Thread(target=server.serve_forever).start()
    yield [f"http://127.0.0.1:{server.server_port}/nota" for server in servers]
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize("at_once", [True, False])
def test_web_pages_of_one_name_are_both_kept(tmp_path: Path, sites: list[str], at_once: bool) -> None:
    for addresses in [sites] if at_once else [[site] for site in sites]:
        build(tmp_path / "index", addresses, FakeEmbedder(), allow_web=True)
    assert len(set(texts(tmp_path / "index").values())) == 2, texts(tmp_path / "index")
