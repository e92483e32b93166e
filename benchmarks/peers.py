"""Indexing and asking beside what people would otherwise use, all with the same model folder, on the same passages.

    python -m benchmarks.peers INDEX

"script" is the twenty lines that everybody writes: sentence-transformers and a flat FAISS index. "txtai" is its index
with vectors and words together (hybrid). Passages come from INDEX. Each writes what it made to the disk. Ratios are to
the script. Needs `pip install -e ".[bench]"`.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.asking import questions
from benchmarks.machine import described, print_table
from benchmarks.measuring import asked_all, compared, taking_turns
from index import LocalStore, build, open_embedder
from index.embedding.packed_model import default_model_folder
from index.local import schema
from retrieval import Searcher

PASSAGES = 40
QUESTIONS = 20
HITS = 10
BASE = "script"
Index = Callable[[Path], object]
Ask = Callable[[str], object]


def texts_of(place: Path) -> list[str]:
    """Return passages from all over an index."""
    LocalStore(place).close()  # an older format is brought up to date by opening it
    connection = schema.connect(place)
    texts = [text for (text,) in connection.execute("select text from passage order by passage_key")]
    connection.close()
    return texts[:: max(1, len(texts) // PASSAGES)][:PASSAGES]


def script(texts: list[str]) -> tuple[Index, Ask]:
    """The twenty lines."""
    import faiss
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(default_model_folder()), device="cpu", local_files_only=True).float()
    vectors = faiss.IndexFlatIP(model.get_embedding_dimension())

    def index(folder: Path) -> None:
        vectors.reset()
        vectors.add(model.encode(texts, prompt_name="document", normalize_embeddings=True))
        faiss.write_index(vectors, str(folder / "vectors.faiss"))
        (folder / "texts.json").write_text(json.dumps(texts), "utf-8")

    def ask(question: str) -> list[str]:
        asked = model.encode([question], prompt_name="query", normalize_embeddings=True)
        return [texts[row] for row in vectors.search(np.asarray(asked), HITS)[1][0]]

    return index, ask


def txtai(texts: list[str]) -> tuple[Index, Ask]:
    from txtai import Embeddings

    embeddings: Any = Embeddings(
        path=str(default_model_folder()),
        instructions={"query": "query: ", "data": "passage: "},
        content=True,
        hybrid=True,
        gpu=False,
    )

    def index(folder: Path) -> None:
        embeddings.index(texts)
        embeddings.save(str(folder / "txtai"))

    return index, lambda question: embeddings.search(question, HITS)


def product(texts: list[str]) -> tuple[Index, Ask]:
    embedder = open_embedder()
    embedder.load()
    searchers: list[Searcher] = []

    def index(folder: Path) -> None:
        rows = (json.dumps({"_id": str(n), "title": "", "text": text}) for n, text in enumerate(texts))
        (folder / "teksten.jsonl").write_text("\n".join(rows), "utf-8")
        build(folder / "index", [folder / "teksten.jsonl"], embedder)
        searchers.append(Searcher(LocalStore(folder / "index"), embedder))

    def ask(question: str) -> object:
        searchers[-1]._embedded.cache_clear()  # who asks the same again would get an answer for nothing
        return searchers[-1].search(question, HITS)

    return index, ask


def rows(texts: list[str]) -> Iterator[dict[str, object]]:
    tools = {BASE: script(texts), "txtai": txtai(texts), "veiligheidswijzer": product(texts)}
    indexing = taking_turns({name: partial(into_new_folder, index) for name, (index, _) in tools.items()})
    yield from compared(indexing, BASE, "indexing a passage", len(texts))
    asked = questions()[:QUESTIONS]
    with tempfile.TemporaryDirectory() as kept:
        for name, (index, _) in tools.items():
            (Path(kept) / name).mkdir()
            index(Path(kept) / name)
        asking = taking_turns({name: partial(asked_all, ask, asked) for name, (_, ask) in tools.items()})
        yield from compared(asking, BASE, "asking a question", len(asked))


def into_new_folder(index: Index) -> None:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        index(Path(folder))


def main() -> None:
    texts = texts_of(Path(sys.argv[1]))
    print(f"{described('txtai')}; {len(texts)} passages, {sum(map(len, texts))} characters")
    print_table(rows(texts))


if __name__ == "__main__":
    main()
