"""What an update costs in counts, which no busy machine changes: calls of the model, SQL statements, files opened."""

from __future__ import annotations

from pathlib import Path

import pytest

from index import build
from tests.counting import CountingEmbedder, Counts, counted, statements_counted


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
