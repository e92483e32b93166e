"""Word files of before 2007 (.doc): their paragraphs with style, list and table, as the file format says.

kreuzberg reads these too, but runs paragraphs and cells together, guesses at headings and leaves field codes in the
text. Names as in Microsoft's specification [MS-DOC]; offsets are those of the file information block (FIB).
"""

from __future__ import annotations

import re
import struct
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

from corpus.failures import FailureKind, UnreadableError
from corpus.formats.numbering import BULLET, NumberedList, Numbering, NumberLevel
from corpus.formats.word_binary_behind import boxes_of, notes_of, part_of
from corpus.formats.word_binary_parts import (
    FOOTNOTE_MARK,
    Style,
    left_of,
    read_style,
    u16,
    u32,
    values,
    without_fields,
)
from corpus.formats.word_paragraphs import WordParagraph

_WORD_97 = 0x00C1  # the oldest version whose files are built like this
_ENCRYPTED, _SECOND_TABLE = 0x0100, 0x0200
_FC_STYLES, _FC_CHARACTERS, _FC_PARAGRAPHS = 0xA2, 0xFA, 0x102
_FC_PIECES, _FC_LISTS, _FC_LIST_OVERRIDES = 0x1A2, 0x2E2, 0x2EA
_LENGTH_OF_TEXT = 76
_PAGE = 512
_NUMBER_FORMS = {0: "decimal", 1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter", 23: "bullet"}
_IN_TABLE, _ROW_END, _LIST, _LIST_LEVEL, _OUTLINE = 0x2416, 0x2417, 0x460B, 0x260A, 0x2640
_HIDDEN, _DELETED = 0x083C, 0x0800  # the second by one who tracks changes
_BOLD, _UNDERLINE, _SIZE = 0x0835, 0x2A3E, 0x4A43  # the size in half points
_DEFAULT_SIZE = 20
_PARAGRAPH_END = re.compile("[\r\x07\x0c]")
_HEADINGS = range(1, 10)
_TITLE = 62
_CONTENTS = range(19, 28)
_BULLETED = frozenset({48, *range(54, 58)})


def read_word_binary(path: Path) -> tuple[list[WordParagraph], Mapping[str, str]]:
    """Read the paragraphs of a .doc file, and what it says of itself (title, created, modified).

    Raises:
        UnreadableError: it is damaged, encrypted or no such file.
    """
    import olefile

    try:
        with olefile.OleFileIO(path) as container:
            main = container.openstream("WordDocument").read()
            flags, version = u16(main, 10), u16(main, 2)
            if flags & _ENCRYPTED:
                raise UnreadableError(
                    "Het bestand is beveiligd met een wachtwoord. Sla het op zonder wachtwoord.", FailureKind.ENCRYPTED
                )
            if version < _WORD_97:
                raise UnreadableError(
                    "Dit Word-bestand is van voor 1997. Open het in Word of LibreOffice en sla het op als DOCX.",
                    FailureKind.UNSUPPORTED,
                )
            table = container.openstream("1Table" if flags & _SECOND_TABLE else "0Table").read()
            facts = _facts(container.get_metadata())
        return list(_Reader(main, table).paragraphs()), facts
    except (OSError, TypeError, struct.error, IndexError, KeyError, ValueError, OverflowError) as error:
        raise UnreadableError(
            "Dit Word-bestand is beschadigd of is van een soort dat niet wordt gelezen. "
            "Open het in Word en sla het op als DOCX."
        ) from error


@dataclass(frozen=True, slots=True)
class _Look:
    """Which of "bold" and "underline" a run of characters has, and its type size in half points, 0 for its style's.

    `is_gone` tells that it is hidden or deleted.
    """

    emphases: frozenset[str] = frozenset()
    size: int = 0
    is_gone: bool = False


class _Reader:
    def __init__(self, main: bytes, table: bytes) -> None:
        self._main = main
        self._table = table
        self._whole, self._pieces = self._whole_text()
        self._text = self._whole[: u32(main, _LENGTH_OF_TEXT)]  # behind it are notes, headers, boxes and remarks
        self._styles = self._all_styles()
        self._runs = list(self._paragraph_runs())
        self._run_ends = [end for end, _, _ in self._runs]
        self._look_ends, self._looks = self._character_runs()
        self._has_gone = any(look.is_gone for look in self._looks)
        self._notes = notes_of(main, table, self._whole)
        self._boxes = boxes_of(main, table, self._whole)
        self._list_names, lists = self._lists()
        self._numbering = Numbering(lists)

    def paragraphs(self) -> Iterator[WordParagraph]:
        """Yield the paragraphs of the text, without those of a table of contents."""
        start = 0
        for end in _PARAGRAPH_END.finditer(self._text):
            style, own = self._properties(end.start())
            properties = {**self._inherited(style), **own}
            kind = self._styles[style].kind if style < len(self._styles) else -1
            text = without_fields(self._shown(start, end.start()))
            looks = [self._look(start), self._look(max(start, end.start() - 1))]
            emphases = looks[0].emphases & looks[1].emphases if text.strip() else frozenset()
            size = min(look.size or properties.get(_SIZE, _DEFAULT_SIZE) for look in looks) / 2
            notes = [self._notes.get(at, "") for at in range(start, end.start()) if self._text[at] == FOOTNOTE_MARK]
            boxed = [text for at in self._boxes if start <= at < end.end() for text in self._boxes[at]]
            start = end.end()
            if kind in _CONTENTS:
                continue
            in_table = bool(properties.get(_IN_TABLE))
            outline = properties.get(_OUTLINE, 9) + 1
            level = kind if kind in _HEADINGS else 0 if kind == _TITLE else outline if outline in _HEADINGS else None
            label = self._numbering.label(*self._list(properties)) if text.strip() else ""
            yield WordParagraph(
                text,
                level if not in_table else None,
                label or (BULLET if kind in _BULLETED else ""),
                next(iter(sorted(emphases)), ""),
                size,
                self._left(properties),
                in_table=in_table,
                cell_end=in_table and end[0] == "\x07",
                row_end=bool(properties.get(_ROW_END)),
            )
            yield from (WordParagraph(box, in_table=in_table) for box in boxed if box)
            yield from (WordParagraph(note, in_table=in_table, is_note=True) for note in notes if note)

    def _shown(self, start: int, end: int) -> str:
        """Return a stretch of the text without what is hidden or deleted in it."""
        if not self._has_gone:
            return self._text[start:end]
        return "".join(self._text[at] for at in range(start, end) if not self._look(at).is_gone)

    def _list(self, properties: Mapping[int, int]) -> tuple[str, int]:
        """Return the list that a paragraph is in, empty for none, and on which level."""
        number = properties.get(_LIST, 0)
        name = self._list_names[number - 1] if 1 <= number <= len(self._list_names) else ""
        return name, properties.get(_LIST_LEVEL, 0)

    def _left(self, properties: Mapping[int, int]) -> float:
        """Return how far a paragraph stands from the left in points: as it says, or else its list."""
        stated = left_of(properties)
        return (self._numbering.left(*self._list(properties)) if stated is None else stated) or 0.0

    def _part(self, offset: int) -> bytes:
        return part_of(self._main, self._table, offset)

    def _whole_text(self) -> tuple[str, list[tuple[int, int, int]]]:
        """Return all text, and its pieces: first character, place in the file, and bytes a character."""
        pieces = self._part(_FC_PIECES)
        at = 0
        while pieces[at] == 1:
            at += 3 + u16(pieces, at + 1)
        count = (u32(pieces, at + 1) - 4) // 12
        bounds = struct.unpack_from(f"<{count + 1}I", pieces, at + 5)
        first = at + 5 + 4 * (count + 1)
        text: list[str] = []
        places: list[tuple[int, int, int]] = []
        for number, (begin, end) in enumerate(pairwise(bounds)):
            place = u32(pieces, first + 8 * number + 2)
            width = 1 if place & 0x40000000 else 2
            place = (place & 0x3FFFFFFF) // (2 if width == 1 else 1)
            content = self._main[place : place + width * (end - begin)]
            text.append(content.decode("cp1252" if width == 1 else "utf-16-le", "replace"))
            if len(text[-1]) != end - begin:  # pairs of surrogates: their halves count as two
                text[-1] = "".join(chr(unit) for unit in struct.unpack(f"<{len(content) // 2}H", content))
            places.append((begin, place, width))
        return "".join(text), places

    def _properties(self, character: int) -> tuple[int, Mapping[int, int]]:
        """Return style and own properties of the paragraph that ends with a character."""
        number = bisect_right(self._run_ends, self._place(character))
        if number == len(self._runs):
            return 0, {}
        _, style, properties = self._runs[number]
        return style, properties

    def _place(self, character: int) -> int:
        """Return where in the file a character stands."""
        begin, place, width = self._pieces[bisect_right(self._pieces, (character, 1 << 62, 9)) - 1]
        return place + width * (character - begin)

    def _look(self, character: int) -> _Look:
        number = bisect_right(self._look_ends, self._place(character))
        return self._looks[number] if number < len(self._looks) else _Look()

    def _character_runs(self) -> tuple[list[int], list[_Look]]:
        """Return where each run of characters ends in the file, and how it looks."""
        ends: list[int] = []
        looks: list[_Look] = []
        for page in self._pages(_FC_CHARACTERS):
            runs = page[_PAGE - 1]
            for run, end in enumerate(struct.unpack_from(f"<{runs}I", page, 4)):
                at = 2 * page[4 * (runs + 1) + run]
                found = values(page[at + 1 : at + 1 + page[at]]) if at else {}
                has = {"bold": found.get(_BOLD) == 1, "underline": found.get(_UNDERLINE, 0) > 0}
                is_gone = found.get(_HIDDEN) == 1 or found.get(_DELETED) == 1
                ends.append(end)
                looks.append(_Look(frozenset(name for name in has if has[name]), found.get(_SIZE, 0), is_gone))
        return ends, looks

    def _pages(self, offset: int) -> Iterator[bytes]:
        """Yield the pages of the file on which the properties of paragraphs or characters stand."""
        bins = self._part(offset)
        count = (len(bins) - 4) // 8
        for number in struct.unpack_from(f"<{count}I", bins, 4 * (count + 1)):
            yield self._main[(number & 0x3FFFFF) * _PAGE :][:_PAGE]

    def _paragraph_runs(self) -> Iterator[tuple[int, int, Mapping[int, int]]]:
        """Yield where each paragraph ends in the file, its style and its own properties."""
        for page in self._pages(_FC_PARAGRAPHS):
            runs = page[_PAGE - 1]
            ends = struct.unpack_from(f"<{runs}I", page, 4)
            for run, end in enumerate(ends):
                at = 2 * page[4 * (runs + 1) + 13 * run]
                if not at:
                    yield end, 0, {}
                    continue
                size, begin = (2 * page[at] - 1, at + 1) if page[at] else (2 * page[at + 1], at + 2)
                yield end, u16(page, begin), values(page[begin + 2 : begin + size])

    def _all_styles(self) -> list[Style]:
        sheet = self._part(_FC_STYLES)
        head = u16(sheet, 0)
        count, base = u16(sheet, 2), u16(sheet, 4)
        styles: list[Style] = []
        at = 2 + head
        for _ in range(count):
            length = u16(sheet, at)
            styles.append(read_style(sheet[at + 2 : at + 2 + length], base))
            at += 2 + length
        return styles

    def _inherited(self, style: int) -> Mapping[int, int]:
        found: dict[int, int] = {}
        for _ in range(20):
            if style >= len(self._styles):
                break
            found = {**self._styles[style].properties, **found}
            style = self._styles[style].based_on
        return found

    def _lists(self) -> tuple[list[str], dict[str, NumberedList]]:
        """Return the list that each list number stands for, and the levels of each list."""
        start, length = struct.unpack_from("<II", self._main, _FC_LISTS)
        overrides = self._part(_FC_LIST_OVERRIDES)
        if not length or not overrides:
            return [], {}
        names = [str(u32(overrides, 4 + 16 * number)) for number in range(u32(overrides, 0))]
        lists: dict[str, NumberedList] = {}
        at = start + length  # the levels stand behind the table of lists
        for number in range(u16(self._table, start)):
            head = start + 2 + 28 * number
            name, levels = str(u32(self._table, head)), []
            for _ in range(1 if self._table[head + 26] & 1 else 9):
                level, at = self._number_level(at)
                levels.append(level)
            lists[name] = NumberedList(levels, name)
        return names, lists

    def _number_level(self, at: int) -> tuple[NumberLevel, int]:
        first, form = u32(self._table, at), self._table[at + 4]
        indentation = values(self._table[at + 28 :][: self._table[at + 25]])
        template = at + 28 + self._table[at + 24] + self._table[at + 25]
        length = u16(self._table, template)
        text = self._table[template + 2 : template + 2 + 2 * length].decode("utf-16-le", "replace")
        places = "".join(f"%{ord(c) + 1}" if ord(c) < 9 else c for c in text)
        shown = NumberLevel(_NUMBER_FORMS.get(form, "none"), places, min(first, 32_767), left_of(indentation))
        return shown, template + 2 + 2 * length


def _facts(stated: Any) -> dict[str, str]:
    """Return what olefile finds among the properties of a file, as text."""
    found = {"title": stated.title.decode("cp1252", "replace")} if isinstance(stated.title, bytes) else {}
    days = {"created": stated.create_time, "modified": stated.last_saved_time}
    return found | {name: day.isoformat() for name, day in days.items() if isinstance(day, datetime)}
