"""The one canonical form of every text: what is stored, counted, shown and quoted."""

from __future__ import annotations

import re
import unicodedata

_SPECIAL = re.compile(
    "\r\n|[\r\v\f\x85\u2028\u2029]"  # line ends
    "|[\xa0\u2007\u202f]"  # non-breaking spaces
    "|\u2011"  # non-breaking hyphen
    "|[\ufb00-\ufb06]"  # ligatures
    "|[\ud800-\udfff]"  # halves of a character, from JSON
    # Controls but tab and newline; soft hyphen, zero-width space, direction marks, word joiner, byte order mark.
    "|[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
)
_LIGATURES = re.compile("[\ufb00-\ufb06]")


def canonical_text(text: str) -> str:
    r"""Return `text` in NFC, with `\n` as its only line end and nothing in it that cannot be seen or stored.

    Applying it twice gives the same as once.
    """
    return unicodedata.normalize("NFC", _SPECIAL.sub(_replacement, text))


def _replacement(match: re.Match[str]) -> str:
    special = match[0]
    if special[0] in "\r\v\f\x85\u2028\u2029":
        return "\n"
    if special in "\xa0\u2007\u202f":
        return " "
    if special == "\u2011":
        return "-"
    if "\ufb00" <= special <= "\ufb06":
        return without_ligatures(special)
    return "\ufffd" if "\ud800" <= special <= "\udfff" else ""


def without_ligatures(text: str) -> str:
    """Return `text` with the letters that its ligatures stand for: "oﬃcieel" is "officieel"."""
    return _LIGATURES.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)


def canonical_line(text: str) -> str:
    """Return `text` as one canonical line with single spaces: a title, heading, name or metadata value."""
    return " ".join(canonical_text(text).split())
