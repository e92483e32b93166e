"""What one takes along: the answer with its passages as a file, and the file that a document was read from."""

from __future__ import annotations

import weakref
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import BoundedSemaphore
from typing import IO
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response, StreamingResponse

from corpus.errors import InputError, VeiligheidswijzerError
from retrieval import Searcher
from retrieval.evidence import EvidenceFormat, collect_evidence, render_evidence
from retrieval.settings import link_base
from web import texts
from web.access.limits import BUSY_SECONDS
from web.access.texts import PATIENCE_HEADING, too_busy
from web.asked import Asked
from web.document import notice_page
from web.file_names import answer_without_folders
from web.originals import checked_copy, original_file
from web.results import hits_of

_PIECE = 1 << 16
MOST_COPIES = 4  # of originals that are being sent: each is on the disk for as long as it takes
LONGEST_WAIT_SECONDS = 5.0
_MEDIA = {
    EvidenceFormat.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    EvidenceFormat.HTML: "text/html; charset=utf-8",
    EvidenceFormat.MARKDOWN: "text/markdown; charset=utf-8",
    EvidenceFormat.CSV: "text/csv; charset=utf-8",
    EvidenceFormat.JSON: "application/json",
}


def downloads(searcher: Searcher) -> APIRouter:
    """Return the addresses of what can be downloaded. All of it comes as an attachment, so that nothing opens here."""
    router = APIRouter()
    places = BoundedSemaphore(MOST_COPIES)

    @router.get("/meenemen")
    def evidence(request: Request, vorm: str = "docx") -> Response:
        try:
            form = EvidenceFormat(f".{vorm}")
        except ValueError:
            return _notice(texts.ERROR_HEADING, texts.no_such_format(vorm[:40]), 404)
        try:
            asked = Asked.from_address(request.url.query)
            answer = searcher.ask(asked.question, where=asked.where)
            answer = replace(answer, hits=tuple(hits_of(searcher, asked)))  # as the page shows them
            answer = answer_without_folders(answer)
            base = link_base() or str(request.base_url)
            content = render_evidence(collect_evidence(searcher.store, answer, where=asked.where, base=base), form)
        except InputError as error:
            return _notice(texts.ERROR_HEADING, str(error), 400)
        except VeiligheidswijzerError as error:
            return _notice(texts.ERROR_HEADING, str(error), 503)
        return Response(content, media_type=_MEDIA[form], headers=_attached(f"{texts.EVIDENCE_FILE}{form.value}"))

    @router.get("/origineel")
    def original(id: str = "") -> Response:  # noqa: A002 - the name in the address
        try:
            file = original_file(searcher.store, id)
            if file is not None and not places.acquire(timeout=LONGEST_WAIT_SECONDS):
                return _notice(PATIENCE_HEADING, too_busy(BUSY_SECONDS), 503)
            copy = _copy(searcher, file, places) if file is not None else None
        except VeiligheidswijzerError as error:
            return _notice(texts.ERROR_HEADING, str(error), 503)
        except OSError:
            return _notice(texts.ERROR_HEADING, texts.NO_ROOM, 507)
        if file is None or copy is None:
            return _notice(texts.ORIGINAL_MISSING_HEADING, texts.ORIGINAL_MISSING, 404)
        return StreamingResponse(_pieces(copy), media_type="application/octet-stream", headers=_attached(file.name))

    return router


def _copy(searcher: Searcher, file: Path, places: BoundedSemaphore) -> IO[bytes] | None:
    """Return a copy of `file`, whose place is free again once nobody reads it any more, sent or broken off."""
    copy = None
    try:
        copy = checked_copy(searcher.store, file)
    finally:
        if copy is None:
            places.release()
    if copy is not None:
        weakref.finalize(copy, places.release)
    return copy


def _pieces(stream: IO[bytes]) -> Iterator[bytes]:
    with stream:
        while piece := stream.read(_PIECE):
            yield piece


def _attached(name: str) -> dict[str, str]:
    return {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}", "Cache-Control": "no-store"}


def _notice(heading: str, sentence: str, status: int) -> Response:
    return HTMLResponse(notice_page(heading, sentence), status, {"Cache-Control": "no-store"})
