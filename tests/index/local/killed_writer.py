"""A writer to be killed: does random operations that its parent can follow, and tells before and after each.

Run as `python -m tests.index.local.killed_writer PLACE SEED`; prints "begin N" and "done N" for operation N.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from pathlib import Path

from index import LocalStore
from index.local.backup import backup
from index.store import Changes
from tests.index.making import document, entry

Operation = tuple[str, dict[str, str]]


def operations(seed: int) -> Iterator[Operation]:
    """Yield endlessly: a kind, and the texts by document id that it puts (empty text: removes)."""
    chance = random.Random(seed)
    for number in range(1_000_000):
        kind = chance.choice(["put", "put", "put", "remove", "repair", "backup"])
        ids = [f"doc{chance.randrange(30)}" for _ in range(chance.randrange(1, 6))]
        if kind == "put":
            yield kind, {i: f"versie {seed} {number} van {i} over boa en camera {chance.random()}" for i in ids}
        else:
            yield kind, dict.fromkeys(ids, "") if kind == "remove" else {}


def main() -> None:
    place, seed = Path(sys.argv[1]), int(sys.argv[2])
    with LocalStore(place) as store:
        for number, (kind, texts) in enumerate(operations(seed)):
            print("begin", number, flush=True)
            if kind == "put":
                store.update(Changes(put=tuple(entry(document(i, text)) for i, text in texts.items())))
            elif kind == "remove":
                store.update(Changes(remove=tuple(texts)))
            elif kind == "repair":
                store.repair()
            else:
                backup(place, place.parent / f"kopie-{seed}-{number}.sqlite")
            print("done", number, flush=True)


if __name__ == "__main__":
    main()
