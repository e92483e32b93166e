"""Hits and answers under the names that programs rely on, in the terminal's --json and the web endpoints alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from corpus import Passage
from retrieval.citations import citation_json
from retrieval.explanation import Explanation
from retrieval.results import Answer, Citation, Hit


def hit_json(hit: Hit) -> dict[str, Any]:
    """Return the fields of a hit; `start` and `end` are code-point offsets in the document."""
    passage = hit.passage
    return {
        "rank": hit.rank,
        "score": round(hit.score, 6),
        "passage_id": passage.passage_id,
        "document_id": passage.document_id,
        "title": passage.title,
        "source": passage.source,
        "headings": list(passage.headings),
        "address": passage.address,
        "date": passage.date.isoformat() if passage.date else None,
        "page": passage.page,
        "start": passage.start,
        "end": passage.end,
        "text": passage.text,
        "elsewhere": [_place_json(passage) for passage in hit.elsewhere],
        "explanation": hit.explanation and explanation_json(hit.explanation),
    }


def _place_json(passage: Passage) -> dict[str, Any]:
    return {
        "passage_id": passage.passage_id,
        "document_id": passage.document_id,
        "title": passage.title,
        "source": passage.source,
        "page": passage.page,
        "start": passage.start,
        "end": passage.end,
    }


def explanation_json(why: Explanation) -> dict[str, Any]:
    """Return why a passage was found; spans are code-point offsets in its text."""
    return {
        "meaning": round(why.meaning, 6),
        "words": round(why.words, 6),
        "matches": [
            {
                "asked": match.asked,
                "kind": match.kind.value,
                "in_heading": match.in_heading,
                "spans": [{"start": span.start, "end": span.end} for span in match.spans],
            }
            for match in why.matches
        ],
    }


def search_json(question: str, hits: Sequence[Hit], elapsed_ms: float, did_you_mean: str | None) -> dict[str, Any]:
    """Return a search result, and what may be meant where the question has words that no text has."""
    return {
        "question": question,
        "did_you_mean": did_you_mean,
        "hits": [hit_json(hit) for hit in hits],
        "elapsed_ms": round(elapsed_ms, 1),
    }


def answer_json(answer: Answer, base: str = "") -> dict[str, Any]:
    """Return an answer, whose place is None where nothing was found; links of citations begin with `base`.

    `otherwise` are the places where another document gives other numbers or dates, which `citations` have too.
    `advice` says in Dutch what to do where nothing was found.
    """
    return {
        "question": answer.question,
        "found": answer.found,
        "confidence": round(answer.confidence, 4),
        "answer": _said_json(answer.citations[0]) if answer.found else None,
        "otherwise": [_said_json(citation) for citation in answer.otherwise],
        "advice": list(answer.advice),
        "hits": [hit_json(hit) for hit in answer.hits],
        "citations": [citation_json(citation, base) for citation in answer.citations],
    }


def _said_json(citation: Citation) -> dict[str, Any]:
    return {
        "text": citation.text,
        "passage_id": citation.passage.passage_id,
        "start": citation.start,
        "end": citation.end,
    }
