"""How often something may be tried: wrong passwords by name and address, requests by visitor."""

from __future__ import annotations

import ipaddress
import math
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from web.access.users import User, UserFile, folded

_SWEPT_EVERY_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class RateLimit:
    """So many times within so many seconds."""

    times: int
    seconds: float


FAILURES_PER_NAME = RateLimit(5, 300)
# Names that fail from one place, each counted once: that many are guessed at, or an office has typing errors. One
# program with an old password, which goes on trying, keeps nobody else of its office out.
FAILURES_PER_ADDRESS = RateLimit(20, 300)
_ONCE = RateLimit(1, 300)


class TooOftenError(Exception):
    """Something was tried too often; `seconds` is how long to wait."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Throttle:
    """Counts what was tried within a moving window. Kept in memory, and forgotten once the window is over.

    Several threads may use it. `clock` gives seconds that only grow; the length is how many names are remembered.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._tried: dict[tuple[RateLimit, str], deque[float]] = {}
        self._swept = clock()

    def __len__(self) -> int:
        return len(self._tried)

    def require(self, limit: RateLimit, name: str) -> None:
        """Raise TooOftenError if `name` has used up its `limit`; counts nothing."""
        with self._lock:
            self._require(limit, name, self._clock())

    def count(self, limit: RateLimit, name: str) -> None:
        """Count one more for `name`; raises TooOftenError, and counts nothing, if that is one too many."""
        now = self._clock()
        with self._lock:
            self._require(limit, name, now)
            self._tried.setdefault((limit, name), deque()).append(now)
            if now - self._swept >= _SWEPT_EVERY_SECONDS:
                self._swept = now
                for counted in [*self._tried]:
                    self._within(*counted, now)

    def forget(self, limit: RateLimit, name: str) -> None:
        """Start again from nothing for `name`."""
        with self._lock:
            self._tried.pop((limit, name), None)

    def _require(self, limit: RateLimit, name: str, now: float) -> None:
        tried = self._within(limit, name, now)
        if len(tried) >= limit.times:
            raise TooOftenError(max(1.0, math.ceil(tried[0] + limit.seconds - now)))

    def _within(self, limit: RateLimit, name: str, now: float) -> deque[float]:
        """Return when `name` was counted within the window, oldest first, and keep no more than that."""
        tried = self._tried.get((limit, name), deque())
        while tried and now - tried[0] >= limit.seconds:
            tried.popleft()
        if not tried:
            self._tried.pop((limit, name), None)
        return tried


class Logins:
    """Checks passwords, one at a time so that neither guesses side by side nor memory run out of hand.

    It makes whoever calls it wait for that, so no thread that others need should.
    """

    def __init__(self, users: UserFile) -> None:
        self._users = users
        self._throttle = Throttle()
        self._lock = threading.Lock()

    def check(self, name: str, password: str, address: str) -> User | None:
        """Return the user, or None where name and password do not belong together.

        Raises:
            TooOftenError: this name or this address failed too often; the password was not looked at.
        """
        by_name, by_address = f"name {folded(name)[:64]}", f"address {network(address)}"
        with self._lock:
            self._throttle.require(FAILURES_PER_NAME, by_name)
            self._throttle.require(FAILURES_PER_ADDRESS, by_address)
            user = self._users.with_password(name, password)
            if user is None:
                self._throttle.count(FAILURES_PER_NAME, by_name)
                with suppress(TooOftenError):  # for the address this name counts already
                    self._throttle.count(_ONCE, f"{by_address} {by_name}")
                    self._throttle.count(FAILURES_PER_ADDRESS, by_address)
            else:
                self._throttle.forget(FAILURES_PER_NAME, by_name)
        return user


def network(address: str) -> str:
    """Return what counts as one place: an IPv4 address, or the /64 network that one holder of IPv6 has."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address[:64]
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((address, 64), strict=False)) if parsed.version == 6 else address
