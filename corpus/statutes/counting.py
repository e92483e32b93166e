"""Circulars and guidelines, which have no articles: what stands under what, by the numbers above their titles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from corpus.structure import Element, Heading, names_a_part

_ANNEX = "bijlage"
_NUMBER = r"(?P<number>\d{1,2}(?:\.\d{1,2})*[a-z]?|[IVX]+|[A-Z]\d?|[a-z])"
# All that stands in the heading above a title: "5.1", "II", "Paragraaf 3", "Bijlage".
_LABEL = re.compile(rf"(?=.)(?:(?i:(?P<word>{_ANNEX}|hoofdstuk|paragraaf|artikel|deel))\b\s*)?(?:{_NUMBER}\.?)?")
# A number that stands in one heading with its title: "4. Overige voorwaarden", "II. Uitvoering".
_NUMBERED = re.compile(rf"(?:(?i:(?P<word>{_ANNEX}))\s+)?{_NUMBER}(?:(?<=\d)\s+|\.\s+)(?=[^\W\d_a-zß-ÿ])")
_FIRST = re.compile(r"(?:\d+\.)*1|A1?|I|a")


@dataclass(frozen=True, slots=True)
class _Counted:
    """A heading; `kind` tells what it is counted with ("1", "1.1", "(I)", "artikel"), and is empty without a number."""

    heading: Heading
    kind: str = ""
    is_first: bool = False


def with_counted_headings(elements: Sequence[Element]) -> list[Element]:
    """Return `elements` with headings that are a number only joined with the title below, and levels by the counts.

    A number stands beside those of its kind, "5.1" under "5", and what is counted otherwise under what is above it.
    A heading without a number stands under the number above it if that count goes on behind it, or else outside of
    it. Texts without headings that are a number only are returned as they were.
    """
    parts = list(_joined(elements))
    return list(_levelled(parts)) if len(parts) < len(elements) else list(elements)


def _joined(elements: Sequence[Element]) -> Iterator[Element | _Counted]:
    """Yield the elements; of those that may be counted, how."""
    label: Heading | None = None
    previous = ""  # kind
    for element, following in zip_longest(elements, elements[1:]):
        if not isinstance(element, Heading) or element.level <= 1:
            yield element
            continue
        text = element.text.strip()
        if label is None and _LABEL.fullmatch(text) and _is_title(following, element):
            label = element
            continue
        match = _LABEL.fullmatch(label.text.strip() if label else text) or _NUMBERED.match(text)
        heading = replace(label, text=f"{label.text.strip()} {text}") if label else element
        label = None
        counted = _Counted(heading, *_kind(match, previous)) if match else _Counted(heading)
        previous = counted.kind or previous
        yield counted


def _is_title(element: Element | None, label: Heading) -> bool:
    return isinstance(element, Heading) and element.level > label.level and not _LABEL.fullmatch(element.text.strip())


def _kind(match: re.Match[str], previous: str) -> tuple[str, bool]:
    number = match["number"] or ""
    is_first = _FIRST.fullmatch(number) is not None
    if match["word"]:
        return match["word"].lower(), is_first
    if number[0].isdigit():
        return re.sub(r"\d+[a-z]?", "1", number), is_first
    if number.islower():
        return "(a)", is_first
    is_roman = set(number) <= set("IVX") and (len(number) > 1 or previous != "(A)")
    return "(I)" if is_roman else "(A)", is_first


def _levelled(parts: Sequence[Element | _Counted]) -> Iterator[Element]:
    path: list[_Counted] = []
    begins = [part.kind for part in parts if isinstance(part, _Counted) and part.is_first]
    for at, part in enumerate(parts):
        if not isinstance(part, _Counted):
            yield part
            continue
        if part.kind:
            has_text = not isinstance(parts[at - 1], _Counted)
            is_part = path and names_a_part(path[-1].heading.text)
            leads = not has_text or (begins.count(part.kind) > 1 and not is_part)
            del path[_place(part.kind, path, may_be_led=leads) :]
        else:
            following = next((p for p in parts[at + 1 :] if isinstance(p, _Counted) and p.kind), None)
            del path[_place_without_number(path, following) :]
        path.append(part)
        yield replace(part.heading, level=1 + len(path))


def _place(kind: str, path: Sequence[_Counted], *, may_be_led: bool = True) -> int:
    """Return how many headings of a path stay above a number; the last, without a number, only if it `may_be_led`."""
    if kind == _ANNEX:
        return 0
    above = [place for place, one in enumerate(path, 1) if one.kind and kind.startswith(f"{one.kind}.")]
    beside = [place for place, one in enumerate(path) if one.kind.startswith(kind)]
    if above or beside:
        return max(above) if above else min(beside)
    return len(path) if may_be_led else _without_last_unnumbered(path)


def _place_without_number(path: Sequence[_Counted], following: _Counted | None) -> int:
    """Return how many headings of a path stay above one without a number; `following` is the next that has one."""
    if following is None or following.kind == _ANNEX:
        return 1 if path and path[0].kind == _ANNEX else 0
    return _without_last_unnumbered(path[: _place(following.kind, path)] if following.is_first else path)


def _without_last_unnumbered(path: Sequence[_Counted]) -> int:
    return len(path) - (1 if path and not path[-1].kind else 0)
