"""OpenDocument texts (.odt): their paragraphs with style, number, footnotes and table, as the file says.

kreuzberg reads these too, but takes numbered headings for list items and leaves out their numbers.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from corpus.failures import UnreadableError
from corpus.formats.containers import DAMAGED_ZIP
from corpus.formats.numbering import BULLET, NumberedList, Numbering, NumberLevel
from corpus.formats.office_parts import read_part, stated_facts, whole_number
from corpus.formats.word_paragraphs import WordParagraph

_URN = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0"
_TEXT, _TABLE, _STYLE, _DRAW, _OFFICE = (
    "{" + _URN.format(name) + "}" for name in ("text", "table", "style", "drawing", "office")
)
_FORMATTED = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_FORMS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_LEFT_OUT = frozenset(
    {f"{_TEXT}table-of-content", f"{_TEXT}tracked-changes", f"{_OFFICE}annotation", f"{_OFFICE}forms"}
)
_ROWS = frozenset(f"{_TABLE}{name}" for name in ("table-header-rows", "table-rows", "table-row-group"))
_FACTS = {"title": "title", "creation-date": "created", "date": "modified"}
_OUTLINE = "outline"  # the numbering of headings
_MAX_PARENTS = 20  # styles above a style
_MAX_SPACES = 100
_MAX_START = 1_000_000  # as the first number of a list
_MAX_COLUMNS = 64  # that a cell is repeated over
_LENGTH = re.compile(r"(\d{1,4}(?:\.\d+)?)(pt|in|cm|mm)")
_POINTS = {"pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4}
_STEP = 18.0  # points from a list to one within it, where no style says


def read_open_document(path: Path) -> tuple[list[WordParagraph], Mapping[str, str]]:
    """Read the paragraphs of an .odt file, and what it says of itself (title, created, modified).

    Raises:
        UnreadableError: it is damaged, or no such file.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            content, styles, stated = (read_part(archive, name) for name in ("content.xml", "styles.xml", "meta.xml"))
    except (*DAMAGED_ZIP, ElementTree.ParseError, ValueError, OSError) as error:
        raise UnreadableError(
            "Het bestand is beschadigd of is geen OpenDocument-tekst. Open het en sla het opnieuw op."
        ) from error
    body = content.find(f"{_OFFICE}body/{_OFFICE}text") if content is not None else None
    if content is None or body is None:
        raise UnreadableError("Er is geen tekst in dit bestand te vinden. Open het en sla het opnieuw op.")
    reader = _Reader([one for one in (styles, content) if one is not None])
    return list(reader.paragraphs(body)), stated_facts(stated, _FACTS)


@dataclass(frozen=True, slots=True)
class _Look:
    """Which of "bold" and "underline" a text has, its type size in points, 0 where no style says, and if it shows."""

    emphases: frozenset[str] = frozenset()
    size: float = 0.0
    is_hidden: bool = False


@dataclass(slots=True)
class _Content:
    """What stands in a paragraph; `boxed` are the text boxes that hang on it, `notes` its footnotes."""

    text: list[str] = field(default_factory=list)
    notes: list[Element] = field(default_factory=list)
    boxed: list[Element] = field(default_factory=list)
    looks: list[_Look] = field(default_factory=list)  # of each stretch of text


class _Reader:
    def __init__(self, roots: list[Element]) -> None:
        self._styles = {name: one for root in roots for one in root.iter(f"{_STYLE}style") if (name := _name(one))}
        defaults = (one for root in roots for one in root.iter(f"{_STYLE}default-style"))
        stated = (one.find(f"{_STYLE}text-properties") for one in defaults if one.get(f"{_STYLE}family") == "paragraph")
        self._default = _Look(
            size=next((_length(one.get(f"{_FORMATTED}font-size")) or 0.0 for one in stated if one is not None), 0.0)
        )
        lists = {name: one for root in roots for one in root.iter(f"{_TEXT}list-style") if (name := _name(one))}
        for root in roots:
            lists.update((_OUTLINE, one) for one in root.iter(f"{_TEXT}outline-style"))
        self._lists = {name: NumberedList(_levels(one), name) for name, one in lists.items()}
        self._numbering = Numbering(self._lists)

    def paragraphs(self, parent: Element) -> Iterator[WordParagraph]:
        """Yield the paragraphs in a body, cell or text box, footnotes behind the paragraph that they are of.

        Frames that hang on the page, not on a paragraph, come last: a file has them before its text.
        """
        for part in sorted(parent, key=lambda part: part.tag.startswith(_DRAW)):
            if part.tag in (f"{_TEXT}p", f"{_TEXT}h"):
                yield from self._paragraph(part, "")
            elif part.tag == f"{_TEXT}list":
                yield from self._list(part, "", 0)
            elif part.tag == f"{_TABLE}table":
                yield from self._table(part)
            elif part.tag not in _LEFT_OUT and part.get(f"{_TEXT}display") != "none":
                yield from self.paragraphs(part)

    def _list(self, parent: Element, around: str, level: int) -> Iterator[WordParagraph]:
        name = parent.get(f"{_TEXT}style-name") or around
        goes_on = parent.get(f"{_TEXT}continue-numbering") == "true" or parent.get(f"{_TEXT}continue-list")
        if level == 0 and not goes_on:
            self._numbering.restart(name)
        for item in parent:
            is_first = item.tag == f"{_TEXT}list-item"
            self._begin(item, name, level)
            for part in item:
                if part.tag == f"{_TEXT}list":
                    yield from self._list(part, name, level + 1)
                elif part.tag in (f"{_TEXT}p", f"{_TEXT}h"):
                    label = self._item_label(name, level) if is_first and "".join(part.itertext()).strip() else ""
                    is_first = is_first and not label
                    left = self._numbering.left(name, level)
                    yield from self._paragraph(part, label, _STEP * level if left is None else left)

    def _begin(self, numbered: Element, name: str, level: int) -> None:
        """Let an item or heading that says its number have it."""
        start = whole_number(numbered.get(f"{_TEXT}start-value"))
        if start is not None:
            self._numbering.begin_at(name, level, min(start, _MAX_START))

    def _item_label(self, name: str, level: int) -> str:
        return self._numbering.label(name, level) if name in self._lists else BULLET

    def _paragraph(self, paragraph: Element, label: str, left: float = 0.0) -> Iterator[WordParagraph]:
        style = paragraph.get(f"{_TEXT}style-name") or ""
        content = _Content()
        self._collect(paragraph, content, self._look(style, self._default))
        text = "".join(content.text)
        level: int | None = None
        if paragraph.tag == f"{_TEXT}h":
            level = max(1, whole_number(paragraph.get(f"{_TEXT}outline-level")) or 1)
            if not label and text.strip() and paragraph.get(f"{_TEXT}is-list-header") != "true":
                self._begin(paragraph, self._list_of(style), level - 1)
                label = self._numbering.label(self._list_of(style), level - 1)
            label = "" if label == BULLET else label
        elif self._is_title(style):
            level = 0
        emphasis = frozenset.intersection(*(look.emphases for look in content.looks)) if content.looks else frozenset()
        size = min((look.size for look in content.looks), default=0.0)
        yield WordParagraph(text, level, label, next(iter(sorted(emphasis)), ""), size, left)
        for box in content.boxed:
            yield from self.paragraphs(box)
        for note in content.notes:
            yield from self._note(note)

    def _note(self, note: Element) -> Iterator[WordParagraph]:
        citation, body = note.find(f"{_TEXT}note-citation"), note.find(f"{_TEXT}note-body")
        if body is not None:
            mark = "".join(citation.itertext()) if citation is not None else ""
            texts = [" ".join(one.text.split()) for one in self.paragraphs(body)]
            yield WordParagraph(f"{mark} {' '.join(filter(None, texts))}".strip(), is_note=True)

    def _table(self, table: Element) -> Iterator[WordParagraph]:
        for row in _rows(table):
            for cell in row:
                if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
                    continue
                for _ in range(min(whole_number(cell.get(f"{_TABLE}number-columns-repeated")) or 1, _MAX_COLUMNS)):
                    for one in self.paragraphs(cell):
                        if one.text.strip():
                            yield WordParagraph(one.text, label=one.label, in_table=True)
                    yield WordParagraph("", in_table=True, cell_end=True)
            yield WordParagraph("", in_table=True, row_end=True)

    def _collect(self, parent: Element, content: _Content, look: _Look) -> None:
        """Add the text in an element to `content`."""

        def add(text: str | None) -> None:
            if text and not look.is_hidden:
                content.text.append(" ".join(text.split("\n")))
                content.looks += [look] if text.strip() else []

        add(parent.text)
        for part in parent:
            if part.tag == f"{_TEXT}note":
                content.notes.append(part)
            elif part.tag.startswith(_DRAW) and part.tag != f"{_DRAW}a":
                content.boxed.append(part)
            elif part.tag == f"{_TEXT}s":
                content.text.append(" " * min(whole_number(part.get(f"{_TEXT}c")) or 1, _MAX_SPACES))
            elif part.tag in (f"{_TEXT}tab", f"{_TEXT}line-break"):
                content.text.append("\t" if part.tag == f"{_TEXT}tab" else "\n")
            elif part.tag not in _LEFT_OUT:
                self._collect(part, content, self._look(part.get(f"{_TEXT}style-name") or "", look))
            add(part.tail)

    def _look(self, style: str, around: _Look) -> _Look:
        """Return how text of a style looks within text that looks like `around`."""
        found: dict[str, bool] = {}
        size = 0.0
        for one in self._ancestry(style):
            properties = one.find(f"{_STYLE}text-properties")
            if properties is None:
                continue
            if weight := properties.get(f"{_FORMATTED}font-weight"):
                found.setdefault("bold", weight in ("bold", "700", "800", "900"))
            if line := properties.get(f"{_STYLE}text-underline-style"):
                found.setdefault("underline", line != "none")
            if display := properties.get(f"{_TEXT}display"):
                found.setdefault("hidden", display == "none")
            size = size or _length(properties.get(f"{_FORMATTED}font-size")) or 0.0
        emphases = frozenset(kind for kind in ("bold", "underline") if found.get(kind, kind in around.emphases))
        return _Look(emphases, size or around.size, found.get("hidden", around.is_hidden))

    def _is_title(self, style: str) -> bool:
        return any(_name(one) == "Title" for one in self._ancestry(style))

    def _list_of(self, style: str) -> str:
        """Return the list that numbers the headings of a style; none where the style says so with an empty name."""
        stated = (one.get(f"{_STYLE}list-style-name") for one in self._ancestry(style))
        return next((name for name in stated if name is not None), _OUTLINE)

    def _ancestry(self, style: str) -> Iterator[Element]:
        for _ in range(_MAX_PARENTS):
            one = self._styles.get(style)
            if one is None:
                return
            yield one
            style = one.get(f"{_STYLE}parent-style-name") or ""


def _name(style: Element) -> str:
    return style.get(f"{_STYLE}name") or ""


def _length(stated: str | None) -> float | None:
    """Return a length in points, None if it is none: "11pt", "0.25in"."""
    match = _LENGTH.fullmatch(stated or "")
    return float(match[1]) * _POINTS[match[2]] if match else None


def _rows(table: Element) -> Iterator[Element]:
    for part in table:
        if part.tag == f"{_TABLE}table-row":
            yield part
        elif part.tag in _ROWS:
            yield from _rows(part)


def _levels(style: Element) -> list[NumberLevel]:
    levels: list[NumberLevel] = []
    for number, level in enumerate(style, start=1):
        place = level.find(f"{_STYLE}list-level-properties/{_STYLE}list-level-label-alignment")
        left = None if place is None else _length(place.get(f"{_FORMATTED}margin-left"))
        if level.tag.endswith("list-level-style-bullet") or level.tag.endswith("list-level-style-image"):
            levels.append(NumberLevel("bullet", BULLET, left=left))
            continue
        form = _FORMS.get(level.get(f"{_STYLE}num-format") or "", "none")
        shown = whole_number(level.get(f"{_TEXT}display-levels")) or 1 if form != "none" else 0
        places = ".".join(f"%{n}" for n in range(max(number - shown, 0) + 1, number + 1))
        around = (level.get(f"{_STYLE}num-{side}") or "" for side in ("prefix", "suffix"))
        start = whole_number(level.get(f"{_TEXT}start-value"))
        template = places.join(around) if form != "none" else ""
        levels.append(NumberLevel(form, template, 1 if start is None else start, left))
    return levels
