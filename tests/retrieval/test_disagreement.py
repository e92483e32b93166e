"""Where two documents give other numbers to one question, both are shown; where they speak of other things, neither."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from corpus import Passage
from index import build, open_embedder
from retrieval import Hit, Searcher
from retrieval.as_json import answer_json
from retrieval.asked_words import AskedWords
from retrieval.candidate_sentences import promising_sentences
from retrieval.disagreement import says_otherwise

QUESTION = "Hoe lang duurt de kermis?"


def otherwise(
    question: str,
    one: str,
    other: str,
    *,
    documents: tuple[str, str] = ("d1", "d2"),
    days: tuple[date | None, date | None] = (None, None),
    less: float = 1.0,
) -> str | None:
    """Return what says otherwise than the sentences of `one`, where those of `other` are `less` probable."""
    hits = [
        Hit(n, 1.0, Passage(f"p{n}", document, "Beleid", f"{n}.md", (), text, 0, len(text), None, day), (), 0.9)
        for n, (text, document, day) in enumerate(zip((one, other), documents, days, strict=True), 1)
    ]
    asked = AskedWords.of(question)
    sentences = promising_sentences(asked, hits)
    answering = [sentence for sentence in sentences if sentence.hit is hits[0]]
    weights = [0.0 if sentence.hit is hits[0] else -less for sentence in sentences]
    found = says_otherwise(asked, sentences, weights, answering[0], answering[-1])
    return found.text if found else None


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        (QUESTION, "De kermis in Teststad duurt negen dagen.", "De kermis in Teststad duurt vijf dagen."),
        ("Wanneer sluit de kermis?", "De kermis sluit om 23.00 uur.", "De kermis sluit om 24.00 uur."),
        ("Wat kost de kermis?", "De kermis kost € 1.500 leges.", "De leges van de kermis kost € 2.250."),
        ("Tot wanneer duurt de kermis?", "De kermis duurt tot 1 mei 2024.", "De kermis duurt tot 4 juni 2025."),
    ],
)
def test_another_document_with_another_number_is_shown_too(question: str, one: str, other: str) -> None:
    assert otherwise(question, one, other) == other


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("De kermis duurt negen dagen.", "De kermis duurt 9 dagen.", id="the same number"),
        pytest.param("De kermis duurt negen dagen.", "De kermis van 2024 duurt negen dagen.", id="says more"),
        pytest.param("De kermis duurt 28 dagen.", "De kermis duurt vier weken.", id="in another unit"),
        pytest.param("De kermis telt 5.000 bezoekers.", "De kermis telt 5 000 bezoekers.", id="otherwise written"),
        pytest.param("De kermis duurt negen dagen.", "De braderie duurt twee dagen.", id="another subject"),
        pytest.param("De kermis volgt uit artikel 5.", "De kermis volgt uit artikel 8.", id="a reference"),
        pytest.param(
            "De kermis duurde negen dagen. Nu duurt de kermis er vijf.", "De kermis duurt 5 dagen.", id="both"
        ),
    ],
)
def test_what_does_not_disagree_is_not_shown(one: str, other: str) -> None:
    assert otherwise(QUESTION, one, other) is None


NINE, FIVE = "De kermis duurt negen dagen.", "De kermis duurt vijf dagen."


def test_a_document_does_not_disagree_with_itself() -> None:
    assert otherwise(QUESTION, NINE, FIVE, documents=("d", "d")) is None


def test_what_is_much_less_probable_is_not_shown_unless_it_is_newer() -> None:
    assert otherwise(QUESTION, NINE, FIVE, less=3.5) is None
    assert otherwise(QUESTION, NINE, FIVE, less=3.5, days=(date(2019, 1, 1), date(2024, 1, 1))) == FIVE
    assert otherwise(QUESTION, NINE, FIVE, less=3.5, days=(date(2024, 1, 1), date(2019, 1, 1))) is None
    assert otherwise(QUESTION, NINE, FIVE, less=4.5, days=(date(2019, 1, 1), date(2024, 1, 1))) is None


def test_an_answer_holds_both_and_programs_are_told_which_is_which(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    for year, days in (("2019", "negen"), ("2024", "vijf")):
        told = f"De kermis in Teststad duurt {days} dagen. De organisator ruimt daarna het terrein op."
        (tmp_path / "texts" / f"{year}.md").write_text(f"# Kermisbeleid {year}\n\n{told}\n", "utf-8")
    build(tmp_path / "index", [tmp_path / "texts"], open_embedder())
    with Searcher.open(tmp_path / "index") as searcher:
        answer = searcher.ask("Hoe lang duurt de kermis in Teststad?")
    assert answer.found, answer
    first, second = answer.citations
    assert answer.text == first.text
    assert answer.otherwise == (second,)
    assert first.passage.document_id != second.passage.document_id
    assert {"negen" in first.text, "negen" in second.text} == {True, False}, answer.citations
    assert [place["text"] for place in answer_json(answer)["otherwise"]] == [second.text]
