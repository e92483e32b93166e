"""The gate, the login page and the limits around one application."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from starlette.applications import Starlette

from web.access.cookie import SessionCookie
from web.access.gate import Gate
from web.access.limits import MOST_PER_VISITOR, Limits
from web.access.login import LoginRoutes
from web.access.sessions import Sessions
from web.access.throttle import Logins
from web.access.users import UserFile


def protect(
    app: Starlette,
    place: Path,
    *,
    port: int,
    open_without_users: bool,
    hosts: Collection[str] | None = None,
    larger: dict[str, int] | None = None,
    most_per_visitor: int = MOST_PER_VISITOR,
) -> None:
    """Let only users of the index at `place` into `app`, and nobody ask too much of it; call it before `app` runs.

    The page listens at `port`. Users that are added, changed or removed meanwhile count at once. See `Gate` and
    `Limits` for the rest.
    """
    users = UserFile(place)
    sessions = Sessions(users)
    cookie = SessionCookie(port)
    app.router.routes[:0] = LoginRoutes(Logins(users), sessions, cookie).routes
    app.add_middleware(Limits, larger=larger, most_per_visitor=most_per_visitor)
    app.add_middleware(
        Gate, users=users, sessions=sessions, cookie=cookie, open_without_users=open_without_users, hosts=hosts
    )
