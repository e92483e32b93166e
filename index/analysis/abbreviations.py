"""Abbreviations of the field and what they stand for, from a data file that users extend with one of their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from pathlib import Path

from corpus.errors import InputError
from index.analysis.law_names import LawNames, is_name
from index.analysis.words import STOP_WORDS, content_words, folded, stem, words

_OWN_FILE = "afkortingen.txt"
_LAW_BEGINNINGS = (
    "wet ",
    "wetboek ",
    "besluit ",
    "algemene plaatselijke",
    "algemene verordening",
    "algemene wet",
    "uitvoeringswet ",
    "europees verdrag ",
)


@dataclass(frozen=True)
class Abbreviations:
    """Pairs of a short form and what it stands for, in the spelling of the file."""

    pairs: tuple[tuple[str, str], ...]

    def related(self, text: str) -> list[str]:
        """Return what the short forms in `text` stand for, and the short forms of what is written in full in it."""
        return list(dict.fromkeys(other for _, other in self.known(text)))

    def known(self, text: str) -> list[tuple[str, str]]:
        """Return the forms that `text` has, each with another form of the same.

        A short form that is also a common word ("OM", "WAS") counts only in the capitals of the file, and not in a text
        of several words that has no other letters.
        """
        said, stems = words(text), [stem(word) for word in content_words(text)]
        shouted = text.upper() == text and len(said) > 1
        capitals = set() if shouted else set(text.replace("'", " ").replace("’", " ").split())
        found: list[tuple[str, str]] = []
        for short, long, short_words, long_stems in self._forms:
            plain = len(short_words) > 1 or short_words[0] not in STOP_WORDS
            if _holds(said, short_words) and (plain or short in {word.strip(".,;:?!()") for word in capitals}):
                found.append((short, long))
            if _holds(stems, long_stems):
                found.append((long, short))
        return found

    @cached_property
    def laws(self) -> dict[str, str]:
        """Every name of a statute or regulation, folded, with the one name that stands for all of them."""
        named: dict[str, str] = {}
        for short, long in self.pairs:
            name = folded(long)
            is_law = name.startswith(_LAW_BEGINNINGS) or name.endswith(("wet", "wetboek")) or is_name(name.split()[0])
            if is_law and not name.startswith("artikel "):
                named |= {folded(short): name, name: name}
        return named

    @cached_property
    def spellings(self) -> dict[str, str]:
        """The spelling of every short form that is one word, by that word folded; of none that is also a common one."""
        single = {folded(short): short for short, _ in reversed(self.pairs) if short.isalpha()}
        return {word: short for word, short in single.items() if word not in STOP_WORDS}

    @cached_property
    def law_names(self) -> LawNames:
        """The names in `laws`, to be found in a text."""
        return LawNames(self.laws)

    @cached_property
    def _forms(self) -> list[tuple[str, str, list[str], list[str]]]:
        return [(short, long, words(short), [stem(w) for w in content_words(long)]) for short, long in self.pairs]


def _holds(text: Sequence[str], sought: Sequence[str]) -> bool:
    length = len(sought)
    if not length or sought[0] not in text:  # so it is for nearly all forms that there are
        return False
    return any(text[n : n + length] == sought for n in range(len(text) - length + 1))


@lru_cache(maxsize=8)
def abbreviations(own: Path | None = None) -> Abbreviations:
    """Return the abbreviations that come with the application, and those of the file `own` if one is given.

    Raises:
        InputError: `own` is not there, cannot be read, or has a line that is not understood.

    """
    pairs = list(_pairs((files("index.analysis") / _OWN_FILE).read_text("utf-8"), _OWN_FILE))
    if own is not None:
        if not own.is_file():
            raise InputError(
                f"Het bestand met eigen afkortingen {own} is er niet. Maak het, of noem een bestand dat er wel is in "
                "VEILIGHEIDSWIJZER_AFKORTINGEN."
            )
        try:
            pairs += _pairs(own.read_text("utf-8-sig"), str(own))
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(f"Het bestand met afkortingen {own} is niet te lezen als UTF-8: {error}") from error
    return Abbreviations(tuple(dict.fromkeys(pairs)))


def _pairs(text: str, name: str) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        short, equals, long = line.partition("=")
        shorts = [form.strip() for form in short.split(",")]
        longs = [form.strip() for form in long.split(";")]
        if not equals or not all(words(form) for form in (*shorts, *longs)):
            raise InputError(f'{name}, regel {number}: "{line.strip()[:80]}". Schrijf: afkorting = voluit.')
        yield from ((one, other) for one in shorts for other in longs)
