"""What Chromium itself wrote down of its network: which hosts its pages wanted something of, allowed or not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

HERE = {"127.0.0.1", "localhost"}
# No name leads anywhere but to this computer, so that a test fails with the network as it does without.
BLOCKED = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"
_NO_PAGE = "not an origin"  # Chromium, for purposes of its own, such as looking at forms and for updates


def written_to(log: Path) -> str:
    """Return the argument that has Chromium keep its log there; it is whole once the browser has been closed."""
    return f"--log-net-log={log}"


def hosts_of_pages(log: Path) -> set[str]:
    """Return the hosts that pages asked something of; not those that Chromium did. An event is a line of the log."""
    hosts = set()
    for line in log.read_text("utf-8").splitlines():
        said: dict[str, Any] = json.loads(line.rstrip(","))["params"] if line.startswith('{"params"') else {}
        if said.get("initiator", _NO_PAGE) != _NO_PAGE:
            hosts.add(urlsplit(said["url"]).hostname)
    return {host for host in hosts if host is not None}
