"""What passages have in common that say the same: the same clause in three hundred permits has one fingerprint."""

from __future__ import annotations

import hashlib
import re

from index.analysis import folded

_WORD = re.compile(r"\w+")


def fingerprint(text: str) -> bytes:
    """Return 8 bytes that depend on the words and numbers of `text` only: not on case, accents, marks or spaces."""
    return hashlib.blake2b(" ".join(_WORD.findall(folded(text))).encode(), digest_size=8).digest()
