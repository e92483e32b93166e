from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from retrieval import Span
from web.marking import Layer, marked, paragraphs, prose


def _spans(length: int) -> st.SearchStrategy[list[Span]]:
    cuts = st.lists(st.integers(0, length), max_size=8, unique=True).map(sorted)
    return cuts.map(lambda c: [Span(a, b) for a, b in zip(c[::2], c[1::2], strict=False)])


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[str, list[Span], list[Span]]:
    text = draw(st.text(st.characters(exclude_characters="\r"), max_size=80))
    return text, draw(_spans(len(text))), draw(_spans(len(text)))


@given(marked_texts())
def test_a_reader_sees_exactly_the_text_whatever_is_marked(case: tuple[str, list[Span], list[Span]]) -> None:
    text, outer, inner = case
    html = marked(text, 0, len(text), [Layer(outer, "<b>", "</b>"), Layer(inner, "<i>", "</i>")])
    shown = "".join(re.split(r"</?[bi]>", html))
    assert "<" not in shown
    assert shown == marked(text, 0, len(text), [])
    seen_as_bold = "".join(re.findall(r"<b>(.*?)</b>", html, re.DOTALL))
    bold = "".join(marked(text, span.start, span.end, []) for span in outer)
    assert "".join(re.split(r"</?i>", seen_as_bold)) == bold


@given(st.text(max_size=80))
def test_paragraphs_hold_all_but_white_space(text: str) -> None:
    spans = paragraphs(text, 0, len(text))
    assert "".join("".join(text[span.start : span.end] for span in spans).split()) == "".join(text.split())
    assert all(text[span.start : span.end] == text[span.start : span.end].strip() for span in spans)


def test_words_are_marked_within_the_answering_sentence() -> None:
    layers = [Layer([Span(3, 10)], "<b>", "</b>"), Layer([Span(0, 5), Span(9, 13)], "<i>", "</i>")]
    assert marked("aa bb <cc> dd", 0, 13, layers) == "<i>aa </i><b><i>bb</i> &lt;cc<i>&gt;</i></b><i> dd</i>"


def test_a_mark_that_runs_over_paragraphs_is_closed_in_each() -> None:
    text = "een\n\ntwee & drie"
    layer = Layer([Span(1, 9)], "<b>", "</b>")
    assert prose(text, paragraphs(text, 0, len(text)), [layer]) == "<p>e<b>en</b></p><p><b>twee</b> &amp; drie</p>"
