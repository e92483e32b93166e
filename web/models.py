"""How language models use the page as a tool: their calls are answered here, and never passed on over the network."""

from __future__ import annotations

import asyncio
import logging
from copy import copy
from functools import lru_cache, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

from web.endpoints import AT_ONCE

if TYPE_CHECKING:
    import gradio as gr


def answer_models_here(page: gr.Blocks) -> None:
    """Have the tools of the mounted `page` answered by its own functions, a few at the same time.

    Gradio would call what it queues by HTTP: at the address that the first request named, with the keys of whoever
    asks. What is not queued it calls directly, so the tools see their functions as such.
    """
    from anyio.to_thread import run_sync

    logging.getLogger().addFilter(_holds_no_call)
    tools: Any = page.mcp_server_obj
    places = asyncio.Semaphore(AT_ONCE)
    found = tools.get_block_fn_from_endpoint_name

    @lru_cache
    def direct(endpoint: str) -> Any:
        queued = found(endpoint)
        if queued is None or queued.fn is None:
            return queued

        @wraps(queued.fn)
        async def asked(*values: Any) -> Any:
            async with places:
                return await run_sync(queued.fn, *values)

        one = copy(queued)
        one.queue, one.fn = False, asked
        return one

    tools.get_block_fn_from_endpoint_name = direct


def _holds_no_call(record: logging.LogRecord) -> bool:
    """Leave out what the library says to the root logger of calls that are not well formed: all that was sent."""
    return Path(record.pathname).parts[-3:] != ("mcp", "shared", "session.py")
