"""The small parts of a Word file of before 2007: numbers, lists of properties, styles, and the codes of fields."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass

_OPERAND_SIZES = (1, 1, 2, 4, 2, 2, 0, 3)  # of a property, by the top three bits of its code; 0: it says so itself
_TABLE_DEFINITION = 0xD608
_LEFT = (0x845E, 0x840F)  # in twips, with a sign
_FIELD_BEGINS, _RESULT_BEGINS, _FIELD_ENDS = "\x13", "\x14", "\x15"
_NO_STYLE = 0xFFF
FOOTNOTE_MARK = "\x02"
_MARKS: Mapping[int, str | None] = {
    **dict.fromkeys((1, 2, 3, 4, 5, 8, 0x13, 0x14, 0x15, 0x1F), None),
    0x0B: "\n", 0x0E: "\n", 0x1E: "-", 0xA0: " ",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Style:
    """A style: its kind ("sti", the same in every language), the one it is based on, and properties by their code."""

    kind: int
    based_on: int
    properties: Mapping[int, int]


def read_style(content: bytes, base: int) -> Style:
    """Read a style: its kind, the one it is based on, and the properties of its paragraphs and their characters."""
    if len(content) < base:
        return Style(_NO_STYLE, _NO_STYLE, {})
    kind, second, third = struct.unpack_from("<HHH", content)
    is_of_paragraphs, parts = second & 0xF == 1, third & 0xF
    at = base + 2 + 2 * (u16(content, base) + 1)  # past the name
    properties: dict[int, int] = {}
    if is_of_paragraphs and parts:
        at += at % 2
        length = u16(content, at)
        properties = values(content[at + 4 : at + 2 + length])
        at += 2 + length + length % 2
        if parts > 1 and at + 2 <= len(content):
            properties |= values(content[at + 2 : at + 2 + u16(content, at)])
    return Style(kind & 0xFFF, second >> 4, properties)


def values(content: bytes) -> dict[int, int]:
    """Read a list of properties: those with a number as their value, by their code."""
    found: dict[int, int] = {}
    at = 0
    while at + 2 < len(content):
        code = u16(content, at)
        at += 2
        size = _OPERAND_SIZES[code >> 13]
        if size:
            found[code] = int.from_bytes(content[at : at + size], "little")
        elif code == _TABLE_DEFINITION:
            size = u16(content, at) + 1
        else:
            size = content[at] + 1
        at += size
    return found


def left_of(properties: Mapping[int, int]) -> float | None:
    """Return how far properties set a paragraph from the left, in points, None if they do not."""
    twips = next((properties[code] for code in _LEFT if code in properties), None)
    return None if twips is None else (twips - 0x10000 if twips & 0x8000 else twips) / 20


def without_fields(text: str) -> str:
    """Return a text with the results of its fields, and not their codes; pictures and marks are left out."""
    shown: list[str] = []
    results: list[bool] = []  # of each field around the place at hand: whether this is its result
    for character in text:
        if character == _FIELD_BEGINS:
            results.append(False)
        elif character == _RESULT_BEGINS and results:
            results[-1] = True
        elif character == _FIELD_ENDS and results:
            results.pop()
        elif all(results):
            shown.append(character)
    return "".join(shown).translate(_MARKS)


def u16(content: bytes, at: int) -> int:
    """Return the number of two bytes at a place."""
    return int(struct.unpack_from("<H", content, at)[0])


def u32(content: bytes, at: int) -> int:
    """Return the number of four bytes at a place."""
    return int(struct.unpack_from("<I", content, at)[0])
