"""What a question costs in counts, which no busy machine changes: calls of the model, SQL statements, files, bytes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from corpus import Passage
from index import Filter, LocalStore, View, build
from index.local.lexical import LexicalIndex, Words
from index.local.view import LocalView
from index.store import Changes, Entry
from retrieval import Searcher, candidates
from retrieval.candidate_sentences import SENTENCES_EMBEDDED
from retrieval.fusion import Fused
from retrieval.request import Request
from tests.counting import COUNTS_BYTES, CountingEmbedder, Counts, counted, statements_counted
from tests.fake_embedder import FakeEmbedder
from tests.index.making import EMBEDDER, MANIFEST, document, entry

STREETS = ["kade", "markt", "singel", "dreef", "laan", "plein", "steeg"]
MOST_STATEMENTS = 12  # 9 now, whatever the number of hits: begin, rollback, and a look at each table that is asked
STATEMENTS_A_VIEW = 5  # begin, of which index, which generation, what is asked for, end
MOST_BYTES = 1_500_000  # SQLite pages of some hundred passages and vectors


def texts_of(folder: Path, passages: int) -> Path:
    folder.mkdir()
    with (folder / "meldingen.jsonl").open("w", encoding="utf-8") as out:
        for n in range(passages):
            street = STREETS[n % len(STREETS)]
            text = f"Op de {street} was op dag {n} overlast. De boa schreef {n % 9} boetes uit. De wijk is nu rustig."
            out.write(json.dumps({"_id": f"m{n}", "title": f"Melding {n}", "text": text}) + "\n")
    return folder


@contextmanager
def searching(tmp_path: Path, passages: int) -> Iterator[tuple[Searcher, CountingEmbedder]]:
    """Give a searcher that has answered a question before, so that what is loaded once is not counted."""
    embedder = CountingEmbedder()
    place = tmp_path / f"index-{passages}"
    build(place, [texts_of(tmp_path / f"teksten-{passages}", passages)], embedder)
    with statements_counted(), Searcher(LocalStore(place), embedder) as searcher:
        searcher.ask("Waar was overlast?")
        embedder.question_calls.clear()
        embedder.passage_calls.clear()
        yield searcher, embedder


def is_frugal(counts: Counts, views: int = 1) -> None:
    assert len(counts.statements) <= MOST_STATEMENTS + (views - 1) * STATEMENTS_A_VIEW, counts.statements
    assert counts.opened == []
    assert counts.read_bytes <= MOST_BYTES or not COUNTS_BYTES


def test_a_search_embeds_one_question_and_nothing_else(tmp_path: Path) -> None:
    with searching(tmp_path, 300) as (searcher, embedder), counted() as counts:
        hits = searcher.search("Hoeveel boetes waren er op de kade?", k=100)
    assert len(hits) == 100
    assert (embedder.question_calls, embedder.passage_calls) == ([1], [])
    is_frugal(counts)


def test_an_answer_embeds_one_question_and_few_sentences_at_once(tmp_path: Path) -> None:
    with searching(tmp_path, 300) as (searcher, embedder), counted() as counts:
        answer = searcher.ask("Hoeveel boetes waren er op de kade?")
    assert answer.hits
    assert embedder.question_calls == [1]
    assert len(embedder.passage_calls) <= 1
    assert sum(embedder.passage_calls) <= SENTENCES_EMBEDDED
    is_frugal(counts, views=2)  # the passages, and what is usual in this index


def test_the_words_of_a_filter_are_looked_up_once_a_search(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Filter] = []
    words = LexicalIndex.words

    def counting(self: LexicalIndex, where: Filter) -> Words:
        asked.append(where)
        return words(self, where)

    monkeypatch.setattr(LexicalIndex, "words", counting)
    with searching(tmp_path, 300) as (searcher, _):
        hits = searcher.search("Hoeveel boetes waren er?", k=20, where=Filter(phrases=("op de kade",)))
    assert {"kade" in hit.passage.text for hit in hits} == {True}
    assert len(asked) == 1


def test_one_result_a_document_looks_no_deeper_than_there_are_documents(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    depths: list[int] = []
    look = candidates.candidates

    def counting(view: View, request: Request, depth: int) -> Fused:
        depths.append(depth)
        return look(view, request, depth)

    monkeypatch.setattr(candidates, "candidates", counting)
    folder = tmp_path / "lang"
    folder.mkdir()
    for name, filler in (("kade", "Dat is zo. "), ("markt", "Anders zegt men. ")):
        articles = (f"## Artikel {n}\n\nDe {name} is op dag {n} dicht. {filler * 40}\n" for n in range(150))
        (folder / f"{name}.md").write_text(f"# {name}\n\n" + "\n".join(articles), "utf-8")
    place = tmp_path / "index"
    build(place, [folder], CountingEmbedder())
    with Searcher(LocalStore(place), CountingEmbedder()) as searcher:
        hits = searcher.search("Wanneer is de kade dicht, en wanneer de markt?", k=10, per_document=True)
    assert len(hits) == 2
    assert len(depths) == 1, depths


def test_documents_are_counted_once_however_deep_one_looks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    counted_fields: list[str] = []
    counts = LocalView.counts

    def counting(self: LocalView, field: str, where: Filter | None = None) -> dict[str, int]:
        counted_fields.append(field)
        return counts(self, field, where)

    monkeypatch.setattr(LocalView, "counts", counting)
    near = "De kade is dicht."
    long = document("kade", near * 900)
    passages = tuple(
        Passage(f"p{n}", "kade", "", "/bron/a.txt", (), near, at := n * len(near), at + len(near)) for n in range(900)
    )
    rows = EMBEDDER.embed_questions([near] * 900)
    other = entry(document("markt", "Iets heel anders over vuurwerk.", source="/bron/b.txt"))
    with Searcher(LocalStore.create(tmp_path / "index", MANIFEST), FakeEmbedder()) as searcher:
        searcher.store.update(Changes(put=(Entry(long, b"x" * 32, passages, rows, (b"y" * 32,) * 900), other)))
        hits = searcher.search("Wanneer is de kade dicht?", per_document=True, folded=False)
    assert [hit.passage.document_id for hit in hits] == ["kade", "markt"]
    assert counted_fields == ["document"]


@pytest.mark.skipif(not COUNTS_BYTES, reason="/proc/self/io is not there: bytes cannot be counted")
def test_an_index_of_eight_times_the_size_costs_a_question_the_same(tmp_path: Path) -> None:
    measured = []
    for passages in (250, 2_000):
        with searching(tmp_path, passages) as (searcher, _), counted() as counts:
            for street in STREETS:
                searcher.search(f"Wanneer was er overlast op de {street}?")
        measured.append(counts)
    small, large = measured
    assert len(large.statements) == len(small.statements)
    assert large.read_bytes <= small.read_bytes + len(STREETS) * MOST_BYTES
