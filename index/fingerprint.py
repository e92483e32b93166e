"""What passages have in common that say the same: the same clause in three hundred permits has one fingerprint."""

from __future__ import annotations

import hashlib

from index.analysis import literal_words


def fingerprint(text: str) -> bytes:
    """Return 8 bytes that depend on the words and numbers of `text` only: not on case, accents, marks or spaces."""
    return hashlib.blake2b(" ".join(literal_words(text)).encode(), digest_size=8).digest()
