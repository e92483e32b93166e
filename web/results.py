"""What a question gives on the page: the passages, and the answer that was found in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from index import Filter
from retrieval import Hit, Searcher
from retrieval.question import checked_count
from retrieval.ranking import Ranking
from retrieval.searcher import HITS_WITH_ANSWER
from web import cards, texts
from web.asked import Asked

POOL = 100  # of the best passages, out of which come the newest
# How much less than the best one a passage scores that fits nearly as well; on the sample texts, what has nothing to do
# with a question scores from 0.05 less.
_NEARLY = 0.04


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
    shown = in_order(found, asked)
    if not shown:
        searcher.answer(asked.question, [])  # not found, which an observed searcher counts
        none = nothing(searcher, asked)
        return replace(none, answer=cards.meant(searcher.did_you_mean(asked.question), asked) + none.answer)
    # The answer does not depend on how much is shown, and in what order.
    if asked.per_document or (searcher.reranker is not None if asked.by_date else asked.count < HITS_WITH_ANSWER):
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
    """Return the passages that fit best, best first: as many as are shown, or out of which come the newest."""
    if asked.compares:
        count = max(asked.count, POOL) if asked.by_date else asked.count
        return searcher.similar(asked.similar_to, count, where=asked.where)
    if asked.by_date:
        return pool(searcher, asked.question, asked.count, asked.per_document, asked.where)
    return searcher.search(asked.question, asked.count, asked.per_document, where=asked.where)


def pool(searcher: Searcher, question: str, k: int, per_document: bool, where: Filter | None) -> list[Hit]:
    """Return the passages out of which `newest` takes `k`, best first; a reranker would need seconds for so many.

    Raises:
        InputError: as `Searcher.search` does.

    """
    checked_count(k)
    return searcher.search(question, max(k, POOL), per_document, where=where, ranking=Ranking.HYBRID)


def in_order(hits: Sequence[Hit], asked: Asked) -> list[Hit]:
    """Return the hits as they are to be shown: by relevance, or the newest first."""
    return newest(hits, asked.count) if asked.by_date else list(hits)


def newest(hits: Sequence[Hit], k: int) -> list[Hit]:
    """Return the `k` newest of the hits that fit well, those without a date last.

    Those are the `k` best, and what scores nearly as much as the best one.
    """
    best = max((hit.score for hit in hits), default=0.0)
    fitting = [hit for place, hit in enumerate(hits) if place < k or hit.score >= best - _NEARLY]
    return sorted(fitting, key=lambda hit: hit.passage.date or date.min, reverse=True)[:k]


def nothing(searcher: Searcher, asked: Asked) -> Shown:
    """Return what is shown when there is no passage at all: choices or operators leave no text, or there is none."""
    if not searcher.store.info().passages:
        return Shown(
            cards.status(texts.EMPTY_HEADING, is_seen=False), cards.failure(texts.EMPTY_ADVICE, texts.EMPTY_HEADING), ""
        )
    return Shown(cards.status(texts.NO_TEXT_LEFT_HEADING, is_seen=False), cards.no_text_left(asked), "")
