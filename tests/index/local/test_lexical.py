from __future__ import annotations

from pathlib import Path

from index import LexicalQuery
from index.local import lexical
from index.local.lexical import LexicalIndex, LexicalRow


def row(key: int, text: str) -> LexicalRow:
    return LexicalRow(key, "Titel", (), "", text, None, ())


def test_a_word_is_found_after_most_passages_that_had_it_are_gone(tmp_path: Path) -> None:
    lexical.write(tmp_path, [row(key, "boa en camera") for key in range(6)])
    lexical.write(tmp_path, [], range(5))
    found = LexicalIndex(tmp_path).search(LexicalQuery({"boa": 1.0}), 10)
    assert found.keys.tolist() == [5]
    assert 0 < found.scores[0] <= 1
