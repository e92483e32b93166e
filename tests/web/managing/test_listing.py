"""The list of documents, however long."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from index import LocalStore, build
from tests.fake_embedder import FakeEmbedder
from web.managing.listing import PER_PAGE, DocumentList


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
