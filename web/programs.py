"""What programs may ask: named endpoints with typed parameters, which language models may use as tools too.

Their descriptions are read by programmers and by models, from these docstrings; a parameter is described on one line.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from functools import wraps
from inspect import signature
from typing import TYPE_CHECKING, Any, Literal

from pydantic import ValidationError, validate_call

from corpus.errors import InputError, VeiligheidswijzerError
from retrieval import Searcher
from retrieval.as_json import answer_json, search_json
from retrieval.filters import written_filter
from retrieval.settings import link_base
from web import texts
from web.asked import DEFAULT_COUNT
from web.failures import log_unforeseen
from web.file_names import answer_without_folders, file_name, without_folders
from web.managing.listing import DEFAULT_ORDER, MOST_PER_PAGE, PER_PAGE, DocumentList, Order
from web.results import newest

if TYPE_CHECKING:
    import gradio as gr

Values = tuple[str, ...]  # of a filter; a list in JSON

_log = logging.getLogger(__name__)


class Programs:
    """The named endpoints of one searcher. Several threads may call it."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher
        self._documents = DocumentList(searcher.store)

    def search(
        self,
        question: str,
        k: int = DEFAULT_COUNT,
        per_document: bool = False,
        source: Values = (),
        title: Values = (),
        theme: Values = (),
        field: Values = (),
        date_from: str = "",
        date_until: str = "",
        order: Literal["passend", "nieuw"] = "passend",
    ) -> dict[str, Any]:
        """Find passages about a subject in the Dutch municipal safety texts of this organisation.

        Use this to read what the texts say about a subject; use `ask` for one literal answer with its citation. Every
        hit has `text`, `title`, `headings`, `source` (the file), `date`, `page`, and `document_id` with `start` and
        `end` to cite it by. A filter with several values lets through what has one of them; all filters that are given
        must hold. `documents` says which titles, files and dates there are. The fields are those of
        `veiligheidswijzer search --json`.

        Args:
            question: A question or a few words in Dutch, at most 2,000 characters.
            k: How many passages to return, from 1 to 1000.
            per_document: Return only the best passage of each document.
            source: Only passages from one of these files or folders, by name, such as ["beleidsnota.pdf"].
            title: Only passages from documents with one of these words or phrases in their title.
            theme: Only passages from documents with one of these themes, such as ["openbare orde"].
            field: Only passages from documents whose metadata have one of these, such as ["type=verordening"].
            date_from: Only passages from documents of this day or later: 2024-05-01, 2024, "mei 2024" or "1 mei 2024".
            date_until: Only passages from documents of this day or earlier; of a month or year its last day is meant.
            order: passend (what fits best first) or nieuw (the same `k` passages, the newest first).

        Returns:
            The question, the hits, and how long it took in milliseconds.
        """
        started = time.perf_counter()
        where = written_filter(source, title, theme, field, date_from or None, date_until or None)
        hits = self._searcher.search(question, k, per_document, where=where)
        if order == "nieuw":
            hits = newest(hits)
        elapsed_ms = (time.perf_counter() - started) * 1000
        meant = self._searcher.did_you_mean(question)
        return search_json(question, list(map(without_folders, hits)), elapsed_ms, meant)

    def ask(
        self,
        question: str,
        source: Values = (),
        title: Values = (),
        theme: Values = (),
        field: Values = (),
        date_from: str = "",
        date_until: str = "",
    ) -> dict[str, Any]:
        """Answer a question with a literal sentence from the Dutch municipal safety texts, or say it is not there.

        Where `found` is false the texts do not answer the question: say so rather than answer from elsewhere; `hits`
        are then the passages that come nearest. `answer.text` is quoted word for word, and `citations` say from where.
        `otherwise` is what another document says with other numbers or dates: tell of both, with title and date.
        `confidence` is the estimated probability that these texts answer the question and that this is the answer. The
        filters are those of `search`: the answer comes from what they let through. The fields are those of
        `veiligheidswijzer ask --json`.

        Args:
            question: A whole question in Dutch, at most 2,000 characters.
            source: Only texts from one of these files or folders, by name, such as ["beleidsnota.pdf"].
            title: Only documents with one of these words or phrases in their title.
            theme: Only documents with one of these themes, such as ["openbare orde"].
            field: Only documents whose metadata have one of these, such as ["type=verordening"].
            date_from: Only documents of this day or later: 2024-05-01, 2024, "mei 2024" or "1 mei 2024".
            date_until: Only documents of this day or earlier; of a month or year its last day is meant.

        Returns:
            The question, whether an answer was found, the answer, its citations and the passages it was found in.
        """
        where = written_filter(source, title, theme, field, date_from or None, date_until or None)
        answer, meant = self._searcher.ask(question, where=where), self._searcher.did_you_mean(question)
        return answer_json(answer_without_folders(answer), link_base()) | {"did_you_mean": meant}

    def documents(
        self, words: str = "", order: Order = DEFAULT_ORDER, page: int = 1, per_page: int = PER_PAGE
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
        for name, value, most in (("page", page, None), ("per_page", per_page, MOST_PER_PAGE)):
            if value < 1 or (most and value > most):
                raise InputError(texts.out_of_bounds(name, value, most))
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
        gr.api(_told_to_clients(endpoint), api_name=endpoint.__name__, **limits)
    validate = page.validate_inputs

    def validated(*arguments: Any) -> None:
        try:
            validate(*arguments)
        except ValueError:  # with all that was sent in its message, which Gradio would print
            raise gr.Error(texts.WRONG_INPUTS, print_exception=False) from None

    page.validate_inputs = validated


def _told_to_clients(endpoint: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    """Return `endpoint` with its values checked, and with the sentence of an error passed on to who asked."""
    import gradio as gr

    checked = validate_call(endpoint)

    @wraps(endpoint)
    def asked(*values: Any) -> dict[str, Any]:
        try:
            return checked(*values)
        except ValidationError as error:
            name = list(signature(endpoint).parameters)[int(error.errors()[0]["loc"][0])]
            raise gr.Error(texts.wrong_value(name), print_exception=False) from None
        except VeiligheidswijzerError as error:
            raise gr.Error(str(error), print_exception=False) from None
        except Exception as error:
            log_unforeseen(_log, "a program could not be answered", error)
            raise gr.Error(texts.UNEXPECTED, print_exception=False) from None

    return asked
