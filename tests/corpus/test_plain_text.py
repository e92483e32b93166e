from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.normalise import canonical_line, canonical_text
from corpus.plain_text import read_plain_text
from corpus.structure import Block, Heading, assemble


def outline(text: str) -> list[str]:
    """Write headings as "2 Kop" and blocks as they are."""
    return [f"{e.level} {e.text}" if isinstance(e, Heading) else e.text for e in read_plain_text(text)]


BODY = "Dit is een gewone alinea met een punt."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(f"Titel\n\n{BODY}\n\nKop\n\n{BODY}", ["0 Titel", BODY, "100 Kop", BODY], id="title and heading"),
        pytest.param(f"T\n\nA\n\nB\n\n{BODY}", ["0 T", "100 A", "101 B", BODY], id="heading under heading"),
        pytest.param(f"{BODY}\n\nA\n\nB\n\n\n{BODY}", [BODY, "100 A", "101 B", BODY], id="two in the text"),
        pytest.param(f"{BODY}\n\nA\n\nB\n\nC\n\n{BODY}", [BODY, "A", "B", "C", BODY], id="three are a list"),
        pytest.param(f"{BODY}\n\nMet groet", [BODY, "Met groet"], id="nothing follows"),
        pytest.param(f"1. Inleiding\n\n{BODY}\n\n1.1 Doel\n\n{BODY}", ["51 1. Inleiding", BODY, "52 1.1 Doel", BODY],
                     id="numbers"),
        pytest.param(f"1. Melden\n\n2. Bellen\n\n{BODY}", ["1. Melden", "2. Bellen", BODY], id="numbered list"),
        pytest.param(f"2 Beleid\n\n2.1 Doel\n\n{BODY}", ["51 2 Beleid", "52 2.1 Doel", BODY], id="number under number"),
        pytest.param(f"{BODY}\n\n€ 500 miljoen\n\n{BODY}", [BODY, "100 € 500 miljoen", BODY], id="amount"),
        pytest.param(f"{BODY}\n\n12\n\n{BODY}", [BODY, "12", BODY], id="page number"),
        pytest.param(f"{BODY}\n\nBijvoorbeeld bij:\n\n- een\n\n- twee", [BODY, "Bijvoorbeeld bij:", "- een", "- twee"],
                     id="lead-in"),
        pytest.param("Rozen verwelken\nschepen vergaan\n\nmaar onze liefde\nblijft bestaan",
                     ["Rozen verwelken\nschepen vergaan", "maar onze liefde\nblijft bestaan"], id="poem"),
        pytest.param("- een punt dat over een regel heen loopt en dus hier ver-\n  der gaat\n- twee",
                     ["- een punt dat over een regel heen loopt en dus hier ver- der gaat\n- twee"], id="wrapped item"),
        pytest.param("Kop\n" + "woord " * 40, ["Kop\n" + ("woord " * 40).strip()], id="line above a paragraph"),
        pytest.param("", [], id="empty"),
    ],
)  # fmt: skip
def test_outline(text: str, expected: list[str]) -> None:
    assert outline(text) == expected


def test_lines_that_were_broken_for_width_are_joined() -> None:
    wrapped = (
        "De burgemeester is bevoegd om bij verstoring van de openbare orde of bij\n"
        "ernstige vrees voor het ontstaan daarvan de bevelen te geven die hij nodig\n"
        "oordeelt.\n"
        "Postbus 1\n"
        "2500 EA Den Haag"
    )
    (block,) = read_plain_text(wrapped)
    assert block == Block(
        "De burgemeester is bevoegd om bij verstoring van de openbare orde of bij ernstige vrees voor het ontstaan "
        "daarvan de bevelen te geven die hij nodig oordeelt.\nPostbus 1\n2500 EA Den Haag"
    )


def test_leden_without_a_full_stop_keep_their_lines() -> None:
    leden = (
        "1 In deze verordening wordt verstaan onder markt: de warenmarkt die op dinsdag is ingesteld.",
        "2 Onder standplaats wordt verstaan: de plaats op de markt die het college heeft aangewezen.",
        "3 De vergunning wordt verleend voor ten hoogste vijf jaren en is niet overdraagbaar, behoudens",
        "4 Schriftelijke toestemming van het college.",
    )
    for heading in ("", "Artikel 2:48 Standplaats\n"):
        (block,) = read_plain_text(heading + "\n".join(leden))
        assert block.text == heading + "\n".join(leden)
    (block,) = read_plain_text("\n".join((leden[0], leden[2], leden[3])))
    assert block.text.endswith(" behoudens 4 Schriftelijke toestemming van het college.")


LINES = st.sampled_from(["\n", "\n\n", "Kop", "1. Kop", "2.3 Kop", "€ 5", "- een", "a. twee", "woord " * 12, BODY, " "])


@given(st.one_of(st.text(), st.lists(st.one_of(LINES, st.text(max_size=5))).map("".join)))
def test_keeps_every_character_that_is_not_white_space(text: str) -> None:
    canonical = canonical_text(text)
    structure = assemble(read_plain_text(canonical), "titel")
    assert re.sub(r"\s", "", structure.text) == re.sub(r"\s", "", canonical)


@given(st.lists(LINES).map("".join))
def test_every_heading_has_text_below_it(text: str) -> None:
    structure = assemble(read_plain_text(text), "")
    path = {heading for section in structure.sections for heading in section.headings}
    for element in read_plain_text(text):
        if isinstance(element, Heading):
            name = canonical_line(element.text)  # of "1. Kop" above "Kop" the first is kept
            assert any(heading.endswith(name) for heading in path), structure
