"""Which lines that stand out, but have no style of a heading, read as one: the same rule for every format."""

from __future__ import annotations

import re

from corpus.sentences import split_sentences

LARGER = 1.12  # than the text: type that stands out by its size
_MAX_HEADING = 110  # characters
_NO_END = (".", ",", ";", ":", "…", "-", "!")
_STARTS = re.compile(r"[\"'“‘(\[¿]?(?:[^\W_a-zß-ÿ]|€)")
_NUMBER = re.compile(
    r"(?:(?:hoofdstuk|paragraaf|artikel|bijlage|deel|afdeling)\s+)?(?:\d{1,3}(?:[.:]\d{1,3})*[a-z]?|[A-Z])[.:)]?\s"
    r"|(?-i:[A-Z]\w+) \d{1,3}:\s",  # "Stap 3: "
    re.I,
)


def may_be_heading(text: str) -> bool:
    """Tell whether a line that stands out as a whole reads as a heading: short, one sentence."""
    if len(text) > _MAX_HEADING or not begins_as_heading(text):
        return False
    if text.endswith(_NO_END) and not (text.endswith(".") and is_numbered(text)):
        return False
    return is_one_sentence(text)


def begins_as_heading(text: str) -> bool:
    """Tell whether a line has letters and begins with a capital or a number."""
    return sum(map(str.isalpha, text)) >= 2 and _STARTS.match(text) is not None


def is_numbered(text: str) -> bool:
    """Tell whether a line begins with a number of its own: "2.1", "B.", "Artikel 3", "Stap 3:"."""
    return _NUMBER.match(text) is not None


def is_one_sentence(text: str) -> bool:
    """Tell whether a line is one sentence, its number aside."""
    return len(split_sentences(_NUMBER.sub("", text, count=1))) == 1
