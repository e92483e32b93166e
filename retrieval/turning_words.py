"""Words that decide what a sentence says: with another one in their place, it says something else."""

from __future__ import annotations

from index.analysis import folded


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_UNITS_BELOW_TEN = ("een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen")
_TEENS = (
    *("tien", "elf", "twaalf", "dertien", "veertien"),
    *("vijftien", "zestien", "zeventien", "achttien", "negentien"),
)
_TENS = ("twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig")
ORDINALS = (
    *("eerste", "tweede", "derde", "vierde", "vijfde", "zesde"),
    *("zevende", "achtste", "negende", "tiende", "elfde", "twaalfde"),
)
# "een" is nearly always the article; only "één" is a number.
NUMBER_WORDS: dict[str, str] = {
    "één": "1",
    **{word: str(value) for value, word in enumerate(_UNITS_BELOW_TEN, 1) if word != "een"},
    **{word: str(value) for value, word in enumerate(_TEENS, 10)},
    **{word: str(value) for value, word in zip(range(20, 100, 10), _TENS, strict=True)},
    **{
        f"{unit}{'ën' if unit.endswith('e') else 'en'}{ten}": str(value * 10 + below)
        for value, ten in enumerate(_TENS, 2)
        for below, unit in enumerate(_UNITS_BELOW_TEN, 1)
    },
    **{word: str(value) for value, word in enumerate(ORDINALS, 1)},
    "honderd": "100",
    "duizend": "1000",
    "miljoen": "1000000",
    "miljard": "1000000000",
    "helft": "helft",
    "kwart": "kwart",
    "dubbel": "dubbel",
}
"""Each number in words, in lower case, with its value in figures."""

DENIALS = _words("niet geen nooit niemand nergens niets zonder noch evenmin onmogelijk verboden verbiedt")
RULES = {
    "duty": _words("moet moeten moest moesten verplicht verplichte dient dienen hoeft hoeven"),
    "permission": _words("mag mogen mocht mochten kan kunnen kon konden bevoegd toegestaan bevoegdheid"),
    "only": _words("alleen slechts uitsluitend enkel"),
    "every": _words("alle elk elke ieder iedere altijd steeds"),
    "most": _words("hoogste hooguit maximaal uiterlijk"),
    "least": _words("minste minstens minimaal tenminste"),
}
"""Words that make another rule of a sentence, by what they do to it."""

_EXCEPTIONS = _words("behalve mits tenzij uitgezonderd")
_TURNING = (frozenset(map(folded, NUMBER_WORDS)) - {"een"}).union(DENIALS, _EXCEPTIONS, *RULES.values())


def turns(word: str) -> bool:
    """Tell whether a folded word, figure or sign is one of them."""
    return word in _TURNING or not word.isalpha()
