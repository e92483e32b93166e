"""Every Dutch sentence of the terminal about passages that were found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus.dutch import dutch_number
from terminal.messages import count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from retrieval import Hit
    from retrieval.explanation import Match

_MOST_ELSEWHERE = 10  # documents that are named; --json has all


def place(hit: Hit) -> str:
    """Say where a passage stands: title, headings, article, page, date."""
    passage = hit.passage
    parts = [" › ".join((passage.title, *passage.headings))]
    if passage.address is not None:
        parts.append(passage.address)
    if passage.page is not None:
        parts.append(f"pagina {passage.page}")
    if passage.date is not None:
        parts.append(f"{passage.date:%d-%m-%Y}")
    return ", ".join(parts)


def did_you_mean(question: str | None) -> str:
    """Ask whether another question is meant, above the results of the one that was asked."""
    return f"Bedoelde u: {question}\n\n" if question else ""


def hits(found: Sequence[Hit], explained: bool = False) -> str:
    """Write hits for a reader, best first, with why they were found if `explained`."""
    return "\n\n".join(_hit(hit, explained) for hit in found)


def nothing(question: str) -> str:
    """Say that no passage was found, and what to do."""
    from retrieval.answer_texts import advice

    return "\n".join(("Er zijn geen passages gevonden.", *advice(question, nearest=False)))


def _hit(hit: Hit, explained: bool) -> str:
    why = [f"   {line}" for line in explanation(hit)] if explained else []
    also = [f"   {line}" for line in ("", *elsewhere(hit))] if hit.elsewhere else []
    text = [f"   {line}".rstrip() for line in hit.passage.text.splitlines()]
    return "\n".join([f"{hit.rank}. {place(hit)}", f"   {hit.passage.source}", *why, "", *text, *also]).rstrip()


def elsewhere(hit: Hit) -> list[str]:
    """Say where else the same stands: in how many documents, and their titles and files."""
    others = [passage for passage in hit.elsewhere if passage.document_id != hit.passage.document_id]
    documents = {passage.document_id: f"{passage.title} ({passage.source})" for passage in others}
    told = []
    if len(others) < len(hit.elsewhere):
        told.append("Staat ook op een andere plaats in dit document.")
    if documents:
        told.append(f"Ook in {count(len(documents), 'ander document', 'andere documenten')}:")
        told += [f"- {document}" for document in list(documents.values())[:_MOST_ELSEWHERE]]
    if len(documents) > _MOST_ELSEWHERE:
        told.append(f"- en nog {dutch_number(len(documents) - _MOST_ELSEWHERE)}")
    return told


def explanation(hit: Hit) -> list[str]:
    """Say what the score of a passage is made of, and which words of the question it has."""
    why = hit.explanation
    if why is None:
        return []
    score = f"Score {_score(hit.score)}: betekenis {_score(why.meaning)}, woorden {_score(why.words)}"
    told = [_match(match, hit.passage.text) for match in why.matches]
    return [score, f"Gevonden woorden: {'; '.join(told) or 'geen'}"]


def _match(match: Match, text: str) -> str:
    found = list(dict.fromkeys(" ".join(text[span.start : span.end].split()) for span in match.spans))
    where = " (in titel of kop)" if match.in_heading and not found else ""
    if match.kind == "phrase":
        return f"“{match.asked}”{where}"
    if match.kind == "word":
        return f"{match.asked}{where}"
    kind = "hier:" if match.kind == "related" else "lijkt op"
    return f"{match.asked} ({kind} {', '.join(found)})" if found else f"{match.asked}{where}"


def _score(value: float) -> str:
    return f"{value:.3f}".replace(".", ",")
