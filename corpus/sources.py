"""Finding the files to read: single files, folders with all that is in them, and patterns such as `nota/*.md`."""

from __future__ import annotations

import glob
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from fnmatch import fnmatchcase
from pathlib import Path

from corpus.errors import SourceError
from corpus.failures import FailureKind, UnreadableError
from corpus.normalise import canonical_line
from corpus.web import fetch, is_web_address, name_of


class SourceFormat(Enum):
    """How a file is read, with the file name extensions that say so."""

    MARKDOWN = (".md", ".markdown")
    PLAIN_TEXT = (".txt",)
    JSON_LINES = (".jsonl", ".ndjson")
    DOCUMENT = (
        ".pdf", ".docx", ".docm", ".dotx", ".doc", ".odt", ".rtf", ".pptx", ".pptm", ".ppsx", ".ppt", ".odp", ".xlsx",
        ".xlsm", ".xls", ".ods", ".csv", ".tsv", ".html", ".htm", ".xhtml", ".epub", ".eml", ".msg",
    )  # fmt: skip
    ARCHIVE = (".zip",)


_FORMATS = {extension: format_ for format_ in SourceFormat for extension in format_.value}
_PICTURES = frozenset({".png", ".jpg", ".jpeg", ".tif", ".tiff", ".gif", ".bmp", ".webp", ".heic"})
_MAX_WEB_BYTES = 250_000_000
_EXAMPLES = (".pdf", ".docx", ".odt", ".pptx", ".xlsx", ".html", ".md", ".txt", ".zip")


def is_readable(name: str) -> bool:
    """Tell whether files of this name are of a kind that is read."""
    return Path(name).suffix.lower() in _FORMATS


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to read. `path` is absolute; `root` is the folder that was given, or the file's own folder.

    `document_id` is the place in the given folder, with that folder's name before it: "beleid/wonen/nota.md".
    `origin` is where the bytes come from, when that is not `path`: a web address, or the file that it is in, where it
    stands `within` ("map/brief.eml/bijlage.pdf").
    """

    path: Path
    root: Path
    document_id: str
    origin: str | None = None
    within: str = ""

    @property
    def source(self) -> str:
        """Return what a document of this file names as its source."""
        return self.origin or str(self.path)

    @property
    def place(self) -> str:
        """Return what the report names it by: its source, and the place in there."""
        return f"{self.source}/{self.within}" if self.within else self.source

    @property
    def format(self) -> SourceFormat:
        """Return how to read it, by its extension."""
        return _FORMATS[self.path.suffix.lower()]


@dataclass(frozen=True, slots=True)
class SkippedFile:
    """A file that is left alone; `reason` is a Dutch sentence."""

    source: str
    reason: str
    kind: FailureKind


@dataclass(frozen=True, slots=True)
class SourcePlace:
    """Where to look: the files below `folder` whose path from there fits `pattern`, a glob pattern in parts.

    `("**",)` is everything in the folder; `("nota.md",)`, not a pattern, one file in it.
    """

    folder: Path
    pattern: tuple[str, ...]
    is_file: bool = False

    def covers(self, path: Path) -> bool:
        """Return whether `path`, absolute and resolved, is or would be found here."""
        if not path.is_relative_to(self.folder):
            return False
        parts = path.relative_to(self.folder).parts
        return parts == self.pattern if self.is_file else _fits(parts, self.pattern)


@dataclass(frozen=True, slots=True)
class SourceList:
    """The files that were found, in the order of the given paths and then by name; `places` is where."""

    files: tuple[SourceFile, ...]
    skipped: tuple[SkippedFile, ...]
    places: tuple[SourcePlace, ...] = ()

    def covers(self, path: Path) -> bool:
        """Return whether the given paths include `path`, so that its absence means that it was removed."""
        return any(place.covers(path) for place in self.places)


def require_readable(name: str) -> None:
    """Refuse a file of which the name says that it is of a kind that is not read.

    Raises:
        UnreadableError: says so.
    """
    if not is_readable(name):
        raise UnreadableError(_unread_kind(name), FailureKind.UNSUPPORTED)


def _unread_kind(name: str) -> str:
    suffix = Path(name).suffix.lower()
    kind = f"van het soort {suffix!r}" if suffix else "zonder extensie"
    return f"Bestanden {kind} worden niet gelezen.{' Bewaar een scan als PDF.' if suffix in _PICTURES else ''}"


def find_sources(paths: Sequence[str | Path], *, web_folder: Path | None = None) -> SourceList:
    """Find every readable file in `paths`: files, folders (with their subfolders) and glob patterns.

    Hidden and temporary files and symbolic links inside a folder are passed over; files of another kind, and
    links that lead out of the folder, are reported as skipped. A file that is named twice is listed once.
    Web addresses are refused, unless `web_folder` is given: a folder to fetch them into.

    Raises:
        SourceError: a path does not exist, or has no readable file in it.
    """
    found: dict[Path, SourceFile] = {}
    skipped: dict[str, SkippedFile] = {}
    fetched = [_fetched(str(given), web_folder) for given in paths if is_web_address(given)]
    local = [given for given in paths if not is_web_address(given)]
    places = [_place(given) for given in local]
    for item in fetched:
        if isinstance(item, SkippedFile):
            skipped[item.source] = item
        else:
            found[item.path] = item
    if fetched and not found and not local:
        raise SourceError(" ".join(item.reason for item in skipped.values()))
    for given, place in zip(local, places, strict=True):
        files: list[SourceFile] = []
        refused: list[SkippedFile] = []
        for path in _candidates(place):
            if reason := _reason_to_skip(path, place.folder):
                refused.append(SkippedFile(printable(path), *reason))
            else:
                files.append(SourceFile(path, place.folder, _document_id(path, place)))
        if not files:
            raise SourceError(_nothing_found(given, refused))
        for file in files:
            found.setdefault(file.path, file)
        skipped.update((item.source, item) for item in refused)
    return SourceList(tuple(found.values()), tuple(skipped.values()), tuple(places))


def _fetched(address: str, web_folder: Path | None) -> SourceFile | SkippedFile:
    """Fetch a web address.

    Raises:
        SourceError: that was not asked for.
    """
    if web_folder is None:
        raise SourceError(
            f"{printable(address)[:200]!r} is een webadres. Er wordt niets van internet gehaald, behalve met de optie "
            "--allow-web. Geef die optie, of sla de pagina op en geef het bestand."
        )
    try:
        path = fetch(address, web_folder, _MAX_WEB_BYTES)
        if not is_readable(path.name):
            raise UnreadableError("Wat op het webadres staat, is van een soort dat niet wordt gelezen.")
    except UnreadableError as error:
        return SkippedFile(address, f"{printable(address)}: {error}", error.kind)
    return SourceFile(path, web_folder, canonical_line(name_of(address)), address)


def printable(path: str | Path) -> str:
    """Return a path as one line that can be shown and stored, whatever bytes its name has."""
    return canonical_line(str(path))


def _place(given: str | Path) -> SourcePlace:
    """Return the place that `given` names.

    Raises:
        SourceError: there is nothing of that name.
    """
    try:
        path = Path(given).expanduser().resolve()
        if str(given).strip() and path.exists():
            return SourcePlace(path, ("**",)) if path.is_dir() else SourcePlace(path.parent, (path.name,), is_file=True)
        pattern = Path(given).expanduser().parts
        if glob.has_magic(str(given)):
            fixed = next(n for n, part in enumerate(pattern) if glob.has_magic(part))
            return SourcePlace(Path(*pattern[:fixed]).resolve(), pattern[fixed:])
    except (OSError, ValueError, RuntimeError):  # too long a name, a NUL in it, a loop of links, no such user
        pass
    shown = printable(given)
    raise SourceError(
        f"{shown[:200]!r} bestaat niet. Controleer de naam, en geef een bestand of map op die er is."
        if shown
        else "Er is geen bestand of map opgegeven. Noem er minstens één."
    )


def _fits(parts: Sequence[str], pattern: Sequence[str]) -> bool:
    """Return whether a path fits a glob pattern; `**` stands for any number of folders."""
    if not pattern or not parts:
        return not parts and all(part == "**" for part in pattern)
    if pattern[0] == "**":
        return _fits(parts, pattern[1:]) or _fits(parts[1:], pattern)
    return fnmatchcase(parts[0], pattern[0]) and _fits(parts[1:], pattern[1:])


def _document_id(path: Path, place: SourcePlace) -> str:
    return canonical_line(path.relative_to(place.folder if place.is_file else place.folder.parent).as_posix())


def _candidates(place: SourcePlace) -> Iterator[Path]:
    """Yield the files in a place, also those that cannot be read."""
    if place.is_file:
        yield place.folder / place.pattern[0]
    else:
        yield from (path for path in _walk(place.folder) if place.covers(path))


def _walk(folder: Path) -> Iterator[Path]:
    """Yield all files under `folder` by name, without hidden and temporary ones; links are not followed.

    A folder that cannot be opened, and a link to a folder, is itself yielded.
    """
    closed: list[Path] = []
    for place, folders, names in os.walk(folder, onerror=lambda error: closed.append(Path(error.filename))):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        links = [name for name in folders if Path(place, name).is_symlink()]
        for name in sorted([*names, *links]):
            if not (name.startswith((".", "~$")) or name.endswith(("~", ".tmp"))):
                yield Path(place, name)
    yield from closed


def _reason_to_skip(path: Path, folder: Path) -> tuple[str, FailureKind] | None:
    """Say in Dutch, and in a word, why `path` is not read; None when it can be.

    A link to a file inside the folder is no loss: that file is found itself.
    """
    if path.is_dir() and not path.is_symlink():
        return "Deze map kan niet worden geopend. Vraag leesrechten aan of laat de map weg.", FailureKind.ACCESS
    if path.is_dir():
        return "Dit is een koppeling naar een map; die wordt niet gevolgd. Geef die map zelf op.", FailureKind.LINK
    if not is_readable(path.name):
        return _unread_kind(path.name), FailureKind.UNSUPPORTED
    if path.is_symlink():
        inside = path.resolve().is_relative_to(folder)
        where = "ander bestand in deze map" if inside else "bestand buiten de gegeven map"
        return f"Dit is een koppeling naar een {where}; die wordt niet gevolgd.", FailureKind.LINK
    if not path.is_file():
        return "Dit is geen gewoon bestand.", FailureKind.UNSUPPORTED
    if any("\ud800" <= character <= "\udfff" for character in str(path)):
        reason = "De naam bevat tekens die niet bewaard kunnen worden. Geef het bestand een andere naam."
        return reason, FailureKind.NAME
    return None


def _nothing_found(given: str | Path, refused: Sequence[SkippedFile]) -> str:
    name = printable(given)
    if len(refused) == 1 and refused[0].source == name:
        return f"{name!r} kan niet worden gelezen. {refused[0].reason}"
    kinds = Counter(Path(item.source).suffix.lower() or "zonder extensie" for item in refused)
    others = ", ".join(f"{count} × {kind}" for kind, count in kinds.most_common(5))
    return (
        f"In {name!r} staat geen tekst die gelezen kan worden{f' (wel: {others})' if others else ''}. "
        f"Geef een map of bestand op met tekst, zoals {', '.join(_EXAMPLES)}."
    )
