"""What the environment says about answers: where the web page is that citations link to."""

from __future__ import annotations

import os
from urllib.parse import urlsplit

from corpus.errors import InputError

LINK_BASE_VARIABLE = "VEILIGHEIDSWIJZER_URL"


def link_base() -> str:
    """Return VEILIGHEIDSWIJZER_URL, the address of the web page; empty when links are to stay relative.

    Raises:
        InputError: it is no address of a web page.

    """
    address = os.environ.get(LINK_BASE_VARIABLE, "").strip()
    parts = urlsplit(address)
    if address and (parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment):
        raise InputError(
            f"{LINK_BASE_VARIABLE} is {address[:80]!r}; dat is geen adres van een webpagina. Geef bijvoorbeeld "
            "http://127.0.0.1:7860."
        )
    return address
