"""The gate: no request goes further before it is known who asks, and that no other web site makes them ask."""

from __future__ import annotations

import logging
import re
from collections.abc import Collection
from urllib.parse import SplitResult, quote, unquote, urlsplit

from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from corpus.errors import VeiligheidswijzerError
from web.access import texts
from web.access.cookie import SessionCookie
from web.access.refusals import refusal, wants_html
from web.access.sessions import Sessions
from web.access.users import User, UserFile
from web.access.visitor import ANYBODY_HERE, Visitor, put_visitor

_log = logging.getLogger(__name__)

LOGIN_PATH = "/login"
FOR_EVERYBODY = (LOGIN_PATH, "/health", "/favicon.ico", "/robots.txt")
PUBLIC_FOLDER = "/web/"  # style and script of the pages, the login page among them
MANAGED = ("/documenten",)
_READING = ("GET", "HEAD", "OPTIONS")
_BEARER = "bearer "
_HOST = re.compile(r"(\[[\da-fA-F:.]+\]|[\w.-]+)(?::\d*)?")  # a name or address, and perhaps a port
_LONGEST_SHOWN = 80  # of what was sent, in a sentence
_OF_PAGE = "x-visitor"  # the header in which a page says of whom it is
_SESSION_CHARACTERS = 16  # of its token, which tell it from others
_PASSED_ON = ("forwarded", "via", "x-real-ip", "x-forwarded-")  # how the headers begin that another web server adds
_OLD_HTTP = "1.0"  # which web servers that pass a request on may speak, nginx before 1.29.7 for one, and no browser
_NOT_OURS = (b"x-forwarded-host", b"x-gradio-server")  # by which Gradio would take another address for its own


class Gate:
    """ASGI middleware through which every request and websocket passes.

    While there are no users, whoever reaches the page may ask and manage if it is `open_without_users` (for this
    computer only) and no other web server passed the request on, else nobody. With users, a session or a key is needed
    for everything but the login page. What changes something is refused when it comes from a page of another origin.
    So is what is sent to a name that is not among `hosts`, where those are given, and what a page sends that was made
    for somebody else than is logged in by now.
    """

    def __init__(
        self,
        app: ASGIApp,
        users: UserFile,
        sessions: Sessions,
        cookie: SessionCookie,
        *,
        open_without_users: bool,
        hosts: Collection[str] | None = None,
    ) -> None:
        self._app = app
        self._users = users
        self._sessions = sessions
        self._cookie = cookie
        self._hosts = None if hosts is None else {_bare(host) for host in hosts}
        self._open_without_users = open_without_users

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "lifespan":
            return await self._app(scope, receive, send)
        connection = HTTPConnection(scope)
        try:
            refused = self._misnamed(connection) or _foreign(connection) or self._refused(connection)
        except VeiligheidswijzerError as error:  # a damaged file of users lets nobody in
            _log.error("%s", error)  # which names the file, and that is for the operator
            refused = refusal(connection, 503, texts.LOGIN_FAILED_HEADING, texts.USERS_UNREADABLE)
        if refused is None:
            headers = [(name, value) for name, value in scope["headers"] if name not in _NOT_OURS]
            return await self._app({**scope, "headers": headers}, receive, send)
        if scope["type"] == "websocket":
            return await send({"type": "websocket.close", "code": 1008})
        return await refused(scope, receive, send)

    def _misnamed(self, connection: HTTPConnection) -> Response | None:
        given = connection.headers.get("host", "")
        host = _HOST.fullmatch(given)
        if self._hosts is None or (host is not None and _bare(host[1]) in self._hosts):
            return None
        return refusal(connection, 400, texts.MISNAMED_HEADING, texts.misnamed(given[:_LONGEST_SHOWN]))

    def _refused(self, connection: HTTPConnection) -> Response | None:
        path = connection.scope["path"]
        visitor = self._visitor(connection)
        if visitor is not None:
            put_visitor(connection.scope, visitor)
        if path in FOR_EVERYBODY or _is_public_file(path):
            return None
        if visitor is None and self._open_without_users and not self._users.users():
            return refusal(connection, 403, texts.PASSED_ON_HEADING, texts.PASSED_ON)
        if visitor is None:
            return _login_first(connection)
        if unquote(connection.headers.get(_OF_PAGE, quote(visitor.name or ""))) != (visitor.name or ""):
            return refusal(connection, 409, texts.OTHER_VISITOR_HEADING, texts.OTHER_VISITOR)
        if path.startswith(MANAGED) and not visitor.may_manage:
            return refusal(connection, 403, texts.NOT_ALLOWED_HEADING, texts.NOT_ALLOWED)
        return None

    def _visitor(self, connection: HTTPConnection) -> Visitor | None:
        if not self._users.users():
            is_here = self._open_without_users and not _is_passed_on(connection)
            return ANYBODY_HERE if is_here else None
        given = connection.headers.get("authorization", "")
        if given[: len(_BEARER)].casefold() == _BEARER:
            return _known(self._users.with_key(given[len(_BEARER) :].strip()))
        token = self._cookie.token(connection)
        return _known(self._sessions.user(token), token[:_SESSION_CHARACTERS]) if token else None


def _is_passed_on(connection: HTTPConnection) -> bool:
    """Tell whether another web server passed the request on, as far as that can be seen."""
    is_old = connection.scope.get("http_version") == _OLD_HTTP
    return is_old or any(name.startswith(_PASSED_ON) for name in connection.headers)


def _bare(host: str) -> str:
    return host.strip("[]").casefold()


def _parts(address: str) -> SplitResult:
    """Return the parts of an address that a browser sent, none of one that cannot be read."""
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("")


def _known(user: User | None, session: str = "") -> Visitor | None:
    return Visitor(user.name, user.may_manage, session) if user else None


def _is_public_file(path: str) -> bool:
    return path.startswith(PUBLIC_FOLDER) and ".." not in path


def _foreign(connection: HTTPConnection) -> Response | None:
    """Refuse what another web site has a browser send; programs send no origin."""
    scope = connection.scope
    if scope["type"] == "http" and scope["method"] in _READING:
        return None
    origin = connection.headers.get("origin")
    site = connection.headers.get("sec-fetch-site", "same-origin")
    host = connection.headers.get("host", "")
    if (origin is None or (host and _parts(origin).netloc == host)) and site in {"same-origin", "none"}:
        return None
    return refusal(connection, 403, texts.FOREIGN_HEADING, texts.FOREIGN)


def _login_first(connection: HTTPConnection) -> Response:
    """Send people to the login page and back, and tell programs.

    A browser keeps a strict cookie to itself when somebody follows a link from a mail or another site. A page of our
    own that goes to the same address at once is not another site, so that who is logged in stays so.
    """
    scope = connection.scope
    is_page = scope["type"] == "http" and scope["method"] == "GET" and wants_html(connection)
    if not is_page and wants_html(connection):  # what was filled in is lost; the page where that was comes back
        from web.access.login_page import login_page

        page = _parts(connection.headers.get("referer", ""))
        wanted = (page.path or "/") + (f"?{page.query}" if page.query else "")
        return HTMLResponse(login_page(wanted, told=texts.SESSION_OVER), 401, {"Cache-Control": "no-store"})
    if not is_page:
        return refusal(connection, 401, texts.LOGIN_HEADING, texts.NOT_LOGGED_IN, {"WWW-Authenticate": "Bearer"})
    headers = {"Cache-Control": "no-store"}
    if connection.headers.get("sec-fetch-site") == "cross-site":
        again = '<!doctype html><html lang="nl"><title>Veiligheidswijzer</title><meta http-equiv="refresh" content="0">'
        return HTMLResponse(again, headers=headers)
    wanted = connection.url.path + (f"?{connection.url.query}" if connection.url.query else "")
    back = "" if wanted == "/" else f"?naar={quote(wanted, safe='')}"
    return RedirectResponse(f"{LOGIN_PATH}{back}", 303, headers)
