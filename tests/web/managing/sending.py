"""How the tests send documents and wait for what becomes of them."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from retrieval import Searcher
from web.managing import changes
from web.managing.changes import uploads_folder

PEOPLE = {"Accept": "text/html"}


LONGEST_SECONDS = 120.0


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


def staged(place: Path) -> list[str]:
    return [path.name for path in uploads_folder(place).glob(f"{changes.STAGING_PREFIX}*")]
