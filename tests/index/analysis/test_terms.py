from __future__ import annotations

import tracemalloc
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis import folded, grams, stem, terms
from index.analysis.references import references
from retrieval.question import lexical_query


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("artikel 172a Gemeentewet", ["§172a", "§172a_gemeentewet"]),
        ("172a Gemw", ["§172a", "§172a_gemeentewet"]),
        ("Artikel 172a van de Gemeentewet", ["§172a", "§172a_gemeentewet"]),
        ("art. 2:74, eerste lid, van de APV", ["§2:74", "§2:74_algemene_plaatselijke_verordening"]),
        ("artikel 2:74, lid 1 Algemene plaatselijke verordening", ["§2:74", "§2:74_algemene_plaatselijke_verordening"]),
        ("13b Opiumwet", ["§13b", "§13b_opiumwet"]),
        ("In 2024 kwam de wet; 12 gemeenten deden mee.", []),
    ],
)
def test_articles_in_all_spellings(text: str, expected: list[str]) -> None:
    assert references(text) == expected
    assert [term for term in terms(text) if term.startswith("§")] == expected


def test_a_popular_name_finds_its_article() -> None:
    assert "§13b_opiumwet" in lexical_query("sluiting door Wet Damocles").related


def test_pieces_of_words_are_shared_by_compounds_and_misspelt_words() -> None:
    assert grams("boa's en apv") == ["_boa", "boa_", "_apv", "apv_"]
    assert grams("’s") == []
    assert set(grams("veiligheid")) - set(grams("veiligheidshuis")) == {"eid_"}
    shared = set(grams("gemeete")) & set(grams("gemeente"))
    assert shared == {"_gem", "geme", "emee"}


def test_a_stop_word_in_capitals_is_a_name() -> None:
    assert terms("Het OM vraagt om stukken.")[:2] == ["OM", stem("vraagt")]
    assert terms("om") == []


@given(st.text(st.characters(exclude_categories=["Cs"])) | st.text("aeéÉöIİı\u0301\u0327'’ ", max_size=20))
def test_folding_drops_every_combining_mark_and_nothing_else(text: str) -> None:
    decomposed = unicodedata.normalize("NFD", text.casefold())
    plain = unicodedata.normalize("NFC", "".join(c for c in decomposed if not unicodedata.combining(c)))
    assert folded(text) == plain


def test_words_that_were_met_do_not_pile_up() -> None:
    tracemalloc.start()
    try:
        for number in range(60_000):
            terms("".join(chr(97 + int(digit)) for digit in f"{number:06}"))
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept < 12_000_000, f"{kept / 1e6:.1f} MB for words that were met"
