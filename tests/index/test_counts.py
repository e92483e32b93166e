"""What an update costs in counts, which no busy machine changes: calls of the model, SQL statements, files opened."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from index import LexicalQuery, LocalStore, build
from index.analysis import terms
from index.local import schema, writing
from index.local.lock import WriterLock
from index.store import Changes
from tests.counting import CountingEmbedder, Counts, counted, statements_counted
from tests.index.making import MANIFEST, document, entry


def after_one_change(tmp_path: Path, texts: int) -> tuple[Counts, CountingEmbedder]:
    """Build an index of so many texts, change one, and count what bringing the index up to date takes."""
    folder, place = tmp_path / f"beleid-{texts}", tmp_path / f"index-{texts}"
    folder.mkdir()
    for n in range(texts):
        (folder / f"{n}.txt").write_text(f"Tekst {n}\n\nIn wijk {n} loopt een boa door straat {n * 7}.", "utf-8")
    build(place, [folder], CountingEmbedder())
    (folder / "3.txt").write_text("Tekst 3\n\nHier staat nu iets anders over camera's.", "utf-8")
    embedder = CountingEmbedder()
    with statements_counted(), counted() as counts:
        report = build(place, [folder], embedder)
    assert (report.changed, report.unchanged, report.embedded) == (1, texts - 1, 1)
    return counts, embedder


@pytest.mark.parametrize("texts", [5, 60])
def test_one_changed_text_is_one_call_of_the_model(tmp_path: Path, texts: int) -> None:
    _, embedder = after_one_change(tmp_path, texts)
    assert embedder.passage_calls == [1], embedder.passages_embedded
    assert embedder.question_calls == []


def test_texts_that_did_not_change_cost_one_reading_and_no_statement_each(tmp_path: Path) -> None:
    few, _ = after_one_change(tmp_path, 5)
    many, _ = after_one_change(tmp_path, 60)
    assert len(many.statements) == len(few.statements), list(set(many.statements) - set(few.statements))[:3]
    opened = [path for path in many.opened if path.endswith(".txt")]
    assert len(opened) <= 60 + 5, opened


def test_what_a_writer_has_not_published_yet_is_loaded_once(tmp_path: Path) -> None:
    place = tmp_path / "index"
    with LocalStore.create(place, MANIFEST) as writer:
        writer.update(Changes(put=(entry(document("a", "De boa op de kade.")),)))
        with statements_counted(), LocalStore(place) as reader:
            read: list[int] = []
            with WriterLock(place).held():
                with closing(schema.connect(place, write=True)) as connection:
                    connection.execute("begin immediate")
                    writing.apply(connection, Changes(put=(entry(document("b", "De boa op de markt.")),)))
                    connection.execute("commit")
                for _ in range(5):
                    with counted() as counts, reader.view() as view:
                        assert view.document("b") is not None
                    read.append(sum(" vector" in statement for statement in counts.statements))
            writer.update(Changes(put=(entry(document("c", "De boa op het plein.")),)))
            with reader.view() as view:
                found = view.lexical(LexicalQuery(dict.fromkeys(terms("markt plein"), 1.0)), 5)
                assert len(found.keys) == 2, "what was published is not seen"
    assert read[0] > 0
    assert read[1:] == [0] * 4
