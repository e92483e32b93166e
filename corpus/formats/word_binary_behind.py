"""What a Word file of before 2007 keeps behind its text: footnotes, endnotes and text boxes, and where they hang.

Names as in Microsoft's specification [MS-DOC]; offsets are those of the file information block (FIB).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from itertools import accumulate, pairwise

from corpus.formats.numbering import roman
from corpus.formats.word_binary_parts import u32, without_fields

_LENGTHS = 76  # of text, footnotes, headers, macros, remarks, endnotes and text boxes, one behind the other
_FOOTNOTES, _ENDNOTES, _BOXES = 1, 5, 6  # their places among these
_FC_FOOTNOTES, _FC_ENDNOTES, _FC_BOXES, _FC_SHAPES = 0xAA, 0x20A, 0x25A, 0x1DA
_NOTE, _BOX, _SHAPE = 2, 22, 26  # bytes that are told of each
_BOX_ID = 14  # where in these a text box names the shape that it is in


def part_of(main: bytes, table: bytes, offset: int) -> bytes:
    """Return the part of the table stream that the FIB names at `offset`."""
    start, length = struct.unpack_from("<II", main, offset)
    return table[start : start + length]


def notes_of(main: bytes, table: bytes, whole: str) -> dict[int, str]:
    """Return the footnotes and endnotes with their numbers, by the character of the text where they are called."""
    found: dict[int, str] = {}
    for story, offset in ((_FOOTNOTES, _FC_FOOTNOTES), (_ENDNOTES, _FC_ENDNOTES)):
        start, length = _bounds(main, story)
        if not length:
            continue
        marks = part_of(main, table, offset)
        called = struct.unpack_from(f"<{(len(marks) - 4) // (4 + _NOTE)}I", marks)
        ends = struct.unpack_from(f"<{len(called) + 1}I", part_of(main, table, offset + 8))
        for number, (at, (begin, end)) in enumerate(zip(called, pairwise(ends), strict=True), 1):
            text = " ".join(without_fields(whole[start + begin : start + end]).split())
            found[at] = f"{number if story == _FOOTNOTES else roman(number)} {text}"
    return found


def boxes_of(main: bytes, table: bytes, whole: str) -> Mapping[int, list[str]]:
    """Return the paragraphs of text boxes, by the character of the text where the box hangs."""
    start, length = _bounds(main, _BOXES)
    found: dict[int, list[str]] = {}
    if not length:
        return found
    shapes = {u32(shape, 0): at for at, _, shape in _entries(part_of(main, table, _FC_SHAPES), _SHAPE)}
    for begin, end, box in _entries(part_of(main, table, _FC_BOXES), _BOX):
        at = shapes.get(u32(box, _BOX_ID), 0)
        found.setdefault(at, []).extend(
            without_fields(whole[start + begin : min(start + end, start + length)]).split("\r")
        )
    return found


def _bounds(main: bytes, story: int) -> tuple[int, int]:
    """Return where one of the stretches of text behind each other begins, and its length."""
    lengths = struct.unpack_from(f"<{story + 1}I", main, _LENGTHS)
    return [0, *accumulate(lengths)][story], lengths[story]


def _entries(content: bytes, size: int) -> Iterator[tuple[int, int, bytes]]:
    """Yield of each of the entries of a table (PLC) its first character, the one behind its last, and what it says."""
    count = max(0, (len(content) - 4) // (4 + size))
    places = struct.unpack_from(f"<{count + 1}I", content) if count else ()
    for number, (begin, end) in enumerate(pairwise(places)):
        yield begin, end, content[4 * (count + 1) + size * number :][:size]
