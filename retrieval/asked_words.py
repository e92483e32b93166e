"""What of a question a text holds: its words, whole or in part, and the names, numbers and prices asked after."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import sqrt
from typing import NamedTuple

from index.analysis import STOP_WORDS, abbreviations, folded, stem, terms, words
from index.places import own_abbreviations
from retrieval.asked_articles import AskedArticles

_GRAM = 4  # letters that half-known words are compared by: "camerabeelden" with "camera's" and "beelden"
_LEAST_SHARED = 0.5  # of the parts of a word; below it two words only look alike
_ENGLISH = frozenset(["what", "which", "how", "who", "whom", "when", "where", "why", "does", "are", "can", "may",
                      "must", "should", "for", "from", "to", "about", "with", "the"])  # fmt: skip
_BOTH = frozenset(["die", "had", "in", "is", "me", "men", "of", "over", "want", "was", "we"])  # Dutch and English
_DUTCH = STOP_WORDS - _BOTH
_PARTICULAR = re.compile(r"(?<!^)(?<![.?!] )\b[A-Z][\w’'-]+|\b\d[\d.,:]*\b")  # the first word has a capital anyway
_COSTS = r"(?: (?:\w+e|mijn|onze|uw|extra|nu|dan|precies|eigenlijk|ongeveer)){0,5} kosten\b"  # "de totale kosten"
# "Wat zijn de kosten", not "wat gebeurt er met de kosten" or "wie bepaalt wat de kosten zijn".
_PRICE_ASKED = re.compile(
    r"\b(?:kost|verdien|verdient|prijs|how much|fine|salary|price)\b"
    r"|\b(?:wat|hoeveel|hoe duur) kosten\b|\b(?:wat|hoeveel)\b.*\baan kosten\b"
    r"|\b(?:wat|hoeveel|hoe (?:hoog|duur)) (?:zijn|waren|worden|bedragen|bedroegen|mogen|kunnen|zullen|zouden)"
    rf"(?: voor(?: [\w-]+){{1,3}}?)?{_COSTS}"
    rf"|\b(?:weet|weten|zeg|zeggen|vertel|vertellen) (?:wat|hoeveel|hoe (?:hoog|duur)){_COSTS}",
    re.IGNORECASE,
)
_PRICE = re.compile(r"€|\beuro\b", re.IGNORECASE)
_MOST_MISSING = 2
_WHOLE_FORM = 0.9  # of its weight; inflected it is not wholly the same
_NO_FORMS: Mapping[str, float] = {}


class Form(NamedTuple):
    """Terms of a question, and the weights of those of what they stand for, or of how they are abbreviated."""

    asked: frozenset[str]
    other: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class AskedWords:
    """The words of a question, as they are compared with texts; `weights` of its terms add up to 1, long ones heavy.

    A text has a word of one of `forms` as far as it has the other one: "THV" by "tijdelijk huisverbod", or the reverse.

    Weights by how rare a term is in the index gave the same answers (benchmarks/RESULTS.md), and need an index.
    """

    question: str
    weights: Mapping[str, float]
    in_dutch: bool
    articles: AskedArticles
    forms: tuple[Form, ...] = ()

    @classmethod
    def of(cls, question: str) -> AskedWords:
        """Return the words of `question`; the sources are in Dutch, so those of an English one say nothing.

        A Dutch one may name something English ("Stop the bleed"): the most small words decide.
        """
        known = abbreviations(own_abbreviations()).known(question)
        forms = tuple(Form(frozenset(terms(form)), _weights(other)) for form, other in known)
        said = words(question)
        in_dutch = sum(word in _DUTCH for word in said) >= sum(word in _ENGLISH for word in said)
        return cls(question, _weights(question), in_dutch, AskedArticles.of(question), forms)

    def coverage(self, text: str) -> float:
        """Return the weight, in [0, 1], of the terms that `text` has, whole or for the larger part."""
        by_form: dict[str, float] = {}
        for asked, other in self.forms:
            share = _covered(other, text)
            by_form |= {term: max(share, by_form.get(term, 0.0)) for term in asked}
        return _covered(self.weights, text, by_form)

    def stands_in(self, text: str) -> bool:
        """Tell whether `text` has the whole question, word for word, but for small words around it."""
        asked = words(self.question)
        while asked and asked[0] in STOP_WORDS:
            asked = asked[1:]
        return bool(asked) and f" {' '.join(asked)} " in f" {' '.join(words(text))} "

    def missing(self, passage: str, sentence: str) -> int:
        """Count, up to 2, the question's names and numbers that `passage` has not, and a price that `sentence` has not.

        Who asks after Belgium is not answered by a rule that does not name it.
        """
        held = folded(passage)
        by_form = {term for asked, other in self.forms if _covered(other, passage) >= _WHOLE_FORM for term in asked}
        names = [folded(name).rstrip("'’-s.,:") for name in _PARTICULAR.findall(self.question)]
        no_price = bool(_PRICE_ASKED.search(self.question)) and not _PRICE.search(sentence)
        return min(_MOST_MISSING, sum(name not in held and stem(name) not in by_form for name in names) + no_price)


def _weights(text: str) -> dict[str, float]:
    weights = {term: sqrt(len(term)) for term in terms(text)}
    total = sum(weights.values())
    return {term: weight / total for term, weight in weights.items()}


def _covered(weights: Mapping[str, float], text: str, by_form: Mapping[str, float] = _NO_FORMS) -> float:
    held, whole = _compared(text)
    shares = ((w, 1.0 if t in whole else max(_share(t, held), by_form.get(t, 0.0))) for t, w in weights.items())
    return sum(weight * share for weight, share in shares)


@lru_cache(maxsize=8_192)  # the sentences of some thousand passages, a kB each; who asks on sees many of them again
def _compared(text: str) -> tuple[str, frozenset[str]]:
    return folded(text), frozenset(terms(text))


def _share(term: str, text: str) -> float:
    """Return the share of the parts of `term` that `text` has, 0 if it is small."""
    parts = [term[at : at + _GRAM] for at in range(len(term) - _GRAM + 1)]
    if len(parts) < 2:
        return 0.0
    share = sum(part in text for part in parts) / len(parts)
    return share if share >= _LEAST_SHARED else 0.0
