"""Nothing leaves the machine: building, searching, asking and serving with every outgoing connection forbidden.

Not even when a language model is configured: only who asks for a written answer sends anything.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

# The audit hook sees every connection and every look-up of a host name, in whatever library.
SCRIPT = """
import sys, threading, urllib.request
place, texts = sys.argv[1], sys.argv[2]
tried = []
def watch(event, arguments):
    if event == "socket.connect":
        address = arguments[1]
        if not (isinstance(address, (str, bytes)) or address[0] in ("127.0.0.1", "::1", "localhost")):
            tried.append((event, address)); raise ConnectionRefusedError(address)
    elif event == "socket.getaddrinfo" and arguments[0] not in (None, "127.0.0.1", "::1", "localhost"):
        tried.append((event, arguments[0])); raise OSError(arguments[0])
sys.addaudithook(watch)
from pathlib import Path
from index import build, open_embedder
from retrieval import Searcher
embedder = open_embedder(); embedder.load()
build(Path(place), [texts], embedder)
with Searcher.open(place) as searcher:
    assert searcher.search("Wie mag een gebied aanwijzen?")
    searcher.ask("Wie mag een gebied aanwijzen?")
    from app import serve
    from web.serving import Serving
    from socket import create_server
    with create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    ready = threading.Event()
    threading.Thread(target=serve, args=(searcher, Serving(port=port)), daemon=True).start()
    for _ in range(100):
        try:
            page = urllib.request.urlopen(f"http://127.0.0.1:{port}/").read(); break
        except OSError:
            import time; time.sleep(0.3)
    assert b"Veiligheidswijzer" in page
print("GEPROBEERD", tried, flush=True)
import os; os._exit(0)
"""


def test_no_connection_is_tried(tmp_path: Path) -> None:
    (tmp_path / "nota.md").write_text("# Nota\n\nDe burgemeester kan een gebied aanwijzen.\n", "utf-8")
    shown = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(tmp_path / "index"), str(tmp_path / "nota.md")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        env={
            **os.environ,
            "VEILIGHEIDSWIJZER_LLM_URL": "https://taalmodel.example/v1",
            "VEILIGHEIDSWIJZER_LLM_MODEL": "x",
        },
    )
    assert shown.stdout.splitlines()[-1:] == ["GEPROBEERD []"], shown.stdout + shown.stderr
