"""Embedding a few passages at a time."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tests.fake_embedder import FakeEmbedder
from web.managing.polite_embedder import PoliteEmbedder


@given(st.lists(st.text(alphabet="abc ", max_size=30), max_size=20), st.integers(1, 7))
def test_a_few_at_a_time_gives_the_same_vectors_in_order(passages: list[str], at_a_time: int) -> None:
    plain, polite = FakeEmbedder(), FakeEmbedder()
    asked: list[int] = []
    embed = polite.embed_passages
    polite.embed_passages = lambda texts: asked.append(len(texts)) or embed(texts)  # type: ignore[method-assign, func-returns-value]
    found = PoliteEmbedder(polite, at_a_time).embed_passages(passages)
    np.testing.assert_array_equal(found, plain.embed_passages(passages))
    assert all(count <= at_a_time for count in asked), asked
