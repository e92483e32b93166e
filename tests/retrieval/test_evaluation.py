"""Measures checked against scores computed by hand, question sets as people write them, and whole evaluations."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import SourceError
from index import LocalStore
from index.arrays import FloatMatrix
from index.store import Changes
from retrieval import Ranking, Searcher
from retrieval.evaluation import evaluate, index_of, read_question_set
from retrieval.evaluation.measures import MEASURES, difference, estimate, scores
from terminal.evaluation_report import as_page, as_text
from tests.fake_embedder import FakeEmbedder
from tests.index.making import MANIFEST, document, entry

TEXTS = {
    "camera": "De gemeente bewaart beelden van camera’s vier weken.",
    "boa": "Een boa draagt een uniform en een legitimatiebewijs.",
    "huisverbod": "De burgemeester legt een huisverbod op voor tien dagen.",
    "noodbevel": "De burgemeester geeft een noodbevel bij wanorde.",
}


class SlowEmbedder(FakeEmbedder):
    """Lets the clock run for every question; nothing else does."""

    seconds = 0.0

    def embed_questions(self, texts: Sequence[str]) -> FloatMatrix:
        self.seconds += 1.5 * len(texts)
        return super().embed_questions(texts)

    def perf_counter(self) -> float:
        return self.seconds


@pytest.fixture
def searcher(tmp_path: Path) -> Iterator[Searcher]:
    store = LocalStore.create(tmp_path / "index", MANIFEST)
    store.update(
        Changes(put=tuple(entry(document(i, text, title=i, source=f"/bron/{i}.txt")) for i, text in TEXTS.items()))
    )
    with Searcher(store, FakeEmbedder()) as opened:
        yield opened


def write_rows(file: Path, *rows: Mapping[str, object]) -> Path:
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return file


def beir_folder(folder: Path) -> Path:
    write_rows(folder / "corpus.jsonl", *({"_id": i, "title": i, "text": text} for i, text in TEXTS.items()))
    write_rows(
        folder / "queries.jsonl",
        {"_id": "v1", "text": "hoe lang bewaart de gemeente beelden"},
        {"_id": "v2", "text": "wat draagt een boa"},
        {"_id": "v3", "text": "zonder oordeel"},
    )
    (folder / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nv1\tcamera\t1\nv2\tboa\t1\nv2\tcamera\t0\n", "utf-8")
    return folder


def test_measures_computed_by_hand() -> None:
    relevant = {"first": {"a": 1}, "third": {"a": 1}, "two": {"a": 1, "b": 2}, "eleventh": {"a": 1}, "none": {"a": 1}}
    fill = [f"x{n}" for n in range(10)]
    ranked = {
        "first": ["a", "x"],
        "third": ["x", "y", "a"],
        "two": ["a", "x", "b", "a"],  # an item counts where it comes first
        "eleventh": [*fill, "a"],
        "none": [],
    }
    found = scores(relevant, ranked)
    rows = {name: [found[name][measure] for measure in MEASURES] for name in ranked}
    ndcg_two = (1 / math.log2(2) + 2 / math.log2(4)) / (2 / math.log2(2) + 1 / math.log2(3))
    assert rows == {
        "first": pytest.approx([1, 1, 1, 1, 1, 1]),
        "third": pytest.approx([1 / math.log2(4), 1 / 3, 0, 1, 1, 1]),
        "two": pytest.approx([ndcg_two, 1, 0.5, 1, 1, 1]),
        "eleventh": pytest.approx([0, 0, 0, 0, 0, 1]),
        "none": pytest.approx([0, 0, 0, 0, 0, 0]),
    }


@given(st.lists(st.integers(0, 120), unique=True, max_size=110), st.sets(st.integers(0, 120), min_size=1, max_size=5))
def test_measures_are_shares_that_grow_with_depth(ranked: list[int], relevant: set[int]) -> None:
    found = scores({"v": {str(i): 1 for i in relevant}}, {"v": [str(i) for i in ranked]})["v"]
    assert all(0 <= value <= 1 + 1e-9 for value in found.values()), found
    recalls = [found[f"recall@{k}"] for k in (1, 5, 10, 100)]
    assert recalls == sorted(recalls), found
    assert recalls[3] == pytest.approx(len(relevant & set(ranked[:100])) / len(relevant))


def test_intervals_and_chance_computed_by_hand() -> None:
    assert estimate([1.0, 1.0, 1.0]).low == estimate([1.0, 1.0, 1.0]).high == 1.0
    half = estimate([0.0, 1.0] * 50)  # the mean of 100 coins: a standard error of 0.05, so 0.5 ± 1.96 · 0.05
    assert (half.mean, half.low, half.high) == pytest.approx((0.5, 0.402, 0.598), abs=0.012)
    # Four differences of one sign: of the 16 ways to give them signs, 2 are as far from 0.
    four = difference([1.0, 0.9, 0.8, 0.7], [0.5, 0.4, 0.3, 0.2])
    assert (four.mean, four.p_value) == pytest.approx((0.5, 2 / 16))
    alike = difference([1.0, 0.5, 0.3], [1.0, 0.5, 0.3])
    assert (alike.mean, alike.low, alike.high, alike.p_value) == pytest.approx((0, 0, 0, 1))


def test_a_folder_in_beir_layout(tmp_path: Path) -> None:
    found = read_question_set(beir_folder(tmp_path))
    assert [(q.question_id, dict(q.relevant)) for q in found.questions] == [("v1", {"camera": 1}), ("v2", {"boa": 1})]
    assert (found.corpus, found.of_documents, found.unanswerable) == (tmp_path / "corpus.jsonl", True, 1)


def test_judgements_without_names_of_columns_and_ids_that_are_numbers(tmp_path: Path) -> None:
    write_rows(tmp_path / "queries.jsonl", {"_id": 1, "text": "Wat?"}, {"_id": 2, "text": "Hoe?"})
    (tmp_path / "qrels.tsv").write_text("1\tcamera\t1\n2\tboa\t1\n", "utf-8")
    found = read_question_set(tmp_path)
    assert ([q.question_id for q in found.questions], found.unanswerable) == (["1", "2"], 0)


def test_documents_that_the_index_does_not_have_are_told(searcher: Searcher, tmp_path: Path) -> None:
    rows = [{"question": f"Wat doet de {name}?", "text": name} for name in ("boa", "camera.txt", "weg", "ook-weg")]
    evaluation = evaluate(searcher, read_question_set(write_rows(tmp_path / "vragen.jsonl", *rows)))
    assert evaluation.not_in_index == 2
    assert "2 vragen zoeken een document dat niet in de index staat" in as_text(evaluation, 0)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        pytest.param([{"question": "?!", "answer": "Dit."}], ["regel 1", "leeg"], id="no-word"),
        pytest.param([{"question": "a" * 3000, "answer": "Dit."}], ["regel 1", "2.000"], id="too-long"),
        pytest.param([{"question": "Wat?"}], ["regel 1", "answer", "text"], id="nothing-to-find"),
        pytest.param([{"vraag": "Wat?", "answer": "Dit."}], ["regel 1", "'question'"], id="no-question"),
        pytest.param([{"question": "Wat?", "answer": "Dit."}], ["ten minste 2", "het er 1"], id="one-question"),
    ],
)
def test_files_that_cannot_be_used(tmp_path: Path, rows: list[dict[str, object]], words: list[str]) -> None:
    file = write_rows(tmp_path / "vragen.jsonl", *rows)
    with pytest.raises(SourceError) as caught:
        read_question_set(file)
    assert all(word in str(caught.value) for word in [str(file), *words]), caught.value


def test_folders_that_cannot_be_used(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"qrels\.tsv"):
        read_question_set(tmp_path)
    with pytest.raises(SourceError, match="bestaat niet"):
        read_question_set(tmp_path / "weg")
    (beir_folder(tmp_path) / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nv1\tcamera\thoog\n", "utf-8")
    with pytest.raises(SourceError, match=r"regel 2.*hoog"):
        read_question_set(tmp_path)
    (tmp_path / "qrels.tsv").write_bytes("vraag\ttekst\twaarde\nv1\tcafé\t1\n".encode("latin-1"))
    with pytest.raises(SourceError, match="UTF-8"):
        read_question_set(tmp_path)


def test_questions_with_an_answer_or_a_document(searcher: Searcher, tmp_path: Path) -> None:
    file = write_rows(
        tmp_path / "vragen.jsonl",
        {"id": "a", "question": "hoe lang bewaart de gemeente beelden", "answer": "vier weken", "text": "camera"},
        {"id": "b", "question": "wat draagt een boa", "text": "boa"},
        {"id": "c", "question": "noodbevel", "answer": "staat nergens zo"},
        {"id": "d", "question": "hoe bak je brood", "answerable": False},
    )
    found = evaluate(searcher, read_question_set(file)).rankings[0]
    assert [(r.question_id, r.rank) for r in found.questions] == [("a", 1), ("b", 1), ("c", None)]
    assert found.measures["recall@1"].mean == pytest.approx(2 / 3)
    (worst,) = found.worst(5)
    assert (worst.question_id, worst.wanted) == ("c", ("staat nergens zo",))
    assert worst.found[0].document_id == "noodbevel", worst.found
    by_document = read_question_set(file, per_document=True)
    assert by_document.questions[0].relevant == {"camera": 1}


def test_rankings_are_compared_on_the_same_questions(searcher: Searcher, tmp_path: Path) -> None:
    questions = read_question_set(beir_folder(tmp_path))
    told: list[tuple[int, int]] = []
    found = evaluate(
        searcher, questions, list(searcher.rankings), progress=lambda done, total: told.append((done, total))
    )
    assert told == [(n + 1, 2 * len(searcher.rankings)) for n in range(2 * len(searcher.rankings))]
    assert [result.ranking for result in found.rankings] == list(searcher.rankings)
    for result in found.rankings:
        hits = searcher.search(questions.questions[0].question, 3, ranking=result.ranking)
        assert [f.document_id for f in result.questions[0].found] == [hit.passage.document_id for hit in hits]
    pairs = {(c.second, c.first) for c in found.comparisons}
    assert (Ranking.DENSE, Ranking.HYBRID) in pairs
    assert len(pairs) == len(searcher.rankings) * (len(searcher.rankings) - 1) // 2
    text, page = as_text(found, 3), as_page(found, 3)
    for name, value in found.rankings[0].measures.items():
        assert name in text
        assert f"{value.mean:.3f}".replace(".", ",") in text
        assert f"{value.mean:.3f}".replace(".", ",") in page
    assert page.count("<rect") == len(MEASURES) * len(searcher.rankings)


def test_embedding_a_question_is_in_the_time_of_no_way(
    searcher: Searcher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = SlowEmbedder()
    monkeypatch.setattr(time, "perf_counter", slow.perf_counter)
    with Searcher(searcher.store, slow) as other:
        found = evaluate(other, read_question_set(beir_folder(tmp_path)), list(other.rankings))
    assert slow.seconds == 3, "each of two questions is embedded once"
    assert {result.median_ms for result in found.rankings} == {0.0}, found.rankings
    assert "zonder" in as_text(found, 0).split("zoektijd")[1].split(":")[0]


def test_the_page_shows_texts_as_texts(searcher: Searcher, tmp_path: Path) -> None:
    rows = [{"question": f"<script>boa {n}</script>", "answer": "<b>nergens</b>"} for n in range(2)]
    page = as_page(evaluate(searcher, read_question_set(write_rows(tmp_path / "v.jsonl", *rows))), 2)
    assert "<script" not in page
    assert "&lt;script&gt;boa 1&lt;/script&gt;" in page
    assert "<b>" not in page


def test_the_index_of_a_corpus_is_kept_and_follows_the_file(tmp_path: Path) -> None:
    folder, cache = tmp_path / "set", tmp_path / "cache"
    folder.mkdir()
    corpus = beir_folder(folder) / "corpus.jsonl"
    first, again, changed = FakeEmbedder(), FakeEmbedder(), FakeEmbedder()
    place = index_of(corpus, first, cache=cache)
    assert len(first.passages_embedded) == len(TEXTS)
    assert index_of(corpus, again, cache=cache) == place
    assert again.passages_embedded == []
    corpus.write_text(corpus.read_text("utf-8").replace("vier weken", "drie weken"), "utf-8")
    assert index_of(corpus, changed, cache=cache) == place
    assert len(changed.passages_embedded) == 1
    assert index_of(corpus, FakeEmbedder(revision="2"), cache=cache) != place
    with Searcher(LocalStore(place), FakeEmbedder()) as searcher:
        found = evaluate(searcher, read_question_set(folder))
    assert [result.rank for result in found.rankings[0].questions] == [1, 1]


def test_nothing_is_measured_on_a_corpus_that_was_read_in_part(tmp_path: Path) -> None:
    corpus = beir_folder(tmp_path) / "corpus.jsonl"

    def interrupted(files_done: int, files_total: int, passages_embedded: int, share: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        index_of(corpus, FakeEmbedder(), cache=tmp_path / "cache", progress=interrupted)
    place = index_of(corpus, FakeEmbedder(), cache=tmp_path / "cache")
    with LocalStore(place) as store:
        assert store.passage_count() == len(TEXTS)
