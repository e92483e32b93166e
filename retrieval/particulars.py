"""What must not be invented: the numbers, dates and names of a sentence."""

from __future__ import annotations

import re

from corpus.dutch import MONTHS
from index.analysis import STOP_WORDS, folded, stem
from retrieval.turning_words import NUMBER_WORDS, ORDINALS, listed

UNITS = {
    **dict.fromkeys(("dag", "dagen"), "dag"),
    **dict.fromkeys(("week", "weken"), "week"),
    **dict.fromkeys(("maand", "maanden"), "maand"),
    **dict.fromkeys(("jaar", "jaren"), "jaar"),
    **dict.fromkeys(("uur", "uren"), "uur"),
    **dict.fromkeys(("minuut", "minuten"), "minuut"),
    **dict.fromkeys(("euro", "€"), "euro"),
    **dict.fromkeys(("procent", "%"), "procent"),
    **dict.fromkeys(("kilo", "kilogram", "kg"), "kilo"),
    **dict.fromkeys(("gram", "g"), "gram"),
    **dict.fromkeys(("meter", "m"), "meter"),
    **dict.fromkeys(("kilometer", "km"), "kilometer"),
}
"""What is counted, in each of its forms, with the name that it has here."""
_SIGN = r"(?:[<>≤≥±≠]|(?<![\w.,])-)"
_TOKEN = re.compile(rf"€|%|{_SIGN}?\d+(?:[.,:]\d+)*[a-z]{{0,2}}(?!\w)|{_SIGN}?\d+|[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_SIGN_AHEAD = re.compile(r"([<>]=?|[≤≥±≠]|(?<![\w.,])[-−](?=[€\d]))\s*(€\s*|)(?=\d)")
_SPELLED = {"<=": "≤", ">=": "≥", "−": "-"}
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+")
_NUMERIC_DATE = re.compile(r"\b(\d{1,2})[-/](\d{1,2})[-/]((?:19|20)\d\d)\b")
_ISO_DATE = re.compile(r"\b((?:19|20)\d\d)-(\d\d)-(\d\d)\b")
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_CLITIC = re.compile("['’]s$")
# Words that a sentence may begin with although the source has them not: they say nothing.
_OPENERS = listed(
    "volgens daarnaast bovendien verder echter hierbij daarbij hiervoor daarvoor hierdoor daardoor daarom dus ook "
    "zowel verder tevens eveneens bijvoorbeeld namelijk sinds vanaf tijdens binnen buiten wie wat waar wanneer indien "
    "mits tenzij alleen soms meestal iedereen iemand men daarna vervolgens ten eerste slechts zodra totdat via bij na "
    "per deze dit die dat zulke elke elk ieder alle"
)


def numbers(text: str) -> set[str]:
    """Return the numbers in a text, one spelling for each: "1.000", "duizend" and "1000" are one; so are dates.

    A number with a unit or a month is there once more together with it: four weeks are not four months, and the day of
    one date with the year of another is no date. Its sign is part of it: at most five is not five.
    """
    found: set[str] = set()
    words = [word.casefold() for word in _TOKEN.findall(_signs_at_figures(dates_in_words(text)))]
    for before, word, after in zip(["", *words], words, [*words[1:], ""], strict=False):
        if word in MONTHS:
            found |= {word} | {f"{value} {word}" for value in map(_value, (before, after)) if value}
        if (value := _value(word)) is not None:
            found.add(value)
            found |= {f"{value} {UNITS[unit]}" for unit in (after, before if before == "€" else "") if unit in UNITS}
    return found


def measures(text: str) -> set[tuple[str, str]]:
    """Return what is counted in a text, as pairs of kind and number: ("euro", "500"), ("rank", "1") for the first."""
    found = {("rank", NUMBER_WORDS[word]) for word in _WORD.findall(text.casefold()) if word in ORDINALS}
    for number in numbers(text):
        value, _, unit = number.partition(" ")
        if unit in UNITS.values():
            found.add((unit, value))
    return found


def strange_words(sentence: str, source: str) -> list[str]:
    """Return what `source` lacks of the names and abbreviations in `sentence`, and of its first word.

    A name stands there whole: "Best" is no part of "bestuur". The first word has a capital whatever it is.
    """
    known = {_plain(word) for word in _WORD.findall(source)}
    stems = {stem(word) for word in known}
    parts = {part for word in known for part in word.split("-")}
    first, *others = _WORD.findall(sentence) or [""]
    strange = (
        [first] if first[:1].isupper() and not (_says_nothing(first) or _is_known(_plain(first), known, stems)) else []
    )
    return strange + [
        word for word in others if word[:1].isupper() and _plain(word) not in parts and stem(_plain(word)) not in stems
    ]


def coverage(sentence: str, source: str) -> float:
    """Return which share, in [0, 1], of the words with content in `sentence` has its stem in a word of `source`."""
    known = {_plain(word) for word in _WORD.findall(source)}
    stems = {stem(word) for word in known}
    words = [_plain(word) for word in _WORD.findall(sentence) if not _says_nothing(word)]
    return sum(_is_known(word, known, stems) for word in words) / len(words) if words else 0.0


def content_stems(text: str) -> set[str]:
    """Return the stems of the words with content in a text."""
    return {stem(_plain(word)) for word in _WORD.findall(text) if not _says_nothing(word)}


def _plain(word: str) -> str:
    """Return a word folded, without the ’s of a plural or genitive: "Camera’s" is "camera"."""
    return _CLITIC.sub("", folded(word))


def _says_nothing(word: str) -> bool:
    return _plain(word) in STOP_WORDS or word.casefold() in _OPENERS


def _is_known(word: str, known: set[str], stems: set[str]) -> bool:
    """Tell whether a word, or its stem, is among those of a source, or part of a compound there."""
    root = stem(word)
    return word in known or root in stems or (len(root) >= 4 and any(root in other for other in known))


def _value(word: str) -> str | None:
    figures = word.lstrip("<>≤≥±≠-")
    if figures[:1].isdigit():
        sign = word.removesuffix(figures)
        return sign + (figures.replace(".", "") if _THOUSANDS.fullmatch(figures) else figures.replace(",", "."))
    return NUMBER_WORDS.get(word)


def _signs_at_figures(text: str) -> str:
    """Write every sign of a number in one spelling, right before its figures: "€ ≥500"."""
    return _SIGN_AHEAD.sub(lambda found: f"{found[2]}{_SPELLED.get(found[1], found[1])}", text)


def dates_in_words(text: str) -> str:
    """Write dates in figures with the names of months, as most texts do."""

    def written(year: str, month: str, day: str) -> str:
        return f" {int(day)} {MONTHS[int(month) - 1]} {year} " if 1 <= int(month) <= 12 else f" {day} {month} {year} "

    text = _NUMERIC_DATE.sub(lambda found: written(found[3], found[2], found[1]), text)
    return _ISO_DATE.sub(lambda found: written(found[1], found[2], found[3]), text)
