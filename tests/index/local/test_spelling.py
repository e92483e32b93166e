from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from corpus import Document, Section
from index import LocalStore
from index.local.spelling import nearest_word
from index.store import Changes
from tests.index.making import MANIFEST, document, entry

LINES = (Path(__file__).resolve().parents[2] / "data" / "spelling.txt").read_text("utf-8").splitlines()
WORDS = [line for line in LINES if line and not line.startswith("#")]
MISSPELT = dict(line.split(" = ") for line in WORDS if " = " in line)
RIGHT = [line for line in WORDS if " = " not in line]
KNOWN = {"gemeente": 9, "gemeenten": 3, "handhaven": 2, "handhaving": 5, "boete": 4, "beleid": 7, "veiligheid": 1}


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("gemeete", "gemeente"),
        ("gemeentem", "gemeente"),  # as near as gemeenten, and more frequent
        ("gemeentn", "gemeenten"),
        ("bleied", None),
        ("belied", "beleid"),
        ("beleeid", "beleid"),
        ("belid", "beleid"),
        ("beleit", "beleid"),
        ("beleiz", None),
        ("beleind", None),
        ("boetee", None),
        ("hanhdavign", "handhaving"),
        ("gemeente", None),
        ("boetes", None),
        ("boetebeleid", None),
        ("veiligheidsbeleid", None),
        ("eiligheid", None),
        ("boet", None),
        ("bleid2", None),
    ],
)
def test_the_nearest_word(word: str, meant: str | None) -> None:
    assert nearest_word(word, KNOWN) == meant


@pytest.mark.parametrize(
    "word", ["drone", "morgen", "strand", "ophangen", "geachte", "cameras", "fotos", "zonnepaneel"]
)
def test_a_word_is_not_misspelt_because_another_is_like_it(word: str) -> None:
    counts = {"de": 400, "gedachte": 1}
    others = ("droge", "mogen", "stand", "opvangen", "camera", "foto", "zonnepanelen")
    assert nearest_word(word, counts | dict.fromkeys(others, 50)) is None


@given(st.text(max_size=14), st.dictionaries(st.text(st.characters(categories=["L"]), min_size=1), st.integers(1, 9)))
def test_what_is_meant_is_known_and_near(word: str, counts: Mapping[str, int]) -> None:
    near = nearest_word(word, counts)
    assert near is None or (near in counts and 1 <= OSA.distance(word, near) <= 2)


def test_misspelt_and_rare_words_with_the_sample_texts(sample_place: Path) -> None:
    with LocalStore(sample_place) as store, store.view() as view:
        meant = dict(zip(MISSPELT, view.spelling(list(MISSPELT)), strict=True))
        suggested = dict(zip(RIGHT, view.spelling(RIGHT), strict=True))
    missed = {word: (found, MISSPELT[word]) for word, found in meant.items() if found != MISSPELT[word]}
    assert len(MISSPELT) == len(RIGHT) == 40
    assert len(missed) <= 4, missed
    assert not any(suggested.values()), {word: found for word, found in suggested.items() if found}


def test_words_of_removed_texts_are_not_meant(tmp_path: Path) -> None:
    with LocalStore.create(tmp_path / "index", MANIFEST) as store:
        texts = [*(f"boa nummer {n}" for n in range(20)), "Pieterszoos tekent.", "Pieterszoon ook."]
        store.update(Changes(put=tuple(entry(document(f"d{n}", text)) for n, text in enumerate(texts))))
        with store.view() as view:
            assert view.spelling(["Pieterszoox"]) == ["Pieterszoon"], "as near, and it comes first by its letters"
        store.update(Changes(remove=("d21",)))
        with store.view() as view:
            assert view.spelling(["Pieterszoox"]) == ["Pieterszoos"]
        store.update(Changes(remove=("d20",)))
        with store.view() as view:
            assert view.spelling(["Pieterszoox"]) == [None]


def test_a_word_of_a_heading_is_known_and_may_be_meant(tmp_path: Path) -> None:
    text = "Wij evalueren het beleid."
    made = entry(Document("d", "Nota", "/bron/d.txt", text, (Section(("Evacueren",), 0, len(text)),)))
    with LocalStore.create(tmp_path / "index", MANIFEST) as store:
        store.update(Changes(put=(made,)))
        with store.view() as view:
            assert view.spelling(["evacueren", "Evacuereb"]) == [None, "Evacueren"]
