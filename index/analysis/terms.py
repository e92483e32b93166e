"""What lexical search counts: stems of words, articles of statutes, and pieces of words."""

from __future__ import annotations

from index.analysis.references import references
from index.analysis.words import content_words, stem

GRAM_CHARACTERS = 4  # McNamee and Mayfield (2004) found 4 and 5 best for Dutch; 4 was at least as good here


def terms(text: str) -> list[str]:
    """Return the index terms of `text`, repeats included: its stems in order, then the articles that it names."""
    return [*(stem(word) for word in content_words(text)), *references(text)]


def grams(text: str) -> list[str]:
    """Return the pieces of four characters of each word, edges marked with "_": "boa's" gives _boa, boa_.

    They match parts of compounds ("veiligheidshuis" and "veiligheid"), inflections and misspelt words.
    """
    pieces: list[str] = []
    for word in content_words(text):
        marked = f"_{word}_"
        last = max(len(marked) - GRAM_CHARACTERS, 0)
        pieces += [marked[start : start + GRAM_CHARACTERS] for start in range(last + 1)]
    return pieces
