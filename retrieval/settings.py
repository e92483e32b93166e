"""What the environment says about answers: the web page that citations link to, and who may write answers."""

from __future__ import annotations

import os
from urllib.parse import urlsplit

from corpus.errors import InputError
from retrieval.written import Endpoint

LINK_BASE_VARIABLE = "VEILIGHEIDSWIJZER_URL"
LLM_URL_VARIABLE = "VEILIGHEIDSWIJZER_LLM_URL"
LLM_MODEL_VARIABLE = "VEILIGHEIDSWIJZER_LLM_MODEL"
LLM_KEY_VARIABLE = "VEILIGHEIDSWIJZER_LLM_KEY"
LLM_HTTP_VARIABLE = "VEILIGHEIDSWIJZER_LLM_HTTP"
LLM_SECONDS_VARIABLE = "VEILIGHEIDSWIJZER_LLM_SECONDS"
PLAIN_HTTP_ALLOWED = "toestaan"
_DEFAULT_SECONDS, _MOST_SECONDS = 120, 3_600


def link_base() -> str:
    """Return VEILIGHEIDSWIJZER_URL, the address of the web page; empty when links are to stay relative.

    Raises:
        InputError: it is no address of a web page.

    """
    address = os.environ.get(LINK_BASE_VARIABLE, "").strip()
    if address and not _is_page(address):
        raise InputError(
            f"{LINK_BASE_VARIABLE} is {address[:80]!r}; dat is geen adres van een webpagina. Geef bijvoorbeeld "
            "http://127.0.0.1:7860."
        )
    return address


def _is_page(address: str) -> bool:
    try:
        parts = urlsplit(address)
        has_host = bool(parts.hostname) and parts.port != 0
    except ValueError:  # brackets that do not close, a port that is no number
        return False
    return parts.scheme in ("http", "https") and has_host and not (parts.query or parts.fragment)


def writing_endpoint() -> Endpoint | None:
    """Return the language model that VEILIGHEIDSWIJZER_LLM_URL names; None, the default, when answers are not written.

    Raises:
        InputError: the address, the model or a limit cannot be used.

    """
    url = os.environ.get(LLM_URL_VARIABLE, "").strip()
    if not url:
        return None
    seconds = os.environ.get(LLM_SECONDS_VARIABLE, "").strip() or str(_DEFAULT_SECONDS)
    if not (seconds.isascii() and seconds.isdigit() and 1 <= int(seconds) <= _MOST_SECONDS):
        raise InputError(
            f"{LLM_SECONDS_VARIABLE} is {seconds[:40]!r}; het moet een getal van 1 tot en met {_MOST_SECONDS} zijn."
        )
    return Endpoint(
        url=url,
        model=os.environ.get(LLM_MODEL_VARIABLE, "").strip(),
        key=os.environ.get(LLM_KEY_VARIABLE, "").strip() or None,
        allow_plain_http=os.environ.get(LLM_HTTP_VARIABLE, "").strip().casefold() == PLAIN_HTTP_ALLOWED,
        silence_seconds=float(seconds),
        total_seconds=float(seconds),
    )
