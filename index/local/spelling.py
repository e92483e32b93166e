"""What may be meant by a word that no text has: the nearest word that the texts do have."""

from __future__ import annotations

import re
from collections.abc import Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

from index.analysis import stem

_LETTERS_PER_SLIP = 5  # shorter words, and more slips than this, have too many neighbours
_MOST_SLIPS = 2
_LONG = 9  # letters; a shorter word with another letter, or one more, is sooner another word ("strand" and "stand")
# By a slip in a short word no rare one is meant ("gedachte" by "geachte"): it is in this many passages, or this share.
_COMMON_FROM, _COMMON_SHARE = 3, 0.01
_SOUNDS = str.maketrans("cdvyz", "ktfis")  # letters that sound alike
_DOUBLED_VOWEL = re.compile(r"([aeou])\1")  # of "paneel", whose plural the stemmer does not bring together with it
_SHORTEST_PART = 4
_LINKS = ("", "s", "e", "en")  # between the parts of a Dutch compound


def nearest_word(word: str, counts: Mapping[str, int]) -> str | None:
    """Return the key of `counts` (how often each known word occurs) that is most like `word`; None if none is near.

    A slip is a letter too many, too few, wrong, or changed places with the next one (optimal string alignment). The
    first letter is taken to be right. A compound of known words, or another form of one, is right itself. A short word
    is misspelt only with a letter missing, doubled, changed places, or that sounds like another, and for no rare word.
    """
    slips = min(len(word) // _LETTERS_PER_SLIP, _MOST_SLIPS)
    if not slips or not word.isalpha() or word in counts or _is_compound(word, counts):
        return None
    same_beginning = [known for known in counts if known[0] == word[0] and abs(len(known) - len(word)) <= slips]
    found = process.extract(word, same_beginning, scorer=OSA.distance, score_cutoff=slips, limit=None)
    if any(_are_forms_of_one(known, word) for known, *_ in found):
        return None
    if found and len(word) < _LONG:
        least = min(_COMMON_FROM, _COMMON_SHARE * max(counts.values()))
        found = [m for m in found if counts[m[0]] >= least and _is_slip_in_short_word(word, m[0])]
    return min(found, key=lambda match: (match[1], -counts[match[0]], match[0]))[0] if found else None


def _are_forms_of_one(word: str, other: str) -> bool:
    if stem(word) == stem(other):
        return True
    short, long = sorted((word, other), key=len)
    single = _DOUBLED_VOWEL.sub(r"\1", short)
    return long in (f"{short}s", f"{short}e") or (single != short and long == f"{single}en")


def _is_slip_in_short_word(word: str, known: str) -> bool:
    doubled = any(word[:at] + word[at + 1 :] == known for at in range(1, len(word)) if word[at] == word[at - 1])
    sounds_alike = known.translate(_SOUNDS) == word.translate(_SOUNDS)
    return len(known) > len(word) or sorted(known) == sorted(word) or doubled or sounds_alike


def _is_compound(word: str, counts: Mapping[str, int]) -> bool:
    for at in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
        if word[:at] in counts and any(
            word[at:].startswith(link)
            and len(word) - at - len(link) >= _SHORTEST_PART
            and word[at + len(link) :] in counts
            for link in _LINKS
        ):
            return True
    return False
