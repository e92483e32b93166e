"""Footnotes of web pages, which stand below all text: marked, so that they can be set behind what they are of."""

from __future__ import annotations

import re
from collections.abc import Mapping

_TARGET = re.compile(
    r"<(?P<tag>li|p|div|aside|dd|a)\b(?=[^<>]{0,500}\b(?:id|name)\s*=\s*[\"']?(?P<name>[^\"'<>\s]{1,80}))[^<>]{0,500}>",
    re.IGNORECASE,
)
_GOES_TO = re.compile(r"\bhref\s*=\s*[\"']?#([^\"'<>\s]{1,80})", re.IGNORECASE)
_OWN_HEADING = re.compile(r"</h[1-6]\s*>(?:\s|<[^<>]*>)*\Z", re.IGNORECASE)
_LOOK_BACK = 1_000  # characters, for a heading above the first note
# Letters of nobody, which go through the making of markdown unharmed.
_MARK, _NOTE, _END = "\ue000", "\ue001", "\ue002"
_MARKED = re.compile(rf"{_MARK}(\d+){_END}")
_NOTED = re.compile(
    rf"^[ \t]*(?:(?:\d{{1,4}}\\?[.)]|[-*+])[ \t]+)?{_NOTE}(\d+){_END}\s*(?:\\?\[?\1\\?\]?[.)]?[ \t]+)?", re.MULTILINE
)
_LINK_BACK = re.compile(
    rf"({_NOTE}\d+{_END})<a\b[^<>]{{0,500}}>(?:(?!</?a\b).){{0,300}}</a>", re.IGNORECASE | re.DOTALL
)
_LEFT = re.compile(rf"{_NOTE}\d+{_END}")


def notes_below(page: str, links: Mapping[str, int]) -> dict[str, int]:
    """Return the numbers of the footnotes that `links` (what they go to, and where they stand) have further on.

    Notes under a heading of their own stay there.
    """
    found = {one["name"]: one.start() for one in _TARGET.finditer(page) if one["name"] in links}
    below = [name for name in links if found.get(name, 0) > links[name]]
    first = min((found[name] for name in below), default=0)
    if _OWN_HEADING.search(page[max(first - _LOOK_BACK, 0) : first]):
        return {}
    return {name: number for number, name in enumerate(below, start=1)}


def goes_to(link: str) -> str:
    """Return the name of the place in the page itself that a link goes to, or nothing."""
    found = _GOES_TO.search(link)
    return found[1] if found else ""


def mark(number: int) -> str:
    """Return what stands for the mark of a footnote until `as_markdown_notes`."""
    return f"{_MARK}{number}{_END}"


def with_marked_notes(page: str, notes: Mapping[str, int]) -> str:
    """Return a page with the beginnings of its footnotes marked, in the place of the link back that Word sets there."""

    def marked(target: re.Match[str]) -> str:
        if target["name"] not in notes:
            return target[0]
        beginning = f"{_NOTE}{notes[target['name']]}{_END}"
        return f"{beginning}{target[0]}" if target["tag"] in "aA" else f"{target[0]}{beginning}"

    return _LINK_BACK.sub(r"\1", _TARGET.sub(marked, page))


def as_markdown_notes(markdown: str) -> str:
    """Return markdown with footnotes that were marked in the page as markdown has them."""
    return _LEFT.sub("", _NOTED.sub(r"\n[^\1]: ", _MARKED.sub(r"[^\1]", markdown)))
