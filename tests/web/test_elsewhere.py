"""What the page shows of the other places of a passage."""

from __future__ import annotations

from corpus import Passage
from retrieval import Hit
from web import cards


def passage(number: int) -> Passage:
    return Passage(f"p{number}", f"d{number}", f"Vergunning {number}", f"/bron/{number}.md", (), "Tekst.", 0, 6)


def test_of_many_other_places_fifty_are_shown_and_the_rest_is_counted() -> None:
    shown = cards.hits([Hit(1, 1.0, passage(0), elsewhere=tuple(passage(n) for n in range(1, 1_301)))])
    assert "1.300 andere plaatsen" in shown
    assert shown.count("<a href") >= 50
    assert "Vergunning 50<" in shown
    assert "Vergunning 51<" not in shown
    assert "en nog 1.250" in shown
    few = cards.hits([Hit(1, 1.0, passage(0), elsewhere=tuple(passage(n) for n in range(1, 51)))])
    assert "en nog" not in few
