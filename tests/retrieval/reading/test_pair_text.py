"""Question and passage as one text: each sentence is where its words are, and none is too long for the model."""

from __future__ import annotations

from functools import lru_cache

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpus import Passage, embedding_text, statements
from index.embedding.packed_model import MAX_TOKENS, packed_model_file
from index.embedding.pieces import Pieces
from retrieval.reading.pair_text import PASSAGE_TOKENS, QUESTION_TOKENS, pair_text

QUESTION = "Wie mag een woning sluiten?"
SENTENCES = (
    "De burgemeester sluit de woning.",
    "Dat duurt drie maanden!",
    "Café ’t Hoekje bleef open, coördinatie ontbrak.",
)


@lru_cache(maxsize=1)
def the_pieces() -> Pieces:
    return Pieces(packed_model_file().read_bytes())


@pytest.fixture
def pieces() -> Pieces:
    return the_pieces()


def passage(text: str, title: str = "Sluiting", headings: tuple[str, ...] = ("Drugs",)) -> Passage:
    return Passage("p", "d", title, "d.md", headings, text, 0, len(text))


def words_at(pieces: Pieces, given: Passage, number: int, question: str = QUESTION) -> str:
    """Return what the tokens of a statement stand for in the passage as it is read."""
    text = pair_text(pieces, question, given)
    place = text.places[number]
    assert place is not None
    read = "passage: " + embedding_text(given)
    cut = pieces.of(read)
    before = text.tokens.index(2) + 1  # </s> after the question
    return read[cut.starts[place.start - before] : cut.ends[place.stop - before - 1]]


def test_each_sentence_is_where_its_words_are(pieces: Pieces) -> None:
    given = passage(" ".join(SENTENCES))
    assert [words_at(pieces, given, number).strip() for number in range(3)] == list(SENTENCES)


def test_the_question_stands_first_and_is_cut_off(pieces: Pieces) -> None:
    given = passage(SENTENCES[0])
    long = pair_text(pieces, "sluiting " * 1_000, given)
    assert long.tokens.index(2) == QUESTION_TOKENS + 1
    assert words_at(pieces, given, 0, "sluiting " * 1_000).strip() == SENTENCES[0]


def test_what_stands_beyond_what_is_read_has_no_place(pieces: Pieces) -> None:
    given = passage(" ".join([SENTENCES[0]] * 200))
    text = pair_text(pieces, QUESTION, given)
    assert len(text.tokens) <= QUESTION_TOKENS + PASSAGE_TOKENS + 3 <= MAX_TOKENS
    read = [place is not None for place in text.places]
    assert read == sorted(read, reverse=True), "statements before one that is read are read too"
    assert read[0]
    assert not read[-1]


def test_a_passage_without_a_sentence_is_read_too(pieces: Pieces) -> None:
    assert pair_text(pieces, QUESTION, passage("")).places == []


@example(["\u200b\n"], "")
@given(
    st.lists(st.text(st.sampled_from("abé’1 €ö\u0301\u200b字😀-\n"), min_size=1, max_size=30), min_size=1, max_size=6),
    st.text(max_size=20),
)
def test_places_follow_each_other_within_the_text(parts: list[str], title: str) -> None:
    given = passage("".join(f"{part}x. " for part in parts), title)
    text = pair_text(the_pieces(), QUESTION, given)
    assert len(text.places) == len(statements(given))
    for place, statement in zip(text.places, statements(given), strict=True):
        said = given.text[statement.start : statement.end]
        assert place is not None or not any(map(str.isalnum, said)), f"{said!r} is not read"
    places = [place for place in text.places if place is not None]
    assert all(0 < place.start < place.stop < len(text.tokens) for place in places)
    starts = [place.start for place in places]
    assert starts == sorted(starts)
