"""Books (.epub): their chapters as web pages, in the order in which they are read.

kreuzberg reads these too, but sets lists within lists out of their place.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from corpus.failures import FailureKind, UnreadableError
from corpus.formats.containers import DAMAGED_ZIP
from corpus.formats.office_parts import read_part, stated_facts

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_PAGES = frozenset({"application/xhtml+xml", "text/html"})
_FACTS = {"title": "title", "date": "created"}
_CLOSED = re.compile(  # a page of HTML would not see the end of these
    rb"<(?!(?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)\b)([a-zA-Z][\w:]*)([^<>]*)/>"
)


def read_book(path: Path) -> tuple[list[bytes], Mapping[str, str]]:
    """Return the chapters of an .epub file, each a page of HTML, and what it says of itself (title, created).

    Raises:
        UnreadableError: it is damaged or encrypted, or no such file.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return _chapters(archive)
    except (*DAMAGED_ZIP, ElementTree.ParseError, ValueError, OSError) as error:
        raise UnreadableError("Het bestand is beschadigd of is geen e-boek (EPUB). Sla het opnieuw op.") from error


def _chapters(archive: zipfile.ZipFile) -> tuple[list[bytes], Mapping[str, str]]:
    container = read_part(archive, _CONTAINER)
    root = next((one.get("full-path") or "" for one in _named(container, "rootfile")), "")
    package = read_part(archive, root)
    if package is None:
        raise ValueError(root)
    items = {one.get("id"): one for one in _named(package, "item")}
    names = set(archive.namelist())
    encrypted = archive.read(_ENCRYPTION) if _ENCRYPTION in names else b""
    chapters: list[bytes] = []
    for reference in _named(package, "itemref"):
        item = items.get(reference.get("idref"))
        if item is None or item.get("media-type") not in _PAGES or "nav" in (item.get("properties") or "").split():
            continue
        name = posixpath.normpath(posixpath.join(posixpath.dirname(root), unquote(item.get("href") or "")))
        if name.encode() in encrypted:
            raise UnreadableError(
                "Het bestand is beveiligd tegen kopiëren. Vraag om een uitgave zonder beveiliging.",
                FailureKind.ENCRYPTED,
            )
        if name in names:
            chapters.append(_CLOSED.sub(rb"<\1\2></\1>", archive.read(name)))
    return chapters, stated_facts(next(_named(package, "metadata"), None), _FACTS)


def _named(parent: Element | None, name: str) -> Iterator[Element]:
    """Yield the elements of a name, in whatever namespace."""
    return (one for one in (parent.iter() if parent is not None else ()) if one.tag.rpartition("}")[2] == name)
