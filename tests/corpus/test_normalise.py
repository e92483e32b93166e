from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.normalise import canonical_line, canonical_text

ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=()))  # surrogates too


@given(ANY_TEXT)
def test_twice_is_once(text: str) -> None:
    once = canonical_text(text)
    assert canonical_text(once) == once
    assert canonical_line(canonical_line(text)) == canonical_line(text)


@given(ANY_TEXT)
def test_is_nfc_and_can_be_stored(text: str) -> None:
    canonical = canonical_text(text)
    assert unicodedata.is_normalized("NFC", canonical)
    assert canonical.encode("utf-8").decode("utf-8") == canonical
    assert not [c for c in canonical if unicodedata.category(c) == "Cc" and c not in "\n\t"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a\r\nb\rc\n", "a\nb\nc\n", id="line ends"),
        pytest.param("a\u2028b\u2029c\x0cd\x85e", "a\nb\nc\nd\ne", id="separators"),
        pytest.param("vei\xadlig\u200bheid\ufeff", "veiligheid", id="invisible"),
        pytest.param("€\xa05\u202f000", "€ 5 000", id="non-breaking spaces"),
        pytest.param("a\0b\x07c\td", "abc\td", id="controls"),
        pytest.param("coo\u0308rdinatie", "coördinatie", id="composed"),
        pytest.param("e\xad\u0301", "é", id="composed after removal"),
        pytest.param("x\ud800y", "x\ufffdy", id="half a character"),
        pytest.param("o\ufb03cieel, \ufb01nancieel", "officieel, financieel", id="ligatures"),
        pytest.param("06\u201112345678", "06-12345678", id="non-breaking hyphen"),
        pytest.param("\u202bBoa\u202c\u200e", "Boa", id="direction marks"),
        pytest.param("👨\u200d👩", "👨\u200d👩", id="joiner of emoji stays"),
    ],
)
def test_canonical_text(text: str, expected: str) -> None:
    assert canonical_text(text) == expected
