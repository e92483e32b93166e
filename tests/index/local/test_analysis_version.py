"""Terms that were made by another version of the analysis are never sought with those of this one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from index import LexicalQuery, LocalStore
from index.analysis import ANALYSIS_VERSION
from index.local import lexical_writing
from index.store import Changes
from tests.index.making import MANIFEST, document, entry


def found(store: LocalStore, term: str) -> list[str]:
    with store.view() as view:
        return [p.text for p in view.passages(view.lexical(LexicalQuery({term: 1.0}), 10).keys.tolist())]


def test_the_lexical_cache_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Boa's dragen camera's."
    with monkeypatch.context() as older:
        older.setattr("index.local.caches.ANALYSIS_VERSION", ANALYSIS_VERSION - 1)
        older.setattr(lexical_writing, "terms", lambda text: ["heel_anders"])
        with LocalStore.create(tmp_path / "index", MANIFEST) as store:
            store.update(Changes(put=(entry(document("a", text)),)))
            assert found(store, "heel_anders") == [text]
    untouched = shutil.copytree(tmp_path / "index", tmp_path / "copy")
    with LocalStore(tmp_path / "index") as store:
        assert found(store, "camera") == [text]
        assert found(store, "heel_anders") == []
        assert store.info().warnings == ()
    with LocalStore(untouched) as store:  # a writer is the first to see it
        store.update(Changes(put=(entry(document("b", "Een camera.")),)))
        assert set(found(store, "camera")) == {text, "Een camera."}
