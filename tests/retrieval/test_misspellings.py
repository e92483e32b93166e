from __future__ import annotations

from pathlib import Path

import pytest

from retrieval import Searcher

pytestmark = pytest.mark.model


@pytest.mark.parametrize(
    ("question", "text", "meant"),
    [
        (
            "zorg- en veiligheidshuisen regie gemeete",
            "zorg-en-veiligheidshuis",
            "zorg- en veiligheidshuisen regie gemeente",
        ),
        ("camratoezicht bewaaren beelden", "cameratoezicht", "cameratoezicht bewaaren beelden"),
        ("huisverbot van de burgermeester", "tijdelijk-huisverbod", "huisverbod van de burgemeester"),
        ("noodveroredning en noodbevle", "noodbevel-en-noodverordening", "noodverordening en noodbevel"),
        ("aanpak van mensenhandle", "samen-tegen-mensenhandel", "aanpak van mensenhandel"),
        ("advies van het buro bibop", "bibob", None),
    ],
)
def test_a_misspelt_question_finds_its_text(
    sample_searcher: Searcher, question: str, text: str, meant: str | None
) -> None:
    found = [Path(hit.passage.source).stem for hit in sample_searcher.search(question, 3)]
    assert text in found, f"{question}: {found}"
    if meant is not None:
        assert sample_searcher.did_you_mean(question) == meant


def test_the_words_of_an_english_question_are_not_misspelt_dutch(sample_searcher: Searcher) -> None:
    assert sample_searcher.did_you_mean("Does a period for the ban exist?") is None
