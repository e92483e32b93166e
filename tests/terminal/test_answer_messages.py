"""What the terminal says of answers."""

from __future__ import annotations

from corpus import Passage
from retrieval import Answer, Citation
from terminal import answer_messages

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
