"""Which language model may write answers, and the limits that are kept when it is asked."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from corpus.errors import InputError


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A server with OpenAI's interface, at `url` ("https://host/v1"), and the model that it is asked for.

    Plain http goes to this computer only, unless `allow_plain_http`. Seconds are those until a connection is made,
    between two pieces of an answer, and of the whole; bytes are those of the whole response.

    Raises:
        InputError: the address, model or key cannot be used.
    """

    url: str
    model: str
    key: str | None = field(default=None, repr=False)
    allow_plain_http: bool = False
    connect_seconds: float = 5.0
    silence_seconds: float = 60.0
    total_seconds: float = 120.0
    max_bytes: int = 1_000_000
    max_characters: int = 8_000

    def __post_init__(self) -> None:
        try:
            parts = urlsplit(self.url)
            host, usable = parts.hostname or "", parts.port is None or parts.port > 0
        except ValueError:
            host, usable = "", False
        if not usable or not host or parts.scheme not in ("http", "https") or parts.query or parts.fragment:
            raise InputError(
                f"{self.url[:80]!r} is geen adres van een taalmodel. Geef bijvoorbeeld https://taalmodel.example/v1."
            )
        if parts.username is not None or parts.password is not None:
            raise InputError("In het adres van het taalmodel staat een sleutel. Zet die in VEILIGHEIDSWIJZER_LLM_KEY.")
        if parts.scheme == "http" and not (self.allow_plain_http or _is_loopback(host)):
            raise InputError(
                f"Het taalmodel op {self.address} zou uw vraag en passages onversleuteld krijgen. Geef een adres met "
                "https, of zet VEILIGHEIDSWIJZER_LLM_HTTP op 'toestaan' als u dit netwerk vertrouwt."
            )
        if not self.model.strip():
            raise InputError("Het taalmodel heeft geen naam. Zet die in VEILIGHEIDSWIJZER_LLM_MODEL.")
        if self.key is not None and not (self.key.isascii() and self.key.isprintable()):
            raise InputError(
                "De sleutel in VEILIGHEIDSWIJZER_LLM_KEY bevat tekens die niet kunnen. Kopieer hem opnieuw."
            )

    @property
    def address(self) -> str:
        """To whom questions and passages go, as people are told."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def completions_url(self) -> str:
        """The address that is asked for an answer."""
        url = self.url.rstrip("/")
        return url if url.endswith("/chat/completions") else f"{url}/chat/completions"


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
