"""Footnotes of web pages, which stand below all text: set apart, to be put behind what they are of."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from markdown_it.common.html_blocks import block_names

from corpus.formats.web_furniture import TAG

_TARGET = re.compile(
    r"<(?P<tag>li|p|div|aside|dd|a)\b(?=[^<>]{0,500}\b(?:id|name)\s*=\s*[\"']?(?P<name>[^\"'<>\s]{1,80}))[^<>]{0,500}>",
    re.IGNORECASE,
)
# What a paragraph or anchor may be the beginning of: an item, or a note of Word, which has its number ("ftn1").
_AROUND = re.compile(
    r"<(?P<tag>li|p|dd|div(?=[^<>]{0,500}\bid\s*=\s*[\"']?[^\"'<>\s]{1,40}\d[\"'\s>]))\b[^<>]{0,500}>\s{0,20}\Z",
    re.IGNORECASE,
)
_BEHIND_ANCHOR = re.compile(r"\s{0,20}<(?P<tag>li|p|dd|div)\b[^<>]{0,500}>", re.IGNORECASE)
_LOOK_BACK = 1_000  # characters, for a heading above the first note, or a tag
_LONGEST = 10_000  # characters of HTML; what is longer is a part of the page
_PARTS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "table", "article", "main"})  # which no footnote has
_LISTS, _ITEMS, _BLOCKS = frozenset({"ol", "ul", "dl"}), frozenset({"li", "dt", "dd"}), frozenset(block_names)
_OWN_HEADING = re.compile(r"</h[1-6]\s*>(?:\s|<[^<>]*>)*\Z", re.IGNORECASE)
_NAMED = re.compile(r"\b(?:id|name)\s*=\s*[\"']?([^\"'<>\s]{1,80})", re.IGNORECASE)
_GOES_TO = re.compile(r"\bhref\s*=\s*[\"']?#([^\"'<>\s]{1,80})", re.IGNORECASE)
_TAG_BEFORE = re.compile(r"<[a-z][^<>]{0,300}>\s{0,20}\Z", re.IGNORECASE)
_LINK = r"<a\b[^<>]{0,500}>(?:(?!</?a\b).){0,300}</a>"
_LINK_OR_BRACKETED = re.compile(rf"\[{_LINK}\]|\({_LINK}\)|{_LINK}", re.IGNORECASE | re.DOTALL)
_SAYS_BACK = re.compile(r">\W*(?:ga )?terug\b", re.IGNORECASE)
# Letters of nobody, which go through the making of markdown unharmed.
_MARK, _MARK_END, _NOTE, _NOTE_END = "\ue000", "\ue002", "\ue001", "\ue003"
_MARKED = re.compile(rf"{_MARK}(\d+){_MARK_END}")
_NOTED = re.compile(rf"{_NOTE}(\d+)\s*(.*?)\s*{_NOTE_END}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Mark:
    """The mark of a footnote, or the arrow back from one: what it goes to, what it shows, and where it stands."""

    name: str
    shown: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Element:
    """From where to where an element runs, with its tags and without."""

    start: int
    inner_start: int
    inner_end: int
    end: int


def goes_to(link: str) -> str:
    """Return the name of the place in the page itself that a link goes to, or nothing."""
    found = _GOES_TO.search(link)
    return found[1] if found else ""


def with_notes_apart(page: str, marks: Sequence[Mark]) -> str:
    """Return a page with the footnotes that `marks` have further on behind all else, for `as_markdown_notes`.

    `marks` are in the order of the page; those of no such note go. Notes under a heading of their own stay there.
    """
    elements = _notes_below(page, marks)
    back = {name for mark in marks if mark.name in elements for name in _names_of(page, mark)}
    labels = {mark.name: mark.shown for mark in reversed(marks)}
    inner = {
        name: _without_label(_without_links(_without_marks(page, marks, one), back), labels[name])
        for name, one in elements.items()
    }
    numbers = {name: number for number, name in enumerate((n for n in inner if _has_text(inner[n])), start=1)}
    changes = [(elements[name].start, elements[name].end, "") for name in numbers]
    for mark in marks:
        number = numbers.get(mark.name)
        changes.append((mark.start, mark.end, f"{_MARK}{number}{_MARK_END}" if number else ""))
    notes = (f"<div><p>{_NOTE}{number}</p>{inner[name]}<p>{_NOTE_END}</p></div>" for name, number in numbers.items())
    return "".join([_changed(page, 0, len(page), changes), *notes])


def as_markdown_notes(markdown: str) -> str:
    """Return markdown with footnotes that were set apart in the page as markdown has them."""

    def note(found: re.Match[str]) -> str:
        lines = found[2].replace("\n", "\n    ")
        return f"\n\n[^{found[1]}]: {lines}\n\n"

    return _NOTED.sub(note, _MARKED.sub(r"[^\1]", markdown))


def _notes_below(page: str, marks: Iterable[Mark]) -> dict[str, _Element]:
    """Return the footnotes that marks have further on, by name, in the order of the marks."""
    first: dict[str, int] = {}
    for mark in marks:
        if mark.name:
            first.setdefault(mark.name, mark.start)
    targets = {one["name"]: one for one in _TARGET.finditer(page) if one["name"] in first} if first else {}
    below = {name: targets[name] for name in first if name in targets and targets[name].start() > first[name]}
    starts = sorted(one.start() for one in below.values())
    if not starts or _OWN_HEADING.search(page[max(starts[0] - _LOOK_BACK, 0) : starts[0]]):
        return {}
    found: dict[str, _Element] = {}
    end = 0
    for name, target in sorted(below.items(), key=lambda item: item[1].start()):
        element = _element(page, target, starts)
        if element is not None and element.start >= end:
            found[name] = element
            end = element.end
    return {name: found[name] for name in below if name in found}


def _element(page: str, target: re.Match[str], starts: Sequence[int]) -> _Element | None:
    """Return the element that a footnote is, of those that begin at `starts`: all that holds no other, or its line."""
    found = _begun_by(page, target)
    tag = target["tag"].lower()
    if found and tag == "a" and not _has_text(page[found.inner_start : found.inner_end]):
        behind = _BEHIND_ANCHOR.match(page, found.end)
        below = _begun_by(page, behind) if behind else None
        found = replace(below, start=found.start) if below else None
    around: re.Match[str] | None = target if tag in ("a", "p") else None
    while around := around and _AROUND.search(page, max(around.start() - _LOOK_BACK, 0), around.start()):
        wider = _begun_by(page, around)
        if wider is None or bisect_left(starts, wider.end) - bisect_left(starts, wider.start) > 1:
            break
        found = wider
    return found


def _begun_by(page: str, begins: re.Match[str]) -> _Element | None:
    """Return the element that a tag begins, of an anchor its line; None if it is long, or has what no footnote has.

    The end tags of paragraphs and items may be left out.
    """
    name = begins["tag"].lower()
    start, last = begins.start("tag") - 1, min(begins.end() + _LONGEST, len(page))
    inner_start = start if name == "a" else begins.end()
    inside = 0  # of lists in an item, or of others of its kind
    for tag in TAG.finditer(page, begins.end(), last):
        other, is_end = (tag["name"] or "").lower(), bool(tag["end"])
        if name in ("a", "p"):
            ends = other in _BLOCKS or (name == "a" and other == "br")
        elif other in _PARTS:
            return None
        elif name in _ITEMS:
            ends = not inside and (other in _ITEMS or (is_end and other in _LISTS))
            inside += (-1 if is_end else 1) * (other in _LISTS)
        else:
            ends = is_end and other == name and not inside
            inside += (-1 if is_end else 1) * (other == name)
        if ends:
            return _Element(start, inner_start, tag.start(), tag.end() if is_end and other == name else tag.start())
    return _Element(start, inner_start, last, last) if last == len(page) else None


def _names_of(page: str, mark: Mark) -> list[str]:
    """Return by which names one may go back to a mark: those of its link, and of what begins with it."""
    before = _TAG_BEFORE.search(page, max(mark.start - _LOOK_BACK, 0), mark.start)
    return _NAMED.findall(page, before.start() if before else mark.start, mark.end)


def _without_marks(page: str, marks: Sequence[Mark], note: _Element) -> str:
    first, last = (bisect_left(marks, at, key=lambda mark: mark.start) for at in (note.inner_start, note.inner_end))
    return _changed(page, note.inner_start, note.inner_end, ((one.start, one.end, "") for one in marks[first:last]))


def _without_links(note: str, back: set[str]) -> str:
    """Return the HTML of a note without the links back to its mark, which go to one of the names `back`."""

    def shown(link: re.Match[str]) -> str:
        name = goes_to(link[0])
        return "" if name in back or (name and _SAYS_BACK.search(link[0])) else link[0]

    return _LINK_OR_BRACKETED.sub(shown, note)


def _without_label(note: str, label: str) -> str:
    """Return the HTML of a note without what its mark shows, with which it begins: "1", "[1]", "1."."""
    bare = re.escape(label.strip("[]() "))
    return re.sub(rf"\A((?:\s|<[^<>]*>)*)[\[(]?{bare}[\])]?[.)]?(?=[\s<]|&nbsp;|\Z)", r"\1", note, count=1)


def _has_text(html: str) -> bool:
    return bool(TAG.sub("", html).replace("&nbsp;", " ").strip())


def _changed(page: str, at: int, until: int, changes: Iterable[tuple[int, int, str]]) -> str:
    """Return a stretch of a page with changes, each from where to where and what comes there; none within another."""
    parts: list[str] = []
    for start, end, text in sorted(changes):
        if at <= start and end <= until:
            parts += [page[at:start], text]
            at = end
    return "".join([*parts, page[at:until]])
