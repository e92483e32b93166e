"""What questions about other things get in an index: it grows with the texts, and is kept with them."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from index import LocalStore, build
from index.background import Background, background_of, other_questions
from index.local.rebuild import rebuild
from tests.fake_embedder import FakeEmbedder


def texts(folder: Path, *lines: str) -> Path:
    folder.mkdir(exist_ok=True)
    for number, line in enumerate(lines):
        (folder / f"tekst-{number}.txt").write_text(line, "utf-8")
    return folder


def _forget(connection: sqlite3.Connection) -> None:
    connection.execute("delete from meta where name = 'background'")


def kept(place: Path) -> Background | None:
    with LocalStore(place) as store, store.view() as view:
        return view.background


def test_a_build_measures_it_and_keeps_it(tmp_path: Path) -> None:
    build(tmp_path / "index", [texts(tmp_path / "a", "De boa deelt boetes uit.")], FakeEmbedder())
    found = kept(tmp_path / "index")
    assert found is not None
    with LocalStore(tmp_path / "index") as store, store.view() as view:
        assert found == background_of(view, FakeEmbedder(), store.passage_count())


def test_texts_that_come_nearer_to_any_question_raise_it(tmp_path: Path) -> None:
    few = texts(tmp_path / "few", "De boa deelt boetes uit.")
    build(tmp_path / "index", [few], FakeEmbedder())
    before = kept(tmp_path / "index")
    build(tmp_path / "index", [texts(few, *other_questions()[:40])], FakeEmbedder())
    after = kept(tmp_path / "index")
    assert before is not None
    assert after is not None
    assert (before.passages, after.passages) == (1, 40)
    assert after.passage_cosine > before.passage_cosine


def test_a_build_that_changes_little_does_not_ask_again(tmp_path: Path) -> None:
    folder = texts(tmp_path / "a", *(f"Melding {n}: overlast op straat." for n in range(20)))
    build(tmp_path / "index", [folder], FakeEmbedder())
    before = kept(tmp_path / "index")
    (folder / "tekst-0.txt").write_text("Hoeveel manen heeft de planeet Jupiter?", "utf-8")
    build(tmp_path / "index", [folder], FakeEmbedder())
    assert kept(tmp_path / "index") == before


def test_a_rebuild_asks_again_since_another_model_has_other_cosines(tmp_path: Path) -> None:
    class Sharper(FakeEmbedder):
        """Sees a letter less of every text, so that all its cosines differ."""

        def embed_questions(self, asked):  # type: ignore[no-untyped-def]
            return super().embed_questions([text.replace("e", "") + " mm" for text in asked])

    build(tmp_path / "index", [texts(tmp_path / "a", "De boa deelt boetes uit.", "Een bevel.")], FakeEmbedder())
    before = kept(tmp_path / "index")
    rebuild(tmp_path / "index", Sharper("2"))
    after = kept(tmp_path / "index")
    assert before is not None
    assert after is not None
    assert before.passage_cosine != after.passage_cosine


def test_a_rebuild_that_is_stopped_keeps_none_of_the_model_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    build(tmp_path / "index", [texts(tmp_path / "a", "De boa deelt boetes uit.")], FakeEmbedder())
    monkeypatch.setattr("index.local.rebuild.keep_background", stopped)
    assert rebuild(tmp_path / "index", FakeEmbedder()).interrupted
    assert kept(tmp_path / "index") is None


def test_it_is_none_where_it_was_not_measured(tmp_path: Path) -> None:
    build(tmp_path / "index", [texts(tmp_path / "a", "De boa deelt boetes uit.")], FakeEmbedder())
    with LocalStore(tmp_path / "index") as store:
        store.write(_forget)
    assert kept(tmp_path / "index") is None
    with LocalStore(tmp_path / "index") as store, store.view() as view:
        assert view.background is None


def test_none_of_the_questions_is_about_the_work_of_a_municipality() -> None:
    assert len(set(other_questions())) == len(other_questions()) >= 50
    words = " ".join(other_questions()).casefold()
    for subject in ("gemeente", "burgemeester", "politie", "veilig", "vergunning", "overlast"):
        assert subject not in words, f"‘{subject}’ staat in een vraag over iets anders"
