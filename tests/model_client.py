"""Starting the model server of the tests in a process of its own, and telling it what to say."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class ModelServer:
    """Where the server is, and what it is told and asked."""

    address: str

    def will_reply(self, text: str) -> None:
        request = urllib.request.Request(f"{self.address}/reply", text.encode(), method="PUT")
        urllib.request.urlopen(request, timeout=10).close()

    def requests(self) -> list[dict[str, Any]]:
        with urllib.request.urlopen(f"{self.address}/requests", timeout=10) as response:
            found: list[dict[str, Any]] = json.load(response)
            return found


@contextmanager
def running_model_server() -> Iterator[ModelServer]:
    """Run `tests/model_server.py` for the length of a `with` block."""
    script = Path(__file__).with_name("model_server.py")
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield ModelServer(f"http://127.0.0.1:{int(process.stdout.readline())}")
        finally:
            process.kill()
