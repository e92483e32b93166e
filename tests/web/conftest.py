"""The page of the sample texts on a free loopback port, as `veiligheidswijzer serve` serves it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from app import create_app, web_server
from retrieval import Searcher
from web.serving import Serving, listening

LONGEST_START_SECONDS = 60.0


@contextmanager
def served(searcher: Searcher, serving: Serving | None = None, port: int = 0) -> Iterator[str]:
    """Serve `searcher` for the length of a `with` block and give the address."""
    serving = serving or Serving()
    server = web_server(create_app(searcher, serving), serving)
    started = threading.Event()
    with listening("127.0.0.1", port) as listener:
        thread = threading.Thread(target=server.run, args=([listener],))
        thread.start()
        try:
            for _ in range(int(LONGEST_START_SECONDS / 0.05)):
                if server.started or started.wait(0.05):
                    break
            assert server.started, "de server is niet gestart"
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            server.force_exit = True
            thread.join()


@pytest.fixture(scope="session")
def site(sample_searcher: Searcher) -> Iterator[str]:
    """The address of the page of the sample texts."""
    with served(sample_searcher) as address:
        yield address


@pytest.fixture(scope="session")
def serving() -> object:
    """A context manager that serves any searcher."""
    return served
