"""Names of statutes and regulations: which words of a text are one, and what it is called after."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from index.analysis.words import folded

_WORD = re.compile(r"[^\W\d_]+")
# A word with such an end is the name of one, known or not: "omgevingswet", "marktverordening".
_ENDS = ("wet", "wetboek", "verordening", "besluit", "regeling", "reglement")
_FEWEST_BEFORE_END = 3  # letters
LONGEST_NAME = 12
"""Words; a longer title is no name that anyone asks with."""


class LawNames:
    """The names of laws that are known, each with the one that stands for all of the same law."""

    def __init__(self, names: Mapping[str, str]) -> None:
        """Take folded names, of several words or one."""
        self._by_first: dict[str, list[tuple[list[str], str]]] = {}
        for name in sorted(names, key=lambda name: -len(name_words(name))):
            words = name_words(name)
            self._by_first.setdefault(words[0], []).append((words, "_".join(name_words(names[name]))))

    def may_begin(self, word: str) -> bool:
        """Tell whether a name may begin with this folded word."""
        return word in self._by_first or is_name(word)

    def at(self, words: Sequence[str], at: int) -> tuple[str | None, int]:
        """Return the name, its words joined by "_", that stands at `at`, and the place behind it; or None."""
        for name, law in self._by_first.get(words[at], ()):
            end = at
            for part in name:
                if words[end] == "." and end > at:  # "Gem. wet"
                    end += 1
                if words[end] != part:
                    break
                end += 1
            else:
                return law, end
        return (words[at], at + 1) if is_name(words[at]) else (None, at)


def is_name(word: str) -> bool:
    """Tell whether a folded word by itself is the name of a statute or regulation, as its end tells."""
    return word.endswith(_ENDS) and any(
        word.endswith(end) and len(word) >= len(end) + _FEWEST_BEFORE_END for end in _ENDS
    )


def name_words(name: str) -> list[str]:
    """Return the words of a name, folded."""
    return _WORD.findall(folded(name))
