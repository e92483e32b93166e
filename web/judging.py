"""Whether a result was useful: what readers say, kept only where the operator asked for it."""

from __future__ import annotations

import logging
from typing import Annotated

from fastapi import APIRouter, Body, Header
from starlette.responses import PlainTextResponse, Response

from corpus.errors import InputError, VeiligheidswijzerError
from retrieval import Searcher
from retrieval.evaluation.feedback import FeedbackFile
from retrieval.question import checked_question
from web import texts
from web.asked import Asked

_log = logging.getLogger(__name__)


def judging(searcher: Searcher, feedback: FeedbackFile) -> APIRouter:
    """Return the address that judgements are sent to: a POST of JSON, which no other web site can send unasked."""
    router = APIRouter()

    @router.post("/oordeel")
    def judge(
        address: Annotated[str, Body()],
        passage: Annotated[str, Body()],
        useful: Annotated[bool, Body()],
        content_type: Annotated[str, Header()] = "",
    ) -> Response:
        if content_type.partition(";")[0].strip() != "application/json":
            return PlainTextResponse(texts.NOT_JSON, 415)
        try:
            question = checked_question(Asked.from_address(address).question)
            with searcher.store.view() as view:
                [key] = view.passage_keys([passage])
                if key is None:
                    return PlainTextResponse(texts.JUDGED_PASSAGE_MISSING, 404)
                [judged] = view.passages([key])
                generation = view.generation
        except InputError as error:
            return PlainTextResponse(str(error), 400)
        except VeiligheidswijzerError as error:
            return PlainTextResponse(str(error), 503)
        try:
            feedback.add(question, judged.document_id, passage, useful=useful, generation=generation)
        except InputError as error:  # names the file, which is for the operator
            _log.error("a judgement could not be kept: %s", error)
            return PlainTextResponse(texts.JUDGE_FAILED, 503)
        return PlainTextResponse(texts.JUDGED)

    return router
