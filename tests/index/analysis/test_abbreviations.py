from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import InputError
from index.analysis import abbreviations


def test_the_file_is_large_and_names_nothing_twice() -> None:
    shorts = {short for short, _ in abbreviations().pairs}
    assert len(shorts) >= 150
    for name in ("boa", "APV", "OM", "RIEC", "Bibob", "Wvggz", "ZVH", "VRR", "GRIP", "HIC", "PGA", "Wom", "Wgs", "BRP"):
        assert name in shorts, name


@pytest.mark.parametrize(
    ("text", "related"),
    [
        pytest.param("Wat mag een BOA?", ["buitengewoon opsporingsambtenaar"], id="short"),
        pytest.param("Wat mogen boa’s?", ["buitengewoon opsporingsambtenaar"], id="plural"),
        pytest.param("Wat mogen buitengewoon opsporingsambtenaren?", ["boa"], id="long"),
        pytest.param("Wat doet het OM?", ["openbaar ministerie"], id="capitals"),
        pytest.param("Wat te doen om brand te voorkomen?", [], id="common-word"),
        pytest.param("de brief van J&V", ["Justitie en Veiligheid"], id="two-letters"),
        pytest.param("wet damocles", ["artikel 13b Opiumwet"], id="name"),
    ],
)
def test_both_ways(text: str, related: list[str]) -> None:
    assert [name for name in abbreviations().related(text) if name in related] == related
    if not related:
        assert abbreviations().related(text) == []


def test_a_file_of_ones_own_adds_to_it(tmp_path: Path) -> None:
    own = tmp_path / "afkortingen.txt"
    own.write_text("# van ons\nWVW-team, wvt = wijkveiligheidsteam\n", "utf-8")
    assert abbreviations(own).related("het wvt") == ["wijkveiligheidsteam"]
    assert "buitengewoon opsporingsambtenaar" in abbreviations(own).related("boa")
    assert abbreviations(tmp_path / "none.txt").pairs == abbreviations().pairs


def test_the_byte_order_mark_of_windows_is_no_text(tmp_path: Path) -> None:
    own = tmp_path / "eigen.txt"
    own.write_text("# mijn afkortingen\nWvb = Wet veilige buurt\n", "utf-8-sig")
    assert abbreviations(own).related("de Wvb") == ["Wet veilige buurt"]


def test_a_line_that_is_not_understood_is_told_with_its_number(tmp_path: Path) -> None:
    own = tmp_path / "afkortingen.txt"
    own.write_text("boa = bo\nzomaar iets\n", "utf-8")
    with pytest.raises(InputError, match=r"regel 2.*zomaar iets"):
        abbreviations(own)
