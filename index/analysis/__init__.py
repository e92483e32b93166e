"""Dutch words of a text, for lexical search: what is indexed and what is sought go through the same steps.

`words` folds, `terms` stems, `grams` cuts into pieces of words that survive compounds, inflections and misspellings;
`abbreviations` knows what short forms stand for.
"""

from index.analysis.abbreviations import Abbreviations, abbreviations
from index.analysis.terms import grams, terms
from index.analysis.words import (
    STOP_WORDS,
    PlacedWord,
    content_words,
    folded,
    literal_words,
    placed_content_words,
    placed_literal_words,
    stem,
    words,
)

ANALYSIS_VERSION = 7  # a lexical cache made with another version is made again from the truth

__all__ = [
    "ANALYSIS_VERSION",
    "STOP_WORDS",
    "Abbreviations",
    "PlacedWord",
    "abbreviations",
    "content_words",
    "folded",
    "grams",
    "literal_words",
    "placed_content_words",
    "placed_literal_words",
    "stem",
    "terms",
    "words",
]
