"""What the terminal says of hits."""

from __future__ import annotations

from corpus import Passage
from retrieval import Hit
from retrieval.as_json import search_json
from terminal import hit_messages


def passage(name: str) -> Passage:
    return Passage(name, name, f"Vergunning {name}", f"/bron/{name}.md", (), "Tekst.", 0, 6)


def test_of_many_other_places_ten_are_told_and_json_has_all() -> None:
    hit = Hit(1, 1.0, passage("a"), elsewhere=tuple(passage(f"{n:03}") for n in range(300)))
    told = hit_messages.elsewhere(hit)
    assert told[0] == "Ook in 300 andere documenten:"
    assert told[1:11] == [f"- Vergunning {n:03} (/bron/{n:03}.md)" for n in range(10)]
    assert told[11:] == ["- en nog 290"]
    assert len(search_json("x", [hit], 0.0, None)["hits"][0]["elsewhere"]) == 300
    few = Hit(1, 1.0, passage("a"), elsewhere=tuple(passage(f"{n:03}") for n in range(10)))
    assert len(hit_messages.elsewhere(few)) == 11
