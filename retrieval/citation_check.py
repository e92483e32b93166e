"""Is a citation still true: does its literal text stand in the document, was it changed, or is it gone?"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from corpus import Document, Passage, Span
from index import View
from retrieval.citation_formats import place_of
from retrieval.citations import stretch_of
from retrieval.near_text import Piece, difference, nearest, occurrence
from retrieval.question import lexical_query
from retrieval.quoted_text import Quotation
from retrieval.results import Citation

_PASSAGES_SEARCHED = 20  # for words that are gone from their document


class Standing(StrEnum):
    """What became of a quotation: its words stand there, nearly its words do, or nothing like it."""

    PRESENT = "present"
    CHANGED = "changed"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class CitationCheck:
    """What became of `quotation` in the index at `generation`.

    `place` is where its words, or those nearest to them, stand now, in code points of the document; None when gone.
    `where` says it in words: the article or headings, and the page.
    `moved` says that they stand elsewhere in the document than they did. `present_text` is what stands at `place`,
    and `difference` the words that went and came if it was changed. `title` is the document's, None when it is gone
    itself. `source_changed` says whether the file is another one than the quotation was taken from; None where
    that cannot be known. `elsewhere` is a passage of another document that holds the words which are gone here: files
    get other names.
    """

    quotation: Quotation
    standing: Standing
    generation: int
    title: str | None = None
    place: Span | None = None
    where: str = ""
    moved: bool = False
    present_text: str | None = None
    difference: tuple[Piece, ...] = ()
    source_changed: bool | None = None
    elsewhere: Passage | None = None


def check_citation(view: View, quotation: Quotation) -> CitationCheck:
    """Look the quotation up in its document, word by word.

    It is present when its words stand in the document, wherever that is and whatever became of the file, or are what
    was cut out of the same file where they were, within a word too. It is changed when only a stretch that is much
    like it does (`retrieval.near_text.nearest`). Otherwise, and when the document is no longer there, it is gone.
    """
    document = view.document(quotation.document_id)
    if document is None:
        return CitationCheck(quotation, Standing.GONE, view.generation, elsewhere=_elsewhere(view, quotation))
    changed = _source_changed(view, quotation, document)
    start = quotation.start + len(quotation.text) - len(quotation.text.lstrip())
    found = occurrence(quotation.text, document.text, start)
    if changed is False and document.text[quotation.start : quotation.end].split() == quotation.text.split():
        found = Span(start, quotation.end)
    standing = Standing.PRESENT
    if found is None:
        found = nearest(quotation.text, document.text, quotation.start)
        standing = Standing.CHANGED if found is not None else Standing.GONE
    present = document.text[found.start : found.end] if found is not None else None
    return CitationCheck(
        quotation=quotation,
        standing=standing,
        generation=view.generation,
        title=document.title,
        place=found,
        where=_where(document, found) if found is not None else "",
        moved=found is not None and found.start != start,
        present_text=present,
        difference=difference(quotation.text, present) if standing is Standing.CHANGED and present is not None else (),
        source_changed=changed,
        elsewhere=_elsewhere(view, quotation) if standing is Standing.GONE else None,
    )


def check_json(check: CitationCheck, number: int) -> dict[str, Any]:
    """Return the outcome as JSON values; `number` is that of the citation in its file, from 1."""
    quotation, place, elsewhere = check.quotation, check.place, check.elsewhere
    return {
        "number": number,
        "standing": check.standing,
        "moved": check.moved,
        "source_changed": check.source_changed,
        "generation": check.generation,
        "document_id": quotation.document_id,
        "passage_id": quotation.passage_id,
        "title": check.title,
        "where": check.where,
        "text": quotation.text,
        "present_text": check.present_text,
        "start": place.start if place is not None else None,
        "end": place.end if place is not None else None,
        "difference": [asdict(piece) for piece in check.difference],
        "elsewhere": elsewhere
        and {"document_id": elsewhere.document_id, "passage_id": elsewhere.passage_id, "title": elsewhere.title},
    }


def _where(document: Document, place: Span) -> str:
    stretch = stretch_of(document, place)
    return place_of(Citation(stretch, place.start, place.end, stretch.text))


def _elsewhere(view: View, quotation: Quotation) -> Passage | None:
    """Return the best passage of another document with these words, among those that lexical search finds."""
    found = view.lexical(lexical_query(quotation.text), _PASSAGES_SEARCHED)
    for passage in view.passages(found.keys.tolist()):
        if passage.document_id != quotation.document_id and occurrence(quotation.text, passage.text, 0):
            return passage
    return None


def _source_changed(view: View, quotation: Quotation, document: Document) -> bool | None:
    before = quotation.origin.source_sha256 if quotation.origin is not None else None
    now = view.source_hashes([document.source]).get(document.source)
    return None if before is None or now is None else now.hex() != before
