"""An error of SQLite is told as what it is: only a damaged file is called damaged."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from corpus.errors import StoreBusyError, StoreDamagedError, StoreError
from index.local.schema import store_error


def _busy(place: Path) -> None:
    first = sqlite3.connect(place, isolation_level=None)
    first.execute("begin exclusive")
    try:
        sqlite3.connect(place, timeout=0).execute("create table other (a)")
    finally:
        first.close()


def _twice(place: Path) -> None:
    sqlite3.connect(place).execute("insert into one values (1), (1)")


def _closed(place: Path) -> None:
    connection = sqlite3.connect(place)
    connection.close()
    connection.execute("select 1")


def _damaged(place: Path) -> None:
    place.write_bytes(place.read_bytes()[:100] + b"x" * 5000)
    sqlite3.connect(place).execute("select * from one")


def _not_a_database(place: Path) -> None:
    place.write_bytes(b"x" * 5000)
    sqlite3.connect(place).execute("select * from one")


@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.parametrize(
    ("fails", "kind"),
    [
        (_busy, StoreBusyError),
        (_twice, StoreError),
        (_closed, StoreError),
        (_damaged, StoreDamagedError),
        (_not_a_database, StoreDamagedError),
    ],
)
def test_only_what_is_damaged_is_called_so(tmp_path: Path, fails: object, kind: type[StoreError]) -> None:
    place = tmp_path / "waarheid.sqlite"
    sqlite3.connect(place).executescript("create table one (a unique);").connection.close()
    with pytest.raises(sqlite3.Error) as caught:
        fails(place)  # type: ignore[operator]
    told = store_error(caught.value, place)
    assert type(told) is kind, (caught.value, told)
    assert str(place) in told.message
