"""What may be meant by a word that no text has: the nearest word that the texts do have."""

from __future__ import annotations

from collections.abc import Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

from index.analysis import stem

_LETTERS_PER_SLIP = 5  # shorter words, and more slips than this, have too many neighbours
_MOST_SLIPS = 2
_SHORTEST_PART = 4
_LINKS = ("", "s", "e", "en")  # between the parts of a Dutch compound


def nearest_word(word: str, counts: Mapping[str, int]) -> str | None:
    """Return the key of `counts` (how often each known word occurs) that is most like `word`; None if none is near.

    A slip is a letter too many, too few, wrong, or changed places with the next one (optimal string alignment). The
    first letter is taken to be right. A compound of known words, or another form of one, is right itself.
    """
    slips = min(len(word) // _LETTERS_PER_SLIP, _MOST_SLIPS)
    if not slips or not word.isalpha() or word in counts or _is_compound(word, counts):
        return None
    same_beginning = [known for known in counts if known[0] == word[0] and abs(len(known) - len(word)) <= slips]
    found = process.extract(word, same_beginning, scorer=OSA.distance, score_cutoff=slips, limit=None)
    if any(stem(known) == stem(word) for known, *_ in found):
        return None
    return min(found, key=lambda match: (match[1], -counts[match[0]], match[0]))[0] if found else None


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
