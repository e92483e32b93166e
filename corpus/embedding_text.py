"""What is embedded for a passage: its title and headings, then its text."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from corpus.documents import Passage

_MAX_CONTEXT = 240  # characters of title and headings before the text that is embedded
_MAX_CONTEXT_PART = 120  # characters of the title, and of each heading


def embedding_text(passage: Passage) -> str:
    """Return what is embedded for a passage: title and headings, shortened where they are long, then its text."""
    return f"{context_of(passage.title, passage.headings)}\n{passage.text}"


def context_of(title: str, headings: Sequence[str]) -> str:
    """Return title and headings as one line, shortened where they are long."""
    # NFKC as the tokenizer of the default model does it, so that characters stand for a bounded number of tokens.
    parts = [_shortened(unicodedata.normalize("NFKC", part)) for part in (title, *headings)]
    while len(parts) > 2 and len(" > ".join(parts)) > _MAX_CONTEXT:
        del parts[1]  # the title and the nearest headings say most
    return " > ".join(parts)


def _shortened(text: str) -> str:
    return text if len(text) <= _MAX_CONTEXT_PART else text[: _MAX_CONTEXT_PART - 1].rstrip() + "…"
