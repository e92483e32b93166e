"""Asking a language model over HTTP: its answer in pieces, as it comes, within limits that hold whatever it sends."""

from __future__ import annotations

import json
import ssl
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

from corpus.errors import WritingError
from retrieval.written.endpoint import Endpoint

if TYPE_CHECKING:
    import httpx

MAX_TOKENS = 800  # of an answer
_DONE = "[DONE]"
_OK = 200


@dataclass(frozen=True, slots=True)
class Message:
    """What is said to a model, and in which role: "system" or "user"."""

    role: str
    content: str


def stream_completion(endpoint: Endpoint, messages: Sequence[Message]) -> Iterator[str]:
    """Yield the model's answer in pieces; what was yielded before an error was only part of it.

    The response is read in a thread of its own, so that the limit on the whole time holds even when a server
    drips. Redirects are not followed and proxies of the environment are not used: nothing goes elsewhere.

    Raises:
        WritingError: there is no connection, it takes too long, or the answer is too large, cut off or malformed.

    """
    pieces: SimpleQueue[str | WritingError | None] = SimpleQueue()
    stopped = Event()
    Thread(target=_receive, args=(endpoint, messages, pieces, stopped), daemon=True).start()
    deadline = time.monotonic() + endpoint.total_seconds
    characters = 0
    try:
        while True:
            try:
                piece = pieces.get(timeout=max(deadline - time.monotonic(), 0))
            except Empty:
                raise WritingError(f"Het taalmodel was na {endpoint.total_seconds:.0f} seconden niet klaar.") from None
            if piece is None:
                return
            if isinstance(piece, WritingError):
                raise piece
            characters += len(piece)
            if characters > endpoint.max_characters:
                raise WritingError(f"Het antwoord van het taalmodel is langer dan {endpoint.max_characters} tekens.")
            yield piece
    finally:
        stopped.set()


def _receive(
    endpoint: Endpoint, messages: Sequence[Message], pieces: SimpleQueue[str | WritingError | None], stopped: Event
) -> None:
    """Put every piece of the answer in `pieces`, then None, or the error that ended it."""
    import httpx

    try:
        for piece in _pieces(endpoint, messages):
            if stopped.is_set():
                return
            pieces.put(piece)
    except WritingError as error:
        pieces.put(error)
    except httpx.TimeoutException:
        pieces.put(WritingError(f"Het taalmodel op {endpoint.address} antwoordt niet op tijd."))
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
        pieces.put(WritingError(f"Het taalmodel op {endpoint.address} is niet bereikbaar ({type(error).__name__})."))
    except Exception as error:  # whatever a server can make a library do
        pieces.put(WritingError(f"Het antwoord van het taalmodel is onleesbaar ({type(error).__name__})."))
    else:
        pieces.put(None)


def _pieces(endpoint: Endpoint, messages: Sequence[Message]) -> Iterator[str]:
    import httpx

    timeout = httpx.Timeout(endpoint.silence_seconds, connect=endpoint.connect_seconds)
    headers = {"Accept": "text/event-stream", "Accept-Encoding": "identity"}
    if endpoint.key is not None:
        headers["Authorization"] = f"Bearer {endpoint.key}"
    body = {
        "model": endpoint.model,
        "messages": [{"role": message.role, "content": message.content} for message in messages],
        "temperature": 0,
        "max_tokens": MAX_TOKENS,
        "stream": True,
    }
    with (
        httpx.Client(verify=ssl.create_default_context(), trust_env=False, timeout=timeout) as client,
        client.stream("POST", endpoint.completions_url, json=body, headers=headers) as response,
    ):
        if response.is_redirect:
            raise WritingError(f"Het taalmodel op {endpoint.address} verwijst door; dat wordt niet gevolgd.")
        if response.status_code != _OK:
            raise WritingError(f"Het taalmodel op {endpoint.address} weigert, met foutcode {response.status_code}.")
        if response.headers.get("content-encoding", "identity") != "identity":
            raise WritingError("Het antwoord van het taalmodel is ingepakt; dat was niet gevraagd.")
        if "text/html" in response.headers.get("content-type", ""):
            raise WritingError(
                f"Op {endpoint.address} staat een webpagina en geen taalmodel. Controleer VEILIGHEIDSWIJZER_LLM_URL; "
                "het adres eindigt meestal op /v1."
            )
        if "application/json" in response.headers.get("content-type", ""):
            yield _whole(b"".join(_limited(response, endpoint.max_bytes)))
        else:
            yield from _streamed(_lines(_limited(response, endpoint.max_bytes)))


def _limited(response: httpx.Response, max_bytes: int) -> Iterator[bytes]:
    size = 0
    for chunk in response.iter_raw():
        size += len(chunk)
        if size > max_bytes:
            raise WritingError(f"Het taalmodel stuurt meer dan {max_bytes} bytes.")
        yield chunk


def _lines(chunks: Iterator[bytes]) -> Iterator[str]:
    rest = b""
    for chunk in chunks:
        *lines, rest = (rest + chunk).split(b"\n")
        yield from (line.decode("utf-8") for line in lines)
    yield rest.decode("utf-8")


def _streamed(lines: Iterator[str]) -> Iterator[str]:
    """Yield the pieces of server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html)."""
    finished = False
    for line in lines:
        if not line.startswith("data:"):
            continue  # a comment, an empty line, or a field that this interface does not use
        data = line.removeprefix("data:").strip()
        if data == _DONE:
            finished = True
            break
        choice = _choice(data)
        if choice is None:
            continue
        delta = choice.get("delta")
        content = delta.get("content") if isinstance(delta, dict) else None
        if isinstance(content, str):
            yield content
        finished = _is_finished(choice) or finished
    if not finished:
        raise WritingError("Het antwoord van het taalmodel brak halverwege af.")


def _whole(content: bytes) -> str:
    choice = _choice(content.decode("utf-8"))
    message = choice.get("message") if choice else None
    text = message.get("content") if isinstance(message, dict) else None
    if choice is None or not isinstance(text, str):
        raise WritingError("In het antwoord van het taalmodel staat geen tekst.")
    _is_finished(choice)
    return text


def _choice(data: str) -> dict[str, Any] | None:
    """Return the first choice of a response, None where it holds none (as in a message about usage)."""
    try:
        values = json.loads(data)
    except (ValueError, RecursionError):
        raise WritingError("Het taalmodel stuurt geen geldige JSON.") from None
    if not isinstance(values, dict) or "error" in values:
        raise WritingError("Het taalmodel meldt een fout.")
    choices = values.get("choices")
    if choices == [] or (choices is None and "usage" in values):
        return None
    if not isinstance(choices, list) or not isinstance(choices[0], dict):
        raise WritingError("Het antwoord van het taalmodel heeft een onbekende vorm.")
    return choices[0]


def _is_finished(choice: dict[str, Any]) -> bool:
    """Tell whether the model said that it was done.

    Raises:
        WritingError: it stopped because its answer became too long, or was withheld.

    """
    reason = choice.get("finish_reason")
    if reason == "length":
        raise WritingError("Het antwoord van het taalmodel werd te lang.")
    if reason == "content_filter":
        raise WritingError("Het taalmodel hield zijn antwoord achter.")
    return isinstance(reason, str)
