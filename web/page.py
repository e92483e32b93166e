"""The page: its tabs in one Gradio application, with the named endpoints for programs. A tab is a module of its own."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from functools import wraps
from inspect import isgeneratorfunction
from typing import TYPE_CHECKING, Any

from retrieval import Searcher
from web import ask_tab, help_tab, overview_tab, texts
from web.endpoints import AT_ONCE, Endpoints
from web.failures import log_unforeseen
from web.programs import add_programs

if TYPE_CHECKING:
    import gradio as gr

_log = logging.getLogger(__name__)

MOST_WAITING = 200
MOST_SESSIONS = 2_000  # of pages and programs of which is kept what they wait for
# How often those who wait hear of their place. Gradio's own way tells all of them at every question that is done, so
# that fifty who wait get fifty messages for each answer.
QUEUE_TOLD_SECONDS = 2.0
# Read by Gradio while it is imported and set up: nothing is reported, and no statistics of every event are kept
# and computed anew (with pandas) before and after each one.
GRADIO_SETTINGS = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    "GRADIO_ANALYTICS_MAX_EVENTS": "1",
    "GRADIO_ANALYTICS_CACHE_FREQUENCY": str(2**31),
}


def build_page(searcher: Searcher, *, judged: bool = False, logged: bool = False) -> gr.Blocks:
    """Return the page, with the named endpoints for programs; `judged` as in `Endpoints`.

    With `logged`, readers are told that their questions are kept.
    """
    os.environ.update(GRADIO_SETTINGS)
    import gradio as gr
    from gradio.utils import LRUCache

    endpoints = Endpoints(searcher, judged=judged)
    with gr.Blocks(title=texts.NAME, analytics_enabled=False) as page:
        with gr.Tabs(elem_id="tabbladen", overflow_behavior="wrap"):
            # The fields stay in the page, so that what was asked is still there after a look at another tab.
            with gr.Tab(texts.ASK_TAB, elem_id="vragen", render_children=True):
                ask_tab.build(page, endpoints, logged=logged)
            with gr.Tab(texts.OVERVIEW_TAB, elem_id="overzicht") as overview:
                overview_tab.build(overview, searcher)
            with gr.Tab(texts.HELP_TAB, elem_id="hulp"):
                help_tab.build(page, endpoints, logged=logged)
        add_programs(page, searcher, concurrency_limit=AT_ONCE, concurrency_id="questions")
    page.queue(max_size=MOST_WAITING, status_update_rate=QUEUE_TOLD_SECONDS, api_open=False)
    for event in page.fns.values():
        if event.fn is not None and not isgeneratorfunction(event.fn):
            event.fn = _quiet(event.fn)
    # Gradio keeps here for good who ever asked, and goes through all of them for every result.
    page._queue.pending_event_ids_session = LRUCache(MOST_SESSIONS)
    return page


def _quiet(event: Callable[..., Any]) -> Callable[..., Any]:
    """Return `event` so that what nobody foresaw is logged without what was sent: Gradio would print all of it."""
    import gradio as gr

    @wraps(event)
    def answered(*values: Any) -> Any:
        try:
            return event(*values)
        except gr.Error:
            raise
        except Exception as error:
            log_unforeseen(_log, "a part of the page could not be made", error)
            raise gr.Error(texts.UNEXPECTED, print_exception=False) from None

    return answered
