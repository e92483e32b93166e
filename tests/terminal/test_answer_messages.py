"""What the terminal says of answers."""

from __future__ import annotations

import pytest

from corpus import Passage
from retrieval import Answer, Citation, Hit
from retrieval.as_json import answer_json
from retrieval.written import WrittenAnswer
from terminal import answer_messages, hit_messages

SAID = {"Kermisbeleid 2019": "De kermis duurt negen dagen.", "Kermisbeleid 2024": "De kermis duurt vijf dagen."}


def answered(question: str) -> Answer:
    citations = tuple(
        Citation(Passage(title, title, title, f"{title}.md", (), said, 0, len(said)), 0, len(said), said)
        for title, said in SAID.items()
    )
    return Answer(question, True, 0.8, citations[0].text, citations, ())


def test_what_another_document_says_is_told_as_such() -> None:
    given = answered("Hoe lang duurt de kermis?")
    for told in (answer_messages.answer(given, list(SAID.values())), answer_messages.side(given)):
        nine, label, five = (told.index(part) for part in ("negen", "Een ander stuk zegt:", "vijf"))
        assert nine < told.index("80%") < label < five, told
    assert "--compare" not in answer_messages.answer(given, list(SAID.values()))
    assert "Een ander stuk" not in answer_messages.answer(given, ["De kermis duurt negen dagen."])


def test_who_names_two_years_is_told_how_to_compare_them() -> None:
    told = answer_messages.answer(answered("Hoe lang duurt de kermis in 2024 en in 2019?"), list(SAID.values()))
    assert "--compare jaar:2019 --compare jaar:2024" in told


def test_who_finds_nothing_is_told_what_to_do() -> None:
    passage = Passage("p", "d", "Titel", "d.md", (), "Tekst.", 0, 6)
    told = answer_messages.answer(
        Answer("Waarom is de lucht blauw?", False, 0.0, None, (), (Hit(1, 1.0, passage),)), []
    )
    assert "andere woorden" in told
    assert told.index("dichtst bij komen:") < told.index("Tekst.")


@pytest.mark.parametrize(
    ("question", "named"),
    [
        pytest.param("titel:nietbestaand boa", ("nietbestaand", "titel:"), id="title"),
        pytest.param('Wat is een "paarse krokodil"?', ("paarse krokodil", "aanhalingstekens"), id="phrase"),
        pytest.param("Wat is een boa?", ("filters", "leeg"), id="no text at all"),
    ],
)
def test_where_no_text_is_left_what_is_not_there_is_named(question: str, named: tuple[str, ...]) -> None:
    nothing = Answer(question, False, 0.0, None, (), ())
    for told in (answer_messages.answer(nothing, []), hit_messages.nothing(question), " ".join(nothing.advice)):
        assert all(part in told for part in named), told
        assert "dichtst bij" not in told, told
    assert answer_json(nothing)["advice"] == list(nothing.advice)
    assert "aanhalingstekens" not in " ".join(Answer("Wat is een boa?", False, 0.0, None, (), ()).advice)


def test_what_is_not_found_is_not_called_the_literal_answer() -> None:
    failure = "Het taalmodel gaf geen antwoord."
    nothing = Answer("Wat is een boa?", False, 0.0, None, (), ())
    told = answer_messages.written(WrittenAnswer(nothing, (), "model", "http://127.0.0.1", failure), [])
    assert failure in told
    assert answer_messages.LITERAL_INSTEAD not in told, told
    given = answered("Hoe lang duurt de kermis?")
    told = answer_messages.written(WrittenAnswer(given, (), "model", "http://127.0.0.1", failure), list(SAID.values()))
    assert f"{failure} {answer_messages.LITERAL_INSTEAD}" in told
