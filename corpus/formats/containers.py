"""A look into office files before they are parsed: encrypted ones, and those that unpack to far too much."""

from __future__ import annotations

import zipfile
from pathlib import Path

from corpus.failures import FailureKind, UnreadableError

_MAX_PART_BYTES = 400_000_000  # of one part that a parser reads, unpacked
_MAX_TOTAL_BYTES = 2_000_000_000
_MAX_PARTS = 100_000
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_SCANNED_BYTES = 20_000_000  # of an OLE file, in which the name of an encrypted package is sought
_OPEN_XML = frozenset({".docx", ".docm", ".dotx", ".pptx", ".pptm", ".ppsx", ".xlsx", ".xlsm"})


def require_harmless(path: Path) -> None:
    """Refuse a file that is encrypted, or that would unpack to more than a parser can take.

    Raises:
        UnreadableError: says which.
    """
    with path.open("rb") as file:
        start = file.read(8)
        if start == _OLE and path.suffix.lower() in _OPEN_XML:
            if _ENCRYPTED_PACKAGE in file.read(_SCANNED_BYTES):
                raise _encrypted()
            raise UnreadableError(
                "Dit is een bestand van voor 2007 met een nieuwe extensie. Open het en sla het opnieuw op."
            )
    if start[:2] != b"PK":
        return
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            manifest = archive.read("META-INF/manifest.xml")[:1_000_000] if "META-INF/manifest.xml" in names else b""
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, ValueError):
        return  # the parser says what is wrong with it
    largest = max((part.file_size for part in parts), default=0)
    if len(parts) > _MAX_PARTS or largest > _MAX_PART_BYTES or sum(p.file_size for p in parts) > _MAX_TOTAL_BYTES:
        raise UnreadableError(
            "Het bestand is uitgepakt te groot, of een zipbom. Controleer waar het vandaan komt.",
            FailureKind.TOO_LARGE,
        )
    if b"encryption-data" in manifest:
        raise _encrypted()


def _encrypted() -> UnreadableError:
    return UnreadableError(
        "Het bestand is beveiligd met een wachtwoord. Sla het op zonder wachtwoord.", FailureKind.ENCRYPTED
    )
