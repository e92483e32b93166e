"""Who types a name and no more gets what is said of it, and "niet gevonden" where nothing is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis import STOP_WORDS, words
from retrieval import Searcher
from retrieval.asked_words import AskedWords


@given(st.integers(0, 12), st.integers(1, 5))
def test_words_that_follow_each_other_in_a_text_stand_in_it(start: int, count: int) -> None:
    text = "De Kloosterlaan is om ’s nachts tot zes uur dicht; foto’s hangen bij Café ’t Hoekje."
    said = text.split()[start : start + count]
    meant = [word for word in said if words(word) and words(word)[0] not in STOP_WORDS]
    assert AskedWords.of(" ".join(said).upper()).stands_in(text) == bool(meant)


def test_other_words_do_not_stand_in_a_text() -> None:
    for question in ("Kloosterlaan dicht", "Kloosterlaantje", "de", "", "Hoe laat is de Kloosterlaan dicht?"):
        assert not AskedWords.of(question).stands_in("De Kloosterlaan is om zes uur dicht."), question


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Wet Damocles", "wordt vaak de Wet Damocles genoemd."),
        ("wet mbveo", "(Wet MBVEO)"),
        ("Tilburg", "Tilburg"),
        ("Rabobank", None),
        ("Wet Victoria", None),
        ("Kloosterlaan", None),
    ],
)
def test_a_name_alone_is_answered_where_it_stands_and_nowhere_else(
    sample_searcher: Searcher, question: str, said: str | None
) -> None:
    answer = sample_searcher.ask(question)
    assert (said in answer.text) if answer.text and said else (answer.text is said), (question, answer.text)
