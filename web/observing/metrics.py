"""Numbers in Prometheus' text form, and whether all is well. No question and no name is in them."""

from __future__ import annotations

import time
from collections.abc import Iterable

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, ProcessCollector
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import generate_latest
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from corpus.errors import VeiligheidswijzerError
from index import Store
from retrieval import Answer

_PREFIX = "veiligheidswijzer"
_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10)
# What a request is for, by the beginning of its path; streams stay open as long as a page does and are not timed.
_KINDS = {
    "/gradio_api/queue/data": "stream",
    "/gradio_api/": "call",
    "/documenten": "managing",
    "/document": "document",
    "/login": "login",
    "/web/": "file",
    "/assets/": "file",
    "/static/": "file",
}
_NO_STORE = {"Cache-Control": "no-store"}


class Metrics:
    """Counts for one application. It is an observer of its searcher too; several threads may call it."""

    def __init__(self, store: Store) -> None:
        self.registry = CollectorRegistry()
        self._store = store
        self._requests = self._counter("requests", "Answered requests", ["kind", "status"])
        self._request_seconds = self._histogram("request_seconds", "Duration of requests, streams left out", ["kind"])
        self._questions = self._counter("questions", "Questions that got an answer or were told there is none")
        self._not_found = self._counter("not_found", "Questions of which the sources did not have the answer")
        self._search_seconds = self._histogram("search_seconds", "Duration of finding passages")
        self._answer_seconds = self._histogram("answer_seconds", "Duration of finding the answer in passages")
        self.registry.register(_StoreCollector(store))
        ProcessCollector(registry=self.registry)
        self.routes = [Route("/metrics", self.show), Route("/health", self.health)]

    def searched(self, seconds: float) -> None:
        """Count one search."""
        self._search_seconds.observe(seconds)

    def answered(self, question: str, answer: Answer, seconds: float) -> None:  # noqa: ARG002 - is not kept
        """Count one question."""
        self._questions.inc()
        self._answer_seconds.observe(seconds)
        if not answer.found:
            self._not_found.inc()

    def requested(self, path: str, status: int, seconds: float) -> None:
        """Count one request."""
        kind = next((kind for beginning, kind in _KINDS.items() if path.startswith(beginning)), "page")
        self._requests.labels(kind, str(status)).inc()
        if kind != "stream":
            self._request_seconds.labels(kind).observe(seconds)

    def show(self, request: Request) -> Response:  # noqa: ARG002 - a route is called with it
        """Give all numbers."""
        return Response(generate_latest(self.registry), headers={**_NO_STORE, "Content-Type": CONTENT_TYPE_LATEST})

    def health(self, request: Request) -> Response:  # noqa: ARG002 - a route is called with it
        """Say whether questions can be answered: the index can be read."""
        try:
            with self._store.view():
                return JSONResponse({"status": "ok"}, headers=_NO_STORE)
        except VeiligheidswijzerError:
            return JSONResponse({"status": "error"}, 503, headers=_NO_STORE)

    def _counter(self, name: str, help_: str, labels: Iterable[str] = ()) -> Counter:
        return Counter(f"{_PREFIX}_{name}", help_, labels, registry=self.registry)

    def _histogram(self, name: str, help_: str, labels: Iterable[str] = ()) -> Histogram:
        return Histogram(f"{_PREFIX}_{name}", help_, labels, registry=self.registry, buckets=_SECONDS)


class Metering:
    """ASGI middleware that tells `metrics` of every request."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        started, status = time.perf_counter(), 500

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            return await self._app(scope, receive, noted)
        finally:
            self._metrics.requested(scope["path"], status, time.perf_counter() - started)


_UP = "Whether the index can be read"


class _StoreCollector(Collector):
    """How much is in the index at the moment of asking."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def collect(self) -> Iterable[Metric]:
        try:
            info = self._store.info()
        except VeiligheidswijzerError:
            yield GaugeMetricFamily(f"{_PREFIX}_up", _UP, value=0)
            return
        yield GaugeMetricFamily(f"{_PREFIX}_up", _UP, value=1)
        for name, help_, value in (
            ("documents", "Documents in the index", info.documents),
            ("passages", "Passages in the index", info.passages),
            ("generation", "Generation of the index", info.generation),
        ):
            yield GaugeMetricFamily(f"{_PREFIX}_{name}", help_, value=value)
