"""Names of files that come from elsewhere, made harmless."""

from __future__ import annotations

import re
import unicodedata

MOST_CHARACTERS = 120
_FORBIDDEN = re.compile(r'[<>:"|?*%]')  # in names on other systems, and in addresses
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)  # devices on Windows


def safe_name(given: str) -> str:
    """Return the last part of a name without what folders, terminals or other systems make something else of.

    Nothing is left of "", "..", or a name of control characters alone.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", given))[-1]
    kept = "".join(c for c in last if unicodedata.category(c)[0] != "C" and unicodedata.category(c) not in {"Zl", "Zp"})
    kept = " ".join(_FORBIDDEN.sub("_", kept).split()).strip(". ")
    if _RESERVED.match(kept):
        kept = f"_{kept}"
    stem, dot, extension = kept.rpartition(".")
    if len(kept) > MOST_CHARACTERS and dot:
        return f"{stem[: MOST_CHARACTERS - len(extension) - 1].rstrip('. ')}.{extension}"[:MOST_CHARACTERS]
    return kept[:MOST_CHARACTERS]
