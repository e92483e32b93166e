from __future__ import annotations

from pathlib import Path

from index import Filter, LexicalQuery
from index.local import lexical_writing
from index.local.lexical import LexicalIndex
from index.local.lexical_writing import LexicalRow


def row(key: int, text: str) -> LexicalRow:
    return LexicalRow(key, "Titel", (), "", text, None, ())


def test_a_word_is_found_after_most_passages_that_had_it_are_gone(tmp_path: Path) -> None:
    lexical_writing.write(tmp_path, [row(key, "boa en camera") for key in range(6)])
    lexical_writing.write(tmp_path, [], range(5))
    found = LexicalIndex(tmp_path).search(LexicalQuery({"boa": 1.0}), 10)
    assert found.keys.tolist() == [5]
    assert 0 < found.scores[0] <= 1


def test_words_and_phrases_in_headings_are_left_out_too(tmp_path: Path) -> None:
    headings = [("Huiselijk geweld",), ("Huiselijk", "Geweld buiten"), ()]
    texts = ["De gemeente meldt het.", "De gemeente meldt dit.", "Meld huiselijk geweld."]
    rows = [
        LexicalRow(n, "Titel", head, "", text, None, ())
        for n, (head, text) in enumerate(zip(headings, texts, strict=True))
    ]
    lexical_writing.write(tmp_path, rows)
    found = LexicalIndex(tmp_path)
    assert found.words(Filter(without=("huiselijk geweld",))).excluded.tolist() == [0, 2]
    assert found.words(Filter(without=("geweld",))).excluded.tolist() == [0, 1, 2]
    having = found.words(Filter(phrases=("huiselijk geweld",))).having
    assert having is not None
    assert having.tolist() == [0, 2], "a phrase stands in the text or in a heading"


def test_a_plural_with_an_apostrophe_is_left_out_in_every_form(tmp_path: Path) -> None:
    texts = ["De boa houdt toezicht.", "De boa’s houden toezicht.", "De raad houdt toezicht."]
    lexical_writing.write(tmp_path, [row(key, text) for key, text in enumerate(texts)])
    found = LexicalIndex(tmp_path)
    for value in ("boa’s", "boa's", "boa"):
        assert found.words(Filter(without=(value,))).excluded.tolist() == [0, 1], value
