"""The gate, the login page and the limits around one application."""

from __future__ import annotations

from pathlib import Path

from starlette.applications import Starlette

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
    open_without_users: bool,
    larger: dict[str, int] | None = None,
    most_per_visitor: int = MOST_PER_VISITOR,
) -> None:
    """Let only users of the index at `place` into `app`, and nobody ask too much of it; call it before `app` runs.

    Users that are added, changed or removed meanwhile count at once. See `Gate` and `Limits` for the rest.
    """
    users = UserFile(place)
    sessions = Sessions(users)
    app.router.routes[:0] = LoginRoutes(Logins(users), sessions).routes
    app.add_middleware(Limits, larger=larger, most_per_visitor=most_per_visitor)
    app.add_middleware(Gate, users=users, sessions=sessions, open_without_users=open_without_users)
