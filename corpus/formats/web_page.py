"""Pages of HTML, by way of the markdown that kreuzberg makes of them.

Not by its nodes, as other formats: those have markup within their text, and lists within lists out of their place.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from contextlib import suppress

from corpus.assembling import decoded
from corpus.formats.web_notes import Mark, as_markdown_notes, goes_to, with_notes_apart
from corpus.markdown import read_markdown
from corpus.normalise import canonical_text
from corpus.structure import Element, Heading
from corpus.subjects import is_organisation

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
_LINK = re.compile(
    r"\s?(?P<raised><sup\b[^<>]{0,200}>\s{0,20})?<a\b(?P<about>[^<>]{0,500})>(?P<shown>(?:(?!</?a\b).){0,300})</a>"
    r"(?:\s{0,20}</sup>)?",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(r"<[^<>]*>")
_NOTE_REFERENCE = re.compile(r"\bnoteref\b|#_(?:ftn|edn)\d", re.IGNORECASE)
_NOTE_MARK = re.compile(r"[\[(]?(?:\d{1,3}|[ivx]{1,5}|[a-z*†‡])[\])]?", re.IGNORECASE)
_BACK = re.compile(r"(?:[↩↑]|&#8617;|&#x21a9;)\ufe0e?", re.IGNORECASE)
# How sites of the government end, or begin, the titles of their pages.
_SITE = re.compile(
    r"(?:overheid\.nl|rijksoverheid|officiële bekendmakingen|lokale wet- en regelgeving)\b.*", re.IGNORECASE
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
        with suppress(LookupError, ValueError):  # no encoding, or one that is not for texts
            text = content.decode(encoding)
            break
    else:
        text = decoded(content)
    return _STATED_CHARSET.sub("charset=utf-8", text.removeprefix("\ufeff"), count=1).encode("utf-8", "replace")


def text_only(content: bytes) -> bytes:
    """Return a page in UTF-8 without its title and what else it says of itself, and without the marks of footnotes.

    Where these footnotes stand below, they are set apart for `read_web_page`.
    """
    page = _HEAD.sub("", content.decode())
    marks = [
        Mark(goes_to(link["about"]), _TAG.sub("", link["shown"]).strip(), link.start(), link.end())
        for link in _LINK.finditer(page)
        if _is_of_note(link)
    ]
    return with_notes_apart(page, marks).encode()


def _is_of_note(link: re.Match[str]) -> bool:
    """Tell whether a link goes to a footnote, being called so or small and high, or is the arrow back from one."""
    shown = _TAG.sub("", link["shown"]).strip()
    if _NOTE_REFERENCE.search(link["about"]):
        return True
    is_raised = link["raised"] is not None or "<sup" in link["shown"].lower()
    return "#" in link["about"] and bool((_NOTE_MARK if is_raised else _BACK).fullmatch(shown))


def read_web_page(markdown: str) -> list[Element]:
    """Return the headings and blocks of a page of which kreuzberg made markdown."""
    return read_markdown(canonical_text(as_markdown_notes(markdown)), bold_is_heading=True)


def page_title(stated: str, elements: Iterable[Element]) -> str:
    """Return the title of a page: its only heading of the first level, or what it states without the name of its site.

    That is the last part of "Cameratoezicht | Voorbeeldstad.nl", and wherever it stands that of an organisation.
    """
    outermost = [e.text for e in elements if isinstance(e, Heading) and e.level == 1 and e.text.strip()]
    if len(outermost) == 1 and not is_organisation(outermost[0]):
        return outermost[0]
    parts = stated.split(" | ")
    kept = [part for part in parts if not _is_site(part)]
    title = " | ".join(kept[:-1] if len(kept) == len(parts) > 1 else kept)
    before, hyphen, site = title.rpartition(" - ")
    return before if hyphen and _is_site(site) else title


def _is_site(part: str) -> bool:
    return is_organisation(part) or _SITE.fullmatch(part) is not None
