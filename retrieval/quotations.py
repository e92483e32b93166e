"""Reading citations back, to check them: from JSON, or from a text that people pasted somewhere."""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from corpus.errors import InputError
from corpus.normalise import canonical_text
from retrieval.citation_formats import KEY_LABEL
from retrieval.citations import citation_from_json
from retrieval.results import Origin

MAX_CHARACTERS = 20_000_000  # of what is read at once
MAX_QUOTATION_CHARACTERS = 10_000  # more than any passage has
# Not after ">": that is how Markdown writes a quotation, whose words must not pass for a line of ours.
_KEY_LINE = re.compile(rf"^[ \t*`-]*{KEY_LABEL}: *([^\s`]+)`?[ \t]*$", re.MULTILINE)
_QUOTE_PREFIX = re.compile(r"^[ \t]*> ?", re.MULTILINE)
_MARKDOWN_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_PLACE = re.compile(r"(\d{1,12})-(\d{1,12})")


@dataclass(frozen=True, slots=True)
class Quotation:
    """A text that is said to stand in a document: what of a citation can be checked.

    `start` and `end` are where it stood, in code points of the document. In a text that people pasted, white space
    may have changed.
    """

    text: str
    document_id: str
    passage_id: str
    start: int
    end: int
    origin: Origin | None = None

    def __post_init__(self) -> None:
        if not self.text.strip() or len(self.text) > MAX_QUOTATION_CHARACTERS:
            raise InputError(
                f"Een citaat telt {len(self.text)} tekens; het moet er 1 tot en met {MAX_QUOTATION_CHARACTERS} hebben. "
                "Geef het citaat zoals Veiligheidswijzer het schreef."
            )
        if not 0 <= self.start <= self.end:
            raise InputError(
                f"De plaats {self.start}-{self.end} van een citaat bestaat niet. Kopieer het kenmerk opnieuw."
            )


def read_quotations(content: str) -> list[Quotation]:
    """Return the quotations in `content`, in order: JSON of citations, answers or evidence packs, or citations as text.

    Raises:
        InputError: there is none in it, or one is not as this application writes them.

    """
    if len(content) > MAX_CHARACTERS:
        raise InputError(f"De tekst telt {len(content)} tekens; de grens is {MAX_CHARACTERS}. Geef alleen de citaten.")
    found = _from_json(content) if content.lstrip()[:1] in ("{", "[") else list(_from_text(content))
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
        if _KEY_LINE.search(canonical_text(content)):  # text that begins like JSON: "[1] “…”"
            return list(_from_text(content))
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


def _from_text(content: str) -> Iterator[Quotation]:
    content = canonical_text(content)
    begin = 0
    for line in _KEY_LINE.finditer(content):
        block = content[begin : line.start()]
        begin = line.end()
        key = {name: values[0] for name, values in parse_qs(line[1]).items()}
        place = _PLACE.fullmatch(key.get("tekens", ""))
        if place is None or not key.keys() >= {"document", "passage"}:
            raise InputError(
                f"De regel '{line[0].strip()[:80]}' is geen heel kenmerk. Kopieer de regel helemaal, van "
                f"'{KEY_LABEL}:' tot het einde."
            )
        start, end = int(place[1]), int(place[2])
        generation = key.get("generatie", "")
        yield Quotation(
            text=_quoted(block, end - start, markdown=line[0].rstrip().endswith("`")),
            document_id=key["document"],
            passage_id=key["passage"],
            start=start,
            end=end,
            origin=Origin(int(generation), key.get("sha256"))
            if generation.isascii() and generation.isdigit()
            else None,
        )


def _quoted(block: str, length: int, *, markdown: bool) -> str:
    """Return what stands between quotation marks in `block`; of several stretches the one nearest to `length`."""
    if markdown:
        block = _MARKDOWN_ESCAPE.sub(r"\1", _QUOTE_PREFIX.sub("", block))
    closings = [match.start() for match in re.finditer("”", block)]
    stretches = [
        (opening.end(), closings[n])
        for opening in re.finditer("“", block)
        for at in [bisect_left(closings, opening.end() + length)]
        for n in (at - 1, at)
        if 0 <= n < len(closings) and closings[n] >= opening.end()
    ]
    if not stretches:
        raise InputError(f"Boven een regel '{KEY_LABEL}: …' staat geen citaat tussen “ en ”. Kopieer het citaat mee.")
    start, end = min(stretches, key=lambda stretch: abs(stretch[1] - stretch[0] - length))
    return block[start:end].strip()
