"""The answer to a question for an article and nothing more: how it begins, or the lid that is asked for."""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.answer_span import MOST_SENTENCES
from retrieval.asked_articles import AskedArticles, fit, lid_at
from retrieval.candidate_sentences import Sentence

SURE_OF_ARTICLE = 0.95  # it is the article; there may be an older text of it


def article_beginning(asked: AskedArticles, sentences: Sequence[Sentence]) -> tuple[Sentence, Sentence] | None:
    """Return the first and last of the sentences with which the article begins, or its lid, in one paragraph.

    None where the question asks for more than an article, none of the sentences is of it, or it names no law and
    several have such an article. Of several articles it is the first that is found, and of several texts with it the
    one that was found first.
    """
    for article in asked.articles:
        fits = [(fit(article, s.hit.passage, s.start), s) for s in sentences if asked.ask_for_no_more(s.hit.passage)]
        best = max((how for how, _ in fits), default=0)
        if best < (2 if article.leden else 1):
            continue
        of_it = [sentence for how, sentence in fits if how == best]
        if article.law is None and len({sentence.hit.passage.title for sentence in of_it}) > 1:
            continue  # which of them is meant nobody knows
        document = min(of_it, key=lambda s: s.hit.rank).hit.passage.document_id
        in_order = sorted(
            (s for s in of_it if s.hit.passage.document_id == document), key=lambda s: s.hit.passage.start + s.start
        )
        first = last = in_order[0]
        for following in in_order[1:MOST_SENTENCES]:
            if not _belong_together(first, following):
                break
            last = following
        return first, last
    return None


def _belong_together(first: Sentence, other: Sentence) -> bool:
    if other.hit is not first.hit:
        return False
    text = first.hit.passage.text
    return "\n\n" not in text[first.start : other.end] and lid_at(text, first.start) == lid_at(text, other.start)
