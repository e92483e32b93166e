from __future__ import annotations

import json
import stat
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import InputError
from web.access.sessions import IDLE_SECONDS, LONGEST_SECONDS, MOST_PER_USER, Sessions
from web.access.throttle import FAILURES_PER_NAME, Logins, RateLimit, Throttle, TooOftenError, network
from web.access.users import USERS_FILE, Role, UserFile

PASSWORD = "vier woorden zonder zin"


@pytest.fixture
def users(tmp_path: Path) -> UserFile:
    made = UserFile(tmp_path)
    made.add("jan@voorbeeldstad", PASSWORD, Role.READ)
    return made


def test_the_real_parameters_are_those_of_rfc_9106(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.undo()
    UserFile(tmp_path).add("jan", PASSWORD, Role.READ)
    assert "$argon2id$v=19$m=65536,t=3,p=4$" in (tmp_path / USERS_FILE).read_text("utf-8")


def test_the_file_holds_salted_hashes_for_its_owner_only(users: UserFile, tmp_path: Path) -> None:
    users.add("piet", PASSWORD, Role.MANAGE)
    file = tmp_path / USERS_FILE
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert PASSWORD not in file.read_text("utf-8")
    hashes = [one["password_hash"] for one in json.loads(file.read_bytes())["users"]]
    assert all(one.startswith("$argon2id$") for one in hashes)
    assert len(set(hashes)) == 2, "hetzelfde wachtwoord geeft twee keer dezelfde hash"


def test_a_password_belongs_to_one_name(users: UserFile) -> None:
    users.add("piet", "een heel ander wachtwoord", Role.READ)
    assert users.with_password("jan@voorbeeldstad", PASSWORD) == users.find("jan@voorbeeldstad")
    assert users.with_password(" JAN@Voorbeeldstad ", PASSWORD) == users.find("jan@voorbeeldstad")
    assert users.with_password("piet", PASSWORD) is None
    assert users.with_password("niemand", PASSWORD) is None
    assert users.with_password("jan@voorbeeldstad", PASSWORD + "!") is None


def test_an_unknown_name_costs_a_hash_too(users: UserFile) -> None:
    def seconds(name: str) -> float:
        started = time.thread_time()
        users.with_password(name, "verkeerd wachtwoord")
        return time.thread_time() - started

    seconds("niemand")  # makes the hash of nobody
    known, unknown = (min(seconds(name) for _ in range(5)) for name in ("jan@voorbeeldstad", "niemand"))
    assert known / 4 < unknown < known * 4, (known, unknown)


@pytest.mark.parametrize("name", ["", " ", "jan jansen", "a" * 65, "../x", "<b>", "jan\n", "jan\0"])
def test_a_name_that_cannot_be_one_is_refused(users: UserFile, name: str) -> None:
    with pytest.raises(InputError, match="kan geen naam zijn"):
        users.add(name, PASSWORD, Role.READ)


@pytest.mark.parametrize("password", ["", "kort", "x" * 1001, "jan@voorbeeldstad", "JAN@voorbeeldstad"])
def test_a_weak_password_is_refused(users: UserFile, password: str) -> None:
    with pytest.raises(InputError, match="wachtwoord"):
        users.set_password("jan@voorbeeldstad", password)
    assert users.with_password("jan@voorbeeldstad", PASSWORD) is not None


def test_who_is_there_already_is_not_added_again(users: UserFile) -> None:
    with pytest.raises(InputError, match="bestaat al"):
        users.add("JAN@voorbeeldstad", "een ander wachtwoord", Role.MANAGE)
    with pytest.raises(InputError, match="bestaat niet"):
        users.remove("piet")


def test_another_process_is_followed(users: UserFile, tmp_path: Path) -> None:
    assert len(users.users()) == 1
    UserFile(tmp_path).add("piet", PASSWORD, Role.READ)
    assert [user.name for user in users.users()] == ["jan@voorbeeldstad", "piet"]


def test_users_that_are_added_at_once_are_all_kept(tmp_path: Path) -> None:
    names = [f"gebruiker{number}" for number in range(6)]
    threads = [threading.Thread(target=UserFile(tmp_path).add, args=(name, PASSWORD, Role.READ)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [user.name for user in UserFile(tmp_path).users()] == names


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"users": [{"name": "x"}]}', '{"users": 3}'])
def test_a_damaged_file_is_not_taken_for_no_users(tmp_path: Path, content: str) -> None:
    (tmp_path / USERS_FILE).write_text(content)
    with pytest.raises(InputError, match="kan niet worden gelezen"):
        UserFile(tmp_path).users()


def test_a_key_is_shown_once_and_replaced(users: UserFile, tmp_path: Path) -> None:
    first = users.new_key("jan@voorbeeldstad")
    assert first not in (tmp_path / USERS_FILE).read_text("utf-8")
    assert users.with_key(first) == users.find("jan@voorbeeldstad")
    second = users.new_key("jan@voorbeeldstad")
    assert users.with_key(first) is None
    assert users.with_key(second) is not None
    assert users.with_key("") is None


class Clock:
    now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sessions(users: UserFile, clock: Clock) -> Sessions:
    return Sessions(users, clock)


def _started(sessions: Sessions, users: UserFile) -> str:
    return sessions.start(users.require("jan@voorbeeldstad"))


def test_a_session_ends_when_it_is_idle_and_when_it_is_old(sessions: Sessions, users: UserFile, clock: Clock) -> None:
    idle, used = _started(sessions, users), _started(sessions, users)
    started = clock.now
    while clock.now + IDLE_SECONDS < started + LONGEST_SECONDS:
        clock.now += IDLE_SECONDS
        assert sessions.user(used) is not None, clock.now - started
    assert sessions.user(idle) is None
    clock.now = started + LONGEST_SECONDS + 1
    assert sessions.user(used) is None


def test_a_session_ends_with_its_password_and_its_user(sessions: Sessions, users: UserFile) -> None:
    token = _started(sessions, users)
    users.set_password("jan@voorbeeldstad", "een nieuw wachtwoord")
    assert sessions.user(token) is None
    token = _started(sessions, users)
    users.remove("jan@voorbeeldstad")
    assert sessions.user(token) is None


def test_logging_out_ends_one_session(sessions: Sessions, users: UserFile) -> None:
    first, second = _started(sessions, users), _started(sessions, users)
    sessions.end(first)
    assert sessions.user(first) is None
    assert sessions.user(second) is not None
    assert sessions.user("geraden") is None


def test_the_session_that_is_unused_for_longest_ends_where_there_are_too_many(
    sessions: Sessions, users: UserFile, clock: Clock
) -> None:
    at_work, forgotten = _started(sessions, users), _started(sessions, users)
    clock.now += 60
    assert sessions.user(at_work) is not None
    for _ in range(MOST_PER_USER - 1):
        _started(sessions, users)
    assert sessions.user(at_work) is not None
    assert sessions.user(forgotten) is None


def test_the_oldest_of_too_many_sessions_ends(sessions: Sessions, users: UserFile) -> None:
    tokens = [_started(sessions, users) for _ in range(MOST_PER_USER + 2)]
    assert [sessions.user(token) is not None for token in tokens] == [False, False, *[True] * MOST_PER_USER]


def test_logins_are_throttled_by_name_even_with_the_right_password(users: UserFile) -> None:
    logins = Logins(users)
    for number in range(5):
        assert logins.check("jan@voorbeeldstad", "verkeerd", f"10.0.0.{number}") is None
    with pytest.raises(TooOftenError) as caught:
        logins.check("Jan@voorbeeldstad", PASSWORD, "10.0.0.9")
    assert 0 < caught.value.seconds <= 300


def test_logins_are_throttled_by_address(users: UserFile) -> None:
    logins = Logins(users)
    for number in range(20):
        assert logins.check(f"naam{number}", "verkeerd", "10.0.0.1") is None
    with pytest.raises(TooOftenError):
        logins.check("jan@voorbeeldstad", PASSWORD, "10.0.0.1")
    assert logins.check("jan@voorbeeldstad", PASSWORD, "10.0.0.2") is not None


def test_one_program_with_an_old_password_keeps_nobody_else_out(users: UserFile) -> None:
    logins = Logins(users)
    for _ in range(60):
        with suppress(TooOftenError):
            logins.check("nachtwerk", "verkeerd", "10.0.0.1")
        logins._throttle.forget(FAILURES_PER_NAME, "name nachtwerk")  # five minutes later
    assert logins.check("jan@voorbeeldstad", PASSWORD, "10.0.0.1") is not None


def test_two_spellings_of_a_name_count_together(users: UserFile) -> None:
    logins = Logins(users)
    for number in range(5):
        assert logins.check(("renée", "rene\u0301e")[number % 2], "verkeerd", f"10.0.0.{number}") is None
    with pytest.raises(TooOftenError):
        logins.check("renée", "verkeerd", "10.0.0.9")


def test_a_right_password_starts_the_count_again(users: UserFile) -> None:
    logins = Logins(users)
    for _ in range(3):
        for _ in range(4):
            assert logins.check("jan@voorbeeldstad", "verkeerd", "10.0.0.1") is None
        assert logins.check("jan@voorbeeldstad", PASSWORD, "10.0.0.1") is not None


def test_what_was_tried_is_forgotten_once_the_window_is_over(clock: Clock) -> None:
    throttle, limit = Throttle(clock), RateLimit(2, 300)
    for number in range(1_000):
        throttle.count(limit, f"naam{number}")
    for _ in range(2):
        throttle.count(limit, "jan")
        clock.now += 100
    with pytest.raises(TooOftenError) as caught:
        throttle.count(limit, "jan")
    assert caught.value.seconds == 100
    clock.now += 100
    throttle.count(limit, "jan")
    with pytest.raises(TooOftenError):
        throttle.require(limit, "jan")
    throttle.forget(limit, "jan")
    throttle.require(limit, "jan")
    assert len(throttle) == 0, "namen die lang geleden geprobeerd zijn, worden nog onthouden"


@given(st.integers(0, 2**64 - 1), st.integers(0, 2**64 - 1), st.integers(0, 2**32 - 1))
def test_addresses_of_one_holder_count_together(prefix: int, host: int, ipv4: int) -> None:
    import ipaddress

    first, second = (str(ipaddress.IPv6Address(prefix << 64 | low)) for low in (host, host ^ 1))
    mapped = ipaddress.IPv6Address(first).ipv4_mapped
    assert mapped or network(first) == network(second)
    plain = ipaddress.IPv4Address(ipv4)
    assert network(f"::ffff:{plain}") == network(str(plain)) == str(plain)
