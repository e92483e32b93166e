"""What stands on every page of a site, such as its header, menus and footer, told from the text of a page."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

_MENUS = frozenset({"nav", "navigation", "search", "dialog", "alertdialog"})
_AROUND = frozenset({"header", "footer", "banner", "contentinfo"})
_ASIDE = frozenset({"aside", "complementary"})
# Within these a header or footer is of that part, not of the page (HTML standard, "banner" and "contentinfo").
_PARTS = frozenset({"article", "main", "section"})
_FURNITURE = _MENUS | _AROUND | _ASIDE
_TOLD = _FURNITURE | _PARTS | {"h1", "head"}

_WORD = re.compile(r"\w+")
# Repeats are possessive: nothing in a page, however it is made, makes the search begin again.
TAG = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<(?P<verbatim>script|style|textarea)\b.*?(?:</(?P=verbatim)\s*+>|\Z)"
    r"|<(?P<end>/?)(?P<name>[a-z][a-z0-9-]*+)(?P<about>(?:[^<>\"']|\"[^\"]*+\"|'[^']*+')*+)>",
    re.IGNORECASE | re.DOTALL,
)
_ROLE = re.compile(r"\srole\s*+=\s*+[\"']?\s*+([a-z-]++)", re.IGNORECASE)

_NOTE = re.compile(r"\b(?:foot|end)note", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Region:
    """An element: what it is (its role, or else its name), and from where to where it runs, with and without tags."""

    kind: str
    start: int
    inner_start: int
    inner_end: int
    end: int


def without_furniture(page: str) -> str:
    """Return a page of HTML without what is the same on every page of its site.

    Of a page with one main part that holds most of its words that is this part. Its heading of the first level stays,
    wherever it stands.
    """
    regions = sorted(_regions(page), key=lambda region: region.start)
    furniture = list(_furniture(regions))
    kept = _without(page, furniture, 0, len(page))
    mains = [one for one in regions if one.kind == "main"]
    if len(mains) == 1:
        main = _without(page, furniture, mains[0].inner_start, mains[0].inner_end)
        heads = [one for one in regions if one.kind == "head"]
        body = _without(page, sorted([*furniture, *heads], key=lambda region: region.start), 0, len(page))
        if main.strip() and 2 * _count_words(main) >= _count_words(body):
            kept = main
    heading = next((one for one in regions if one.kind == "h1"), None)
    return page[heading.start : heading.end] + kept if heading and "<h1" not in kept.lower() else kept


def _without(page: str, regions: list[_Region], start: int, end: int) -> str:
    """Return the page from `start` to `end` without regions, which are given in the order in which they begin."""
    parts: list[str] = []
    for one in regions:
        if start <= one.start and one.end <= end:
            parts.append(page[start : one.start])
            start = one.end
    return "".join([*parts, page[start:end]])


def _count_words(page: str) -> int:
    return len(_WORD.findall(TAG.sub(" ", page)))


def _furniture(regions: list[_Region]) -> Iterator[_Region]:
    """Yield the elements that are no text, of those that are given in the order in which they begin."""
    parts: list[_Region] = []  # around the one at hand, the outermost first
    texts: list[_Region] = []  # of these parts, those that are a text with what stands aside of it
    for one in regions:
        for around in (parts, texts):
            while around and around[-1].end <= one.start:
                around.pop()
        stays = (one.kind in _AROUND and _are_around(parts, one)) or (one.kind in _ASIDE and _are_around(texts, one))
        if one.kind in _FURNITURE and not stays:
            yield one
        elif one.kind in _PARTS:
            parts.append(one)
            if one.kind in ("article", "main"):
                texts.append(one)


def _are_around(parts: list[_Region], one: _Region) -> bool:
    return any(part.inner_end >= one.end for part in parts)


def _regions(page: str) -> Iterator[_Region]:
    """Yield the elements of a page that say what they are, and that end."""
    begun: defaultdict[str, list[tuple[str, re.Match[str]]]] = defaultdict(list)
    for tag in TAG.finditer(page):
        name = (tag["name"] or "").lower()
        if tag["end"]:
            if begun[name]:
                kind, opened = begun[name].pop()
                if kind in _TOLD:
                    yield _Region(kind, opened.start(), opened.end(), tag.start(), tag.end())
        elif name:
            begun[name].append((_kind(name, tag["about"]), tag))


def _kind(name: str, about: str) -> str:
    role = _ROLE.search(about)
    return role[1].lower() if role else "note" if _NOTE.search(about) else name
