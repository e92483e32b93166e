"""Who asks in the measurements of load: somebody with the page open, and a program; each over HTTP as they do it."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

import httpx

_SCRIPT_OF_ASKING, _SCRIPT_OF_CHOICES = "questions.asking", "questions.shown"


@dataclass(frozen=True, slots=True)
class Program:
    """A program that uses the endpoint `/ask`."""

    client: httpx.AsyncClient

    async def ask(self, question: str) -> None:
        """Ask, and wait for the whole answer; ValueError says what came instead."""
        called = await self.client.post("/gradio_api/call/v2/ask", json={"question": question})
        called.raise_for_status()
        told = (await self.client.get(f"/gradio_api/call/ask/{called.json()['event_id']}")).text
        *_, last = told.strip().split("event: ")  # before it come heartbeats, where an answer takes long
        if not last.startswith("complete") or "hits" not in last:
            raise ValueError(told[:200])


@dataclass(frozen=True, slots=True)
class PageCalls:
    """The numbers of Gradio's functions that the page calls: while it opens, each with its inputs, and to ask."""

    opening: tuple[tuple[int, int], ...]
    asking: tuple[int, int]

    @classmethod
    async def of(cls, client: httpx.AsyncClient) -> PageCalls:
        """Read them from what the server tells of its page."""
        told = (await client.get("/config")).raise_for_status().json()["dependencies"]
        on_server = [one for one in told if one["backend_fn"]]
        opening = [one for one in on_server if any(event == "load" for _, event in one["targets"])]
        [asking] = [one["id"] for one in on_server if _SCRIPT_OF_ASKING in (one["js"] or "")]
        [choices] = [one["id"] for one in on_server if _SCRIPT_OF_CHOICES in (one["js"] or "")]
        return cls(tuple((one["id"], len(one["inputs"])) for one in opening), (asking, choices))


@dataclass(slots=True)
class Reader:
    """Somebody with the page open, whose calls are those of its script."""

    client: httpx.AsyncClient
    calls: PageCalls
    session: str = ""

    async def open(self) -> None:
        """Open the page anew, as another reader."""
        self.session = secrets.token_hex(6)
        (await self.client.get("/")).raise_for_status()
        await self._call({one: [""] * inputs for one, inputs in self.calls.opening})

    async def ask(self, question: str) -> None:
        """Ask, and wait until the answer and then the choices are drawn; ValueError says what came instead."""
        for call in self.calls.asking:
            await self._call({call: [f"?{urlencode({'vraag': question})}"]})

    async def _call(self, inputs: Mapping[int, list[str]]) -> None:
        """Call functions with their inputs, all at once, past the queue as the page does."""
        bodies = [
            {"fn_index": function, "data": values, "session_hash": self.session} for function, values in inputs.items()
        ]
        answers = await asyncio.gather(*(self.client.post("/gradio_api/run/predict", json=body) for body in bodies))
        for answer in answers:
            if not answer.raise_for_status().json()["data"]:
                raise ValueError(answer.text[:200])


async def readers(client: httpx.AsyncClient, people: int) -> list[Reader]:
    """Return so many people who have the page open."""
    calls = await PageCalls.of(client)
    found = [Reader(client, calls) for _ in range(people)]
    for reader in found:
        await reader.open()
    return found
