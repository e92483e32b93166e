from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Passage
from corpus.normalise import canonical_text
from retrieval import Explanation, MatchKind
from retrieval.explanation import AskedTerms

WORD, RELATED, PART = MatchKind.WORD, MatchKind.RELATED, MatchKind.PART


def passage(text: str, title: str = "Nota", headings: tuple[str, ...] = ()) -> Passage:
    return Passage("p", "d", title, "d.md", headings, text, 0, len(text))


def told(question: str, text: str, title: str = "Nota", headings: tuple[str, ...] = ()) -> list[object]:
    """What a person would be told: the asked word, how it is there, and the words that were found."""
    found = AskedTerms(question).matches(passage(text, title, headings))
    return [(m.asked, m.kind, [text[s.start : s.end] for s in m.spans], m.in_heading) for m in found]


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        pytest.param(
            "Hoe hoog worden Boetes?",
            "Een boete en twee boetes.",
            [("Boetes", WORD, ["boete", "boetes"], False)],
            id="inflected",
        ),
        pytest.param("privé", "Prive’s eigen prive.", [("privé", WORD, ["Prive", "prive"], False)], id="accents"),
        pytest.param(
            "Wat mag een BOA?",
            "De buitengewoon opsporingsambtenaar mag dat, de ambtenaar niet.",
            [
                ("mag", WORD, ["mag"], False),
                ("BOA", RELATED, ["buitengewoon opsporingsambtenaar"], False),
            ],
            id="abbreviation written in full",
        ),
        pytest.param(
            "buitengewoon opsporingsambtenaar",
            "Twee boa’s.",
            [("buitengewoon opsporingsambtenaar", RELATED, ["boa"], False)],
            id="full name abbreviated",
        ),
        pytest.param(
            "camerabeelden",
            "De camera’s maken beelden van het gebeuren.",
            [("camerabeelden", PART, ["camera", "beelden"], False)],
            id="compound",
        ),
        pytest.param("gemeete", "De gemeente wordt ermee bekend.", [("gemeete", PART, ["gemeente"], False)], id="typo"),
        pytest.param(
            "camerabeelden",
            "Camerabeelden, en andere beelden.",
            [("camerabeelden", WORD, ["Camerabeelden"], False)],
            id="no parts where the whole word is",
        ),
        pytest.param("vuurwerk", "De gemeente beslist.", [], id="nothing"),
        pytest.param(
            "het OM en om de hoek",
            "Om de hoek zit het OM.",
            [("OM", WORD, ["OM"], False), ("hoek", WORD, ["hoek"], False)],
            id="a name that is a stop word",
        ),
    ],
)
def test_matches_in_words_that_a_person_understands(question: str, text: str, expected: list[object]) -> None:
    assert told(question, text) == expected


def test_a_word_of_title_or_headings_is_told_too() -> None:
    assert told("vuurwerk in de wijk", "De wijk is stil.", "Jaarwisseling", ("Vuurwerk",)) == [
        ("vuurwerk", WORD, [], True),
        ("wijk", WORD, ["wijk"], False),
    ]


def test_an_exact_phrase_is_told_where_only_a_title_or_heading_has_it() -> None:
    asked = AskedTerms("lokaal gezag", ["lokaal gezag", "wie beslist"])
    for title, headings in (("Over lokaal gezag", ()), ("Nota", ("Het lokaal", "Lokaal gezag"))):
        [match, *_] = asked.matches(passage("De burgemeester.", title, headings))
        assert (match.asked, match.kind, match.spans, match.in_heading) == ("lokaal gezag", MatchKind.PHRASE, (), True)
    assert asked.matches(passage("Wie?", "Het lokaal", ("Gezag",)))[0].kind != MatchKind.PHRASE


TEXTS = st.lists(
    st.sampled_from(
        ["boa", "camera’s", "gemeenten", "buitengewoon opsporingsambtenaar", "İ", "ﬁets", "é\n", "OM", "\n"]
    )
    | st.text(max_size=8)
).map(lambda parts: canonical_text(" ".join(parts)))


@given(TEXTS, TEXTS)
def test_matches_lie_in_the_text_and_marks_do_not_overlap(question: str, text: str) -> None:
    matches = AskedTerms(question).matches(passage(text))
    for match in matches:
        assert all(0 <= span.start < span.end <= len(text) for span in match.spans), match
        assert match.spans or match.in_heading, match
    marks = Explanation(0.0, 0.0, matches).highlights
    assert all(before.end <= after.start for before, after in pairwise(marks)), marks
    covered = {at for mark in marks for at in range(*mark)}
    assert all(set(range(*span)) & covered for match in matches for span in match.spans)
