"""How often something may be tried: wrong passwords by name and address, requests by visitor."""

from __future__ import annotations

import ipaddress
import math
import threading
import time
from contextlib import suppress

from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from web.access.users import User, UserFile, folded

FAILURES_PER_NAME = RateLimitItemPerMinute(5, 5)  # five in five minutes
# Names that fail from one place, each counted once: that many are guessed at, or an office has typing errors. One
# program with an old password, which goes on trying, keeps nobody else of its office out.
FAILURES_PER_ADDRESS = RateLimitItemPerMinute(20, 5)
_ONCE = RateLimitItemPerMinute(1, 5)


class TooOftenError(Exception):
    """Something was tried too often; `seconds` is how long to wait."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Throttle:
    """Counts what was tried within a moving window. Kept in memory, and forgotten once the window is over."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def require(self, limit: RateLimitItem, name: str) -> None:
        """Raise TooOftenError if `name` has used up its `limit`; counts nothing."""
        if not self._limiter.test(limit, name):
            raise TooOftenError(self._seconds(limit, name))

    def count(self, limit: RateLimitItem, name: str) -> None:
        """Count one more for `name`; raises TooOftenError, and counts nothing, if that is one too many."""
        if not self._limiter.hit(limit, name):
            raise TooOftenError(self._seconds(limit, name))

    def forget(self, limit: RateLimitItem, name: str) -> None:
        """Start again from nothing for `name`."""
        self._limiter.clear(limit, name)

    def _seconds(self, limit: RateLimitItem, name: str) -> float:
        return max(1.0, math.ceil(self._limiter.get_window_stats(limit, name).reset_time - time.time()))


class Logins:
    """Checks passwords, one at a time so that neither guesses side by side nor memory run out of hand."""

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
