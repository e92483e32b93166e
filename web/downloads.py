"""What one takes along: the answer with its passages as a file, and the file that a document was read from."""

from __future__ import annotations

import weakref
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response, StreamingResponse

from corpus.errors import InputError, VeiligheidswijzerError
from retrieval import Answer, Citation, Searcher
from retrieval.citations import cite
from retrieval.evidence import EvidenceFormat, collect_evidence, render_evidence
from retrieval.evidence.texts import similar_to
from retrieval.settings import link_base
from web import texts
from web.access.limits import BUSY_SECONDS, patience
from web.access.refusals import refusal
from web.access.texts import too_busy
from web.asked import Asked
from web.file_names import answer_without_folders, without_folders
from web.originals import checked_copy, original_file
from web.results import hits_of
from web.turns import NoTurnError, Turns

_PIECE = 1 << 16
MOST_PACKS = 2  # that are made at the same time: a thousand passages in Word take seconds
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
    packs, copies = Turns(MOST_PACKS, LONGEST_WAIT_SECONDS), Turns(MOST_COPIES, LONGEST_WAIT_SECONDS)

    @router.get("/meenemen")
    async def evidence(request: Request, vorm: str = "docx") -> Response:
        try:
            form = EvidenceFormat(f".{vorm}")
        except ValueError:
            return refusal(request, 404, texts.ERROR_HEADING, texts.no_such_format(vorm[:40]))
        try:
            asked = Asked.from_address(request.url.query)
            await packs.take()
            try:
                content = await run_in_threadpool(_pack, searcher, asked, form, link_base() or str(request.base_url))
            finally:
                packs.give_back()
        except NoTurnError:
            return patience(request, 503, too_busy(BUSY_SECONDS), BUSY_SECONDS)
        except InputError as error:
            return refusal(request, 400, texts.ERROR_HEADING, str(error))
        except VeiligheidswijzerError as error:
            return refusal(request, 503, texts.ERROR_HEADING, str(error))
        name = texts.SIMILAR_FILE if asked.compares else texts.EVIDENCE_FILE
        return Response(content, media_type=_MEDIA[form], headers=_attached(f"{name}{form.value}"))

    @router.get("/origineel")
    async def original(
        request: Request,
        id: str = "",  # noqa: A002 - the name in the address
    ) -> Response:
        try:
            file = await run_in_threadpool(original_file, searcher.store, id)
            if file is not None:
                await copies.take()
            copy = await run_in_threadpool(_copy, searcher, file, copies) if file is not None else None
        except NoTurnError:
            return patience(request, 503, too_busy(BUSY_SECONDS), BUSY_SECONDS)
        except VeiligheidswijzerError as error:
            return refusal(request, 503, texts.ERROR_HEADING, str(error))
        except OSError:
            return refusal(request, 507, texts.ERROR_HEADING, texts.NO_ROOM)
        if file is None or copy is None:
            return refusal(request, 404, texts.ORIGINAL_MISSING_HEADING, texts.ORIGINAL_MISSING)
        return StreamingResponse(_pieces(copy), media_type="application/octet-stream", headers=_attached(file.name))

    return router


def _pack(searcher: Searcher, asked: Asked, form: EvidenceFormat, base: str) -> bytes:
    """Return the evidence pack of what is asked as a file, with links that begin with `base`."""
    compared = _compared(searcher, asked.similar_to) if asked.compares else None
    hits = tuple(hits_of(searcher, asked))  # as the page shows them
    if compared is not None:
        answer = Answer(similar_to(compared.passage.title), False, 0.0, None, (), hits)
    else:
        answer = replace(searcher.ask(asked.question, where=asked.where), hits=hits)
    answer = answer_without_folders(answer)
    pack = collect_evidence(searcher.store, answer, where=asked.where, base=base, compared=compared)
    return render_evidence(pack, form)


def _compared(searcher: Searcher, passage_id: str) -> Citation:
    with searcher.store.view() as view:
        if view.passage_keys([passage_id]) == [None]:
            raise InputError(texts.JUDGED_PASSAGE_MISSING)
        return without_folders(cite(view, passage_id))


def _copy(searcher: Searcher, file: Path, turns: Turns) -> IO[bytes] | None:
    """Return a copy of `file`, whose turn is over once nobody reads it any more, sent or broken off."""
    copy = None
    try:
        copy = checked_copy(searcher.store, file)
    finally:
        if copy is None:
            turns.give_back()
    if copy is not None:
        weakref.finalize(copy, turns.give_back)
    return copy


def _pieces(stream: IO[bytes]) -> Iterator[bytes]:
    with stream:
        while piece := stream.read(_PIECE):
            yield piece


def _attached(name: str) -> dict[str, str]:
    return {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}", "Cache-Control": "no-store"}
