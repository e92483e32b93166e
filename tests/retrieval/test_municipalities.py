from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from index import LocalStore, build, open_embedder
from retrieval import Searcher
from retrieval.confidence import ANSWERED_FROM, Signs, answerable
from retrieval.municipalities import is_about_another

UTRECHT = "De burgemeester van Utrecht kan ontheffing verlenen."


@pytest.mark.parametrize(
    ("question", "text", "another"),
    [
        ("Wie kan in Rotterdam ontheffing verlenen?", UTRECHT, True),
        ("wie kan in rotterdam ontheffing verlenen", UTRECHT, True),
        ("ONTHEFFING IN DEN HAAG", UTRECHT, True),
        ("Wie kan in ’s-Hertogenbosch ontheffing verlenen?", UTRECHT, True),
        ("Wie kan in Utrecht ontheffing verlenen?", UTRECHT, False),
        ("Wie kan in utrecht ontheffing verlenen?", UTRECHT, False),
        ("Wie kan in Rotterdam ontheffing verlenen?", "De burgemeester kan ontheffing verlenen.", False),
        ("Wie kan in Rotterdam ontheffing verlenen?", f"{UTRECHT} In Rotterdam ook.", False),
        ("Wie kan in Rotterdam ontheffing verlenen?", f"{UTRECHT} Rotterdamse regels wijken af.", False),
        ("Wie kan in Den Bosch ontheffing verlenen?", "In 's-Hertogenbosch en Utrecht kan het.", False),
        ("Wie kan ontheffing verlenen?", UTRECHT, False),
        ("Hoe kan de gemeente het best buren laten wonen in huizen?", UTRECHT, False),
        ("Welke maatregelen leiden tot resultaat?", UTRECHT, False),
        ("Wie kan in Best ontheffing verlenen?", UTRECHT, True),
        ("Wie kan in de gemeente Bergen ontheffing verlenen?", UTRECHT, True),
        ("Wie kan in Rotterdam ontheffing verlenen?", "Best een idee. Buren klagen. Huizen staan leeg.", False),
        ("Wat doet de Veiligheidsregio Rotterdam-Rijnmond?", UTRECHT, False),
    ],
)
def test_what_holds_in_one_municipality_is_not_said_of_another(question: str, text: str, another: bool) -> None:
    assert is_about_another(question, text) is another


def test_a_text_of_a_municipality_that_its_address_names_is_of_it() -> None:
    assert not is_about_another("Wie kan in Rotterdam ontheffing verlenen?", UTRECHT, "/texts/apv-rotterdam.md")


def test_a_rule_of_another_municipality_is_no_answer_however_near_it_is() -> None:
    near = Signs(1.0, 1.0, 1.0, 0, another_language=False, share=1.0)
    assert answerable(near) > ANSWERED_FROM
    assert answerable(replace(near, another_municipality=True)) == 0.0


def test_a_passage_that_names_a_neighbour_is_still_of_the_municipality_that_its_document_names(tmp_path: Path) -> None:
    about = (
        "# Jaarwisseling\n\n## Waar dit geldt\n\nDit plan is van de gemeente Baarn.\n\n" + "Het geldt een jaar. " * 60
    )
    rule = "\n\n## Toezicht\n\nTijdens de jaarwisseling lopen twaalf boa's van Soest en Eemnes mee op straat.\n"
    embedder = open_embedder()
    for name, text in (("with", about + rule), ("without", about.replace("de gemeente Baarn", "ons") + rule)):
        (tmp_path / f"{name}.md").write_text(text, "utf-8")
        build(tmp_path / name, [tmp_path / f"{name}.md"], embedder)
    question = "Hoeveel boa's lopen er in Baarn mee op straat tijdens de jaarwisseling?"
    with Searcher(LocalStore(tmp_path / "with"), embedder) as searcher:
        answer = searcher.ask(question)
        assert "Baarn" not in answer.hits[0].passage.text, "the passage that answers names the municipality by itself"
        assert "twaalf boa's" in (answer.text or "niet gevonden")
    with Searcher(LocalStore(tmp_path / "without"), embedder) as searcher:
        assert searcher.ask(question).text is None, "of a text that names Soest only, and Baarn nowhere"
