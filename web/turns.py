"""Work that takes long gets a turn: a few at the same time, and who waits for one holds no thread that others need."""

from __future__ import annotations

import asyncio
import time
from threading import BoundedSemaphore

_LOOKED_EVERY_SECONDS = 0.05


class NoTurnError(Exception):
    """Others kept all turns for as long as anybody waits."""


class Turns:
    """At most `most` turns at the same time; who has waited `longest_wait_seconds` for one gets none."""

    def __init__(self, most: int, longest_wait_seconds: float) -> None:
        self._free = BoundedSemaphore(most)
        self._longest_wait_seconds = longest_wait_seconds

    async def take(self) -> None:
        """Wait for a turn, which is to be given back.

        Raises:
            NoTurnError: there was none in time.
        """
        deadline = time.monotonic() + self._longest_wait_seconds
        while not self._free.acquire(blocking=False):
            if time.monotonic() > deadline:
                raise NoTurnError
            await asyncio.sleep(_LOOKED_EVERY_SECONDS)

    def give_back(self) -> None:
        """Let somebody else have the turn; any thread may say so."""
        self._free.release()
