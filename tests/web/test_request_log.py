"""The check on requests sees what a page asks of other hosts, and that none of it gets there."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.web.request_log import HERE, hosts_of_pages, written_to
from tests.web.test_browser import ARGUMENTS

CHROMIUM = shutil.which("chromium")
ELSEWHERE = """<title>x</title><img src="http://plaatje.example/x.png"><script>
fetch("https://gehaald.example/").catch((error) => (document.title = "mislukt"));</script>"""


class _Page(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(ELSEWHERE.encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def address() -> Iterator[str]:
    """A page that asks something of other hosts."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Page) as server:
        threading.Thread(target=server.serve_forever).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.mark.skipif(CHROMIUM is None, reason="chromium ontbreekt: apt-get install chromium")
def test_what_a_page_asks_elsewhere_is_seen_and_does_not_get_there(address: str, tmp_path: Path) -> None:
    log = tmp_path / "netwerk.json"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS, written_to(log)])
        page = browser.new_page()
        page.goto(address)
        page.wait_for_function("document.title === 'mislukt'")
        browser.close()
    assert hosts_of_pages(log) - HERE >= {"plaatje.example", "gehaald.example"}
