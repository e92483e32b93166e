"""Places in statutes and regulations as exact terms, however they are written."""

from __future__ import annotations

import re
from functools import cache

from index.analysis.abbreviations import abbreviations
from index.analysis.words import folded

# A number of an article with its letters: "172a", "2:74", "2.1.4".
_NUMBER = r"(?P<number>\d+(?:[:.]\d+)*[a-z]{0,2})"
_ORDINAL = r"(?:eerste|tweede|derde|vierde|vijfde|zesde|zevende|achtste|negende|tiende|\d+e)"
# What may stand between the number and the name of the law: ", eerste lid, aanhef en onder a, van de".
_FILLER = rf"{_ORDINAL}\s+lid|lid\s+\d+|aanhef|en|(?:onder|onderdeel|sub)\s+\w{{1,2}}|van|de|het"
_BETWEEN = rf"(?:[\s,()]+(?:{_FILLER}))*[\s,()]+"
_MARK = "§"  # no word begins with it
_ARTICLE = r"\b(?:artikel(?:en)?|art\.?)\s*"


def references(text: str) -> list[str]:
    """Return a term for each article that `text` names, and one for the article with its law where that is named.

    "art. 2:74, eerste lid, van de APV" gives "§2:74" and "§2:74_algemene_plaatselijke_verordening".
    """
    found: list[str] = []
    for match in _pattern().finditer(folded(text)):
        number, law = match["number"] or match["bare"], match["law"] or match["bare_law"]
        found.append(f"{_MARK}{number}")
        if law:
            name = abbreviations().laws[re.sub(r"\s+", " ", law)]
            found.append(f"{_MARK}{number}_{name.replace(' ', '_')}")
    return found


def is_reference(term: str) -> bool:
    """Tell whether a term is one that `references` made."""
    return term.startswith(_MARK)


@cache
def _pattern() -> re.Pattern[str]:
    names = sorted(abbreviations().laws, key=len, reverse=True)
    law = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in names)
    named = rf"{_ARTICLE}{_NUMBER}\b(?:{_BETWEEN}(?P<law>{law})\b)?"
    bare = rf"(?<![\w.:])(?P<bare>\d+(?:[:.]\d+)*[a-z]{{0,2}}){_BETWEEN}(?P<bare_law>{law})\b"
    return re.compile(f"{named}|{bare}")
