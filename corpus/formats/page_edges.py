"""The edges of printed pages, where running lines stand, and what stands there that is none."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from corpus.formats.printed_page import PrintedPage

EDGE = 0.12
"""Of the page height, at the top and at the bottom, where running lines stand."""
SMALLER = 0.95
"""Of the type size of the text: what is smaller is in small type."""
FOOTNOTE = re.compile(r"\W{0,2}\d|\*")
"""How a footnote begins, with its number or sign."""
CAPTION = re.compile(r"(?:bijlage|tabel|figuur|grafiek|afbeelding|kaart|bron)\b", re.IGNORECASE)
"""How a line begins that says what a table or picture shows, or from whom it is."""


def text_size(pages: Iterable[PrintedPage]) -> float:
    """Return the type size that most letters of the pages have, 0 without any."""
    letters: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            letters[line.size] += len(line.text)
    return max(letters, key=letters.__getitem__, default=0.0)
