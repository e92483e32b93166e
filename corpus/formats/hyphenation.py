"""Undoing what a printed page does to words: hyphens at line ends, ligatures, and bullets of symbol fonts."""

from __future__ import annotations

import re
from collections.abc import Collection

from corpus.normalise import without_ligatures

# A hyphen before one of these words stands for a part that is left out: "zorg- en veiligheidshuis".
_AFTER_SHARED_PART = re.compile(
    r"(?:en|of|en/of|als|tot|dan|noch|maar|resp\.|respectievelijk|alsook|alsmede|evenals|plus|naar|versus)\b"
)
_ENDS_WITH_HYPHEN = re.compile(r"\w-$")
_BROKEN_WORD = re.compile(r"([^\W\d_]+)-$")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_KEEPS_ITS_HYPHEN = frozenset(
    {"niet", "ex", "oud", "anti", "pro", "non", "semi", "vice", "e", "adjunct", "bijna",
     "awb", "bibob", "boa", "wmo", "woo", "wvggz"}
)  # fmt: skip
_SYMBOL_BULLETS = re.compile("[\uf000-\uf0ff]")  # where symbol fonts have theirs, in the private use area


def words_of(text: str) -> frozenset[str]:
    """Return the words of a text, case-folded, hyphens within them kept."""
    return frozenset(word.casefold() for word in _WORD.findall(text))


def joined(line: str, following: str, words: Collection[str]) -> str:
    """Join two lines of a paragraph; a word that was broken at the line end is made whole.

    `words` are those of the whole document: they tell "veilig-/heid" (a broken word) from "niet-/beoogd" (one with
    a hyphen of its own).
    """
    with_number = _ENDS_WITH_HYPHEN.search(line) and (line[-2].isdigit() or following[:1].isdigit())
    if with_number and not _AFTER_SHARED_PART.match(following):
        return line + following  # "2020-/2024", "covid-/19"
    broken, rest = _BROKEN_WORD.search(line), _FIRST_WORD.match(following)
    if broken is None or rest is None or _AFTER_SHARED_PART.match(following):
        return f"{line} {following}"
    if broken[1].isupper() or not rest[0].islower():
        return line + following
    whole, hyphenated = (f"{broken[1]}{dash}{rest[0]}".casefold() for dash in ("", "-"))
    if whole not in words and (hyphenated in words or broken[1].casefold() in _KEEPS_ITS_HYPHEN):
        return line + following
    return line[:-1] + following


def printed_text(text: str) -> str:
    """Return `text` with the bullets of symbol fonts as bullets, and its ligatures as letters."""
    return _SYMBOL_BULLETS.sub("•", without_ligatures(text))
