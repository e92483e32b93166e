"""Which leden and onderdelen of an article a passage holds, as a lawyer writes it: "artikel 5, leden 2 en 3"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.statutes.amending import ONDERDEEL

_MARKER = re.compile(
    r"^[ \t]*(?:(?:Lid |\()?(?P<lid>\d{1,2})(?P<inserted>[a-z]{0,2})(?:[.):]|(?= [A-ZÀ-Þ]))|(?P<onderdeel>[a-z])[.)])"
    r"(?=\s|[A-ZÀ-Þ]|[a-zß-ÿ]{2}|$)"  # "e.het", but not "e.a."
    r"|(?<=[.;:] )(?P<run_on>\d{1,2})\. (?=[A-ZÀ-Þ])",  # the line end before a lid was lost
    re.MULTILINE,
)
_LARGEST_STEP = 3  # letters; those between are repealed
_Lid = tuple[int, str]


@dataclass(frozen=True, slots=True)
class _Part:
    """From where on (a code point of the article) the text is in which lid and onderdeel."""

    start: int
    lid: str | None
    onderdeel: str | None


def address_within(address: str, article: str, start: int, end: int) -> str:
    """Return the address of `article[start:end]`, given that of the article.

    It names the article alone where that is held from its beginning to its last lid or onderdeel, or where its
    numbers do not tell what is a lid; those in an onderdeel that amends are of what it quotes.
    """
    if ONDERDEEL in address:
        return address
    parts = _parts(article)
    first = max((i for i, part in enumerate(parts) if part.start <= start), default=None)
    last = max((i for i, part in enumerate(parts) if part.start < end), default=None)
    if first is None or last is None or (first == 0 and last == len(parts) - 1):
        return address
    one, other = parts[first], parts[last]
    begun = one.onderdeel is not None  # in the midst of a lid
    if one.lid is None:
        return (
            f"{address}, {_named('onderdeel', 'onderdelen', _onderdelen(parts[first : last + 1]))}"
            if begun
            else address
        )
    if one.lid == other.lid:
        within = _onderdelen(parts[first : last + 1]) if begun else []
        return ", ".join([address, f"lid {one.lid}", *([_named("onderdeel", "onderdelen", within)] if within else [])])
    if begun:
        return f"{address}, lid {one.lid}, onderdeel {one.onderdeel}, tot en met lid {other.lid}"
    leden = list(dict.fromkeys(part.lid for part in parts[first : last + 1] if part.lid is not None))
    return f"{address}, {_named('lid', 'leden', leden)}"


def _onderdelen(parts: Sequence[_Part]) -> list[str]:
    return [part.onderdeel for part in parts if part.onderdeel is not None]


def _named(one: str, several: str, names: Sequence[str]) -> str:
    if not names:
        return ""
    if len(names) == 1:
        return f"{one} {names[0]}"
    return f"{several} {names[0]} {'en' if len(names) == 2 else 'tot en met'} {names[-1]}"


def _parts(article: str) -> list[_Part]:
    """Return where each lid and onderdeel begins, the text above the first of them too; nothing if that is unclear.

    Numbers go up by one from 1, and letters go up from a. Numbers that begin anew are a list within a lid; letters
    that do make it unclear which of them are onderdelen, so that none of that lid are told apart. Numbers that a
    colon announces are a list and no leden.
    """
    parts = [_Part(0, None, None)]
    lid: _Lid = (0, "")
    letter = ""  # of the onderdeel at hand
    is_clear = True  # which letters are onderdelen
    listed = 0  # of a list within a lid: the last number
    for match in _MARKER.finditer(article):
        if found := match["onderdeel"]:
            listed = 0
            if found == "a" and letter:
                is_clear = False
                parts = [part for part in parts if part.lid != _written(lid) or part.onderdeel is None]
            elif is_clear and 1 <= ord(found) - ord(letter or "`") <= (_LARGEST_STEP if letter else 1):
                letter = found
                parts.append(_Part(match.start(), _written(lid), found))
            continue
        number = (int(match["lid"] or match["run_on"]), match["inserted"] or "")
        follows = number == (lid[0] + 1, "") or (number[0] == lid[0] > 0 and number[1] > lid[1])
        continues = number == (listed + 1, "") and (listed > 0 or lid[0] > 0 or bool(letter)) and not match["run_on"]
        is_list = number == (1, "") and article[: match.start()].rstrip().endswith(":") and not lid[0]
        if is_list or (follows and continues):
            return []
        if follows:
            lid, letter, is_clear, listed = number, "", True, 0
            parts.append(_Part(match.start(), _written(lid), None))
        elif continues:
            listed = number[0]
    if len(parts) > 1 and not article[: parts[1].start].strip():
        del parts[0]
    return parts


def _written(lid: _Lid) -> str | None:
    return f"{lid[0]}{lid[1]}" if lid[0] else None
