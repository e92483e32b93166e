"""Footnotes of markdown ("[^1]", and "[^1]: Zie de wet." somewhere else), set where those of other formats stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from corpus.structure import Block, Element, Heading

_MARK = re.compile(r"[ \t]?\[\^([^\]\s]{1,40})\](?!:)")
_NOTE = re.compile(r" {0,3}\[\^([^\]\s]{1,40})\]:[ \t]*(.*)")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_CELLS = " | "
_ITEM_END = re.compile(r"\n(?! {2})")  # what is deeper belongs to the item too


def without_notes(markdown: str) -> tuple[str, dict[str, str]]:
    """Return markdown without the footnotes below it, and these by their names, each as one line of markdown."""
    lines: list[str] = []
    notes: dict[str, str] = {}
    fence = ""  # that of the code at hand
    name = ""  # of the note at hand
    for line in markdown.split("\n"):
        if found := _FENCE.match(line):
            fence = "" if fence and found[1].startswith(fence) else fence or found[1]
        note = None if fence else _NOTE.match(line)
        if note:
            name = note[1]
            notes[name] = note[2]
        elif name and line.strip() and not found:
            notes[name] += f" {line.strip()}"
        else:
            name = ""
        lines.append("" if name else line)
    return "\n".join(lines), notes


def with_notes(elements: Iterable[Element], notes: Mapping[str, str]) -> Iterator[Element]:
    """Yield `elements` without the marks of footnotes, each note behind what it is of, numbered from 1.

    A note of nothing stands at the end; the mark of a note that is not there goes if it is a number.
    """
    number = 0
    left = dict(notes)

    def shown(mark: re.Match[str]) -> str:
        return "" if mark[1] in notes or mark[1].isdigit() else mark[0]

    for element in (part for whole in elements for part in _parted(whole, notes)):
        yield replace(element, text=_MARK.sub(shown, element.text))
        for name in dict.fromkeys(_MARK.findall(element.text)):
            if name in left:
                number += 1
                yield Block(f"{number} {left.pop(name)}", is_note=True)
    yield from (Block(note, is_note=True) for note in left.values())


def _parted(element: Element, notes: Mapping[str, str]) -> Iterator[Element]:
    """Yield a list in parts, each ending with an item that has notes; anything else, a table too, as it is."""
    if isinstance(element, Heading) or _CELLS in element.text:
        yield element
        return
    items: list[str] = []
    for item in _ITEM_END.split(element.text):
        items.append(item)
        if not notes.keys().isdisjoint(_MARK.findall(item)):
            yield replace(element, text="\n".join(items))
            items = []
    if items:
        yield replace(element, text="\n".join(items))
