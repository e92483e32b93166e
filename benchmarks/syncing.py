"""One changed text among many passages: seconds until it is found, and what was embedded and written for it.

    python -m benchmarks.syncing [PASSAGES ...]

The texts are made of words and embedded by the stand-in of the tests, so that the store is measured and not the model.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from benchmarks.machine import described, print_table
from index import LocalStore, build
from tests.fake_embedder import FakeEmbedder

WORDS = [
    "boa",
    "burgemeester",
    "camera",
    "veiligheid",
    "overlast",
    "handhaving",
    "politie",
    "jeugd",
    "bevel",
    "gebied",
    "raad",
    "college",
    "plan",
]
ROWS_A_FILE = 1_000


def write_rows(file: Path, first: int, count: int, seed: int) -> None:
    chance = np.random.default_rng(seed)
    with file.open("w", encoding="utf-8") as out:
        for n in range(first, first + count):
            text = " ".join(chance.choice(WORDS, 60)) + f" zaak{n}."
            out.write(json.dumps({"_id": f"r{n}", "title": f"Zaak {n}", "text": text}) + "\n")


def measure(passages: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        texts, place = Path(folder) / "teksten", Path(folder) / "index"
        texts.mkdir()
        for number in range(passages // ROWS_A_FILE):
            write_rows(texts / f"{number:05}.jsonl", number * ROWS_A_FILE, ROWS_A_FILE, number)
        first = build(place, [texts], FakeEmbedder())
        unchanged = build(place, [texts], FakeEmbedder())
        changed_file = texts / "00000.jsonl"
        rows = changed_file.read_text("utf-8").splitlines()
        rows[0] = json.dumps({"_id": "r0", "title": "Zaak 0", "text": "Dit is nu een heel andere tekst."})
        changed_file.write_text("\n".join(rows) + "\n", "utf-8")
        embedder = FakeEmbedder()
        with LocalStore(place) as reader:
            with reader.view() as view:
                view.generation  # noqa: B018 - the reader has loaded the state before the change
            started = time.perf_counter()
            changed = build(place, [texts], embedder)
            with reader.view() as view:
                best = view.dense(embedder.embed_question("Zaak 0 Dit is nu een heel andere tekst."), 1)
                assert view.passages(best.keys.tolist())[0].document_id == "r0"
            seconds = time.perf_counter() - started
        assert (changed.changed, changed.unchanged) == (1, passages - 1)
        return {
            "passages": passages,
            "first_s": round(first.elapsed_s, 1),
            "unchanged_s": round(unchanged.elapsed_s, 2),
            "one_changed_until_found_s": round(seconds, 2),
            "embedded": len(embedder.passages_embedded),
        }


def main() -> None:
    print(described())
    print_table(map(measure, [int(size) for size in sys.argv[1:]] or [10_000, 100_000]))


if __name__ == "__main__":
    main()
