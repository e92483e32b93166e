"""The paragraphs of a slide, with the bullets and numbers that the slide, its layout or its master gives them."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from itertools import groupby
from xml.etree.ElementTree import Element as Xml

from corpus.formats.numbering import BULLET
from corpus.formats.office_parts import read_part, related_parts, whole_number

SLIDES = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
"""What the names of elements in a presentation begin with: those of slides, and those of what is drawn on them."""
_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_TEXTS = frozenset({f"{DRAWING}t", f"{_MATHS}t"})
_MAX_LEVEL = 9
_PLACE = f"{SLIDES}nvSpPr/{SLIDES}nvPr/{SLIDES}ph"
_STYLES_OF_MASTER = f"{SLIDES}txStyles/{SLIDES}bodyStyle"


class Bullets:
    """Tells the list items of one slide from its other paragraphs."""

    def __init__(self, archive: zipfile.ZipFile, slide: str) -> None:
        layout = _first_related(archive, slide, "slideLayout")
        master = _first_related(archive, layout, "slideMaster") if layout else None
        self._layout = read_part(archive, layout) if layout else None
        self._master = read_part(archive, master) if master else None

    def texts(self, shape: Xml, body: Xml) -> Iterator[str]:
        """Yield the paragraphs of a shape; list items that follow each other come together, a line each."""
        styles = list(self._styles(shape, body))
        numbers: dict[int, int] = {}
        lines: list[tuple[bool, str]] = []
        for paragraph in body.iter(f"{DRAWING}p"):
            text = text_of_paragraph(paragraph).strip()
            properties = paragraph.find(f"{DRAWING}pPr")
            level = min(whole_number(properties.get("lvl")) or 0, _MAX_LEVEL) if properties is not None else 0
            bullet = _bullet([properties, *(style.find(f"{DRAWING}lvl{level + 1}pPr") for style in styles)])
            if not text or bullet is None:
                numbers.clear()
                lines.append((False, text))
                continue
            numbers = {at: count for at, count in numbers.items() if at <= level}
            numbers[level] = numbers.get(level, (whole_number(bullet.get("startAt")) or 1) - 1) + 1
            label = f"{numbers[level]}." if bullet.tag == f"{DRAWING}buAutoNum" else BULLET
            lines.append((True, f"{'  ' * level}{label} {text}".replace("\n", f"\n{'  ' * (level + 1)}")))
        for is_item, run in groupby(lines, lambda line: line[0]):
            texts = [text for _, text in run if text]
            if is_item and len(texts) > 1:
                yield "\n".join(texts)
            else:  # one item is no list: the text of a slide as its layout happens to set it
                yield from (text.lstrip().removeprefix(f"{BULLET} ") if is_item else text for text in texts)

    def _styles(self, shape: Xml, body: Xml) -> Iterator[Xml]:
        """Yield where the bullets of a shape may be said, the nearest place first."""
        place = shape.find(_PLACE)
        found = [body.find(f"{DRAWING}lstStyle")]
        if place is not None:
            found.append(_list_style(self._layout, place))
            if place.get("type", "obj") in ("obj", "body") and self._master is not None:
                found.append(self._master.find(_STYLES_OF_MASTER))
        yield from (one for one in found if one is not None)


def _first_related(archive: zipfile.ZipFile, part: str, kind: str) -> str | None:
    return next(iter(related_parts(archive, part, kind).values()), None)


def _list_style(part: Xml | None, place: Xml) -> Xml | None:
    """Return the style of the lists in the shape of a layout that a shape of a slide is made after."""
    for shape in part.iter(f"{SLIDES}sp") if part is not None else ():
        model = shape.find(_PLACE)
        if model is not None and (model.get("idx"), model.get("type")) == (place.get("idx"), place.get("type")):
            return shape.find(f"{SLIDES}txBody/{DRAWING}lstStyle")
    return None


def _bullet(said: list[Xml | None]) -> Xml | None:
    """Return the bullet or number of a paragraph, None for none, where the first place that tells tells it."""
    for place in said:
        for one in place if place is not None else ():
            if one.tag == f"{DRAWING}buNone":
                return None
            if one.tag in (f"{DRAWING}buChar", f"{DRAWING}buAutoNum", f"{DRAWING}buBlip"):
                return one
    return None


def text_of_paragraph(paragraph: Xml) -> str:
    """Return the text of a paragraph, forced line ends kept, without the number of the slide."""
    parts: list[str] = []
    for part in paragraph:
        if part.tag == f"{DRAWING}br":
            parts.append("\n")
        elif not (part.tag == f"{DRAWING}fld" and part.get("type") == "slidenum"):
            parts += [one.text or "" for one in part.iter() if one.tag in _TEXTS]
    return "".join(parts)
