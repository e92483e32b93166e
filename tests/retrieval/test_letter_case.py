from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis import folded
from retrieval import Searcher
from retrieval.letter_case import in_usual_case

QUESTIONS = Path(__file__).resolve().parents[1] / "data" / "questions.jsonl"


@pytest.mark.parametrize(
    ("question", "usual"),
    [
        ("HOE LANG DUURT EEN HUISVERBOD?", "hoe lang duurt een huisverbod?"),
        ("Hoe Lang Duurt Een Huisverbod", "hoe lang duurt een huisverbod"),
        ("Hoe Lang Duurt Een huisverbod", "hoe lang duurt een huisverbod"),
        ("HUISVERBOD", "huisverbod"),
        ("CRÈCHE-EIGENAREN ÉÉN", "crèche-eigenaren één"),
        ("WAT ZEGT ARTIKEL 2:74 APV OVER DE BIBOB", "wat zegt artikel 2:74 APV over de Bibob"),
        ("Wat Zegt De Apv Van Het OM Over De Wpg", "wat zegt de APV van het OM over de Wpg"),
        ("WIE IS BOA?", "wie is boa?"),
        ("RIEC LIEC", "RIEC LIEC"),
        ("OM AP", "OM AP"),
        ("Hoe lang duurt een huisverbod in Den Haag?", "Hoe lang duurt een huisverbod in Den Haag?"),
        ("Wat doet het OM?", "Wat doet het OM?"),
        ("Wet Bibob", "Wet Bibob"),
        ("THV", "THV"),
        ("", ""),
    ],
)
def test_capitals_everywhere_are_no_names(question: str, usual: str) -> None:
    assert in_usual_case(question) == usual


@given(st.text(max_size=40))
def test_only_letter_case_changes(question: str) -> None:
    usual = in_usual_case(question)
    assert len(usual) == len(question)
    assert folded(usual) == folded(question)


def with_capitals(question: str) -> str:
    return " ".join(word[:1].upper() + word[1:] for word in question.split())


@pytest.mark.model
@pytest.mark.parametrize("typed", [str.upper, with_capitals], ids=["capitals", "a capital each"])
def test_questions_are_answered_in_capitals_too(sample_searcher: Searcher, typed: Callable[[str], str]) -> None:
    rows = [json.loads(line) for line in QUESTIONS.read_text("utf-8").splitlines()]
    asked = [typed(row["question"]) for row in rows if row["answerable"]][:60:2]
    answers = [sample_searcher.ask(question) for question in asked]
    assert [answer.question for answer in answers] == asked, "what is shown stays as typed"
    refused = [answer.question for answer in answers if not answer.found]
    assert len(refused) <= 2, refused


@pytest.mark.model
def test_a_misspelt_word_in_capitals_is_put_right_in_capitals(sample_searcher: Searcher) -> None:
    meant = sample_searcher.did_you_mean("HUISVERBOD VAN DE BURGERMEESTER")
    assert meant == "HUISVERBOD VAN DE BURGEMEESTER"
    assert sample_searcher.did_you_mean("HUISVERBOD VAN DE BURGEMEESTER") is None
