from __future__ import annotations

import pytest

from corpus.formats.hyphenation import joined, printed_text


@pytest.mark.parametrize(
    ("line", "following", "expected"),
    [
        ("het nieuwe veilig-", "heidsbeleid", "het nieuwe veiligheidsbeleid"),
        ("de zorg-", "en veiligheidshuizen", "de zorg- en veiligheidshuizen"),
        ("in- of", "uitgang", "in- of uitgang"),
        ("bestuurs-, straf-", "en privaatrecht", "bestuurs-, straf- en privaatrecht"),
        ("AVG-", "proof", "AVG-proof"),
        ("Noord-", "Holland", "Noord-Holland"),
        ("een niet-", "beoogd effect", "een niet-beoogd effect"),
        ("oud-", "burgemeester", "oud-burgemeester"),
        ("de jaren 2020-", "2024", "de jaren 2020-2024"),
        ("de covid-", "19-crisis", "de covid-19-crisis"),
        ("na een Bibob-", "toets", "na een Bibob-toets"),
        ("een Awb-", "procedure", "een Awb-procedure"),
        ("in 2020-", "en 2021", "in 2020- en 2021"),
        ("een Veilig-", "heidshuis", "een Veiligheidshuis"),
        ("de raad", "besluit", "de raad besluit"),
    ],
)
def test_lines_are_joined(line: str, following: str, expected: str) -> None:
    assert joined(line, following, frozenset({"niet-beoogd"})) == expected


def test_the_document_tells_which_hyphens_are_of_the_word() -> None:
    assert joined("een auto-", "ongeluk", {"auto-ongeluk"}) == "een auto-ongeluk"
    assert joined("een auto-", "ongeluk", {"auto-ongeluk", "autoongeluk"}) == "een autoongeluk"


def test_ligatures_and_symbol_bullets() -> None:
    assert printed_text("\uf0b7 e\ufb03ci\u00ebnt, o\ufb03cier, \ufb01nancieel, re\ufb02ectie") == (
        "• efficiënt, officier, financieel, reflectie"
    )
