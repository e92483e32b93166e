"""Indexes of older formats are brought up to date, step by step, and lose nothing on the way."""

from __future__ import annotations

import shutil
import sqlite3
from datetime import date
from pathlib import Path

import pytest

from corpus.errors import StoreError, StoreMismatchError
from index import Filter, LexicalQuery, LocalStore
from index.analysis import terms
from index.local import schema
from tests.index.making import EMBEDDER

GOLDEN = Path(__file__).resolve().parents[2] / "data" / "format-1"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A copy of an index that version 0.1.0 wrote, without its caches."""
    return Path(shutil.copytree(GOLDEN, tmp_path / "index"))


def test_an_index_of_format_1_opens_whole(place: Path) -> None:
    with LocalStore(place) as store:
        assert store.verify()[0].remedy.startswith("Herstel"), "the golden index comes without caches"
        with store.view() as view:
            found = view.dense(EMBEDDER.embed_question("De burgemeester wijst een gebied aan."), 10)
            passages = view.passages(found.keys.tolist())
            assert [p.document_id for p in passages] == ["a", "c"]
            assert passages[0].text == "De burgemeester wijst een gebied aan."
            assert passages[0].date == date(2026, 1, 5)
            wanted = LexicalQuery(dict.fromkeys(terms("plan"), 1.0))
            assert [p.document_id for p in view.passages(view.lexical(wanted, 10).keys.tolist())] == ["c"]
            themed = view.dense(EMBEDDER.embed_question("plan"), 10, Filter(fields={"themes": ("openbare orde",)}))
            assert [p.document_id for p in view.passages(themed.keys.tolist())] == ["a"]
        assert set(store.sources()) == {"/bron/a.txt"}
        assert store.verify() == []


def test_a_later_format_migrates_in_numbered_steps(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    step = "alter table source add column seen text not null default 'nooit';"
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, step))
    monkeypatch.setattr(schema, "FORMAT_VERSION", schema.FORMAT_VERSION + 1)
    with LocalStore(place) as store:
        assert set(store.sources()) == {"/bron/a.txt"}
        assert store.info().documents == 2
    connection = sqlite3.connect(place / schema.TRUTH_FILE)
    assert connection.execute("pragma user_version").fetchone() == (schema.FORMAT_VERSION,)
    assert connection.execute("select seen from source").fetchone() == ("nooit",)
    connection.close()


def test_a_migration_that_fails_leaves_the_index_as_it_was(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = "alter table source add column seen text; insert into nergens values (1);"
    with monkeypatch.context() as patched:
        patched.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, broken))
        patched.setattr(schema, "FORMAT_VERSION", schema.FORMAT_VERSION + 1)
        with pytest.raises(StoreError):
            LocalStore(place)
    with LocalStore(place) as store:
        assert store.info().documents == 2


def test_a_newer_format_is_refused_with_the_remedy(place: Path) -> None:
    connection = sqlite3.connect(place / schema.TRUTH_FILE)
    connection.execute("pragma user_version = 7")
    connection.close()
    with pytest.raises(StoreMismatchError, match=r"formaat 7.*nieuwere versie"):
        LocalStore(place)
