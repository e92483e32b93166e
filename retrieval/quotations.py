"""Reading citations back, to check them: from JSON, or from a text that people pasted somewhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from corpus.errors import InputError
from retrieval.citation_formats import KEY_LABEL
from retrieval.citations import citation_from_json
from retrieval.quoted_text import Quotation, has_key, quoted_texts

MAX_CHARACTERS = 20_000_000  # of what is read at once


def read_quotations(content: str) -> list[Quotation]:
    """Return the quotations in `content`, in order: JSON of citations, answers or evidence packs, or citations as text.

    Raises:
        InputError: there is none in it, or one is not as this application writes them.

    """
    if len(content) > MAX_CHARACTERS:
        raise InputError(f"De tekst telt {len(content)} tekens; de grens is {MAX_CHARACTERS}. Geef alleen de citaten.")
    found = _from_json(content) if content.lstrip()[:1] in ("{", "[") else list(quoted_texts(content))
    if not found:
        raise InputError(
            f"Er staat geen citaat in. Geef JSON van 'veiligheidswijzer ask --json', of een citaat met zijn regel "
            f"'{KEY_LABEL}: …'."
        )
    return found


def _from_json(content: str) -> list[Quotation]:
    try:
        return list(_in_values(json.loads(content)))
    except ValueError as error:
        if isinstance(error, InputError):
            raise
        if has_key(content):  # text that begins like JSON: "[1] “…”"
            return list(quoted_texts(content))
        return [quotation for line in content.splitlines() if line.strip() for quotation in _in_line(line)]
    except RecursionError:
        raise InputError("Deze JSON is te diep genest. Geef het bestand zoals het is gemaakt.") from None


def _in_line(line: str) -> Iterator[Quotation]:
    """Find citations in one line of JSON Lines."""
    try:
        yield from _in_values(json.loads(line))
    except json.JSONDecodeError as error:
        raise InputError(f"Dit is geen geldige JSON ({error}). Geef het bestand zoals het is gemaakt.") from None


def _in_values(values: Any) -> Iterator[Quotation]:
    """Find citations at any depth: an object with a passage of its own is one."""
    if isinstance(values, dict) and "passage" in values:
        citation = citation_from_json(values)
        passage = citation.passage
        yield Quotation(
            citation.text, passage.document_id, passage.passage_id, citation.start, citation.end, citation.origin
        )
    elif isinstance(values, dict | list):
        for value in values.values() if isinstance(values, dict) else values:
            yield from _in_values(value)
