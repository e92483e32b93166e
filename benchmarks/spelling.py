"""What is suggested for misspelt words, and wrongly for words that are spelt right but rare.

    python -m benchmarks.spelling INDEX...

The words are in tests/data/spelling.txt, written before the rules were tried. The texts of an index have some of the
right words, and not all of those that are meant.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from time import process_time

from benchmarks.machine import described, print_table
from index import LocalStore

WORDS = Path(__file__).resolve().parents[1] / "tests" / "data" / "spelling.txt"


def rows(places: list[str]) -> Iterator[dict[str, object]]:
    lines = [line for line in WORDS.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    misspelt = dict(line.split(" = ") for line in lines if " = " in line)
    right = [line for line in lines if " = " not in line]
    for place in places:
        with LocalStore(Path(place)) as store, store.view() as view:
            view.spelling(["opwarmen"])  # the vocabulary is read once
            started = process_time()
            found = dict(zip([*misspelt, *right], view.spelling([*misspelt, *right]), strict=True))
            yield {
                "passages": store.info().passages,
                "misspelt": len(misspelt),
                "meant": sum(found[word] == meant for word, meant in misspelt.items()),
                "something_else": sum(found[word] not in (None, meant) for word, meant in misspelt.items()),
                "right": len(right),
                "suggested": sum(found[word] is not None for word in right),
                "ms_a_word": round((process_time() - started) * 1000 / len(found), 2),
            }


def main() -> None:
    print(described())
    print_table(rows(sys.argv[1:]))


if __name__ == "__main__":
    main()
