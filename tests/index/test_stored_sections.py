"""Sections come out of the store as they went in."""

from __future__ import annotations

import json

from corpus import Section
from index.stored_sections import read_sections, stored_sections


def test_sections_keep_their_footnotes() -> None:
    sections = (Section(("Een", "Twee"), 0, 9, 1, "artikel 1", ((2, 4), (6, 9))), Section((), 11, 12))
    stored = json.dumps(stored_sections(sections))
    assert read_sections(json.loads(stored)) == sections
    assert json.loads(stored)[1] == [[], 11, 12, None, None], "what has no notes is what it was in older indexes"


def test_sections_of_older_indexes_are_read() -> None:
    assert read_sections([[["Een"], 0, 9, None], [[], 11, 12, 2, "artikel 1"]]) == (
        Section(("Een",), 0, 9),
        Section((), 11, 12, 2, "artikel 1"),
    )
