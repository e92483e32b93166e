"""The styles and lists of a Word file (.docx): which paragraphs are headings, and how items are numbered."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from corpus.formats.numbering import NumberedList, NumberLevel
from corpus.formats.office_parts import whole_number

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING = re.compile(r"(?:heading|kop)\s*(\d)", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc|inhopg)\s*\d", re.IGNORECASE)
_MAX_BASED_ON = 20  # styles above a style
_DEFAULT_SIZE = 10.0  # points, where a file says nothing


@dataclass(frozen=True, slots=True)
class Style:
    """A style of paragraphs. `level` is that of a heading, 0 for a title, None for text."""

    level: int | None = None
    list_name: str = ""
    list_level: int = 0
    emphases: frozenset[str] = frozenset()
    size: float = 0.0  # points
    left: float | None = None  # points
    is_contents: bool = False


def read_styles(styles: Element | None) -> dict[str, Style]:
    """Return the styles of paragraphs by id; the default one is "" too."""
    if styles is None:
        return {}
    stated = {one.get(f"{WORD}styleId") or "": one for one in styles
              if one.tag == f"{WORD}style" and one.get(f"{WORD}type") == "paragraph"}  # fmt: skip
    defaults = styles.find(f"{WORD}docDefaults/{WORD}rPrDefault")
    base = (type_size(defaults) if defaults is not None else None) or _DEFAULT_SIZE
    styled = {name: _style(name, stated) for name in stated}
    found = {name: replace(one, size=one.size or base) for name, one in styled.items()}
    default = next((name for name, one in stated.items() if one.get(f"{WORD}default") in ("1", "true")), None)
    return found | ({"": found[default]} if default is not None else {})


def heading_level(name: str) -> int | None:
    """Return the level that a style has by its name alone, 0 for a title, None for text."""
    heading = _HEADING.match(name)
    return int(heading[1]) if heading else 0 if name.casefold() in ("title", "titel") else None


def is_contents(name: str) -> bool:
    """Tell whether a style is that of a table of contents."""
    return _CONTENTS.match(name) is not None


def read_lists(numbering: Element | None) -> dict[str, NumberedList]:
    """Return the lists by name ("numId"); those of one kind ("abstractNum") are counted as one."""
    if numbering is None:
        return {}
    kinds = {one.get(f"{WORD}abstractNumId") or "": one for one in numbering.iterfind(f"{WORD}abstractNum")}
    of_style = {link: name for name, one in kinds.items() if (link := child_value(one, "styleLink"))}
    lists: dict[str, NumberedList] = {}
    for one in numbering.iterfind(f"{WORD}num"):
        name = child_value(one, "abstractNumId") or ""
        kind = kinds.get(name)
        if kind is not None and (link := child_value(kind, "numStyleLink")):  # its levels are those of a list style
            name = of_style.get(link, name)
            kind = kinds[name]
        overrides = list(one.iterfind(f"{WORD}lvlOverride"))
        stated = [*(kind if kind is not None else ()), *(level for override in overrides for level in override)]
        levels = {_place(level): _level(level) for level in stated if level.tag == f"{WORD}lvl"}
        restarts = {
            _place(override): start
            for override in overrides
            if (start := child_number(override, "startOverride")) is not None
        }
        lists[one.get(f"{WORD}numId") or ""] = NumberedList(
            tuple(map(levels.__getitem__, sorted(levels))), name, restarts
        )
    return lists


def _place(level: Element) -> int:
    return whole_number(level.get(f"{WORD}ilvl")) or 0


def hidden_styles(styles: Element | None) -> frozenset[str]:
    """Return the styles, of paragraphs or of words, whose text is hidden."""
    stated = (
        {one.get(f"{WORD}styleId") or "": one for one in styles if one.tag == f"{WORD}style"}
        if styles is not None
        else {}
    )
    return frozenset(name for name in stated if _is_hidden(name, stated))


def _is_hidden(name: str, stated: Mapping[str, Element]) -> bool:
    for _ in range(_MAX_BASED_ON):
        one = stated.get(name)
        if one is None:
            break
        if (hidden := one.find(f"{WORD}rPr/{WORD}vanish")) is not None:
            return is_on(hidden)
        name = child_value(one, "basedOn") or ""
    return False


def child_value(element: Element, path: str) -> str | None:
    """Return the value ("w:val") of the element at a path of names, None if there is none."""
    found = element.find("/".join(f"{WORD}{name}" for name in path.split("/")))
    return None if found is None else found.get(f"{WORD}val")


def child_number(element: Element, path: str) -> int | None:
    """Return the value of the element at a path of names as a number, None if there is none or it is damaged."""
    return whole_number(child_value(element, path))


def is_on(element: Element) -> bool:
    """Tell whether a property that is there is on."""
    return element.get(f"{WORD}val", "true") not in ("0", "false", "off", "none")


def type_size(element: Element) -> float | None:
    """Return the type size in points that the properties in an element give, None if they give none."""
    stated = child_number(element, "rPr/sz")
    return stated / 2 if stated is not None and stated >= 0 else None


def indentation(element: Element) -> float | None:
    """Return how far the properties in an element set a paragraph from the left, in points, None if they do not."""
    stated = element.find(f"{WORD}pPr/{WORD}ind")
    twips = None if stated is None else whole_number(stated.get(f"{WORD}left") or stated.get(f"{WORD}start"))
    return None if twips is None else twips / 20


def _style(name: str, stated: Mapping[str, Element]) -> Style:
    """Return a style with what it has from those that it is based on."""
    level: int | None = None
    list_name, list_level = "", -1
    emphases: dict[str, bool] = {}
    size: float | None = None
    left: float | None = None
    contents = False
    for number in range(_MAX_BASED_ON):
        one = stated.get(name)
        if one is None:
            break
        called = child_value(one, "name") or name
        contents = contents or is_contents(called)
        if level is None:
            outline = child_number(one, "pPr/outlineLvl")
            named = heading_level(called)
            if named or (named == 0 and number == 0):
                level = named
            elif outline is not None:
                level = outline + 1
        list_name = list_name or child_value(one, "pPr/numPr/numId") or ""
        stated_level = child_number(one, "pPr/numPr/ilvl")
        list_level = stated_level if list_level < 0 and stated_level is not None else list_level
        for kind, tag in (("bold", "b"), ("underline", "u")):
            if (found := one.find(f"{WORD}rPr/{WORD}{tag}")) is not None:
                emphases.setdefault(kind, is_on(found))
        size = size or type_size(one)
        left = indentation(one) if left is None else left
        name = child_value(one, "basedOn") or ""
    has = frozenset(kind for kind, value in emphases.items() if value)
    level = level if level is None or level < 10 else None
    return Style(level, list_name, max(list_level, 0), has, size or 0.0, left, contents)


def _level(level: Element) -> NumberLevel:
    start = child_number(level, "start")
    return NumberLevel(
        child_value(level, "numFmt") or "decimal",
        child_value(level, "lvlText") or "",
        1 if start is None else start,
        indentation(level),
    )
