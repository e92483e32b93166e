from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet
from hypothesis import given
from hypothesis import strategies as st

from corpus import split_sentences

CASES = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "data/sentences.jsonl").read_text(encoding="utf-8").splitlines()
]
# Pieces that the rules look at, so that Hypothesis meets them together.
FRAGMENTS = st.sampled_from(
    [". ", ".", "...", "…", "? ", "! ", '"', "”", ")", "(", "\n", "\n\n", "\r", "\x85", " ", "\u2003", "’s ",
     "art.", "enz.", "J.", "A.B.", "1.", "2024.", "- ", "a. ", "De", "het", "é", "😀", "e\u0301", "€"]
)  # fmt: skip


def _as_parameter(case: dict[str, object]) -> ParameterSet:
    """Mark what is known to go wrong, so that it is told when it no longer does."""
    marks = [pytest.mark.xfail(reason="not solved", strict=True)] if case.get("unsolved") else []
    return pytest.param(case, id=str(case["text"])[:40], marks=marks)


@pytest.mark.parametrize("case", [_as_parameter(case) for case in CASES])
def test_hard_dutch_sentences(case: dict[str, object]) -> None:
    text = str(case["text"])
    assert [text[start:end] for start, end in split_sentences(text)] == case["sentences"]


@given(st.one_of(st.text(), st.lists(st.one_of(FRAGMENTS, st.text(max_size=3))).map("".join)))
def test_sentences_hold_all_that_is_not_white_space_once_and_in_order(text: str) -> None:
    spans = split_sentences(text)
    sentences = [text[start:end] for start, end in spans]
    assert all(sentence and sentence == sentence.strip() for sentence in sentences), sentences
    assert all(one.end <= other.start for one, other in pairwise(spans)), spans
    assert "".join("".join(sentences).split()) == "".join(text.split()), sentences


@pytest.mark.parametrize("text", ["." * 300_000, ".)" * 200_000, "a. " * 100_000, "\n" * 500_000, " x" * 300_000])
def test_takes_time_in_proportion_to_the_text(text: str) -> None:
    assert sum(end - start for start, end in split_sentences(text)) <= len(text)
