"""What was removed from the truth and may still stand in the caches, until these are made anew."""

from __future__ import annotations

import sqlite3

from index.local.truth import generation_of, set_meta

_WIPED = "wiped_generation"  # of which the caches were made anew


def has_words_left(connection: sqlite3.Connection) -> bool:
    """Tell whether passages were removed since the caches were last made anew, so that these may hold their words."""
    found = connection.execute(
        "select exists(select 1 from removed where generation > coalesce("
        "(select cast(value as integer) from meta where name = ?), 0))",
        (_WIPED,),
    ).fetchone()
    return bool(found[0])


def note_wiped(connection: sqlite3.Connection) -> None:
    """Note that nothing that was removed until now is in the caches."""
    set_meta(connection, _WIPED, str(generation_of(connection)))
