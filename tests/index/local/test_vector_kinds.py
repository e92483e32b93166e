from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from index import LocalStore
from index.arrays import FloatMatrix, KeyArray
from index.local import vector_kinds
from index.local.vectors import SPARE, VectorSet, load, save
from index.store import Changes
from tests.index.making import EMBEDDER, MANIFEST, document, entry

COUNT, DIMENSION = 6_000, 64


@pytest.fixture(scope="module")
def vectors() -> FloatMatrix:
    """Vectors in clusters, as those of texts are; isotropic ones have no near neighbours to find."""
    chance = np.random.default_rng(7)
    centres = chance.standard_normal((60, DIMENSION)).astype(np.float32)
    made = centres[chance.integers(0, 60, COUNT)] + 0.5 * chance.standard_normal((COUNT, DIMENSION)).astype(np.float32)
    scaled: FloatMatrix = made / np.linalg.norm(made, axis=1, keepdims=True)
    return scaled


def batches_of(vectors: FloatMatrix) -> vector_kinds.Batches:
    def batches() -> Iterator[tuple[KeyArray, FloatMatrix]]:
        for first in range(0, len(vectors), 1_000):
            part = vectors[first : first + 1_000]
            yield np.arange(first, first + len(part), dtype=np.int64) + 1, part

    return batches


def whole(main: object, removed: list[int] | None = None) -> VectorSet:
    nothing = np.empty(0, np.int64)
    return VectorSet(main, 1, nothing, np.empty((0, DIMENSION), np.float32), np.array(removed or [], np.int64))


def test_exact_search_ranks_as_numpy_does(vectors: FloatMatrix) -> None:
    found = whole(vector_kinds.exact(batches_of(vectors), DIMENSION)).search(vectors[17], 20)
    scores = vectors @ vectors[17]
    assert found.keys[0] == 18
    assert np.allclose(found.scores, np.sort(scores)[::-1][:20], atol=2e-3)


def test_clustered_search_keeps_the_recall_that_it_tells(vectors: FloatMatrix, tmp_path: Path) -> None:
    made = vector_kinds.clustered(batches_of(vectors), DIMENSION, COUNT)
    assert made.kind == "ivf"
    assert made.recall is not None
    assert made.recall >= vector_kinds.AIMED_RECALL
    save(made.main, tmp_path / "v")
    again = load(tmp_path / "v")
    assert again.nprobe == made.main.nprobe, "the clusters to search are forgotten on the disk"
    exact = whole(vector_kinds.exact(batches_of(vectors), DIMENSION))
    shared = [
        len(np.intersect1d(exact.search(vectors[n], 10).keys, whole(again).search(vectors[n], 10).keys))
        for n in range(0, COUNT, 50)
    ]
    assert np.mean(shared) / 10 >= 0.95


def test_recall_is_what_exact_scores_say_where_all_are_near() -> None:
    """Vectors in a narrow cone, some dimensions of which are much larger: rounding moves scores past each other."""
    chance = np.random.default_rng(7)
    made = chance.standard_normal((COUNT, DIMENSION)) + 6 * chance.standard_normal(DIMENSION)
    made[:, :3] *= 8
    vectors = (made / np.linalg.norm(made, axis=1, keepdims=True)).astype(np.float32)
    told = vector_kinds.clustered(batches_of(vectors), DIMENSION, COUNT)
    shares = []
    for question in vectors[::30]:
        scores = vectors @ question
        found = whole(told.main).search(question, 10 + SPARE).keys - 1
        shares.append((np.sort(scores[found])[::-1][:10] >= np.sort(scores)[-10] - 1e-6).mean())
    assert told.recall is not None
    assert told.recall == pytest.approx(np.mean(shares), abs=0.02)
    assert told.recall >= vector_kinds.AIMED_RECALL


@pytest.mark.parametrize("kind", ["exact", "ivf"])
def test_filters_and_removals_go_down_into_the_index(vectors: FloatMatrix, kind: str) -> None:
    batches = batches_of(vectors)
    main = (
        vector_kinds.exact(batches, DIMENSION)
        if kind == "exact"
        else vector_kinds.clustered(batches, DIMENSION, COUNT).main
    )
    allowed = np.arange(1, 200, 7, dtype=np.int64)
    found = whole(main, removed=[1, 8]).search(vectors[0], 10, allowed)
    assert set(found.keys) <= set(allowed) - {1, 8}
    assert len(found.keys) == 10
    left = np.setdiff1d(allowed, [1, 8])
    assert set(whole(main, removed=[1, 8]).search(vectors[0], 100, allowed).keys) == set(left), "some are never found"
    assert len(whole(main).search(vectors[0], 10, np.empty(0, np.int64)).keys) == 0


def test_a_store_past_the_size_is_clustered_and_stays_right(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vector_kinds, "EXACT_UP_TO", 300)
    with LocalStore.create(tmp_path / "index", MANIFEST) as store:
        texts = [f"tekst {n} over onderwerp{n % 40} en zaak{n % 7}" for n in range(600)]
        store.update(Changes(put=tuple(entry(document(f"d{n}", text)) for n, text in enumerate(texts))))
        found = store.info()
        assert found.vector_kind == "ivf"
        assert found.vector_recall is not None
        assert found.vector_recall >= vector_kinds.AIMED_RECALL
        store.update(Changes(remove=("d5",), put=(entry(document("nieuw", "iets heel nieuws")),)))
        with store.view() as view:
            best = view.passages(view.dense(EMBEDDER.embed_question("iets heel nieuws"), 3).keys.tolist())
            assert best[0].text == "iets heel nieuws"
            five = view.passages(view.dense(EMBEDDER.embed_question(texts[5]), 600).keys.tolist())
            assert "d5" not in {passage.document_id for passage in five}
            question = EMBEDDER.embed_question("iets over onderwerp3")
            nearest = view.dense(question, 50)
            plain = view.vectors(nearest.keys.tolist()) @ question
            assert np.allclose(nearest.scores, plain, atol=1e-6), "scores are those of rounded vectors"
            assert np.all(np.diff(nearest.scores) <= 0)
        assert store.verify() == []
