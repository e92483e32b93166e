"""Statements are the sentences of a passage without its headings, each at its own place."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from corpus import Passage, statements


def passage(text: str, headings: tuple[str, ...] = ()) -> Passage:
    return Passage("p", "d", "Cameratoezicht", "bron.md", headings, text, 0, len(text))


def test_a_heading_within_a_passage_is_context_and_no_statement() -> None:
    one = passage("De burgemeester wijst aan.\n\nBewaren\n\nBeelden blijven vier weken.", ("Aanwijzen",))
    assert [statement.in_context(one) for statement in statements(one)] == [
        "Cameratoezicht > Aanwijzen\nDe burgemeester wijst aan.",
        "Cameratoezicht > Bewaren\nBeelden blijven vier weken.",
    ]
    assert [statement.number for statement in statements(one)] == [0, 2]


def test_what_is_too_long_for_a_sentence_is_left_out() -> None:
    assert statements(passage("woord " * 400)) == []


@given(st.text(max_size=300))
def test_statements_stand_in_order_and_do_not_overlap(text: str) -> None:
    found = statements(passage(text))
    places = [(statement.start, statement.end) for statement in found]
    assert all(0 <= start < end <= len(text) for start, end in places), places
    assert all(end <= start for (_, end), (start, _) in pairwise(places)), places
