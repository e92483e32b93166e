"""A citation that can be checked later: where it comes from, the link that opens its place, and its JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar
from urllib.parse import urlencode

from corpus import Document, Passage, Span
from corpus.errors import InputError
from corpus.normalise import canonical_text
from corpus.passages import address_of
from index import View
from retrieval.near_text import occurrences
from retrieval.results import Citation, Hit, Origin

T = TypeVar("T")


def with_origins(view: View, hits: Sequence[Hit]) -> list[Hit]:
    """Return `hits`, found in `view`, each with the generation and the hash of the file that its passage is from."""
    hashes = view.source_hashes(list({hit.passage.source for hit in hits}))
    return [replace(hit, origin=_origin(view, hit.passage, hashes)) for hit in hits]


def cite(view: View, passage_id: str, quotation: str | None = None) -> Citation:
    """Return a citation of a whole passage, or of the literal `quotation` in it or its neighbours in one section.

    Those may be shown as one with it (`retrieval.grouping`). White space may differ, as it does after pasting. What
    stands in the passage is taken from there; words beside it only where its address, if it has one, is theirs too.

    Raises:
        InputError: there is no such passage, or the words are not literally there, or in another lid.

    """
    key = passage_key(view, passage_id)
    [passage] = view.passages([key])
    origin = _origin(view, passage, view.source_hashes([passage.source]))
    if quotation is None:
        return Citation(passage, passage.start, passage.end, passage.text, origin)
    words = canonical_text(quotation)
    if (found := next(occurrences(words, passage.text), None)) is not None:
        place = passage.start + found.start, passage.start + found.end
        return Citation(passage, *place, passage.text[found.start : found.end], origin)
    document = view.document(passage.document_id)
    beside = _beside(document, passage, words) if document else []
    if not document or not beside:
        raise InputError(
            f"De woorden {quotation[:80]!r} staan niet letterlijk in passage {passage_id}. Kopieer ze uit de passage."
        )
    addresses = [stretch_of(document, span).address for span in beside]
    for span, address in zip(beside, addresses, strict=True):
        if address == passage.address or (address or "").startswith(f"{passage.address}, "):
            return Citation(passage, *span, document.text[span.start : span.end], origin)
    raise InputError(
        f"De woorden {quotation[:80]!r} staan niet in passage {passage_id} ({passage.address}), "
        f"maar in {addresses[0]}. Geef het kenmerk van de passage waar ze in staan."
    )


def _beside(document: Document, passage: Passage, words: str) -> list[Span]:
    """Return where `words` stand in the sections of a passage, in code points of the document, nearest first."""
    here = _section_of(document, passage)
    found = occurrences(words, document.text[here.start : here.end])
    places = (Span(here.start + span.start, here.start + span.end) for span in found)
    return sorted(places, key=lambda place: abs(place.start - passage.start))


def stretch_of(document: Document, place: Span) -> Passage:
    """Return a stretch of a document with the headings, page and address of where it stands; it has no id."""
    number = next((n for n, part in enumerate(document.sections) if place.start < part.end), None)
    section = document.sections[number] if number is not None else None
    return Passage(
        passage_id="",
        document_id=document.document_id,
        title=document.title,
        source=document.source,
        headings=section.headings if section else (),
        text=document.text[place.start : place.end],
        start=place.start,
        end=place.end,
        page=section.page if section else None,
        date=document.date,
        address=address_of(document, number, *place) if number is not None else None,
    )


def _section_of(document: Document, passage: Passage) -> Span:
    """Return the stretch of the sections that a passage is in, as far as they have its place in the document."""
    parts = [part for part in document.sections if part.start < passage.end and passage.start < part.end]
    return Span(
        min([passage.start, *(part.start for part in parts)]), max([passage.end, *(part.end for part in parts)])
    )


def passage_key(view: View, passage_id: str) -> int:
    """Return the key of a passage.

    Raises:
        InputError: there is no such passage.

    """
    [key] = view.passage_keys([passage_id])
    if key is None:
        raise InputError(
            f"De passage {passage_id[:80]!r} staat niet in de index. Neem het kenmerk (passage_id) over uit "
            "'veiligheidswijzer search --json'."
        )
    return key


def _origin(view: View, passage: Passage, hashes: Mapping[str, bytes]) -> Origin:
    known = hashes.get(passage.source)
    return Origin(view.generation, known.hex() if known is not None else None)


def document_link(passage: Passage, base: str = "") -> str:
    """Return the address that opens `passage` in its document on the web page at `base`; relative without one."""
    query = urlencode({"id": passage.document_id, "passage": passage.passage_id})
    return f"{base.rstrip('/')}/document?{query}#vindplaats"


def citation_json(citation: Citation, base: str = "") -> dict[str, Any]:
    """Return a citation as JSON values; offsets are code points in the document. `citation_from_json` reads it."""
    passage, origin = citation.passage, citation.origin
    return {
        "text": citation.text,
        "start": citation.start,
        "end": citation.end,
        "passage": {
            "passage_id": passage.passage_id,
            "document_id": passage.document_id,
            "title": passage.title,
            "source": passage.source,
            "headings": list(passage.headings),
            "address": passage.address,
            "page": passage.page,
            "date": passage.date.isoformat() if passage.date else None,
            "start": passage.start,
            "end": passage.end,
            "text": passage.text,
        },
        "source_sha256": origin.source_sha256 if origin else None,
        "generation": origin.generation if origin else None,
        "link": document_link(passage, base),
    }


def citation_from_json(values: Mapping[str, Any]) -> Citation:
    """Return the citation that `citation_json` wrote; the link follows from the rest.

    Raises:
        InputError: a value is missing or of another kind; names which.

    """
    of = _Values(values, "")
    inner = of.mapping("passage")
    day = inner.optional("date", str)
    generation = of.optional("generation", int)
    return Citation(
        passage=Passage(
            passage_id=inner.required("passage_id", str),
            document_id=inner.required("document_id", str),
            title=inner.required("title", str),
            source=inner.required("source", str),
            headings=tuple(map(str, inner.required("headings", list))),
            text=inner.required("text", str),
            start=inner.required("start", int),
            end=inner.required("end", int),
            page=inner.optional("page", int),
            date=_day(day) if day is not None else None,
            address=inner.optional("address", str),
        ),
        start=of.required("start", int),
        end=of.required("end", int),
        text=of.required("text", str),
        origin=Origin(generation, of.optional("source_sha256", str)) if generation is not None else None,
    )


class _Values:
    """Values of a JSON object, each asked for by name and kind."""

    def __init__(self, values: Mapping[str, Any], path: str) -> None:
        self._values = values
        self._path = path

    def optional(self, name: str, kind: type[T]) -> T | None:
        value = self._values.get(name)
        return None if value is None else self._checked(name, value, kind)

    def required(self, name: str, kind: type[T]) -> T:
        return self._checked(name, self._values.get(name), kind)

    def mapping(self, name: str) -> _Values:
        return _Values(self.required(name, dict), f"{self._path}{name}.")

    def _checked(self, name: str, value: object, kind: type[T]) -> T:
        if not isinstance(value, kind) or isinstance(value, bool):
            raise InputError(
                f"Dit is geen citaat van Veiligheidswijzer: {self._path}{name} ontbreekt of is niet wat het moet zijn "
                f"({str(value)[:40]!r}). Geef het citaat zoals 'veiligheidswijzer ask --json' het schrijft."
            )
        return value


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(f"De datum {text[:40]!r} van dit citaat bestaat niet. Schrijf hem als 2024-05-01.") from None
