"""Does a passage say what a sentence says? Strict on purpose: to refuse a true sentence costs less than the reverse.

A sentence is compared with the one sentence of its cited passages that is most like it. It is supported if it is that
sentence, or if it is near enough in meaning and words, all its numbers, units and dates are there, its names are in the
passage, and it denies, obliges, permits and limits as the clauses do that it takes its words from.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from corpus import split_sentences
from corpus.sentences import LIST_MARKER
from index import Embedder
from index.arrays import FloatMatrix, products
from retrieval import particulars
from retrieval.results import Citation, Hit
from retrieval.turning_words import BOXES, said
from retrieval.written.clauses import denies, difference

# Fitted to the default model on tests/data/written_support.jsonl (92 sentences; the best pair on either half of them is
# within one sentence of the best on the other). Another model may refuse more, and then the literal answer stands.
LEAST_COSINE = 0.90
LEAST_COVERAGE = 0.65
_LONGEST_CHARACTERS = 1_000  # of a sentence: what is longer is none
_WORD = re.compile(r"\w")
# Orders to a language model, in Dutch and English. A passage that has one supports nothing.
_ORDERS = re.compile(
    r"\b(?:negeer|vergeet|ignore|disregard|forget|override)\b[^.!?\n]{0,80}"
    r"\b(?:instructies?|opdrachten?|opdracht|aanwijzing(?:en)?|regels|prompts?|instructions?|rules)\b"
    r"|\b(?:je bent|u bent|you are|act as|doe alsof)\b[^.!?\n]{0,40}"
    r"\b(?:assistent|assistant|taalmodel|chatbot|AI|model)\b"
    r"|\b(?:antwoord|schrijf|zeg|herhaal|answer|say|write|respond|reply|repeat|output)\s+"
    r"(?:alleen|altijd|uitsluitend|letterlijk|precies|only|always|exactly|with)\b"
    r"|<\|[a-z_]+\|>|\[/?INST\]|<</?SYS>>|###\s*(?:instruction|system|assistant|user)\b"
    r"|^\s*(?:system|assistant|systeem)\s*:",
    re.IGNORECASE | re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Support:
    """Whether a sentence is supported: by which literal sentence, of the passage with which rank; or why not."""

    citation: Citation | None = None
    number: int | None = None
    reason: str | None = None


def gives_orders(text: str) -> bool:
    """Tell whether a text seems to give orders to a language model."""
    return _ORDERS.search(text) is not None


class Sources:
    """The passages that a model was given, against which its sentences are checked; each is embedded once."""

    def __init__(self, hits: Sequence[Hit], embedder: Embedder) -> None:
        self._hits = {hit.rank: hit for hit in hits}
        self._embedder = embedder
        self._vectors: dict[int, FloatMatrix] = {}

    def support(self, sentence: str, numbers: Sequence[int]) -> Support:
        """Check a sentence that cites the passages with the ranks `numbers`."""
        if not _WORD.search(sentence):
            return Support(reason="de zin heeft geen woorden")
        if not numbers:
            return Support(reason="de zin noemt geen passage")
        if strange := [number for number in numbers if number not in self._hits]:
            return Support(reason=f"passage {strange[0]} bestaat niet")
        if self._embedder.count_tokens([sentence])[0] > self._embedder.max_tokens:
            return Support(reason="de zin is te lang om te vergelijken")
        cited = [self._hits[number] for number in numbers if not gives_orders(self._hits[number].passage.text)]
        if not cited:
            return Support(reason="de passage geeft opdrachten aan een taalmodel")
        cited = [hit for hit in cited if _sentences(hit)]
        sources = [(source, hit.rank) for hit in cited for source in _sentences(hit)]
        if not sources:
            return Support(reason="de passage heeft geen zinnen")
        for source, number in sources:
            if _is_same(source.text, sentence) and not denies(_lead(source)):
                return Support(source, number)
        vector = self._embedder.embed_passages([sentence])[0]
        cosines = products(np.concatenate([self._vectors_of(hit) for hit in cited]), vector)
        best, number = sources[int(cosines.argmax())]
        reason = _objection(sentence, best, cited, float(cosines.max()))
        return Support(best, number) if reason is None else Support(reason=reason)

    def _vectors_of(self, hit: Hit) -> FloatMatrix:
        """Return the vectors of a passage's sentences, float32 (n, dim)."""
        if hit.rank not in self._vectors:
            self._vectors[hit.rank] = self._embedder.embed_passages([source.text for source in _sentences(hit)])
        return self._vectors[hit.rank]


def _objection(sentence: str, best: Citation, cited: Sequence[Hit], cosine: float) -> str | None:
    """Return why `best` does not support `sentence`, or None."""
    if set(BOXES) & {*best.text, *sentence}:
        return "wat is aangekruist, kan alleen letterlijk worden overgenomen"
    passage = best.passage
    here = f"{' . '.join((passage.title, *passage.headings, passage.address or ''))} . {best.text}"
    whole = " ".join(f"{here} {hit.passage.title} {hit.passage.text}" for hit in cited)
    if missing := sorted(particulars.numbers(sentence) - particulars.numbers(here)):
        return f"“{missing[0]}” staat niet in de zin van de bron"
    if missing := particulars.strange_words(sentence, whole):
        return f"“{missing[0]}” staat niet in de bron"
    if (other := difference(sentence, best.text, _lead(best))) is not None:
        return other
    if cosine < LEAST_COSINE or particulars.coverage(sentence, here) < LEAST_COVERAGE:
        return "de bron zegt dit niet"
    return None


def _sentences(hit: Hit) -> list[Citation]:
    passage = hit.passage
    return [
        Citation(passage, passage.start + start, passage.start + end, passage.text[start:end], hit.origin)
        for start, end in split_sentences(passage.text)
        if end - start <= _LONGEST_CHARACTERS
    ]


def _lead(source: Citation) -> str:
    """Return the line that announces the list which a sentence is in ("Verboden is:"), or ""."""
    text, lead = source.passage.text, ""
    for start, end in split_sentences(text):
        begins_line = text[:start].rstrip(" \t")[-1:] in ("", "\n")
        if begins_line and not LIST_MARKER.match(text, start):
            lead = ""
        if start >= source.start - source.passage.start:
            break
        if text[end - 1] == ":":
            lead = text[start:end]
    return lead


def _is_same(text: str, sentence: str) -> bool:
    return said(text) == said(sentence) and particulars.numbers(text) == particulars.numbers(sentence)
