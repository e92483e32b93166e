from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import InputError
from index.analysis import abbreviations
from index.analysis.references import named_articles


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
        pytest.param("OM", ["openbaar ministerie"], id="capitals-alone"),
        pytest.param("WAT DOE JE OM TE SLAPEN", [], id="all-capitals"),
        pytest.param("taak van B en W", ["burgemeester en wethouders"], id="with-a-small-word"),
        pytest.param("vth-taken", ["vergunningverlening, toezicht en handhaving"], id="small-letters"),
        pytest.param("boas in de wijk", ["buitengewoon opsporingsambtenaar"], id="plural-without-apostrophe"),
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


def test_the_byte_order_mark_of_windows_is_no_text(tmp_path: Path) -> None:
    own = tmp_path / "eigen.txt"
    own.write_text("# mijn afkortingen\nWvb = Wet veilige buurt\n", "utf-8-sig")
    assert abbreviations(own).related("de Wvb") == ["Wet veilige buurt"]


def test_a_line_that_is_not_understood_is_told_with_its_number(tmp_path: Path) -> None:
    own = tmp_path / "afkortingen.txt"
    own.write_text("boa = bo\nzomaar iets\n", "utf-8")
    with pytest.raises(InputError, match=r"regel 2.*zomaar iets"):
        abbreviations(own)


def test_a_file_that_is_named_and_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"geen\.txt is er niet.*VEILIGHEIDSWIJZER_AFKORTINGEN"):
        abbreviations(tmp_path / "geen.txt")


def test_laws_of_a_file_of_ones_own_are_known_behind_an_article(tmp_path: Path) -> None:
    own = tmp_path / "eigen.txt"
    own.write_text("Omgw = Omgevingswet\nEvv = Evenementenverordening Teststad\n", "utf-8")
    named = named_articles("artikel 5.1 Omgw en artikel 3, tweede lid, Evv", abbreviations(own))
    assert [(one.article.number, one.article.law) for one in named] == [
        ("5.1", "omgevingswet"),
        ("3", "evenementenverordening_teststad"),
    ]
