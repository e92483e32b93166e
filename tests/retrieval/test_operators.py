from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.normalise import canonical_line
from index import Filter
from index.store import Changes
from retrieval import MatchKind, Searcher
from retrieval.letter_case import in_usual_case
from retrieval.operators import Sought, both, sought
from tests.fake_embedder import FakeEmbedder
from tests.index.making import document, entry
from tests.retrieval.memory_store import MemoryStore


@pytest.mark.parametrize(
    ("question", "text", "where"),
    [
        pytest.param(
            'Wie stelt "Lokaal Gezag" vast?',
            "Wie stelt Lokaal Gezag vast?",
            Filter(phrases=("Lokaal Gezag",)),
            id="phrase",
        ),
        pytest.param("„een” en “twee”", "een en twee", Filter(phrases=("een", "twee")), id="curly quotation marks"),
        pytest.param("«een» en »twee«", "een en twee", Filter(phrases=("een", "twee")), id="pointed quotation marks"),
        pytest.param("noodbevel –noodverordening", "noodbevel", Filter(without=("noodverordening",)), id="en dash"),
        pytest.param("noodbevel −nood ‐spoed", "noodbevel", Filter(without=("nood", "spoed")), id="minus and hyphen"),
        pytest.param(
            "boa –„domein I” –titel:bibob –2019",
            "boa",
            Filter(without=("domein I", "2019"), without_fields={"title": ("bibob",)}),
            id="en dash before more",
        ),
        pytest.param("camera -voetbal -boa's", "camera", Filter(without=("voetbal", "boa's")), id="without"),
        pytest.param('boa -"domein I" nu', "boa nu", Filter(without=("domein I",)), id="without a phrase"),
        pytest.param("beleid -2019", "beleid", Filter(without=("2019",)), id="without a number"),
        pytest.param(
            'advies -titel:bibob -Bron:"nota 1.md" titel:wet',
            "advies",
            Filter({"title": ("wet",)}, without_fields={"title": ("bibob",), "source": ("nota 1.md",)}),
            id="without titles and sources",
        ),
        pytest.param("titel:Bibob", "Bibob", Filter(fields={"title": ("Bibob",)}), id="operators only"),
        pytest.param(
            'TITEL:"Wet Bibob" wie beslist', "wie beslist", Filter(fields={"title": ("Wet Bibob",)}), id="quoted value"
        ),
        pytest.param(
            "advies titel:a Titel:b, bron:nota.md?",
            "advies",
            Filter(fields={"title": ("a", "b"), "source": ("nota.md",)}),
            id="several",
        ),
        pytest.param(
            '(titel:boa "één zin") -x bron:"C:\\map\\nota 1.md"',
            "( één zin)",
            Filter(fields={"title": ("boa",), "source": ("C:\\map\\nota 1.md",)}, phrases=("één zin",), without=("x",)),
            id="all of them",
        ),
    ],
)
def test_operators(question: str, text: str, where: Filter) -> None:
    assert sought(question) == Sought(text, where)


@pytest.mark.parametrize(
    "question",
    [
        "Wie regelt zorg- en veiligheidshuizen?",
        "Wat zegt artikel 2:74 van de APV - en waarom?",
        "Wat betekent ondertitel:x of e-mail?",
        "titel: en bron:",
        "-titel:bibob -bron:nota.md",
        "zorg -en veiligheid",
        "van 2019 -2022",
        "van 2019 –2022",
        "de periode 2019–2022 en zorg– en veiligheid",
        "mag de boa –die geen politie is– boetes geven?",
        "boa – camera — plein",
        "– titel: –",
        'Een " te veel',
        'titel:"half',
        "-boa",
        '-"alleen dit"',
        "- -- -5 graden",
        '"" en "…"',
        "ex-voetballer",
        "12\" en 5'",
        "de 'titel' van -",
    ],
)
def test_what_is_no_operator_is_ordinary_words(question: str) -> None:
    assert sought(question) == Sought(question)


PARTS = st.sampled_from(
    ['"', "“", "titel:", "bron:", "-", "–", "«", " ", "boa", "Bibob", "(", "é", "’", "2:74", "-boa", '"a b"']
)


@given(st.lists(PARTS | st.text(max_size=3), max_size=14).map("".join).map(canonical_line))
def test_parsing_never_fails_and_what_is_left_has_words(question: str) -> None:
    found = sought(question)
    if found.where is None:
        assert found.text == in_usual_case(question)
    else:
        assert any(character.isalnum() or character == "_" for character in found.text), found
        assert found.where
        assert sought(found.text).where is None or len(found.text) < len(question)


@given(st.text(st.characters(exclude_characters='"“”„«»:-–−‐')).map(canonical_line))
def test_a_question_without_operators_is_unchanged_but_for_its_capitals(question: str) -> None:
    assert sought(question) == Sought(in_usual_case(question))


def test_both() -> None:
    one, other = Filter(fields={"source": ("a",)}), Filter(fields={"source": ("b",)})
    assert both(None, None) is None
    assert both(one, None) == both(None, one) == both(one, Filter()) == one
    assert list(both(one, other) or ()) == [Filter(one.fields, also=other), other]


TEXTS = {
    "Boa’s": "Een boa draagt een uniform. De burgemeester beslist over het privédomein.",
    "Wet Bibob": "De burgemeester beslist met het Landelijk Bureau Bibob over een vergunning.",
    "Voetbal": "Bij voetbal beslist de driehoek, en de burgemeester legt een stadionverbod op.",
}


@pytest.fixture
def searcher() -> Iterator[Searcher]:
    store = MemoryStore()
    store.update(
        Changes(put=tuple(entry(document(t, text, title=t, source=f"/bron/{t}.md")) for t, text in TEXTS.items()))
    )
    with Searcher(store, FakeEmbedder()) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("burgemeester beslist", set(TEXTS)),
        ('"burgemeester beslist"', {"Boa’s", "Wet Bibob"}),
        ('"PRIVEDOMEIN"', {"Boa’s"}),
        ("burgemeester -voetbal", {"Boa’s", "Wet Bibob"}),
        ("titel:bibob", {"Wet Bibob"}),
        ('bron:"Wet Bibob.md"', {"Wet Bibob"}),
        ("burgemeester -titel:bibob", {"Boa’s", "Voetbal"}),
        ('burgemeester -bron:"wet bibob.md" -titel:voetbal', {"Boa’s"}),
        ('"wet bibob"', {"Wet Bibob"}),
        ('burgemeester titel:"bibob wet"', set()),
    ],
)
def test_operators_work_where_a_question_is_typed(searcher: Searcher, question: str, expected: set[str]) -> None:
    assert {hit.passage.document_id for hit in searcher.search(question)} == expected
    answer = searcher.ask(question)
    assert answer.question == question
    assert {hit.passage.document_id for hit in answer.hits} == expected


def test_a_typed_operator_never_widens_a_filter(searcher: Searcher) -> None:
    where = Filter(fields={"source": ("Voetbal.md",)})
    assert searcher.search('burgemeester bron:"Wet Bibob.md"', where=where) == []


def test_an_exact_phrase_is_marked_in_the_passage(searcher: Searcher) -> None:
    [hit] = searcher.search('"het PRIVEDOMEIN"')
    assert hit.explanation is not None
    [match] = [match for match in hit.explanation.matches if match.kind is MatchKind.PHRASE]
    assert [hit.passage.text[span.start : span.end] for span in match.spans] == ["het privédomein"]
    assert match.spans[0] in hit.highlights
