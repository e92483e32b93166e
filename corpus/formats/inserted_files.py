"""The files that were put into an office document whole: other documents, mail, tables with more than is shown."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree

from corpus.failures import UnreadableError
from corpus.formats.containers import DAMAGED_ZIP
from corpus.formats.enclosed import OPEN_DOCUMENT_SUFFIXES, Enclosed, as_enclosed
from corpus.formats.office_parts import read_part, related_parts
from corpus.formats.ole_objects import read_ole_object

_DAMAGED = (*DAMAGED_ZIP, ElementTree.ParseError, ValueError, OSError)
_KINDS = ("aFChunk", "package", "oleObject")  # of relations: what programs that merge put in, and what people do
_MANIFEST = "META-INF/manifest.xml"
_ENTRY = "{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}"
_OLE = "application/vnd.sun.star.oleobject"


def files_in_open_xml(path: Path) -> list[Enclosed]:
    """Return the files in a .docx, .pptx or .xlsx, but for the figures behind charts; none if it is damaged.

    Of a file in it that is damaged that is told.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return list(_inserted(archive))
    except _DAMAGED:
        return []


def _inserted(archive: zipfile.ZipFile) -> Iterator[Enclosed]:
    done: set[str] = set()
    for name in archive.namelist():
        folder = PurePosixPath(name).parent
        if folder.name != "_rels" or not name.endswith(".rels") or folder.parent.name == "charts":
            continue
        owner = (folder.parent / PurePosixPath(name).stem).as_posix()
        try:
            parts = [part for kind in _KINDS for part in related_parts(archive, owner, kind).values()]
        except _DAMAGED:
            yield Enclosed(name, b"", _damaged())
            continue
        for part in map(PurePosixPath, parts):
            if part.as_posix() in archive.NameToInfo and part.as_posix() not in done:
                done.add(part.as_posix())
                known_as = part.stem if part.suffix == ".bin" else part.name
                read = read_ole_object if part.suffix == ".bin" else as_enclosed
                if (one := _whole(archive, part.as_posix(), known_as, read)) is not None:
                    yield one


def _whole(
    archive: zipfile.ZipFile, part: str, name: str, read: Callable[[str, bytes], Enclosed | None]
) -> Enclosed | None:
    """Return the file that `read` makes of a part, or that it is damaged."""
    try:
        return read(name, archive.read(part))
    except _DAMAGED:
        return Enclosed(name, b"", _damaged())


def files_in_open_document(path: Path) -> list[Enclosed]:
    """Return the files in an .odt, .ods or .odp, but for charts and formulas; none if it is damaged.

    Of a file in it that is damaged that is told.
    """
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
            if (one := _whole(archive, place, place, read_ole_object)) is not None:
                yield one
        elif place not in ("", "/") and kind in OPEN_DOCUMENT_SUFFIXES:
            name = f"{place.rstrip('/')}{OPEN_DOCUMENT_SUFFIXES[kind]}"
            try:
                yield Enclosed(name, _by_itself(archive, place, kind))
            except _DAMAGED:
                yield Enclosed(name, b"", _damaged())


def _damaged() -> UnreadableError:
    return UnreadableError(
        "Dit bestand zit in een ander bestand en is beschadigd. Open dat andere bestand en sla het opnieuw op."
    )


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
