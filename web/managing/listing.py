"""The list of documents: what is wanted of it, and one page of it at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from index import Store
from index.store import DocumentSummary
from web.file_names import file_name

PER_PAGE = 50
MOST_PER_PAGE = 500


def _day(document: DocumentSummary) -> date:
    return document.date or date.min


# How each order sorts; what is equal then stands by title.
Order = Literal["titel", "bestand", "nieuw", "oud", "groot"]
_ORDERS: dict[str, Callable[[DocumentSummary], Any]] = {
    "titel": lambda document: document.title.casefold(),
    "bestand": lambda document: file_name(document.source).casefold(),
    "nieuw": lambda document: -_day(document).toordinal(),
    "oud": lambda document: (document.date is None, _day(document)),
    "groot": lambda document: -document.characters,
}
DEFAULT_ORDER: Order = "titel"


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of the list: `page` of `pages`, both from 1. `found` documents fit the words, of `total` there are."""

    documents: tuple[DocumentSummary, ...]
    words: str
    order: str
    page: int
    pages: int
    found: int
    total: int


class DocumentList:
    """The documents of a store, by page; what was read of one generation serves all pages of it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._read = (-1, list[DocumentSummary](), Counter[str]())

    def all(self) -> list[DocumentSummary]:
        """Return a line for every document of the present generation."""
        return self._present()[1]

    def count_in(self, source: str) -> int:
        """Return how many documents came from one file."""
        return self._present()[2][source]

    def _present(self) -> tuple[int, list[DocumentSummary], Counter[str]]:
        with self._store.view() as view:
            if view.generation != self._read[0]:
                documents = view.documents()
                self._read = (view.generation, documents, Counter(one.source for one in documents))
        return self._read

    def page(self, words: str = "", order: str = DEFAULT_ORDER, page: int = 1, per_page: int = PER_PAGE) -> Listed:
        """Return a page of the documents whose title or file name has all of `words`.

        Past the last page comes the last page; an order that does not exist is the default one.
        """
        order = order if order in _ORDERS else DEFAULT_ORDER
        every, wanted = self.all(), words.casefold().split()
        found = [one for one in every if _has(one, wanted)] if wanted else every
        found = sorted(found, key=lambda one: (_ORDERS[order](one), one.title.casefold(), one.document_id))
        per_page = min(max(1, per_page), MOST_PER_PAGE)
        pages = max(1, -(-len(found) // per_page))
        page = min(max(1, page), pages)
        shown = tuple(found[(page - 1) * per_page : page * per_page])
        return Listed(shown, words, order, page, pages, len(found), len(every))

    def find(self, document_id: str) -> DocumentSummary | None:
        """Return the line of one document, None where there is none."""
        return next((one for one in self.all() if one.document_id == document_id), None)


def _has(document: DocumentSummary, wanted: list[str]) -> bool:
    text = f"{document.title} {file_name(document.source)}".casefold()
    return all(word in text for word in wanted)
