"""Benchmarks look at parts of the product by name: the names are still there."""

from __future__ import annotations

import pytest

from benchmarks.profile import ASKING, BUILDING


@pytest.mark.parametrize(("owner", "name"), BUILDING + ASKING, ids=lambda part: str(part))
def test_what_is_profiled_is_there(owner: object, name: str) -> None:
    assert callable(getattr(owner, name, None)), f"{owner} has no {name}: benchmarks.profile looks at what is gone"
