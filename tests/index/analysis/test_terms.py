from __future__ import annotations

import tracemalloc
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from index.analysis import folded, grams, stem, terms
from retrieval.question import lexical_query


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
