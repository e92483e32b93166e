"""Tasks that take turns, wait for another program, or were broken off."""

from __future__ import annotations

import os
import shutil
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from index import LocalStore
from index.local.lock import WriterLock
from retrieval import Searcher
from tests.fake_embedder import FakeEmbedder
from tests.web.managing.sending import found, reported, send, staged
from web.managing import tasks, texts
from web.managing.changes import DocumentChanges, uploads_folder
from web.managing.routes import Managing


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
