"""A passage in parts: what of it is the answer, so that it can be marked in any format."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus import Passage
from retrieval.results import Citation


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a passage; `answers` if it is in the answer."""

    text: str
    answers: bool


def parts_of(passage: Passage, citations: Sequence[Citation]) -> list[Part]:
    """Return `passage` in stretches that are in the answer and that are not; joined they are its text."""
    inside = [False] * len(passage.text)
    for citation in citations:
        if citation.passage.document_id == passage.document_id:
            start, end = max(citation.start - passage.start, 0), min(citation.end - passage.start, len(passage.text))
            inside[start:end] = [True] * max(end - start, 0)
    edges = [at for at in range(1, len(inside)) if inside[at] != inside[at - 1]]
    return [
        Part(passage.text[start:end], inside[start])
        for start, end in zip([0, *edges], [*edges, len(inside)], strict=True)
        if start < end
    ]
