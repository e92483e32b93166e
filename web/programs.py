"""What programs may ask: named endpoints with typed parameters, which language models may use as tools too.

Their descriptions are read by programmers and by models, from these docstrings; a parameter is described on one line.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from corpus.errors import VeiligheidswijzerError
from retrieval import Citation, Hit, Searcher
from retrieval.as_json import answer_json, search_json
from retrieval.settings import link_base
from web import texts
from web.asked import DEFAULT_COUNT
from web.cards import file_name
from web.managing.listing import DEFAULT_ORDER, PER_PAGE, DocumentList

if TYPE_CHECKING:
    import gradio as gr

Found = TypeVar("Found", Hit, Citation)

_log = logging.getLogger(__name__)


class Programs:
    """The named endpoints of one searcher. Several threads may call it."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher
        self._documents = DocumentList(searcher.store)

    def search(self, question: str, k: int = DEFAULT_COUNT, per_document: bool = False) -> dict[str, Any]:
        """Find passages about a subject in the Dutch municipal safety texts of this organisation, best first.

        Use this to read what the texts say about a subject; use `ask` for one literal answer with its citation. Every
        hit has `text`, `title`, `headings`, `source` (the file), `page`, and `document_id` with `start` and `end` to
        cite it by. The fields are those of `veiligheidswijzer search --json`.

        Args:
            question: A question or a few words in Dutch, at most 10,000 characters.
            k: How many passages to return, from 1 to 1000.
            per_document: Return only the best passage of each document.

        Returns:
            The question, the hits, and how long it took in milliseconds.
        """
        started = time.perf_counter()
        with _told_to_clients():
            hits = self._searcher.search(question, k, per_document)
            elapsed_ms = (time.perf_counter() - started) * 1000
            meant = self._searcher.did_you_mean(question)
        return search_json(question, list(map(_without_folders, hits)), elapsed_ms, meant)

    def ask(self, question: str) -> dict[str, Any]:
        """Answer a question with a literal sentence from the Dutch municipal safety texts, or say it is not there.

        Where `found` is false the texts do not answer the question: say so rather than answer from elsewhere; `hits`
        are then the passages that come nearest. `answer.text` is quoted word for word, and `citations` say from where.
        `confidence` is the estimated probability that these texts answer the question. The fields are those of
        `veiligheidswijzer ask --json`.

        Args:
            question: A whole question in Dutch, at most 10,000 characters.

        Returns:
            The question, whether an answer was found, the answer, its citations and the passages it was found in.
        """
        with _told_to_clients():
            answer, meant = self._searcher.ask(question), self._searcher.did_you_mean(question)
        hits, citations = tuple(map(_without_folders, answer.hits)), tuple(map(_without_folders, answer.citations))
        return answer_json(replace(answer, hits=hits, citations=citations), link_base()) | {"did_you_mean": meant}

    def documents(
        self, words: str = "", order: str = DEFAULT_ORDER, page: int = 1, per_page: int = PER_PAGE
    ) -> dict[str, Any]:
        """List the documents that are searched, page by page: title, file, date and size.

        Use this to see which texts there are before searching; it does not look into the texts.

        Args:
            words: Words that title or file name must have; empty for all documents.
            order: One of titel, bestand, nieuw (newest first), oud (oldest first), groot (largest first).
            page: Which page, from 1; past the end comes the last page.
            per_page: How many documents on a page, from 1 to 500.

        Returns:
            The documents of the page, which page it is of how many, how many documents match and how many there are.
        """
        with _told_to_clients():
            listed = self._documents.page(words, order, page, per_page)
        documents = [
            {
                "document_id": one.document_id,
                "title": one.title,
                "source": file_name(one.source),
                "date": one.date.isoformat() if one.date else None,
                "passages": one.passages,
                "characters": one.characters,
            }
            for one in listed.documents
        ]
        counts = {"page": listed.page, "pages": listed.pages, "found": listed.found, "total": listed.total}
        return {"documents": documents, **counts}


def add_programs(page: gr.Blocks, searcher: Searcher, **limits: Any) -> None:
    """Add the endpoints to the open `page`; wrong input is told to who sent it, and written nowhere."""
    import gradio as gr

    programs = Programs(searcher)
    for endpoint in (programs.search, programs.ask, programs.documents):
        gr.api(endpoint, api_name=endpoint.__name__, **limits)
    validate = page.validate_inputs

    def validated(*arguments: Any) -> None:
        try:
            validate(*arguments)
        except ValueError:  # with all that was sent in its message, which Gradio would print
            raise gr.Error(texts.WRONG_INPUTS, print_exception=False) from None

    page.validate_inputs = validated


@contextmanager
def _told_to_clients() -> Iterator[None]:
    """Pass the sentence of an error on to the program that asked."""
    import gradio as gr

    try:
        yield
    except VeiligheidswijzerError as error:
        raise gr.Error(str(error), print_exception=False) from error
    except Exception as error:
        _log.exception("a program could not be answered")
        raise gr.Error(texts.UNEXPECTED, print_exception=False) from error


def _without_folders(found: Found) -> Found:
    """Leave the folders of this computer out of what goes over the network."""
    kept = replace(found, passage=replace(found.passage, source=file_name(found.passage.source)))
    if isinstance(kept, Hit):
        return replace(kept, elsewhere=tuple(replace(one, source=file_name(one.source)) for one in kept.elsewhere))
    return kept
