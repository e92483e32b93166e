"""Passwords are hashed cheaply here: what is tested does not depend on how much a hash costs."""

from __future__ import annotations

import argon2
import pytest

from web.access import users


@pytest.fixture(autouse=True)
def cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    hasher = argon2.PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1)
    nobodys = hasher.hash("niemand")
    monkeypatch.setattr(users, "_hasher", lambda: hasher)
    monkeypatch.setattr(users, "_nobodys_hash", lambda: nobodys)
