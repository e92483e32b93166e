"""The parts of a Word or OpenDocument file: XML in a zip file."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Mapping
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

_DECLARED_WITHIN = 65_536  # bytes from the beginning of a part, in which its declarations stand
_WHOLE_NUMBER = re.compile(r"-?[0-9]{1,6}")  # none is higher, and as letters a higher one would take a page


def read_part(archive: zipfile.ZipFile, name: str) -> Element | None:
    """Return the XML in a part, None if there is no such part.

    Raises:
        ValueError: it declares a document type, which no office program writes.
    """
    try:
        content = archive.read(name)
    except KeyError:
        return None
    if b"<!DOCTYPE" in content[:_DECLARED_WITHIN]:
        raise ValueError(name)
    return ElementTree.fromstring(content)  # noqa: S314 - it defines no entities


def related_parts(archive: zipfile.ZipFile, name: str, kind: str) -> dict[str, str]:
    """Return the parts of a kind ("diagramData") that a part hangs together with, by the id that it calls them.

    Raises:
        ValueError: its list of relations declares a document type.
    """
    folder, _, last = name.rpartition("/")
    relations = read_part(archive, f"{folder}/_rels/{last}.rels")
    return {
        one.get("Id") or "": posixpath.normpath(posixpath.join(f"/{folder}", one.get("Target") or "")).lstrip("/")
        for one in (relations if relations is not None else ())
        if (one.get("Type") or "").endswith(f"/{kind}") and one.get("TargetMode") != "External"
    }


def stated_facts(properties: Element | None, names: Mapping[str, str]) -> dict[str, str]:
    """Return what a part with properties states, by our names for its elements."""
    values = {} if properties is None else {e.tag.rpartition("}")[2]: (e.text or "").strip() for e in properties.iter()}
    return {ours: values[theirs] for theirs, ours in names.items() if values.get(theirs)}


def whole_number(stated: str | None) -> int | None:
    """Return the number that an attribute states, None if there is no such attribute or it is damaged."""
    return int(stated) if stated is not None and _WHOLE_NUMBER.fullmatch(stated) else None
