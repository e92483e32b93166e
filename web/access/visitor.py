"""Who sends a request, as the gate found out and everything behind it may read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from starlette.types import Scope

_STATE_NAME = "visitor"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks. `name` is None for whoever sits at this computer while there are no users.

    `session` tells the sessions of one user apart; it is empty for a program with a key.
    """

    name: str | None
    may_manage: bool
    session: str = ""


ANYBODY_HERE = Visitor(None, may_manage=True)


def put_visitor(scope: Scope, visitor: Visitor) -> None:
    """Note who asks, for what answers this request."""
    scope.setdefault("state", {})[_STATE_NAME] = visitor


def visitor_of(scope: Scope | Any) -> Visitor | None:
    """Return who asks, or None on the few pages that are for everybody."""
    return scope.get("state", {}).get(_STATE_NAME)  # type: ignore[no-any-return]
