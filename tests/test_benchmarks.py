"""Benchmarks look at parts of the product by name: the names are still there."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from benchmarks.profile import ASKING, BUILDING
from benchmarks.reliability_diagram import diagram


@pytest.mark.parametrize(("owner", "name"), BUILDING + ASKING, ids=lambda part: str(part))
def test_what_is_profiled_is_there(owner: object, name: str) -> None:
    assert callable(getattr(owner, name, None)), f"{owner} has no {name}: benchmarks.profile looks at what is gone"


def test_the_diagram_has_a_point_for_each_bin() -> None:
    drawn = ElementTree.fromstring(diagram({"as_is": [(0.1, 0.0, 4), (0.9, 1.0, 100)], "<x>": [(0.5, 0.5, 1)]}))
    points = [part for part in drawn.iter() if part.tag.endswith("circle")]
    assert [(point.get("cx"), point.get("cy"), point.get("r")) for point in points] == [
        ("100.0", "460.0", "3.0"),
        ("420.0", "60.0", "7.0"),
        ("260.0", "260.0", "2.5"),
    ]
