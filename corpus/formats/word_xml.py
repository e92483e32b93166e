"""Word files (.docx): their paragraphs with style, number, footnotes and table, as the file says.

kreuzberg reads these too, but leaves out the numbers that styles set before headings and list items, and loses
footnotes.
"""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from corpus.failures import UnreadableError
from corpus.formats.containers import DAMAGED_ZIP
from corpus.formats.numbering import Numbering, roman
from corpus.formats.office_parts import read_part, related_parts, stated_facts
from corpus.formats.symbol_fonts import symbol
from corpus.formats.word_fields import contents_fields
from corpus.formats.word_paragraphs import WordParagraph
from corpus.formats.word_styles import (
    WORD,
    Style,
    child_number,
    child_value,
    hidden_styles,
    indentation,
    is_on,
    read_lists,
    read_styles,
    type_size,
)

_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_GONE = frozenset({f"{WORD}del", f"{WORD}moveFrom", f"{WORD}instrText", f"{WORD}delText", f"{_COMPATIBILITY}Fallback"})
_WITHIN = frozenset(f"{WORD}{name}" for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"))
_SIGNS = {f"{WORD}tab": "\t", f"{WORD}br": "\n", f"{WORD}cr": "\n", f"{WORD}noBreakHyphen": "-"}
_NOTES = ("footnote", "endnote")
_NOTE_MARKS = {f"{WORD}{kind}Reference": kind for kind in _NOTES}
_PARTS = ("document", "styles", "numbering", "settings", *(f"{kind}s" for kind in _NOTES))
_MAIN = "word/document.xml"
_MAX_COLUMNS = 64  # that a cell may be as wide as
_FACTS = {"title": "title", "created": "created", "modified": "modified"}


def read_word_xml(path: Path) -> tuple[list[WordParagraph], Mapping[str, str]]:
    """Read the paragraphs of a .docx file, and what it says of itself (title, created, modified).

    Raises:
        UnreadableError: it is damaged, or no such file.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            parts = {name: read_part(archive, f"word/{name}.xml") for name in _PARTS}
            diagrams = {
                name: read_part(archive, part) for name, part in related_parts(archive, _MAIN, "diagramData").items()
            }
            facts = stated_facts(read_part(archive, "docProps/core.xml"), _FACTS)
    except (*DAMAGED_ZIP, ElementTree.ParseError, ValueError, OSError) as error:
        raise UnreadableError(
            "Het bestand is beschadigd of is geen Word-bestand. Open het in Word en sla het opnieuw op."
        ) from error
    document = parts["document"]
    body = document.find(f"{WORD}body") if document is not None else None
    if body is None:
        raise UnreadableError("Er is geen tekst in dit Word-bestand te vinden. Open het en sla het opnieuw op.")
    return list(_Reader(parts, diagrams, contents_fields(body)).paragraphs(body)), facts


@dataclass(slots=True)
class _Content:
    """What stands in a paragraph; `boxed` are the text boxes that hang on it, `notes` kind and id of its notes.

    `is_hidden` tells whether text is that does not say otherwise; `diagrams` are the ids of those that stand here.
    """

    is_hidden: bool
    text: list[str] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    diagrams: list[str] = field(default_factory=list)
    boxed: list[Element] = field(default_factory=list)
    emphases: list[frozenset[str]] = field(default_factory=list)  # of each run with text
    sizes: list[float] = field(default_factory=list)  # of each run with text, in points


class _Reader:
    def __init__(
        self, parts: Mapping[str, Element | None], diagrams: Mapping[str, Element | None], left_out: Collection[Element]
    ) -> None:
        self._left_out = left_out
        self._styles = read_styles(parts["styles"])
        self._hidden = hidden_styles(parts["styles"])
        self._numbering = Numbering(read_lists(parts["numbering"]))
        self._diagrams = diagrams
        self._notes = {
            (kind, note.get(f"{WORD}id") or ""): note
            for kind in _NOTES
            if (part := parts[f"{kind}s"]) is not None
            for note in part.iterfind(f"{WORD}{kind}")
            if not note.get(f"{WORD}type")
        }
        self._noted = Counter(dict.fromkeys(_NOTES, 0))
        stated = (one for part in parts.values() if part is not None for one in part.iter(f"{WORD}endnotePr"))
        self._has_decimal_endnotes = any(child_value(one, "numFmt") == "decimal" for one in stated)

    def paragraphs(self, parent: Element) -> Iterator[WordParagraph]:
        """Yield the paragraphs in a body, cell or text box, footnotes behind the paragraph that they are of."""
        for part in parent:
            if part.tag == f"{WORD}p":
                yield from self._paragraph(part)
            elif part.tag == f"{WORD}tbl":
                yield from self._table(part)
            elif part.tag in _WITHIN and not _is_contents(part):
                yield from self.paragraphs(part)
            elif part.tag == f"{_COMPATIBILITY}AlternateContent":
                yield from self.paragraphs(part[0] if len(part) else part)

    def _table(self, table: Element) -> Iterator[WordParagraph]:
        above: dict[int, list[WordParagraph]] = {}
        for row in _within(table, f"{WORD}tr"):
            column = skipped = _columns(row, "trPr/gridBefore")
            for cell in _within(row, f"{WORD}tc"):
                merged = cell.find(f"{WORD}tcPr/{WORD}vMerge")
                if merged is not None and merged.get(f"{WORD}val", "continue") == "continue" and column in above:
                    inside = above[column]
                else:
                    inside = [one for one in self.paragraphs(cell) if one.text.strip() and not one.row_end]
                    above[column] = inside
                yield from [WordParagraph("", in_table=True, cell_end=True)] * skipped
                skipped = (_columns(cell, "tcPr/gridSpan") or 1) - 1
                column += skipped + 1
                for one in inside:
                    yield WordParagraph(one.text, label=one.label, in_table=True)
                yield WordParagraph("", in_table=True, cell_end=True)
            yield WordParagraph("", in_table=True, row_end=True)

    def _paragraph(self, paragraph: Element) -> Iterator[WordParagraph]:
        name = child_value(paragraph, "pPr/pStyle") or ""
        style = self._styles.get(name, self._styles.get("", Style()))
        if style.is_contents:
            return
        content = _Content(name in self._hidden)
        self._collect(paragraph, content, style)
        text = "".join(content.text)
        outline = child_number(paragraph, "pPr/outlineLvl")
        level = style.level if outline is None else outline + 1 if outline < 9 else None
        name, at = self._list(paragraph, style)
        label = self._numbering.label(name, at) if text.strip() else ""
        emphasis = frozenset.intersection(*content.emphases) if content.emphases else frozenset()
        size, left = min(content.sizes, default=style.size), self._left(paragraph, style)
        yield WordParagraph(text, level, label, next(iter(sorted(emphasis)), ""), size, left)
        for box in content.boxed:
            yield from self.paragraphs(box)
        for name in content.diagrams:
            yield from self._diagram(name)
        for kind, name in content.notes:
            yield from self._note(kind, name)

    def _list(self, paragraph: Element, style: Style) -> tuple[str, int]:
        """Return the list that a paragraph is in, empty for none, and on which level."""
        name = child_value(paragraph, "pPr/numPr/numId")
        level = child_number(paragraph, "pPr/numPr/ilvl")
        return name or style.list_name, style.list_level if level is None else level

    def _left(self, paragraph: Element, style: Style) -> float:
        """Return how far a paragraph stands from the left: as it says itself, or else its list, or else its style."""
        name, level = self._list(paragraph, style)
        of_list = self._numbering.left(name, level)
        is_listed_by_style = style.list_name == name
        stated = (indentation(paragraph), *((style.left, of_list) if is_listed_by_style else (of_list, style.left)))
        return next((left for left in stated if left is not None), 0.0)

    def _note(self, kind: str, name: str) -> Iterator[WordParagraph]:
        self._noted[kind] += 1
        note = self._notes.get((kind, name))
        if note is not None:
            number = self._noted[kind]
            label = str(number) if kind == "footnote" or self._has_decimal_endnotes else roman(number)
            texts = [" ".join(one.text.split()) for one in self.paragraphs(note)]
            yield WordParagraph(f"{label} {' '.join(filter(None, texts))}", is_note=True)

    def _collect(self, parent: Element, content: _Content, style: Style) -> None:
        """Add the text in an element to `content`: without deleted and hidden text and codes of fields."""
        for part in parent:
            is_gone = part.tag in _GONE or part in self._left_out
            if is_gone or (part.tag == f"{WORD}r" and self._is_hidden(part, content)):
                continue
            if part.tag in (f"{WORD}t", f"{_MATHS}t"):
                content.text.append(part.text or "")
            elif part.tag in _SIGNS:
                content.text.append(_SIGNS[part.tag])
            elif part.tag == f"{WORD}sym":
                content.text.append(symbol(part.get(f"{WORD}font") or "", part.get(f"{WORD}char") or ""))
            elif part.tag in _NOTE_MARKS:
                content.notes.append((_NOTE_MARKS[part.tag], part.get(f"{WORD}id") or ""))
            elif part.tag == f"{_DIAGRAM}relIds":
                content.diagrams.append(part.get(f"{_RELATION}dm") or "")
            elif part.tag == f"{WORD}txbxContent":
                content.boxed.append(part)
            elif part.tag == f"{WORD}r":
                before = len(content.text)
                self._collect(part, content, style)
                if "".join(content.text[before:]).strip():
                    content.emphases.append(_emphases(part.find(f"{WORD}rPr"), style.emphases))
                    content.sizes.append(type_size(part) or style.size)
            elif not part.tag.endswith("Pr"):
                self._collect(part, content, style)

    def _is_hidden(self, run: Element, content: _Content) -> bool:
        stated = run.find(f"{WORD}rPr/{WORD}vanish")
        if stated is not None:
            return is_on(stated)
        return content.is_hidden or child_value(run, "rPr/rStyle") in self._hidden

    def _diagram(self, name: str) -> Iterator[WordParagraph]:
        data = self._diagrams.get(name)
        for point in data.iter(f"{_DIAGRAM}t") if data is not None else ():
            lines = (
                "".join(one.text or "" for one in line.iter(f"{_DRAWING}t")) for line in point.iter(f"{_DRAWING}p")
            )
            yield WordParagraph("\n".join(lines))


def _within(parent: Element, tag: str) -> Iterator[Element]:
    """Yield the rows of a table or the cells of a row, also those in a field to fill in."""
    for part in parent:
        if part.tag == tag:
            yield part
        elif part.tag in _WITHIN:
            yield from _within(part, tag)


def _columns(part: Element, path: str) -> int:
    """Return over how many columns a row or cell says that it is shifted or goes on."""
    return min(max(child_number(part, path) or 0, 0), _MAX_COLUMNS)


def _is_contents(part: Element) -> bool:
    gallery = part.find(f"{WORD}sdtPr/{WORD}docPartObj/{WORD}docPartGallery")
    return gallery is not None and gallery.get(f"{WORD}val") == "Table of Contents"


def _emphases(properties: Element | None, inherited: frozenset[str]) -> frozenset[str]:
    """Return which of "bold" and "underline" a run has."""
    if properties is None:
        return inherited
    found: Iterable[tuple[str, bool]] = (
        (name, inherited >= {name} if stated is None else is_on(stated))
        for name, tag in (("bold", "b"), ("underline", "u"))
        for stated in (properties.find(f"{WORD}{tag}"),)
    )
    return frozenset(name for name, has in found if has)
