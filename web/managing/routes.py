"""The addresses where documents are managed. The gate lets managers only come here."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import BinaryIO

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from corpus.errors import VeiligheidswijzerError
from index.store import DocumentSummary
from retrieval import Searcher
from web.access.refusals import refusal
from web.access.visitor import visitor_of
from web.file_names import file_name
from web.managing import texts
from web.managing.changes import MOST_BYTES, MOST_FILES, DocumentChanges, Origin, discard
from web.managing.file_names import safe_name
from web.managing.listing import DEFAULT_ORDER, DocumentList
from web.managing.page import (
    ADDING,
    ADDRESS,
    REMOVING,
    REPLACING,
    TASK,
    list_page,
    remove_page,
    replace_page,
    task_panel,
)
from web.managing.tasks import Task, Tasks
from web.texts import ERROR_HEADING

LARGER = {f"/{ADDING}": MOST_BYTES, f"/{REPLACING}": MOST_BYTES}
_log = logging.getLogger(__name__)
_FRESH = {"Cache-Control": "no-store"}


class Managing:
    """What may be done with the documents of one searcher's index, at `place`."""

    def __init__(self, searcher: Searcher, place: Path) -> None:
        self._documents = DocumentList(searcher.store)
        self._changes = DocumentChanges(place, searcher.embedder)
        self._tasks = Tasks()
        self.routes = [
            Route(f"/{ADDRESS}", self.show, methods=["GET"]),
            Route(f"/{TASK}", self.task, methods=["GET"]),
            Route(f"/{ADDING}", lambda _: RedirectResponse(f"/{ADDRESS}", 303, _FRESH), methods=["GET"]),  # read anew
            Route(f"/{ADDING}", self.add, methods=["POST"]),
            Route(f"/{REPLACING}", self.ask_replacement, methods=["GET"]),
            Route(f"/{REPLACING}", self.replace, methods=["POST"]),
            Route(f"/{REMOVING}", self.ask_removal, methods=["GET"]),
            Route(f"/{REMOVING}", self.remove, methods=["POST"]),
        ]

    def show(self, request: Request) -> Response:
        """Show a page of the list, with how far a task is: the one in the address, else the latest one."""
        asked = request.query_params
        page = asked.get("bladzijde", "1")
        try:
            listed = self._documents.page(
                asked.get("woorden", "")[:200],
                asked.get("volgorde", DEFAULT_ORDER),
                int(page) if page.isdecimal() and len(page) < 9 else 1,
            )
        except VeiligheidswijzerError as error:
            return refusal(request, 503, ERROR_HEADING, str(error))
        origins = {one.document_id: self._origin(one) for one in listed.documents}
        sought = self._tasks.find(asked.get("taak", ""))
        task, visitor = sought or self._tasks.latest(), visitor_of(request.scope)
        page = list_page(listed, origins, task, visitor, begins_at_task=sought is not None)
        return HTMLResponse(page, headers=_FRESH)

    def task(self, request: Request) -> Response:
        """Give the part of the page that says how far a task is."""
        task = self._tasks.find(request.query_params.get("id", ""))
        if task is None:
            return refusal(request, 404, texts.TASK_GONE_HEADING, texts.TASK_GONE)
        return HTMLResponse(task_panel(task), headers=_FRESH)

    async def add(self, request: Request) -> Response:
        """Take files, and read them when it is their turn."""

        async def taken(form: FormData) -> Response:
            return await self._taken(request, form, overwrite="vervangen" in form, name=None)

        return await _received(request, MOST_FILES, taken)

    async def replace(self, request: Request) -> Response:
        """Take the file that comes in the place of a document's file."""

        async def taken(form: FormData) -> Response:
            document = await run_in_threadpool(self._documents.find, str(form.get("id", "")))
            if document is None:
                return _missing(request)
            if (reason := self._not_replaceable(document)) is not None:
                return refusal(request, 400, ERROR_HEADING, reason)
            return await self._taken(request, form, overwrite=True, name=Path(document.source).name)

        return await _received(request, 1, taken)

    async def _taken(self, request: Request, form: FormData, *, overwrite: bool, name: str | None) -> Response:
        """Keep the files of a form under their own names or `name`, and start reading them."""
        sent = [file for file in form.getlist("bestanden") if isinstance(file, UploadFile) and file.filename]
        named = {id(file): name or safe_name(file.filename or "") for file in sent}
        wrong: list[str] = [] if sent else [texts.NO_FILES]
        for file in sent:
            own = safe_name(file.filename or "")
            if name is not None and Path(own).suffix.lower() != Path(name).suffix.lower():
                wrong.append(texts.other_kind(Path(name).suffix))
            elif (reason := self._changes.refusal(named[id(file)], overwrite=overwrite)) is not None:
                wrong.append(reason)
        wrong += [texts.twice(one) for one in {*named.values()} if [*named.values()].count(one) > 1]
        if wrong:
            return refusal(request, 400, ERROR_HEADING, " ".join(wrong))
        staging = await run_in_threadpool(self._changes.staging)
        try:
            for file in sent:
                await run_in_threadpool(_keep, file.file, staging / named[id(file)])
        except OSError:
            await run_in_threadpool(discard, staging)
            raise
        work = partial(self._changes.add, staging, overwrite=overwrite)
        return _follow(self._tasks.start(work, given_up=partial(discard, staging)))

    def ask_replacement(self, request: Request) -> Response:
        """Ask for another file."""
        document = self._documents.find(request.query_params.get("id", ""))
        if document is None:
            return _missing(request)
        if (reason := self._not_replaceable(document)) is not None:
            return refusal(request, 400, ERROR_HEADING, reason)
        suffix = Path(document.source).suffix
        return HTMLResponse(replace_page(document, suffix, visitor_of(request.scope)), headers=_FRESH)

    def ask_removal(self, request: Request) -> Response:
        """Ask whether it is sure."""
        document = self._documents.find(request.query_params.get("id", ""))
        if document is None:
            return _missing(request)
        page = remove_page(document, self._origin(document), visitor_of(request.scope))
        return HTMLResponse(page, headers=_FRESH)

    async def remove(self, request: Request) -> Response:
        """Remove a document when its turn comes."""
        async with request.form(max_files=0, max_fields=5) as form:
            document = await run_in_threadpool(self._documents.find, str(form.get("id", "")))
        if document is None:
            return _missing(request)
        return _follow(self._tasks.start(partial(self._changes.remove, document)))

    def _origin(self, document: DocumentSummary) -> Origin:
        if not self._changes.is_uploaded(document.source):
            return Origin.OPERATOR
        return Origin.UPLOADED if self._documents.count_in(document.source) == 1 else Origin.PART

    def _not_replaceable(self, document: DocumentSummary) -> str | None:
        """Return why a document is not replaced: the others of its file would go too, or it is the operator's."""
        origin = self._origin(document)
        if origin is Origin.UPLOADED:
            return None
        shared = texts.not_replaceable_alone(file_name(document.source))
        return texts.NOT_REPLACEABLE if origin is Origin.OPERATOR else shared


async def _received(request: Request, most_files: int, taken: Callable[[FormData], Awaitable[Response]]) -> Response:
    """Have the form of a request taken; what could not be received or kept is told."""
    try:
        async with request.form(max_files=most_files, max_fields=10) as form:
            return await taken(form)
    except HTTPException as error:
        is_more = error.detail.startswith("Too many files")
        return refusal(request, 400, ERROR_HEADING, texts.too_many(most_files) if is_more else texts.FORM_BROKEN)
    except ClientDisconnect:
        return Response(status_code=400)  # which nobody sees
    except OSError:  # a full disk mostly
        _log.exception("what was sent could not be kept")
        return refusal(request, 507, ERROR_HEADING, texts.DISK_FAILED)


def _keep(file: BinaryIO, path: Path) -> None:
    """Copy what was sent; nobody may run it."""
    with path.open("xb") as target:
        shutil.copyfileobj(file, target)
    path.chmod(0o600)


def _follow(task: Task) -> Response:
    return RedirectResponse(f"/{ADDRESS}?taak={task.task_id}", 303, _FRESH)


def _missing(request: Request) -> Response:
    return refusal(request, 404, texts.MISSING_HEADING, texts.MISSING)
