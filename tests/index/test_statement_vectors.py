"""An index that keeps statements has a vector of each, says so, and is not mixed with one that keeps none."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import statements
from corpus.errors import StoreMismatchError
from index import LocalStore, build
from index.local.rebuild import rebuild
from index.local.truth import decoded_statements, encoded_statements
from tests.fake_embedder import FakeEmbedder

TEXT = "# Camera’s\n\nDe burgemeester wijst het gebied aan. Beelden blijven vier weken bewaard.\n"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    (tmp_path / "teksten").mkdir()
    (tmp_path / "teksten" / "camera.md").write_text(TEXT, "utf-8")
    return tmp_path / "teksten"


def kept(place: Path) -> list[tuple[str, float]]:
    """Every statement of the index, with the cosine of its vector and that of its text."""
    embedder = FakeEmbedder()
    found = []
    with LocalStore(place) as store, store.view() as view:
        keys = view.dense(embedder.embed_question("beelden"), 100).keys.tolist()
        for passage in view.passages(keys):
            texts = [statement.in_context(passage) for statement in statements(passage)]
            keys_of_it = [key for key in view.passage_keys([passage.passage_id]) if key is not None]
            for number, (text, vector) in enumerate(zip(texts, embedder.embed_questions(texts), strict=True)):
                [cosines] = view.statement_cosines(vector, keys_of_it)
                found += [(text, float(cosines[number]))] if len(cosines) else []
    return found


def test_of_no_passage_there_are_none(source: Path, tmp_path: Path) -> None:
    build(tmp_path / "index", [source], FakeEmbedder(), keep_statements=True)
    with LocalStore(tmp_path / "index") as store, store.view() as view:
        assert view.statement_cosines(FakeEmbedder().embed_question("beelden"), []) == []


def test_each_statement_has_the_vector_of_its_text_in_context(source: Path, tmp_path: Path) -> None:
    build(tmp_path / "index", [source], FakeEmbedder(), keep_statements=True)
    found = kept(tmp_path / "index")
    assert [text.splitlines()[1] for text, _ in found] == [
        "De burgemeester wijst het gebied aan.",
        "Beelden blijven vier weken bewaard.",
    ]
    assert all(cosine > 0.999 for _, cosine in found), found
    with LocalStore(tmp_path / "index") as store:
        assert store.verify() == []


def test_what_is_added_later_has_them_too_and_what_is_known_is_not_embedded_again(source: Path, tmp_path: Path) -> None:
    build(tmp_path / "index", [source], FakeEmbedder(), keep_statements=True)
    (source / "kopie.txt").write_text("Een boa draagt een uniform.", "utf-8")
    embedder = FakeEmbedder()
    build(tmp_path / "index", [source], embedder)
    assert embedder.passages_embedded == ["kopie\nEen boa draagt een uniform."], "a passage is its only statement"
    assert len(kept(tmp_path / "index")) == 3


def test_an_index_without_them_refuses_and_a_rebuild_makes_them(source: Path, tmp_path: Path) -> None:
    place = tmp_path / "index"
    build(place, [source], FakeEmbedder(), keep_statements=False)
    assert kept(place) == []
    with pytest.raises(StoreMismatchError, match="rebuild --sentences"):
        build(place, [source], FakeEmbedder(), keep_statements=True)
    rebuild(place, FakeEmbedder(), keep_statements=True)
    assert len(kept(place)) == 2
    rebuild(place, FakeEmbedder())
    assert len(kept(place)) == 2, "a rebuild keeps what the index keeps"


def test_a_new_index_has_them_unless_they_are_not_wanted(source: Path, tmp_path: Path) -> None:
    place = tmp_path / "index"
    build(place, [source], FakeEmbedder())
    assert len(kept(place)) == 2
    with pytest.raises(StoreMismatchError, match="rebuild --no-sentences"):
        build(place, [source], FakeEmbedder(), keep_statements=False)
    rebuild(place, FakeEmbedder(), keep_statements=False)
    assert kept(place) == []
    (source / "kopie.txt").write_text("Een boa draagt een uniform.", "utf-8")
    build(place, [source], FakeEmbedder())
    assert kept(place) == [], "what is added is kept as the index keeps the rest"


def _forget_statements(connection: sqlite3.Connection) -> None:
    connection.execute("delete from statement_vector")


def test_missing_ones_are_found_by_verify(source: Path, tmp_path: Path) -> None:
    build(tmp_path / "index", [source], FakeEmbedder(), keep_statements=True)
    with LocalStore(tmp_path / "index") as store:
        store.write(_forget_statements)
        findings = store.verify()
    assert [finding for finding in findings if "zinnen" in finding.what and "rebuild" in finding.remedy], findings


@given(st.integers(0, 5), st.integers(1, 400), st.integers(0, 2**32 - 1))
def test_what_is_stored_keeps_its_direction(count: int, dimension: int, seed: int) -> None:
    rows = np.random.default_rng(seed).normal(size=(count, dimension)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    back = decoded_statements(encoded_statements(rows), dimension)
    assert back.shape == rows.shape
    assert (np.sum(back * rows, axis=1) > 0.9995).all()


@pytest.mark.parametrize("longest", ["title", "heading"])
def test_a_long_title_or_heading_stops_no_build(tmp_path: Path, longest: str) -> None:
    long, title = " ".join("abcdefghij" * 40), "Titel"
    if longest == "title":
        title, long = long, "Kop"
    sentence = f"De burgemeester {'sluit ' * 130}het pand."
    (tmp_path / "nota.md").write_text(f"# {title}\n\n## {long}\n\n{sentence}\n", "utf-8")
    build(tmp_path / "index", [tmp_path / "nota.md"], FakeEmbedder(), keep_statements=True)
    assert len(kept(tmp_path / "index")) == 1
