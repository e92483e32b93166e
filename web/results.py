"""What a question gives on the page: the passages, and the answer that was found in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from retrieval import Hit, Searcher
from retrieval.searcher import HITS_WITH_ANSWER
from web import cards, texts
from web.asked import Asked


@dataclass(frozen=True, slots=True)
class Shown:
    """The parts of the page below the question, as HTML. `status` is announced to screen readers."""

    status: str
    answer: str
    passages: str


def results(searcher: Searcher, asked: Asked, *, judged: bool = False) -> Shown:
    """Return what is shown of a question; `judged` as in `cards.hits`.

    Raises:
        InputError: the question is empty or too long, the number of results is out of bounds, or there is no such
            passage to compare with.

    """
    if asked.compares:
        return _similar(searcher, asked)
    found = _best(searcher, asked)
    if not found:
        searcher.answer(asked.question, [])  # not found, which an observed searcher counts
        none = nothing(searcher, asked)
        return replace(none, answer=cards.meant(searcher.did_you_mean(asked.question), asked) + none.answer)
    shown = in_order(found, asked)
    # The answer does not depend on how much is shown, and in what order.
    if asked.per_document or asked.count < HITS_WITH_ANSWER:
        found = searcher.search(asked.question, HITS_WITH_ANSWER, where=asked.where)
    answer = searcher.answer(asked.question, found)
    status = cards.status(texts.outcome(answer, len(shown)))
    meant = cards.meant(searcher.did_you_mean(asked.question), asked)
    return Shown(status, meant + cards.answer(answer, asked), cards.hits(shown, answer, judged=judged))


def _similar(searcher: Searcher, asked: Asked) -> Shown:
    with searcher.store.view() as view:
        [key] = view.passage_keys([asked.similar_to])
        compared = view.passages([key])[0] if key is not None else None
    if compared is None:
        told = cards.failure(texts.ASK_AGAIN, texts.JUDGED_PASSAGE_MISSING)
        return Shown(cards.status(texts.JUDGED_PASSAGE_MISSING, is_seen=False), told, "")
    hits = hits_of(searcher, asked)
    if not hits:
        return nothing(searcher, asked)
    status = cards.status(texts.similar_found(len(hits), compared.title))
    return Shown(status, cards.compared(compared, asked), cards.hits(hits))


def hits_of(searcher: Searcher, asked: Asked) -> list[Hit]:
    """Return the hits of what is asked, as they are shown.

    Raises:
        InputError: as `results` does.

    """
    return in_order(_best(searcher, asked), asked)


def _best(searcher: Searcher, asked: Asked) -> list[Hit]:
    """Return the passages that fit best, best first."""
    if asked.compares:
        return searcher.similar(asked.similar_to, asked.count, where=asked.where)
    return searcher.search(asked.question, asked.count, asked.per_document, where=asked.where)


def in_order(hits: Sequence[Hit], asked: Asked) -> list[Hit]:
    """Return the hits as they are to be shown: by relevance, or the newest first."""
    return newest(hits) if asked.by_date else list(hits)


def newest(hits: Sequence[Hit]) -> list[Hit]:
    """Return the same hits, the newest first and those without a date last.

    Newer passages that fit less well stay out: no distance in score tells what fits a question from what does not.
    """
    return sorted(hits, key=lambda hit: hit.passage.date or date.min, reverse=True)


def nothing(searcher: Searcher, asked: Asked) -> Shown:
    """Return what is shown when there is no passage at all: choices or operators leave no text, or there is none."""
    if not searcher.store.info().passages:
        return Shown(
            cards.status(texts.EMPTY_HEADING, is_seen=False), cards.failure(texts.EMPTY_ADVICE, texts.EMPTY_HEADING), ""
        )
    return Shown(cards.status(texts.NO_TEXT_LEFT_HEADING, is_seen=False), cards.no_text_left(asked), "")
