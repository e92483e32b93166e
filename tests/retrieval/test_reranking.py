"""A second look at hits, with a real cross-encoder: a small one of chance weights that the test makes on the disk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from corpus import Passage
from corpus.errors import InputError, ModelError
from index import LocalStore
from index.arrays import FloatVector
from index.embedding.packed_model import default_model_folder
from index.store import Changes
from retrieval import CrossEncoderReranker, Hit, Ranking, Searcher, SentenceReranker
from retrieval.reranking import HITS_READ_BY_SENTENCE, RERANKED_HITS, reranked
from tests.fake_embedder import FakeEmbedder
from tests.index.making import MANIFEST, document, entry

WORDS = [
    "een",
    "burgemeester",
    "boa",
    "noodbevel",
    "huisverbod",
    "geeft",
    "draagt",
    "bewaart",
    "uniform",
    "beelden",
    "wie",
]
TEXTS = {
    "camera": "De gemeente bewaart beelden.",
    "boa": "Een boa draagt een uniform.",
    "noodbevel": "De burgemeester geeft een noodbevel.",
    "huisverbod": "De burgemeester geeft een huisverbod.",
}


@pytest.fixture(scope="session")
def model_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cross-encoder of one layer."""
    import torch
    from sentence_transformers import CrossEncoder
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
    from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    vocabulary = {word: number for number, word in enumerate([*special, *WORDS, ".", ">", "?"])}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[("[CLS]", vocabulary["[CLS]"]), ("[SEP]", vocabulary["[SEP]"])],
    )
    torch.manual_seed(1)
    config = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=64,
        num_labels=1,
        initializer_range=1.0,
    )
    made = tmp_path_factory.mktemp("herordenen")
    BertForSequenceClassification(config).save_pretrained(made / "los")
    names = {"pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, mask_token="[MASK]", model_max_length=64, **names)
    fast.save_pretrained(made / "los")
    CrossEncoder(str(made / "los"), device="cpu", local_files_only=True).save_pretrained(str(made / "model"))
    return made / "model"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[LocalStore]:
    made = LocalStore.create(tmp_path / "index", MANIFEST)
    made.update(Changes(put=tuple(entry(document(i, text, title=i)) for i, text in TEXTS.items())))
    with made:
        yield made


def hit(rank: int) -> Hit:
    return hit_of(rank, 1 / rank, f"tekst {rank}")


def hit_of(rank: int, score: float, text: str) -> Hit:
    return Hit(rank, score, Passage(f"p{rank}", f"d{rank}", "Titel", "/bron/a.txt", (), text, 0, len(text), None))


class LastFirst:
    """A reranker that prefers what stood last."""

    def scores(self, question: str, hits: Sequence[Hit]) -> FloatVector:
        return np.array([hit.rank for hit in hits], np.float32)


class AllAlike:
    def scores(self, question: str, hits: Sequence[Hit]) -> FloatVector:
        return np.ones(len(hits), np.float32)


def test_the_first_hits_change_places_and_the_others_stay() -> None:
    hits = [hit(rank) for rank in range(1, RERANKED_HITS + 4)]
    found = reranked("vraag", hits, LastFirst())
    wanted = [*range(RERANKED_HITS, 0, -1), RERANKED_HITS + 1, RERANKED_HITS + 2, RERANKED_HITS + 3]
    assert [hit.passage.passage_id for hit in found] == [f"p{rank}" for rank in wanted]
    assert [(hit.rank, hit.score) for hit in found] == [(hit.rank, hit.score) for hit in hits]
    assert reranked("vraag", hits, AllAlike()) == hits
    assert reranked("vraag", [], LastFirst()) == []


def test_a_cross_encoder_orders_by_its_own_scores(store: LocalStore, model_folder: Path) -> None:
    from sentence_transformers import CrossEncoder

    question = "Wie geeft een noodbevel?"
    searcher = Searcher(store, FakeEmbedder(), CrossEncoderReranker(model_folder))
    model = CrossEncoder(str(model_folder), device="cpu", local_files_only=True)
    by_model = {i: float(model.predict([(question, f"{i}\n{text}")])[0]) for i, text in TEXTS.items()}
    assert len({round(score, 4) for score in by_model.values()}) == len(TEXTS), "the test needs unequal scores"
    found = [hit.passage.document_id for hit in searcher.search(question)]
    assert found == sorted(TEXTS, key=lambda i: -by_model[i]), by_model
    assert searcher.search(question, 2) == searcher.search(question)[:2]
    hybrid = [hit.passage.document_id for hit in searcher.search(question, ranking=Ranking.HYBRID)]
    assert hybrid == [hit.passage.document_id for hit in Searcher(store, FakeEmbedder()).search(question)]
    assert searcher.rankings[-1] is Ranking.RERANKED


def test_a_searcher_without_a_reranker_says_so(store: LocalStore) -> None:
    searcher = Searcher(store, FakeEmbedder())
    assert searcher.rankings == (Ranking.DENSE, Ranking.LEXICAL, Ranking.HYBRID)
    with pytest.raises(InputError, match="--reranker"):
        searcher.search("boa", ranking=Ranking.RERANKED)


def test_what_is_no_cross_encoder_is_refused(tmp_path: Path, model_folder: Path) -> None:
    for folder in (tmp_path / "weg", tmp_path, default_model_folder()):
        with pytest.raises(ModelError, match=str(folder)):
            CrossEncoderReranker(folder)
    for name in ("config.json", "config_sentence_transformers.json"):
        (tmp_path / name).write_bytes((model_folder / name).read_bytes())
    with pytest.raises(ModelError, match=r"kan niet worden geladen.*volledig"):
        CrossEncoderReranker(tmp_path).scores("vraag", [hit(1)])


def test_a_passage_with_one_near_sentence_comes_first() -> None:
    question = "wie legt een huisverbod op"
    whole = "De raad vergadert. De burgemeester legt een huisverbod op. De commissie eet soep."
    hits = [hit_of(1, 0.60, "De raad en een commissie spreken over huisverbod en soep."), hit_of(2, 0.55, whole)]
    embedder = FakeEmbedder()
    nearest = SentenceReranker(embedder).nearest_sentences(question, hits)
    title_and_sentence = embedder.embed_questions(["Titel De burgemeester legt een huisverbod op.", question])
    assert float(nearest[1]) == pytest.approx(float(title_and_sentence[0] @ title_and_sentence[1])), nearest
    found = reranked(question, hits, SentenceReranker(embedder))
    assert [hit.passage.passage_id for hit in found] == ["p2", "p1"]


def test_hits_that_are_not_read_by_sentence_stay_where_they_are() -> None:
    hits = [hit_of(rank, 1 / rank, f"Tekst {rank}. Slot.") for rank in range(1, HITS_READ_BY_SENTENCE + 5)]
    found = reranked("tekst 14", hits, SentenceReranker(FakeEmbedder()))
    assert found[HITS_READ_BY_SENTENCE:] == hits[HITS_READ_BY_SENTENCE:]
    assert {hit.passage.passage_id for hit in found} == {hit.passage.passage_id for hit in hits}
    assert reranked("vraag", [], SentenceReranker(FakeEmbedder())) == []


def test_sentences_whose_vectors_the_index_keeps_are_not_embedded_again() -> None:
    embedder = FakeEmbedder()
    hits = [replace(hit(1), statement_cosines=(0.25, 0.75, 0.5)), hit(2)]
    nearest = SentenceReranker(embedder).nearest_sentences("tekst 2", hits)
    assert nearest[0] == 0.75
    assert embedder.passages_embedded == ["Titel\ntekst 2"]


def test_a_long_title_makes_no_question_fail() -> None:
    long = hit(1)
    long = replace(long, passage=replace(long.passage, title="a " * 600))
    assert len(SentenceReranker(FakeEmbedder()).scores("tekst", [long])) == 1
