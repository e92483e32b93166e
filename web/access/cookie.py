"""The cookie in which a browser keeps the token of its session."""

from __future__ import annotations

from starlette.requests import HTTPConnection
from starlette.responses import Response

from web.access.sessions import LONGEST_SECONDS

_ENCRYPTED = ("https", "wss")


class SessionCookie:
    """Named after the `port` of the page, since browsers send the cookies of a host to all its ports."""

    def __init__(self, port: int) -> None:
        self._port = port

    def name(self, connection: HTTPConnection) -> str:
        """Return the name; over https one that browsers take from nothing but https and this very host."""
        return f"{'__Host-' if _is_encrypted(connection) else ''}veiligheidswijzer-{self._port}"

    def token(self, connection: HTTPConnection) -> str:
        """Return the token that a browser sent, empty if it sent none."""
        return connection.cookies.get(self.name(connection), "")

    def put(self, response: Response, connection: HTTPConnection, token: str) -> None:
        """Give the browser a token to keep."""
        secure = _is_encrypted(connection)
        response.set_cookie(
            self.name(connection), token, LONGEST_SECONDS, httponly=True, samesite="strict", secure=secure
        )

    def remove(self, response: Response, connection: HTTPConnection) -> None:
        """Have the browser forget its token."""
        secure = _is_encrypted(connection)
        response.delete_cookie(self.name(connection), httponly=True, samesite="strict", secure=secure)


def _is_encrypted(connection: HTTPConnection) -> bool:
    return connection.scope["scheme"] in _ENCRYPTED
