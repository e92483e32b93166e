"""Pages of HTML, by way of the markdown that kreuzberg makes of them.

Not by its nodes, as other formats: those have markup within their text, and lists within lists out of their place.
"""

from __future__ import annotations

import codecs
import re
from contextlib import suppress

from corpus.assembling import decoded
from corpus.markdown import read_markdown
from corpus.normalise import canonical_text
from corpus.structure import Element

MARKDOWN_OPTIONS = {
    "escape_asterisks": True, "escape_underscores": True, "escape_misc": True, "extract_metadata": False,
}  # fmt: skip
"""How kreuzberg is to make markdown of HTML, so that what only looks like markup stays text."""

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]{2,40})", re.IGNORECASE)
_STATED_WITHIN = 4_096  # bytes
# What stands in the head of a page becomes text, but for the encoding.
_HEAD = re.compile(
    r"<title\b.*?</title\s*>|<(?:link|base)\b[^>]*>|<meta\b(?=[^>]*\b(?:name|property)\s*=)[^>]*>",
    re.IGNORECASE | re.DOTALL,
)
_STATED_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*[\w-]+", re.IGNORECASE)


def as_utf8(content: bytes) -> bytes:
    """Return a page in UTF-8; it may say that it is in another encoding, or be in that of Windows without a word.

    Raises:
        UnreadableError: it is in none of these.
    """
    stated = _CHARSET.search(content[:_STATED_WITHIN])
    name = stated[1].decode("ascii").lower() if stated else "utf-8"
    name = "cp1252" if name in ("iso-8859-1", "latin1", "us-ascii", "ascii") else name  # as browsers read these
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        name = "utf-16"
    for encoding in (name, "utf-8", "cp1252"):
        with suppress(LookupError, UnicodeDecodeError):
            text = content.decode(encoding)
            break
    else:
        text = decoded(content)
    return _STATED_CHARSET.sub("charset=utf-8", text.removeprefix("\ufeff"), count=1).encode()


def without_head(content: bytes) -> bytes:
    """Return a page in UTF-8 without the title and what else it says of itself."""
    return _HEAD.sub("", content.decode()).encode()


def read_web_page(markdown: str) -> list[Element]:
    """Return the headings and blocks of a page of which kreuzberg made markdown."""
    return read_markdown(canonical_text(markdown), bold_is_heading=True)
