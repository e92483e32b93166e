"""What the page and programs may ask: each answers as HTML for the page or as JSON for programs."""

from __future__ import annotations

import logging
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from threading import Semaphore

from corpus import sample_texts
from corpus.errors import VeiligheidswijzerError
from index import StoreInfo
from retrieval import Searcher
from retrieval.settings import writing_endpoint
from retrieval.written import Endpoint
from web import cards, texts
from web.access.visitor import Visitor
from web.asked import Asked
from web.choices import choices
from web.document import document_page
from web.failures import log_unforeseen
from web.options import OptionCounts
from web.originals import original_file
from web.results import Shown, results

AT_ONCE = 4  # questions that are answered at the same time; more would only wait for each other
_EXAMINED = 1_000  # passages, for headings that are questions
_MOST_EXAMPLES, _LONGEST, _FEWEST = 6, 80, 4  # questions; characters and words of one

_log = logging.getLogger(__name__)


class Endpoints:
    """What the page and programs may ask of one searcher. Several threads may call it."""

    def __init__(self, searcher: Searcher, *, judged: bool = False) -> None:
        """Ask `searcher`; if `judged`, readers can say whether a result was useful."""
        self.searcher = searcher
        self._judged = judged
        self._options = OptionCounts(searcher.store)
        self._turns = Semaphore(AT_ONCE)
        self._examples = lru_cache(maxsize=1)(self._found_examples)

    def introduction(self) -> str:
        """Return the heading of the page, with what is searched at this moment."""
        return cards.introduction(self.info(), self.writer())

    def writer(self) -> Endpoint | None:
        """Return the language model that may write answers; None where there is none, or it is set wrongly."""
        with suppress(VeiligheidswijzerError):  # which who asks for a written answer in the terminal is told
            return writing_endpoint()
        return None

    def info(self) -> StoreInfo:
        """Return what is in the index."""
        return self.searcher.store.info()

    def choices(self, asked: Asked | None = None) -> str:
        """Return the form with the filters, each with the number of passages that it leaves.

        A period that ends before it begins stays to be mended, and leaves what any period does.
        """
        asked = asked or Asked()
        is_period = not (asked.day_from and asked.day_until and asked.day_until < asked.day_from)
        return choices(asked, self._options.of(asked if is_period else replace(asked, day_from=None, day_until=None)))

    def show(self, address: str) -> Shown:
        """Return what is shown of the question in `address`; a few at the same time, others wait for their turn."""
        try:
            asked = Asked.from_address(address)
            if not asked.compares:
                self.searcher.embed(asked.question)  # before its turn, so that all that wait are embedded together
            with self._turns:
                return results(self.searcher, asked, judged=self._judged)
        except VeiligheidswijzerError as error:
            return _failed(str(error))
        except Exception as error:
            log_unforeseen(_log, "a question could not be answered", error)
            return _failed(texts.UNEXPECTED)

    def document(self, document_id: str, passage_id: str, visitor: Visitor | None = None) -> str | None:
        """Return the page of a document with a passage marked, or None if there is none; it says who the visitor is."""
        with self.searcher.store.view() as view:
            document = view.document(document_id)
            keys = [key for key in view.passage_keys([passage_id]) if key is not None]
            passages = [found for found in view.passages(keys) if found.document_id == document_id]
        if document is None:
            return None
        notice = texts.PASSAGE_MISSING if passage_id and not passages else ""
        has_original = original_file(self.searcher.store, document_id) is not None
        found = passages[0] if passages else None
        return document_page(document, found, notice, has_original=has_original, visitor=visitor)

    def examples(self) -> list[str]:
        """Return examples that the index answers: questions of the sample texts, headings that are, or else titles."""
        with self.searcher.store.view() as view:
            generation = view.generation
        return self._examples(generation)

    def _found_examples(self, _generation: int) -> list[str]:
        folder = sample_texts()
        with self.searcher.store.view() as view:
            documents = view.documents()
            present = {Path(document.source) for document in documents}
            known = [question for name, question in texts.EXAMPLES if folder / name in present]
            headings = [p.headings[-1] for p in view.passages(view.sample(_EXAMINED)) if p.headings]
        asked = [
            h for h in dict.fromkeys(headings) if h.endswith("?") and len(h) <= _LONGEST and len(h.split()) >= _FEWEST
        ]
        titles = list(dict.fromkeys(one.title for one in documents if len(one.title) <= _LONGEST))
        return known or _spread(asked) or _spread(titles)


def _spread(candidates: list[str]) -> list[str]:
    return candidates[:: max(1, len(candidates) // _MOST_EXAMPLES)][:_MOST_EXAMPLES]


def _failed(sentence: str) -> Shown:
    return Shown(cards.status(f"{texts.ERROR_HEADING}. {sentence}", is_seen=False), cards.failure(sentence), "")
