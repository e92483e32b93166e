"""The files that were put into an office document whole: other documents, mail, tables with more than is shown."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree

from corpus.formats.containers import DAMAGED_ZIP
from corpus.formats.enclosed import Enclosed, as_enclosed
from corpus.formats.office_parts import read_part, related_parts
from corpus.formats.ole_objects import read_ole_object

_DAMAGED = (*DAMAGED_ZIP, ElementTree.ParseError, ValueError, OSError)
_KINDS = ("aFChunk", "package", "oleObject")  # of relations: what programs that merge put in, and what people do
_MANIFEST = "META-INF/manifest.xml"
_ENTRY = "{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}"
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
_SUFFIXES = {f"{_OPEN_DOCUMENT}text": ".odt", f"{_OPEN_DOCUMENT}spreadsheet": ".ods",
             f"{_OPEN_DOCUMENT}presentation": ".odp"}  # fmt: skip
_OLE = "application/vnd.sun.star.oleobject"


def files_in_open_xml(path: Path) -> list[Enclosed]:
    """Return the files in a .docx, .pptx or .xlsx, but for the figures behind charts; none if it is damaged."""
    try:
        with zipfile.ZipFile(path) as archive:
            return [one for name in _inserted_parts(archive) if (one := _inserted(archive, name)) is not None]
    except _DAMAGED:
        return []


def _inserted_parts(archive: zipfile.ZipFile) -> list[str]:
    parts: dict[str, None] = {}
    for name in archive.namelist():
        folder = PurePosixPath(name).parent
        if folder.name == "_rels" and name.endswith(".rels") and folder.parent.name != "charts":
            owner = (folder.parent / PurePosixPath(name).stem).as_posix()
            for kind in _KINDS:
                parts |= dict.fromkeys(related_parts(archive, owner, kind).values())
    return [name for name in parts if name in archive.NameToInfo]


def _inserted(archive: zipfile.ZipFile, name: str) -> Enclosed | None:
    part = PurePosixPath(name)
    return (
        read_ole_object(part.stem, archive.read(name))
        if part.suffix == ".bin"
        else as_enclosed(part.name, archive.read(name))
    )


def files_in_open_document(path: Path) -> list[Enclosed]:
    """Return the files in an .odt, .ods or .odp, but for charts and formulas; none if it is damaged."""
    try:
        with zipfile.ZipFile(path) as archive:
            return list(_objects(archive))
    except _DAMAGED:
        return []


def _objects(archive: zipfile.ZipFile) -> Iterator[Enclosed]:
    manifest = read_part(archive, _MANIFEST)
    for entry in manifest if manifest is not None else ():
        place, kind = entry.get(f"{_ENTRY}full-path") or "", entry.get(f"{_ENTRY}media-type") or ""
        if kind == _OLE and place in archive.NameToInfo:
            if (one := read_ole_object(place, archive.read(place))) is not None:
                yield one
        elif place not in ("", "/") and kind in _SUFFIXES:
            yield Enclosed(f"{place.rstrip('/')}{_SUFFIXES[kind]}", _by_itself(archive, place, kind))


def _by_itself(archive: zipfile.ZipFile, folder: str, kind: str) -> bytes:
    """Return the document in a folder of another as a file."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("mimetype", kind, zipfile.ZIP_STORED)
        file.writestr(
            _MANIFEST, f'<manifest xmlns="{_ENTRY[1:-1]}"/>'
        )  # readers ask for one, to see if it is encrypted
        for name in archive.namelist():
            if name.startswith(folder) and not name.endswith("/"):
                file.writestr(name.removeprefix(folder), archive.read(name))
    return stream.getvalue()
