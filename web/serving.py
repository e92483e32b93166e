"""How the page is served: where it listens, to whom, and what goes with it."""

from __future__ import annotations

import errno
import ipaddress
import socket
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from corpus.errors import InputError
from web import texts
from web.access.texts import proxy_refused, users_required
from web.access.users import UserFile

LOOPBACK_ADDRESSES = ("127.0.0.1", "::1")
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")  # as addresses and the Host header have them


@dataclass(frozen=True, slots=True)
class Serving:
    """What the operator chose.

    `names` are host names that others know this machine by, as a web server before it passes on; `proxies` are the
    addresses or networks of such servers on other machines. `certificate` and `key` are PEM files for https. In
    `feedback` is kept what readers say of results; None, the default, is nowhere. Questions are written down only with
    `log_questions`, numbers of the use are given only with `metrics`, and language models may use the page as a tool
    only with `mcp`.
    """

    host: str = "127.0.0.1"
    port: int = 7860
    names: tuple[str, ...] = ()
    proxies: tuple[str, ...] = ()
    certificate: Path | None = None
    key: Path | None = None
    feedback: Path | None = None
    log_questions: bool = False
    metrics: bool = False
    mcp: bool = False

    @property
    def is_for_this_computer(self) -> bool:
        """Tell whether nobody elsewhere can reach the page."""
        return self.is_on_loopback and not self.names and not self.proxies

    @property
    def is_on_loopback(self) -> bool:
        """Tell whether only programs of this computer reach it, a web server that passes requests on among them."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"

    @property
    def hosts(self) -> tuple[str, ...] | None:
        """The names that requests may be for; None is any.

        Refusing other names keeps a web site elsewhere from reading an open page through a name of its own (DNS
        rebinding). A page that others reach has users, whose cookie no other name gets.
        """
        return (*LOOPBACK, self.host, *self.names) if self.is_on_loopback or self.names else None

    @property
    def believed(self) -> list[str]:
        """The addresses and networks whose word is taken for whom a request comes from, and over what."""
        return [*LOOPBACK_ADDRESSES, *self.proxies]

    @property
    def address(self) -> str:
        """The address of the page without its port."""
        scheme = "https" if self.certificate else "http"
        return f"{scheme}://{f'[{self.host}]' if ':' in self.host else self.host}"

    def require_mcp(self) -> None:
        """Refuse to serve models while what that needs is not installed.

        Raises:
            InputError: it is wanted and not there.
        """
        if self.mcp and find_spec("mcp") is None:
            raise InputError(texts.MCP_MISSING)

    def require_proxies(self) -> None:
        """Refuse to believe what is no address.

        Raises:
            InputError: one of the proxies is neither an address nor a network.
        """
        for proxy in self.proxies:
            try:
                ipaddress.ip_network(proxy)
            except ValueError:
                raise InputError(proxy_refused(proxy)) from None

    def require_users(self, place: Path) -> None:
        """Refuse to show the index at `place` to others while it has no users.

        Raises:
            InputError: it has none, or its file of users cannot be read.
        """
        if not UserFile(place).users() and not self.is_for_this_computer:
            raise InputError(users_required(self.names[0] if self.names else self.host))


def listening(host: str, port: int) -> socket.socket:
    """Return a socket that listens there.

    Raises:
        InputError: the address or port cannot be used.
    """
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise InputError(texts.port_taken(host, port)) from None
        raise InputError(texts.address_refused(host, port, error.strerror or str(error))) from None
    except OverflowError as error:
        raise InputError(texts.address_refused(host, port, str(error))) from None
