"""The users of one index: names, roles and hashes in `users.json` in the index folder, readable by its owner only.

Passwords are hashed by argon2id with a salt each; the parameters stand in the hash. A backup of the index does not hold
this file: whoever gets the texts does not get the hashes along.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import secrets
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock

from corpus.errors import InputError
from index.durable import write_file
from web.access import texts

if TYPE_CHECKING:
    from argon2 import PasswordHasher

USERS_FILE = "users.json"
_LOCK_FILE = "users.lock"
_NAME = re.compile(r"[\w.@+-]{1,64}")
LEAST_PASSWORD, MOST_PASSWORD = 12, 1_000  # characters
_KEY_PREFIX = "vw_"  # so that a key that leaked is recognised as one


class Role(StrEnum):
    """What a user may do: ask and read, or look after the documents as well."""

    READ = "read"
    MANAGE = "manage"


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who may ask; `key_hash` is the SHA-256 of the key for programs (long and random), if there is one."""

    name: str
    role: Role
    password_hash: str
    key_hash: str | None = None

    @property
    def may_manage(self) -> bool:
        """Tell whether this user may look after the documents."""
        return self.role is Role.MANAGE


class UserFile:
    """The users of the index at `place`; several threads and processes may use it."""

    def __init__(self, place: Path) -> None:
        self._path = place / USERS_FILE
        self._write_lock = FileLock(place / _LOCK_FILE)
        self._read_lock = threading.Lock()
        self._stamp: tuple[int, int, int] | None = None
        self._users: dict[str, User] = {}

    def users(self) -> list[User]:
        """Return all users by name, as the file has them now.

        Raises:
            InputError: the file is damaged; that is never taken for "no users".
        """
        with self._read_lock:
            stamp = self._stamp_now()
            if stamp != self._stamp:
                self._users = self._read() if stamp else {}
                self._stamp = stamp
            return [self._users[name] for name in sorted(self._users)]

    def find(self, name: str) -> User | None:
        """Return the user of this name, whatever its case."""
        wanted = folded(name)
        return next((user for user in self.users() if folded(user.name) == wanted), None)

    def require(self, name: str) -> User:
        """Return the user of this name.

        Raises:
            InputError: there is no such user.
        """
        user = self.find(name)
        if user is None:
            raise InputError(texts.user_missing(name))
        return user

    def require_new(self, name: str) -> None:
        """See to it that a user of this name can be added.

        Raises:
            InputError: the name is taken or cannot be one.
        """
        if not _NAME.fullmatch(unicodedata.normalize("NFC", name)):
            raise InputError(texts.name_refused(name))
        if self.find(name) is not None:
            raise InputError(texts.user_exists(name))

    def with_password(self, name: str, password: str) -> User | None:
        """Return the user if name and password belong together; an unknown name takes as long as a wrong password."""
        from argon2.exceptions import VerificationError

        user = self.find(name)
        try:
            _hasher().verify(user.password_hash if user else _nobodys_hash(), password[:MOST_PASSWORD])
        except VerificationError:
            return None
        return user

    def with_key(self, key: str) -> User | None:
        """Return the user whose key for programs this is."""
        given = _key_hash(key)
        found = [user for user in self.users() if user.key_hash and hmac.compare_digest(user.key_hash, given)]
        return found[0] if found else None

    def add(self, name: str, password: str, role: Role) -> User:
        """Add a user.

        Raises:
            InputError: the name is taken or cannot be one, or the password is too short.
        """
        self.require_new(name)
        user = User(unicodedata.normalize("NFC", name), role, _checked_hash(name, password))
        with self._changed() as users:
            if folded(name) in users:  # meanwhile
                raise InputError(texts.user_exists(name))
            users[folded(name)] = user
        return user

    def set_password(self, name: str, password: str) -> None:
        """Give a user another password, which ends the sessions of the old one.

        Raises:
            InputError: there is no such user, or the password is too short.
        """
        password_hash = _checked_hash(name, password)
        with self._changed() as users:
            users[folded(name)] = replace(_of(users, name), password_hash=password_hash)

    def set_role(self, name: str, role: Role) -> User:
        """Let a user do more or less from now on, with the password, sessions and key that they have.

        Raises:
            InputError: there is no such user.
        """
        with self._changed() as users:
            users[folded(name)] = changed = replace(_of(users, name), role=role)
        return changed

    def new_key(self, name: str) -> str:
        """Give a user a key for programs in place of the one before, and return it: it cannot be shown again.

        Raises:
            InputError: there is no such user.
        """
        key = _KEY_PREFIX + secrets.token_urlsafe(32)
        with self._changed() as users:
            users[folded(name)] = replace(_of(users, name), key_hash=_key_hash(key))
        return key

    def remove(self, name: str) -> None:
        """Remove a user, whose sessions and key end with it.

        Raises:
            InputError: there is no such user.
        """
        with self._changed() as users:
            _of(users, name)
            del users[folded(name)]

    @contextmanager
    def _changed(self) -> Iterator[dict[str, User]]:
        """Give all users to change, and write them when the block ends well; other writers wait."""
        with self._write_lock:
            users = self._read() if self._path.exists() else {}
            yield users
            listed = {"users": [asdict(users[name]) for name in sorted(users)]}
            write_file(self._path, json.dumps(listed, ensure_ascii=False, indent=1).encode(), private=True)

    def _read(self) -> dict[str, User]:
        try:
            listed = json.loads(self._path.read_bytes())["users"]
            users = [User(**{**one, "role": Role(one["role"])}) for one in listed]
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise InputError(texts.users_damaged(self._path, str(error))) from error
        return {folded(user.name): user for user in users}

    def _stamp_now(self) -> tuple[int, int, int] | None:
        try:
            status = self._path.stat()
        except FileNotFoundError:
            return None
        return status.st_ino, status.st_mtime_ns, status.st_size


def folded(name: str) -> str:
    """Return what all spellings of a name have in common."""
    return unicodedata.normalize("NFC", name).strip().casefold()


def _of(users: dict[str, User], name: str) -> User:
    user = users.get(folded(name))
    if user is None:
        raise InputError(texts.user_missing(name))
    return user


def _checked_hash(name: str, password: str) -> str:
    if not LEAST_PASSWORD <= len(password) <= MOST_PASSWORD:
        raise InputError(texts.password_too_short(len(password), LEAST_PASSWORD, MOST_PASSWORD))
    if folded(password) in {folded(name), folded(name) * 2}:
        raise InputError(texts.PASSWORD_IS_NAME)
    return str(_hasher().hash(password))


def _key_hash(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()


@cache
def _hasher() -> PasswordHasher:
    """Return the hasher with RFC 9106's second choice of parameters: argon2id, 64 MiB, three passes."""
    from argon2 import PasswordHasher

    return PasswordHasher()


@cache
def _nobodys_hash() -> str:
    return str(_hasher().hash(secrets.token_urlsafe()))
