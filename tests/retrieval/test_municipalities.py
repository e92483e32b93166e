from __future__ import annotations

from dataclasses import replace

import pytest

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
