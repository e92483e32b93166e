"""The records that texts become: a document, its sections, and the passages that are searched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of a document under one heading path, without the heading lines themselves.

    `headings` runs from the outermost heading to the nearest one and does not repeat the document's title.
    `start` and `end` are code-point offsets into `Document.text`; `page` is 1-based, or None where there are no pages.
    `address` is the article of a statute or regulation that the section is, or is part of ("artikel 2:74"), or None.
    `notes` are the start and end of each footnote in it, in order.
    """

    headings: tuple[str, ...]
    start: int
    end: int
    page: int | None = None
    address: str | None = None
    notes: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """One text with one canonical reading: `text` is NFC, and every later offset counts code points in it.

    `source` is the file (absolute path) that it was read from. `metadata` maps a field name to its values;
    a field such as "themes" has several, most have one.
    """

    document_id: str
    title: str
    source: str
    text: str
    sections: tuple[Section, ...]
    date: date | None = None
    metadata: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a document that is found, shown and quoted as one: `text == document.text[start:end]`.

    `passage_id` depends on the document id and the text only, so that a link to a passage survives a rebuild
    that did not touch it. `page` is 1-based, or None. `address` is the place in a statute or regulation, as it is
    cited after its title ("artikel 2:74, lid 1"), or None.
    """

    passage_id: str
    document_id: str
    title: str
    source: str
    headings: tuple[str, ...]
    text: str
    start: int
    end: int
    page: int | None = None
    date: date | None = None
    address: str | None = None
