"""Municipalities that a text names: what is true of one of them answers no question about another."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files

from index.analysis import folded

_COMMON = "*"
_BEHIND = r"(?:in|te|gemeente)\s+"
_BEHIND_TOO = r"(?:in|te|gemeente|van|voor|uit|bij)\s+"  # what a name in lower case may follow


def is_about_another(question: str, text: str, address: str = "") -> bool:
    """Tell whether `question` names a municipality that neither `text` nor `address` names, while `text` names another.

    Names in lower case are seen behind words that go before a place; those that are common words need a capital too.
    """
    asked = _named(question)
    if not asked:
        return False
    held = folded(f"{text} {address}").replace("’", "'")
    forms = "|".join(re.escape(folded(form)) for form in named_forms(question))
    if re.search(rf"(?<![^\W_])(?:{forms})(?:s|se|er)?(?![^\W_])", held):
        return False
    return bool(_named(text))


def named_forms(question: str) -> list[str]:
    """Return every name of the municipalities in `question`: "den bosch" too for who asks of 's-Hertogenbosch."""
    asked = _named(question)
    return [form for form, name in _names().items() if name in asked]


@lru_cache(maxsize=256)
def _named(text: str) -> frozenset[str]:
    """Return the names of the municipalities in `text`, each in its one spelling."""
    found: set[str] = set()
    for match in _pattern().finditer(text):
        form = match["name"]
        capital = form.lstrip("'’")[2 if form.startswith(("'s-", "’s-")) else 0].isupper()
        name = _names()[form.casefold().replace("’", "'")]
        common = name.endswith(_COMMON)
        if (capital or match["place"] or match["near"]) and not (common and not (capital and match["place"])):
            found.add(name)
    return frozenset(found)


@cache
def _names() -> dict[str, str]:
    """Return every name of a municipality, case-folded, with its first one; that has a star if it is a common word."""
    names: dict[str, str] = {}
    for line in (files("retrieval") / "gemeenten.txt").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            first, *others = (form.strip() for form in line.split("="))
            names |= {form.rstrip(_COMMON).casefold(): first for form in (first, *others)}
    return names


@cache
def _pattern() -> re.Pattern[str]:
    forms = "|".join(re.escape(form).replace("'", "['’]") for form in sorted(_names(), key=len, reverse=True))
    return re.compile(
        rf"(?:(?<!\w)(?P<place>{_BEHIND})|(?<!\w)(?P<near>{_BEHIND_TOO}))?(?<![\w-])(?P<name>{forms})(?![\w-])",
        re.IGNORECASE,
    )
