"""Sessions of people who logged in: random tokens that this process alone knows, and that end by themselves."""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from web.access.users import User, UserFile

IDLE_SECONDS = 2 * 3600  # without a request: longer than a meeting, shorter than a forgotten afternoon
LONGEST_SECONDS = 12 * 3600  # a working day
MOST_PER_USER = 200  # a department may share a name, and programs log in at every run


@dataclass(frozen=True, slots=True)
class _Session:
    name: str
    password_hash: str
    started: float
    seen: float


class Sessions:
    """The sessions of the users of one index; several threads may use it. `clock` gives seconds that only grow.

    They are kept in memory, so that a restart ends them all, and by the hash of their token, so that whoever reads this
    memory cannot take one over. A session ends when its user is removed or gets another password.
    """

    def __init__(self, users: UserFile, clock: Callable[[], float] = time.monotonic) -> None:
        self._users = users
        self._clock = clock
        self._lock = threading.Lock()
        self._sessions: dict[str, _Session] = {}

    def start(self, user: User) -> str:
        """Return the token of a new session; the one unused for longest ends where a user has too many."""
        token = secrets.token_urlsafe(32)
        now = self._clock()
        with self._lock:
            self._sessions = {key: one for key, one in self._sessions.items() if not self._is_over(one, now)}
            own = [key for key, one in self._sessions.items() if one.name == user.name]
            if len(own) >= MOST_PER_USER:
                del self._sessions[min(own, key=lambda key: self._sessions[key].seen)]
            self._sessions[_key(token)] = _Session(user.name, user.password_hash, now, now)
        return token

    def user(self, token: str) -> User | None:
        """Return whose session this is, and count this as activity; None where there is no such session any more."""
        key, now = _key(token), self._clock()
        with self._lock:
            session = self._sessions.get(key)
            if session is None:
                return None
            user = self._users.find(session.name)
            if user is None or user.password_hash != session.password_hash or self._is_over(session, now):
                del self._sessions[key]
                return None
            self._sessions[key] = replace(session, seen=now)
            return user

    def end(self, token: str) -> None:
        """End a session; one that is over already is no error."""
        with self._lock:
            self._sessions.pop(_key(token), None)

    @staticmethod
    def _is_over(session: _Session, now: float) -> bool:
        return now - session.seen > IDLE_SECONDS or now - session.started > LONGEST_SECONDS


def _key(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
