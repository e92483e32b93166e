"""Text to HTML: everything is escaped, and chosen stretches are put between tags."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from retrieval import Span

_PARAGRAPH = re.compile(r"\S[^\n]*(?:\n[^\S\n]*\S[^\n]*)*")  # lines that are not blank


@dataclass(frozen=True, slots=True)
class Layer:
    """Stretches of a text, in order and without overlap, that `before` and `after` (HTML) go around."""

    spans: Sequence[Span]
    before: str
    after: str


def marked(text: str, start: int, end: int, layers: Sequence[Layer]) -> str:
    """Return `text[start:end]` as HTML with its marks; the first layer is the outermost."""
    if not layers:
        return escape(text[start:end])
    layer, *inner = layers
    parts: list[str] = []
    for span in layer.spans:
        first, last = max(span.start, start), min(span.end, end)
        if first < last:
            parts += [marked(text, start, first, inner), layer.before, marked(text, first, last, inner), layer.after]
            start = last
    return "".join([*parts, marked(text, start, end, inner)])


def paragraphs(text: str, start: int, end: int) -> list[Span]:
    """Return the stretches of `text[start:end]` between blank lines, without the white space around them."""
    found = _PARAGRAPH.finditer(text, start, end)
    return [Span(match.start(), match.start() + len(match[0].rstrip())) for match in found]


def prose(text: str, spans: Sequence[Span], layers: Sequence[Layer] = ()) -> str:
    """Return the paragraphs `spans` of `text` as HTML."""
    return "".join(f"<p>{marked(text, span.start, span.end, layers)}</p>" for span in spans)
