"""Is a citation still true: does its literal text stand in the document, was it changed, or is it gone?"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from corpus import Document, Span
from index import View
from retrieval.near_text import Piece, difference, nearest, occurrence
from retrieval.quotations import Quotation


class Standing(StrEnum):
    """What became of a quotation: its words stand there, nearly its words do, or nothing like it."""

    PRESENT = "present"
    CHANGED = "changed"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class CitationCheck:
    """What became of `quotation` in the index at `generation`.

    `place` is where its words, or those nearest to them, stand now, in code points of the document; None when gone.
    `moved` says that they stand elsewhere in the document than they did. `present_text` is what stands at `place`,
    and `difference` the words that went and came if it was changed. `title` is the document's, None when it is gone
    itself. `source_changed` says whether the file is another one than the quotation was taken from; None where
    that cannot be known.
    """

    quotation: Quotation
    standing: Standing
    generation: int
    title: str | None = None
    place: Span | None = None
    moved: bool = False
    present_text: str | None = None
    difference: tuple[Piece, ...] = ()
    source_changed: bool | None = None


def check_citation(view: View, quotation: Quotation) -> CitationCheck:
    """Look the quotation up in its document, word by word.

    It is present when its words stand in the document, wherever that is and whatever became of the file. It is changed
    when only a stretch that is much like it does (`retrieval.near_text.nearest`). Otherwise, and when the document
    is no longer there, it is gone.
    """
    document = view.document(quotation.document_id)
    if document is None:
        return CitationCheck(quotation, Standing.GONE, view.generation)
    changed = _source_changed(view, quotation, document)
    if document.text[quotation.start : quotation.end] == quotation.text:
        found: Span | None = Span(quotation.start, quotation.end)
    else:
        found = occurrence(quotation.text, document.text, quotation.start)
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
        moved=found is not None and found.start != quotation.start,
        present_text=present,
        difference=difference(quotation.text, present) if standing is Standing.CHANGED and present is not None else (),
        source_changed=changed,
    )


def check_json(check: CitationCheck) -> dict[str, Any]:
    """Return the outcome as JSON values."""
    quotation, place = check.quotation, check.place
    return {
        "standing": check.standing,
        "moved": check.moved,
        "source_changed": check.source_changed,
        "generation": check.generation,
        "document_id": quotation.document_id,
        "passage_id": quotation.passage_id,
        "title": check.title,
        "text": quotation.text,
        "present_text": check.present_text,
        "start": place.start if place is not None else None,
        "end": place.end if place is not None else None,
        "difference": [asdict(piece) for piece in check.difference],
    }


def _source_changed(view: View, quotation: Quotation, document: Document) -> bool | None:
    before = quotation.origin.source_sha256 if quotation.origin is not None else None
    now = view.source_hashes([document.source]).get(document.source)
    return None if before is None or now is None else now.hex() != before
