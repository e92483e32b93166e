"""ZIP archives: their members one by one, within limits, whatever their names say."""

from __future__ import annotations

import re
import stat
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from uuid import uuid4

from corpus.assembling import megabytes
from corpus.failures import FailureKind, UnreadableError
from corpus.formats.containers import DAMAGED_ZIP
from corpus.normalise import canonical_line

_MAX_MEMBERS = 20_000
_MAX_TOTAL_BYTES = 5_000_000_000  # of all members together, unpacked
_MAX_RATIO = 200  # of unpacked to packed, for members of more than `_RATIO_FROM_BYTES`
_RATIO_FROM_BYTES = 20_000_000
_CHUNK_BYTES = 1_000_000
_ENCRYPTED = 0x1
_DRIVE = re.compile(r"[A-Za-z]:")


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: its number there, its name, and where it was unpacked, or why it was not."""

    number: int
    name: str
    path: Path | None
    failure: UnreadableError | None = None


def unpacked(
    archive: Path, folder: Path, max_bytes: int, still_busy: Callable[[], None], skip: int = 0
) -> Iterator[Member]:
    """Yield the members of an archive from number `skip` on.

    Each is unpacked into `folder` and stays there until the next is asked for. Folders are passed over, and so are
    hidden and temporary files.

    Raises:
        UnreadableError: it is no archive, or holds too much.
    """
    try:
        with zipfile.ZipFile(archive) as opened:
            members = [info for info in opened.infolist() if not info.is_dir() and not _is_hidden(info.filename)]
            if len(members) > _MAX_MEMBERS:
                raise UnreadableError(
                    f"Het archief bevat {len(members)} bestanden; de grens is {_MAX_MEMBERS}. Splits het archief.",
                    FailureKind.TOO_LARGE,
                )
            left = _MAX_TOTAL_BYTES
            for number, info in enumerate(members):
                if number < skip:
                    continue
                name = canonical_line(info.filename.replace("\\", "/"))
                if left <= 0:
                    raise UnreadableError(
                        f"Het archief is uitgepakt groter dan {megabytes(_MAX_TOTAL_BYTES)}; wat er vanaf {name!r} in "
                        "staat is niet gelezen. Splits het archief.",
                        FailureKind.TOO_LARGE,
                    )
                # Its own name is never used on the disk.
                target = folder / f"{uuid4().hex}{Path(name).suffix.lower()[:10]}"
                try:
                    _unpack(opened, info, target, min(max_bytes, left), still_busy)
                    yield Member(number, name, target)
                except UnreadableError as error:
                    yield Member(number, name, None, error)
                finally:
                    left -= target.stat().st_size if target.exists() else 0  # also of one that turned out too large
                    target.unlink(missing_ok=True)
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        if isinstance(error, OSError) and error.errno is not None and not isinstance(error, zipfile.BadZipFile):
            raise
        raise UnreadableError("Het archief is beschadigd of is geen zip. Pak het opnieuw in.") from error


def _is_hidden(name: str) -> bool:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    if any(part.startswith(".") and part != ".." for part in parts) or "__MACOSX" in parts:
        return True
    return bool(parts) and (parts[-1].startswith("~$") or parts[-1].endswith(("~", ".tmp")))


def _unpack(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, target: Path, max_bytes: int, still_busy: Callable[[], None]
) -> None:
    """Unpack one member; what it claims to be is not believed."""
    parts = PurePosixPath(info.filename.replace("\\", "/"))
    if parts.is_absolute() or ".." in parts.parts or _DRIVE.match(str(parts)):
        raise UnreadableError("De naam wijst naar een plaats buiten het archief.", FailureKind.NAME)
    if stat.S_ISLNK(info.external_attr >> 16):
        raise UnreadableError("Dit is een koppeling; die wordt niet gevolgd.", FailureKind.LINK)
    if info.flag_bits & _ENCRYPTED:
        raise UnreadableError(
            "Het bestand is beveiligd met een wachtwoord. Pak het in zonder wachtwoord.", FailureKind.ENCRYPTED
        )
    most = min(max_bytes, max(_RATIO_FROM_BYTES, _MAX_RATIO * info.compress_size))
    size = 0
    try:
        with archive.open(info) as packed, target.open("wb") as file:
            while chunk := packed.read(_CHUNK_BYTES):
                still_busy()
                size += file.write(chunk)
                if size > most:
                    raise UnreadableError(
                        f"Het bestand is uitgepakt groter dan {megabytes(most)}: te groot, of een zipbom.",
                        FailureKind.TOO_LARGE,
                    )
    except DAMAGED_ZIP as error:
        raise UnreadableError("Het bestand in het archief is beschadigd. Pak het opnieuw in.") from error
