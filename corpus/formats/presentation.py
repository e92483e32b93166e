"""PowerPoint files (.pptx): their slides as pages, with titles, lists, tables, diagrams and what the speaker noted.

kreuzberg reads these too, but loses notes and the slide of a table, and writes a picture as if it were text.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element as Xml

from corpus.failures import FailureKind, UnreadableError
from corpus.formats.containers import DAMAGED_ZIP
from corpus.formats.office_parts import read_part, related_parts, stated_facts
from corpus.formats.slide_lists import DRAWING, SLIDES, Bullets, text_of_paragraph
from corpus.structure import Block, Element, Heading
from corpus.tables import table_blocks

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MAIN = "ppt/presentation.xml"
_FACTS = {"title": "title", "created": "created", "modified": "modified"}
_TITLES = frozenset({"title", "ctrTitle"})
_FURNITURE = frozenset({"sldNum", "dt", "ftr", "hdr", "sldImg"})
_NOTES = "Notities"  # as PowerPoint itself calls them


@dataclass(frozen=True, slots=True)
class Presentation:
    """What is on the slides of a presentation, and what it says of itself; a slide is a page.

    `textless` are the slides, 1-based, that hold pictures only; `slides` is how many there are.
    """

    elements: tuple[Element, ...]
    facts: Mapping[str, str]
    textless: tuple[int, ...]
    slides: int


def read_presentation(path: Path) -> Presentation:
    """Read a .pptx file.

    Raises:
        UnreadableError: it is damaged, or holds nothing but pictures.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            facts = stated_facts(read_part(archive, "docProps/core.xml"), _FACTS)
            slides = [_Slide(archive, name, number) for number, name in enumerate(_names(archive), start=1)]
            elements = [slide.elements() for slide in slides]
    except (*DAMAGED_ZIP, ElementTree.ParseError, ValueError, OSError) as error:
        raise UnreadableError(
            "Het bestand is beschadigd of is geen presentatie. Open het in PowerPoint en sla het opnieuw op."
        ) from error
    textless = tuple(
        slide.number for slide, found in zip(slides, elements, strict=True) if slide.is_drawn and not found
    )
    if textless and not any(elements):
        raise UnreadableError(
            "Op de dia’s staan alleen plaatjes. Bewaar de presentatie als PDF; die wordt gelezen als scan.",
            FailureKind.SCANNED,
        )
    return Presentation(tuple(one for found in elements for one in found), facts, textless, len(slides))


def _names(archive: zipfile.ZipFile) -> list[str]:
    """Return the parts that the slides are, in the order in which they are shown."""
    main = read_part(archive, _MAIN)
    if main is None:
        raise ValueError(_MAIN)
    parts = related_parts(archive, _MAIN, "slide")
    listed = (one.get(f"{_RELATION}id") or "" for one in main.iter(f"{SLIDES}sldId"))
    return [parts[name] for name in listed if name in parts]


class _Slide:
    def __init__(self, archive: zipfile.ZipFile, name: str, number: int) -> None:
        self._archive, self._name, self.number = archive, name, number
        self.is_drawn = False
        self._bullets = Bullets(archive, name)

    def elements(self) -> list[Element]:
        """Return the title of the slide, what is on it, and what is noted to it; a slide without text has none."""
        root = read_part(self._archive, self._name)
        body = list(self._shapes(root)) if root is not None else []
        title = next((one for one in body if isinstance(one, Heading)), None)
        rest: list[Element] = [one for one in body if one is not title]
        if notes := list(self._notes()):
            rest += [Heading(2, _NOTES, self.number), *notes]
        if title is None and rest:
            title = Heading(1, f"Dia {self.number}", self.number)  # or it would stand under the title of another slide
        return [] if title is None else [title, *rest]

    def _notes(self) -> Iterator[Block]:
        for name in related_parts(self._archive, self._name, "notesSlide").values():
            root = read_part(self._archive, name)
            for shape in root.iter(f"{SLIDES}sp") if root is not None else ():
                if _placeholder(shape) == "body":
                    yield from self._blocks(shape)

    def _shapes(self, parent: Xml) -> Iterator[Element]:
        for shape in parent:
            if shape.tag == f"{SLIDES}pic":
                self.is_drawn = True
            elif shape.tag == f"{SLIDES}graphicFrame":
                yield from self._frame(shape)
            elif shape.tag != f"{SLIDES}sp":
                if shape.tag != f"{_COMPATIBILITY}Fallback":
                    yield from self._shapes(shape)
            elif (kind := _placeholder(shape)) in _TITLES:
                if text := " ".join(" ".join(map(text_of_paragraph, shape.iter(f"{DRAWING}p"))).split()):
                    yield Heading(1, text, self.number)
            elif kind not in _FURNITURE:
                self.is_drawn = self.is_drawn or shape.find(f"{SLIDES}spPr/{DRAWING}blipFill") is not None
                yield from self._blocks(shape)

    def _blocks(self, shape: Xml) -> Iterator[Block]:
        body = shape.find(f"{SLIDES}txBody")
        if body is not None:
            yield from (Block(text, self.number) for text in self._bullets.texts(shape, body))

    def _frame(self, frame: Xml) -> Iterator[Element]:
        self.is_drawn = True  # of a chart only its picture is there
        for table in frame.iter(f"{DRAWING}tbl"):
            yield from (Block(text, self.number) for text in table_blocks(_rows(table)))
        for diagram in frame.iter(f"{_DIAGRAM}relIds"):
            name = related_parts(self._archive, self._name, "diagramData").get(diagram.get(f"{_RELATION}dm") or "")
            data = read_part(self._archive, name) if name else None
            for point in data.iter(f"{_DIAGRAM}t") if data is not None else ():
                yield Block("\n".join(map(text_of_paragraph, point.iter(f"{DRAWING}p"))), self.number)


def _placeholder(shape: Xml) -> str | None:
    """Return what a shape is the place of ("title", "ftr"; "obj" where that is not said), None for any other shape."""
    place = shape.find(f"{SLIDES}nvSpPr/{SLIDES}nvPr/{SLIDES}ph")
    return None if place is None else place.get("type", "obj")


def _rows(table: Xml) -> list[list[str]]:
    rows: list[list[str]] = []
    for row in table.iter(f"{DRAWING}tr"):
        cells: list[str] = []
        for at, cell in enumerate(row.iter(f"{DRAWING}tc")):
            goes_on = cell.get("vMerge") == "1" and rows and at < len(rows[-1])
            texts = map(text_of_paragraph, cell.iter(f"{DRAWING}p"))
            cells.append(rows[-1][at] if goes_on else " ".join(" ".join(texts).split()))
        rows.append(cells)
    return rows
