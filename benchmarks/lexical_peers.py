"""Searching by words beside bm25s and SQLite FTS5, on the same passages, with questions as people ask them.

    python -m benchmarks.lexical_peers INDEX

The others index words as they come with them (bm25s: Dutch stems), this product stems and pieces of words. A question
asks for the 100 best of all that have one of its words. Ratios are to FTS5. Needs `pip install -e ".[bench]"`.
"""

from __future__ import annotations

import re
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.asking import questions
from benchmarks.machine import described, print_table
from benchmarks.measuring import asked_all, compared, taking_turns
from index import LocalStore
from index.analysis import STOP_WORDS
from index.local import lexical, lexical_writing, schema, truth
from retrieval.question import lexical_query

DEPTH = 100
BASE = "SQLite FTS5"
Ask = Callable[[str], object]


def fts5(texts: list[str]) -> Ask:
    connection = sqlite3.connect(":memory:")
    connection.execute("create virtual table passage using fts5 (text)")
    connection.executemany("insert into passage values (?)", [(text,) for text in texts])

    def ask(question: str) -> list[Any]:
        words = [word for word in re.findall(r"\w+", question.lower()) if word not in STOP_WORDS]
        return connection.execute(
            f"select rowid from passage where passage match ? order by bm25(passage) limit {DEPTH}",
            (" OR ".join(f'"{word}"' for word in words),),
        ).fetchall()

    return ask


def bm25s(texts: list[str]) -> Ask:
    import bm25s as library
    import Stemmer

    stemmer = Stemmer.Stemmer("dutch")
    options: dict[str, Any] = {"stopwords": sorted(STOP_WORDS), "stemmer": stemmer, "show_progress": False}
    ranked = library.BM25()
    ranked.index(library.tokenize(texts, **options), show_progress=False)

    def ask(question: str) -> object:
        return ranked.retrieve(library.tokenize([question], **options), k=DEPTH, show_progress=False, n_threads=1)

    return ask


def rows(real: Path) -> Iterator[dict[str, object]]:
    LocalStore(real).close()  # an older format is brought up to date by opening it
    connection = schema.connect(real)
    passages = list(truth.lexical_rows(connection))
    connection.close()
    texts = ["\n".join((row.title, *row.headings, row.text)) for row in passages]
    asked = questions()
    with tempfile.TemporaryDirectory() as folder:
        lexical_writing.write(Path(folder), passages)
        own = lexical.LexicalIndex(Path(folder))
        ways: dict[str, Ask] = {
            BASE: fts5(texts),
            "bm25s": bm25s(texts),
            "veiligheidswijzer": lambda question: own.search(lexical_query(question), DEPTH),
        }
        spent = taking_turns({name: partial(asked_all, ask, asked) for name, ask in ways.items()})
        yield from compared(spent, BASE, f"words of {len(texts)} passages", len(asked))


def main() -> None:
    print(described("bm25s"))
    print_table(rows(Path(sys.argv[1])))


if __name__ == "__main__":
    main()
