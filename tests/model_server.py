"""A server with OpenAI's interface in a process of its own, well-behaved or not: the model's name says how.

`python model_server.py` prints its port. `PUT /reply` sets the text that it answers with; `GET /requests` gives the
bodies, keys and paths that it was asked with.
"""

from __future__ import annotations

import gzip
import json
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

state: dict[str, Any] = {"reply": "", "requests": []}
DONE = b"data: [DONE]\n\n"


def event(content: str | None, finish: str | None = None) -> bytes:
    values = {"choices": [{"index": 0, "delta": {"content": content} if content else {}, "finish_reason": finish}]}
    return b"data: " + json.dumps(values, ensure_ascii=False).encode() + b"\n\n"


class Handler(BaseHTTPRequestHandler):
    def do_PUT(self) -> None:
        state["reply"] = self.body().decode()
        state["requests"] = []
        self.send(200, "text/plain", b"")

    def do_GET(self) -> None:
        self.send(200, "application/json", json.dumps(state["requests"]).encode())

    def do_POST(self) -> None:
        body = json.loads(self.body())
        key = self.headers.get("Authorization")
        state["requests"].append({"path": self.path, "key": key, "body": body})
        with suppress(BrokenPipeError, ConnectionResetError):  # whoever asked has gone
            BEHAVIOURS[body["model"]](self)

    def body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def send(self, status: int, kind: str, content: bytes, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(content)

    def stream(self, *parts: bytes, pause: float = 0.0) -> None:
        """Send parts without saying how long they are together; the end of the connection ends them."""
        self.start_stream()
        for part in parts:
            self.wfile.write(part)
            self.wfile.flush()
            time.sleep(pause)

    def start_stream(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


def good(handler: Handler) -> None:
    """Stream the reply in pieces of five characters, with comments, and bytes that split characters."""
    text = state["reply"]
    events = b": begin\r\n\r\n" + b"".join(event(text[at : at + 5]) for at in range(0, len(text), 5))
    content = events + event(None, "stop") + DONE
    handler.stream(*(content[at : at + 97] for at in range(0, len(content), 97)))


def whole(handler: Handler) -> None:
    values = {"choices": [{"message": {"role": "assistant", "content": state["reply"]}, "finish_reason": "stop"}]}
    handler.send(200, "application/json", json.dumps(values).encode())


def endless(handler: Handler, text: str = "Nog een zin [1]. ") -> None:
    handler.start_stream()
    while True:
        handler.wfile.write(event(text))


def endless_comment(handler: Handler) -> None:
    handler.start_stream()
    while True:
        handler.wfile.write(b":" + b"x" * 10_000)


def dripping(handler: Handler) -> None:
    handler.start_stream()
    while True:
        handler.wfile.write(b":\n")
        handler.wfile.flush()
        time.sleep(0.05)


def dripping_headers(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-A: ")
    while True:
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.05)


def silent(handler: Handler) -> None:
    time.sleep(20)


def stalls(handler: Handler) -> None:
    handler.stream(event(state["reply"]), pause=20)


def sends(*parts: bytes) -> Callable[[Handler], None]:
    return lambda handler: handler.stream(*parts)


def replies(status: int, kind: str, content: bytes, **headers: str) -> Callable[[Handler], None]:
    return lambda handler: handler.send(status, kind, content, **headers)


def half(handler: Handler) -> None:
    handler.stream(event(state["reply"]))


def cut_off(handler: Handler) -> None:
    handler.stream(event(state["reply"]), event(None, "length"), DONE)


def packed(handler: Handler) -> None:
    handler.send(200, "text/event-stream", gzip.compress(event(state["reply"]) + DONE), Content_Encoding="gzip")


BEHAVIOURS: dict[str, Callable[[Handler], None]] = {
    "good": good,
    "whole": whole,
    "endless": endless,
    "endless-sentence": lambda handler: endless(handler, "woord " * 20),
    "endless-comment": endless_comment,
    "dripping": dripping,
    "dripping-headers": dripping_headers,
    "silent": silent,
    "stalls": stalls,
    "half": half,
    "cut-off": cut_off,
    "packed": packed,
    "hangs-up": lambda handler: handler.connection.close(),
    "redirect": replies(307, "text/plain", b"", Location="/elsewhere"),
    "refuses": replies(401, "application/json", b'{"error": "geen sleutel"}'),
    "breaks": replies(500, "text/html", b"<h1>kapot</h1>"),
    "html": replies(200, "text/html", b"<h1>Welkom</h1>"),
    "error": sends(b'data: {"error": {"message": "vol"}}\n\n'),
    "wrong-json": sends(b"data: {half\n\n"),
    "deep-json": sends(b"data: " + b"[" * 50_000 + b"\n\n"),
    "no-choices": sends(b'data: {"choices": "geen"}\n\n'),
    "a-number": sends(b"data: 3\n\n"),
    "not-utf8": sends(b"data: \xff\xfe\n\n"),
    "empty": sends(DONE),
    "whole-without-text": replies(200, "application/json", b'{"choices": [{"message": null}]}'),
    "filtered": sends(event("Iets."), event(None, "content_filter"), DONE),
}


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    print(server.server_address[1], flush=True)
    sys.stdin.close()
    server.serve_forever()
