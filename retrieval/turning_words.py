"""Words that decide what a sentence says: with another one in their place, it says something else."""

from __future__ import annotations

import re

from index.analysis import folded


def listed(text: str) -> frozenset[str]:
    """Return the words of a list that is written as one text."""
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

DENIALS = listed("niet geen nooit niemand nergens niets zonder noch evenmin onmogelijk verboden verbiedt")
RULES = {
    "duty": listed("moet moeten moest moesten verplicht verplichte dient dienen"),
    "need": listed("hoeft hoeven hoefde hoefden"),  # denied: what need not be may be, and what must not be may not
    "permission": listed("mag mogen mocht mochten kan kunnen kon konden bevoegd toegestaan bevoegdheid"),
    "only": listed("alleen slechts uitsluitend enkel"),
    "every": listed("alle elk elke ieder iedere altijd steeds"),
    "most": listed("hoogste hooguit maximaal uiterlijk"),
    "least": listed("minste minstens minimaal tenminste"),
}
"""Words that make another rule of a sentence, by what they do to it."""

OPPOSITES = (
    (listed("ja"), listed("nee")),
    (
        listed("verleend verleent verlenen toegekend toegewezen goedgekeurd"),
        listed("geweigerd weigert weigeren afgewezen afgekeurd ingetrokken"),
    ),
    (listed("gegrond gegronde"), listed("ongegrond ongegronde")),
    (listed("hoger langer groter ouder"), listed("lager korter kleiner jonger")),
    (listed("gestegen stijgt stijging toegenomen toename"), listed("gedaald daalt daling afgenomen afname")),
)
"""Words of two sides: who has those of one says the opposite of who has those of the other."""

OPPOSITES_BEFORE = (
    (listed("voor voordat"), listed("na nadat")),
    (listed("binnen"), listed("buiten")),
    (listed("meer"), listed("minder")),
)
"""The same, of words that are opposites only before the same word: a permit for an event is not after an incident."""

OPPOSITES_BEFORE_NUMBERS = (
    (listed("meer hoger langer groter ouder boven"), listed("minder lager korter kleiner jonger onder beneden")),
)
"""The same, of words that are opposites only before the same number: "onder jongeren" is among them."""

OPPOSITES_OF_STATE = ((listed("open geopend"), listed("dicht gesloten")),)
"""The same, of words that say how a thing is, or which one: the open space is not a street that is closed."""

_EXCEPTIONS = listed("behalve mits tenzij uitgezonderd")
_TURNING = (frozenset(map(folded, NUMBER_WORDS)) - {"een"}).union(
    DENIALS,
    _EXCEPTIONS,
    *RULES.values(),
    *(
        words
        for pairs in (OPPOSITES, OPPOSITES_BEFORE, OPPOSITES_BEFORE_NUMBERS, OPPOSITES_OF_STATE)
        for pair in pairs
        for words in pair
    ),
)
BOXES = "☐☑☒✓✔✗✘"
_SAID = re.compile(rf"\w+|[€$£%‰<>=≠≤≥±{BOXES}]|(?<![\w.,])-(?=\d)")


def said(text: str) -> list[str]:
    """Return the words, figures and signs of `text` in order, folded."""
    # Folding would take "≠" for "=".
    found = _SAID.findall(text.casefold().replace("−", "-"))
    return [folded(word) if not word.isascii() and word.isalnum() else word for word in found]


def turns(word: str) -> bool:
    """Tell whether a folded word, figure or sign decides what is said."""
    return word in _TURNING or not word.isalpha()


def turning(text: str) -> tuple[str, ...]:
    """Return those of `said` that turn what is said: where they differ, even in order, texts may contradict."""
    return tuple(filter(turns, said(text)))
