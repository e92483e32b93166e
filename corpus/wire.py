"""How what was read travels from a worker process: JSON, a line an item; nothing that could run code on arrival."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from typing import Any

from corpus.documents import Document, Section
from corpus.failures import FailureKind, PagesWithoutText, ReadFailure
from corpus.reading import ReadItem


def encoded(item: ReadItem) -> bytes:
    """Return an item as one line of JSON."""
    kind = {Document: "document", ReadFailure: "failure", PagesWithoutText: "pages"}[type(item)]
    return line({kind: asdict(item)})


def line(values: dict[str, Any]) -> bytes:
    """Return a message as one line of JSON."""
    return json.dumps(values, default=str).encode() + b"\n"


def decoded(message: dict[str, Any]) -> ReadItem | None:
    """Return the item in a message, None if it carries none."""
    if values := message.get("document"):
        sections = tuple(map(_section, values["sections"]))
        metadata = {name: tuple(lines) for name, lines in values["metadata"].items()}
        day = date.fromisoformat(values["date"]) if values["date"] else None
        return Document(**{**values, "sections": sections, "metadata": metadata, "date": day})
    if values := message.get("failure"):
        return ReadFailure(values["source"], values["reason"], FailureKind(values["kind"]))
    if values := message.get("pages"):
        return PagesWithoutText(values["source"], values["document_id"], tuple(values["pages"]), values["total"])
    return None


def _section(values: dict[str, Any]) -> Section:
    notes = tuple((start, end) for start, end in values["notes"])
    return Section(**{**values, "headings": tuple(values["headings"]), "notes": notes})
