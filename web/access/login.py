"""Logging in and out: a page that works without scripts, and the same address for programs."""

from __future__ import annotations

from urllib.parse import urlsplit

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from web.access import texts
from web.access.cookie import SessionCookie
from web.access.gate import LOGIN_PATH
from web.access.login_page import login_page
from web.access.refusals import refusal, wants_html
from web.access.sessions import Sessions
from web.access.throttle import Logins, TooOftenError
from web.access.visitor import visitor_of

LOGOUT_PATH = "/logout"
_FRESH = {"Cache-Control": "no-store"}


class LoginRoutes:
    """The routes of logging in and out. The names of the fields are those that Gradio's own client sends."""

    def __init__(self, logins: Logins, sessions: Sessions, cookie: SessionCookie) -> None:
        self._logins = logins
        self._sessions = sessions
        self._cookie = cookie
        self._thread = CapacityLimiter(1)  # of its own: who waits for their turn keeps no page from others
        self.routes = [
            Route(LOGIN_PATH, self.show, methods=["GET"]),
            Route(LOGIN_PATH, self.log_in, methods=["POST"]),
            Route(LOGOUT_PATH, lambda _: RedirectResponse("/", 303, _FRESH), methods=["GET"]),  # where the button is
            Route(LOGOUT_PATH, self.log_out, methods=["POST"]),
        ]

    async def show(self, request: Request) -> Response:
        """Show the page, or go on where somebody is logged in already."""
        wanted = _own_address(request.query_params.get("naar", ""))
        if visitor_of(request.scope) is not None:
            return RedirectResponse(wanted, 303, _FRESH)
        told = texts.LOGGED_OUT if "uitgelogd" in request.query_params else ""
        return HTMLResponse(login_page(wanted, told=told), headers=_FRESH)

    async def log_in(self, request: Request) -> Response:
        """Start a session, or say why not."""
        async with request.form(max_files=0, max_fields=5) as form:
            name, password, wanted = (str(form.get(field, "")) for field in ("username", "password", "naar"))
        wanted = _own_address(wanted)
        address = request.client.host if request.client else ""
        try:
            user = await run_sync(self._logins.check, name, password, address, limiter=self._thread)
        except TooOftenError as error:
            headers = {**_FRESH, "Retry-After": f"{error.seconds:.0f}"}
            return _refused(request, wanted, name, 429, texts.too_many_logins(error.seconds), headers)
        if user is None:
            return _refused(request, wanted, name, 401, texts.LOGIN_FAILED, _FRESH)
        token = self._sessions.start(user)
        response: Response = RedirectResponse(wanted, 303, _FRESH)
        if not wants_html(request):
            response = JSONResponse({"success": True}, headers=_FRESH)
        self._cookie.put(response, request, token)
        return response

    async def log_out(self, request: Request) -> Response:
        """End the session."""
        self._sessions.end(self._cookie.token(request))
        response = RedirectResponse(f"{LOGIN_PATH}?uitgelogd", 303, _FRESH)
        self._cookie.remove(response, request)
        return response


def _refused(request: Request, wanted: str, name: str, status: int, sentence: str, headers: dict[str, str]) -> Response:
    if wants_html(request):
        return HTMLResponse(login_page(wanted, name=name[:64], error=sentence), status, headers)
    return refusal(request, status, texts.LOGIN_FAILED_HEADING, sentence, headers)


def _own_address(wanted: str) -> str:
    """Return `wanted` if it is a place on this site, else the search page: never another site."""
    try:
        parts = urlsplit(wanted)
    except ValueError:
        return "/"
    is_own = not parts.scheme and not parts.netloc and wanted.startswith("/") and not wanted.startswith("//")
    return wanted if is_own and wanted.isprintable() and "\\" not in wanted else "/"
