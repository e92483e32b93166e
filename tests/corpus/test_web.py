"""Web addresses: refused unless asked for; then fetched from a server of this machine."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from corpus import Document, find_sources, read_source
from corpus.errors import SourceError
from tests.corpus import making_files as making


class _Handler(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass

    def do_GET(self) -> None:
        if self.path == "/weg.html":
            self.send_response(302)
            self.send_header("Location", "file:///etc/passwd")
            self.end_headers()
        else:
            super().do_GET()


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    root = tmp_path / "site"
    root.mkdir()
    making.html(root / "nota.html")
    making.pdf(root / "nota.pdf")
    (root / "plaatje.png").write_bytes(b"x")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(root))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("address", ["http://voorbeeldstad.nl/nota.pdf", "HTTPS://voorbeeldstad.nl"])
def test_never_without_the_option(address: str) -> None:
    with pytest.raises(SourceError, match="--allow-web"):
        find_sources([address])


@pytest.mark.parametrize("name", ["nota.html", "nota.pdf"])
def test_fetched_with_the_option(site: str, tmp_path: Path, name: str) -> None:
    (file,) = find_sources([f"{site}/{name}"], web_folder=tmp_path).files
    document = next(read_source(file))
    assert isinstance(document, Document)
    assert (document.title, document.source) == (making.TITLE, f"{site}/{name}")
    assert document.document_id == f"127.0.0.1/{name}"
    assert making.SENTENCE in document.text


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/weg.html", "kan niet worden opgehaald"),
        ("/ontbreekt.html", "antwoordt met 404"),
        ("/plaatje.png", "niet wordt gelezen"),
    ],
)
def test_what_cannot_be_fetched_is_told(site: str, tmp_path: Path, path: str, words: str) -> None:
    with pytest.raises(SourceError, match=words):
        find_sources([site + path], web_folder=tmp_path)
    (tmp_path / "a.txt").write_text("Een tekst.", "utf-8")
    found = find_sources([site + path, tmp_path / "a.txt"], web_folder=tmp_path)
    assert [item.source for item in found.skipped] == [site + path]
    assert [file.document_id for file in found.files] == ["a.txt"]
