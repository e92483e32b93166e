"""Files from web addresses, only where that was asked for."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from http.client import HTTPException
from pathlib import Path, PurePosixPath
from typing import IO, Any
from urllib.parse import unquote, urlsplit
from uuid import uuid4

from corpus.assembling import megabytes
from corpus.failures import FailureKind, UnreadableError

_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_TIMEOUT_SECONDS = 30.0
_CHUNK_BYTES = 1_000_000
_EXTENSIONS = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/pdf": ".pdf",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "text/csv": ".csv",
    "application/zip": ".zip",
    "application/rtf": ".rtf",
    "application/msword": ".doc",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.oasis.opendocument.text": ".odt",
}


def is_web_address(name: object) -> bool:
    """Tell whether a source is an http or https address."""
    return _ADDRESS.match(str(name)) is not None


def fetch(address: str, folder: Path, max_bytes: int) -> Path:
    """Fetch what is at a web address into a file of `folder`, and return that file.

    Raises:
        UnreadableError: it cannot be reached, is of another kind, or is larger than `max_bytes`.
    """
    opener = urllib.request.build_opener(_WebOnly)
    try:
        with opener.open(address, timeout=_TIMEOUT_SECONDS) as answer:
            kind = answer.headers.get_content_type()
            extension = _EXTENSIONS.get(kind) or PurePosixPath(urlsplit(address).path).suffix.lower()
            target = folder / f"{uuid4().hex}{extension[:10]}"
            _copy(answer, target, max_bytes)
    except (OSError, HTTPException, ValueError) as error:
        reason: object = error
        if isinstance(error, urllib.error.HTTPError):
            reason = f"de server antwoordt met {error.code}"
        elif isinstance(error, urllib.error.URLError):
            reason = error.reason
        raise UnreadableError(f"Het webadres kan niet worden opgehaald: {reason}.", FailureKind.ACCESS) from error
    return target


def _copy(answer: IO[bytes], target: Path, max_bytes: int) -> None:
    size = 0
    with target.open("wb") as file:
        while chunk := answer.read(_CHUNK_BYTES):
            size += len(chunk)
            if size > max_bytes:
                raise UnreadableError(
                    f"Wat op het webadres staat, is groter dan {megabytes(max_bytes)}.", FailureKind.TOO_LARGE
                )
            file.write(chunk)


def name_of(address: str) -> str:
    """Return host and path of an address: "www.voorbeeldstad.nl/beleid/nota.pdf"."""
    parts = urlsplit(address)
    return f"{parts.hostname}{unquote(parts.path)}".rstrip("/") + (f"?{parts.query}" if parts.query else "")


class _WebOnly(urllib.request.HTTPRedirectHandler):
    """Follows redirects to http and https addresses only."""

    def redirect_request(self, req: urllib.request.Request, fp: Any, code: int, msg: str, headers: Any, newurl: str):  # type: ignore[no-untyped-def]
        if not is_web_address(newurl):
            raise urllib.error.URLError("doorverwezen naar iets anders dan een webadres")
        return super().redirect_request(req, fp, code, msg, headers, newurl)
