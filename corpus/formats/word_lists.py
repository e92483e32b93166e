"""List items of Word files that are so by their style: kreuzberg gives those as paragraphs."""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.etree import ElementTree

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SUFFIXES = frozenset({".docx", ".docm", ".dotx"})
_MAX_BASED_ON = 20  # styles above a style


def bulleted_paragraphs(path: Path) -> Counter[str]:
    """Return the texts, squeezed, of the paragraphs whose style makes them bulleted items, with their counts.

    Empty for anything but a sound Word file.
    """
    if path.suffix.lower() not in _SUFFIXES:
        return Counter()
    try:
        with zipfile.ZipFile(path) as archive:
            styles = _bulleted_styles(_part(archive, "word/styles.xml"), _part(archive, "word/numbering.xml"))
            document = _part(archive, "word/document.xml") if styles else None
    except (zipfile.BadZipFile, ElementTree.ParseError, RuntimeError, NotImplementedError, ValueError):
        return Counter()
    if document is None:
        return Counter()
    return Counter(squeezed(text) for style, text in _paragraphs(document) if style in styles)


def squeezed(text: str) -> str:
    """Return a text without its white space."""
    return "".join(text.split())


def _part(archive: zipfile.ZipFile, name: str) -> ElementTree.Element | None:
    try:
        content = archive.read(name)
    except KeyError:
        return None
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:  # no office program writes these
        return None
    return ElementTree.fromstring(content)  # noqa: S314 - there are no entities in it


def _paragraphs(document: ElementTree.Element) -> Iterator[tuple[str | None, str]]:
    for paragraph in document.iter(f"{_WORD}p"):
        style = paragraph.find(f"{_WORD}pPr/{_WORD}pStyle")
        name = None if style is None else style.get(f"{_WORD}val")
        yield name, "".join(text.text or "" for text in paragraph.iter(f"{_WORD}t"))


def _bulleted_styles(styles: ElementTree.Element | None, numbering: ElementTree.Element | None) -> frozenset[str]:
    if styles is None or numbering is None:
        return frozenset()
    bullets = _bullet_numbers(numbering)
    numbers: dict[str, str | None] = {}
    based_on: dict[str, str] = {}
    for style in styles.iter(f"{_WORD}style"):
        name = style.get(f"{_WORD}styleId") or ""
        number = style.find(f"{_WORD}pPr/{_WORD}numPr/{_WORD}numId")
        numbers[name] = None if number is None else number.get(f"{_WORD}val")
        parent = style.find(f"{_WORD}basedOn")
        if parent is not None:
            based_on[name] = parent.get(f"{_WORD}val") or ""
    return frozenset(name for name in numbers if _number_of(name, numbers, based_on) in bullets)


def _number_of(name: str, numbers: Mapping[str, str | None], based_on: Mapping[str, str]) -> str | None:
    for _ in range(_MAX_BASED_ON):
        number = numbers.get(name)
        if number is not None or name not in based_on:
            return number
        name = based_on[name]
    return None


def _bullet_numbers(numbering: ElementTree.Element) -> frozenset[str]:
    """Return the ids of the numberings whose first level is a bullet."""
    bullets = {
        abstract.get(f"{_WORD}abstractNumId")
        for abstract in numbering.iter(f"{_WORD}abstractNum")
        if (form := abstract.find(f"{_WORD}lvl/{_WORD}numFmt")) is not None and form.get(f"{_WORD}val") == "bullet"
    }
    found: set[str] = set()
    for number in numbering.iter(f"{_WORD}num"):
        abstract = number.find(f"{_WORD}abstractNumId")
        if abstract is not None and abstract.get(f"{_WORD}val") in bullets:
            found.add(number.get(f"{_WORD}numId") or "")
    return frozenset(found)
