"""What a question gives: passages as hits, and the answer with the places that it was taken from."""

from __future__ import annotations

from dataclasses import dataclass

from corpus import Passage, Span
from retrieval.explanation import Explanation


@dataclass(frozen=True, slots=True)
class Origin:
    """From which reading of a file a passage comes, so that a citation can be checked later.

    `source_sha256` is the SHA-256 of the file's bytes in hexadecimal, None where the store does not know it.
    """

    generation: int
    source_sha256: str | None


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found. `rank` starts at 1; `score` is fused, in [0, 1], or a cosine; higher is better.

    `score` orders the hits of one question and says nothing across questions. `highlights` are the words of the
    question in `passage.text`. `cosine` is that of the vectors of question and passage, in [-1, 1]. `explanation` is
    why it was found; a search always gives it. `elsewhere` are the passages that say the same, which are no hits of
    their own. A passage that was joined with its neighbours has the id of the best one. `statement_cosines` are as
    `cosine`, of the statements of the passage in the order of `corpus.statements`; empty where they are not kept, and
    for a passage that was joined.
    """

    rank: int
    score: float
    passage: Passage
    highlights: tuple[Span, ...] = ()
    cosine: float = 0.0
    origin: Origin | None = None
    explanation: Explanation | None = None
    elsewhere: tuple[Passage, ...] = ()
    statement_cosines: tuple[float, ...] = ()

    @property
    def citation(self) -> Citation:
        """The whole passage as a quotation."""
        return Citation(self.passage, self.passage.start, self.passage.end, self.passage.text, self.origin)


@dataclass(frozen=True, slots=True)
class Citation:
    """The place of a literal quotation: `text == document.text[start:end]`, within `passage`."""

    passage: Passage
    start: int
    end: int
    text: str
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a question, or the honest word that there is none.

    `text` is the literal answer, None unless `found`. `citations` begin with its place; any after it are `otherwise`.
    `confidence` is the estimated probability, in [0, 1], that the sources answer the question and these sentences are
    the answer. `hits` are the nearest passages, also when nothing was found.
    """

    question: str
    found: bool
    confidence: float
    text: str | None
    citations: tuple[Citation, ...]
    hits: tuple[Hit, ...]

    @property
    def advice(self) -> tuple[str, ...]:
        """What one can do where nothing was found, in Dutch; nothing if there is an answer."""
        from retrieval.answer_texts import advice  # what it reads a question with knows of hits

        return () if self.found else advice(self.question, nearest=bool(self.hits))

    @property
    def otherwise(self) -> tuple[Citation, ...]:
        """What another document says instead: nearly the same, with other numbers or dates."""
        return self.citations[1:]
