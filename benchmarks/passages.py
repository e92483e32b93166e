"""Passages of other sizes, with other contexts: how well each way of cutting lets questions find what answers them.

    python -m benchmarks.passages [--cache FOLDER] [--only NAME ...] [--distractors 1500]

Questions of ../shared/data/evaluation count documents (a document ranks as its best passage does), the own questions
count passages (the first that holds the answer). Vectors are kept in the cache folder by text, so that a second
run embeds only what is new.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import random
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from statistics import mean

import numpy as np

import corpus.grouping
from benchmarks.machine import described, print_table
from corpus import (
    Chunking,
    Document,
    Passage,
    embedding_text,
    find_sources,
    read_source,
    sample_texts,
    split_document,
    split_sentences,
)
from index.analysis import terms
from index.arrays import FloatMatrix
from index.embedding.sentence_transformer import SentenceTransformerEmbedder
from index.local.lexical import LexicalIndex
from index.local.lexical_writing import LexicalRow, write
from index.store import LexicalQuery
from retrieval.fusion import fuse

EVALUATION = Path(__file__).resolve().parents[2] / "shared" / "data" / "evaluation"
QUESTIONS = Path(__file__).resolve().parents[1] / "tests" / "data" / "questions.jsonl"
TOP = 100  # candidates of each way of searching, as the searcher takes them
DEPTH = 10


@dataclass(frozen=True, slots=True)
class Cutting:
    """One way of cutting and of putting the passage in context; `joining` is the cost of running past a heading."""

    name: str
    target: int = 200
    joining: float = math.inf
    overlap: int = 0  # sentences
    context: str = "full"


CUTTINGS = (
    *(Cutting(f"cut at headings, {target}", target) for target in (100, 200, 300)),
    *(Cutting(f"joined, {target}", target, 0.1) for target in (100, 150, 200, 250, 300, 350, 400)),
    *(Cutting(f"joined at cost {cost}, 300", 300, cost) for cost in (0.0, 0.5)),
    *(Cutting(f"joined, {target}, with the sentence before", target, 0.1, overlap=1) for target in (150, 300)),
    *(
        Cutting(f"joined, {target}, context: {context}", target, 0.1, context=context)
        for target in (200, 300)
        for context in ("none", "title", "title and nearest", "headings")
    ),
)


class Vectors:
    """Vectors of texts, from a file or made now, by the default model in float32."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._kept = sqlite3.connect(folder / "vectors.sqlite")
        self._kept.execute("CREATE TABLE IF NOT EXISTS vector (text BLOB PRIMARY KEY, value BLOB)")
        self._embedder = SentenceTransformerEmbedder(None, precision="float32")

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return self._embedder.count_tokens(texts)

    def of(self, texts: Sequence[str], *, questions: bool = False) -> FloatMatrix:
        embed = self._embedder.embed_questions if questions else self._embedder.embed_passages
        keys = [hashlib.sha256(f"{questions} {text}".encode()).digest() for text in texts]
        missing = {key: text for key, text in zip(keys, texts, strict=True) if self._read(key) is None}
        # In lots of like length, so that little is padded and a run that is stopped keeps what it made.
        order = sorted(missing, key=lambda key: len(missing[key]))
        for i in range(0, len(order), 500):
            lot = order[i : i + 500]
            rows = embed([missing[key] for key in lot])
            pairs = [(key, row.astype(np.float32).tobytes()) for key, row in zip(lot, rows, strict=True)]
            self._kept.executemany("INSERT OR REPLACE INTO vector VALUES (?, ?)", pairs)
            self._kept.commit()
        return np.array([np.frombuffer(self._read(key) or b"", np.float32) for key in keys], np.float32)

    def _read(self, key: bytes) -> bytes | None:
        row = self._kept.execute("SELECT value FROM vector WHERE text = ?", (key,)).fetchone()
        return row[0] if row else None


@dataclass(frozen=True, slots=True)
class Question:
    """A question, and whether a passage is relevant to it; ranks count `unit`s (documents or passages)."""

    text: str
    is_relevant: Callable[[Passage], bool]
    relevant: int  # how many units are


@dataclass(frozen=True, slots=True)
class Collection:
    """Documents and questions about them."""

    name: str
    documents: tuple[Document, ...]
    questions: tuple[Question, ...]
    by_document: bool


def evaluation(name: str, distractors: int) -> Collection:
    """Return a set of ../shared/data/evaluation, with at most so many documents that no question asks for."""
    read = [d for f in find_sources([EVALUATION / name / "corpus.jsonl"]).files for d in read_source(f)]
    documents = {d.document_id: d for d in read if isinstance(d, Document)}
    wanted: dict[str, set[str]] = {}
    for line in (EVALUATION / name / "qrels.tsv").read_text("utf-8").splitlines()[1:]:
        question, document, *_ = line.split("\t")
        wanted.setdefault(question, set()).add(document)
    gold = set().union(*wanted.values())
    others = sorted(documents.keys() - gold)
    kept = gold | set(random.Random(4).sample(others, min(distractors, len(others))))
    asked = [json.loads(line) for line in (EVALUATION / name / "queries.jsonl").read_text("utf-8").splitlines()]
    questions = tuple(
        Question(q["text"], partial(_is_from, wanted[q["_id"]]), len(wanted[q["_id"]]))
        for q in asked
        if q["_id"] in wanted
    )
    return Collection(name, tuple(d for i, d in documents.items() if i in kept), questions, by_document=True)


def own_questions(*, by_document: bool) -> Collection:
    """Return the sample texts and the questions that they answer."""
    documents = tuple(
        d for f in find_sources([sample_texts()]).files for d in read_source(f) if isinstance(d, Document)
    )
    questions = []
    for asked in map(json.loads, QUESTIONS.read_text("utf-8").splitlines()):
        if asked["answerable"]:
            kept = partial(_is_from, {d.document_id for d in documents if Path(d.source).stem == asked["text"]})
            questions.append(Question(asked["question"], kept if by_document else partial(_holds, asked["answer"]), 1))
    name = "own questions, by text" if by_document else "own questions, by passage"
    return Collection(name, documents, tuple(questions), by_document)


def _is_from(documents: Set[str], passage: Passage) -> bool:
    return passage.document_id in documents


def _holds(answer: str, passage: Passage) -> bool:
    return answer in passage.text


def cut(collection: Collection, cutting: Cutting, vectors: Vectors) -> tuple[list[Passage], list[str]]:
    """Return the passages, and the text of each that is embedded."""
    corpus.grouping.COST_OF_JOINING = cutting.joining
    passages: list[Passage] = []
    inputs: list[str] = []
    for document in collection.documents:
        for passage in split_document(document, vectors.count_tokens, Chunking(cutting.target)):
            passages.append(passage)
            inputs.append(_input(_with_overlap(document, passage) if cutting.overlap else passage, cutting.context))
    return passages, inputs


def _with_overlap(document: Document, passage: Passage) -> Passage:
    """Return a passage that begins with the sentence before it, if that is in its section."""
    section = next(s for s in document.sections if s.start <= max(passage.start, s.start) < s.end)
    for section in document.sections:
        if section.start < passage.start < section.end:
            before = split_sentences(document.text[section.start : passage.start])
            start = section.start + before[-1].start
            return replace(passage, text=document.text[start : passage.end], start=start)
    return passage


def _input(passage: Passage, context: str) -> str:
    match context:
        case "none":
            return passage.text
        case "title":
            return embedding_text(replace(passage, headings=()))
        case "title and nearest":
            return embedding_text(replace(passage, headings=passage.headings[-1:]))
        case "headings":
            return embedding_text(replace(passage, title=" ")).removeprefix("  > ").removeprefix(" \n")
    return embedding_text(passage)


def measured(collection: Collection, cutting: Cutting, vectors: Vectors) -> dict[str, object]:
    """Return nDCG@10 of words, vectors and both, and what the passages are like."""
    passages, inputs = cut(collection, cutting, vectors)
    tokens = np.array(vectors.count_tokens(inputs))
    text_tokens = np.array(vectors.count_tokens([p.text for p in passages]))
    matrix = vectors.of(inputs)
    asked = vectors.of([q.text for q in collection.questions], questions=True)
    gains: dict[str, list[float]] = {"bm25": [], "dense": [], "fused": []}
    first: list[bool] = []
    found: list[bool] = []
    with tempfile.TemporaryDirectory() as folder:
        lexical = _lexical(Path(folder), passages)
        for question, cosines in zip(collection.questions, asked @ matrix.T, strict=True):
            by_words = lexical.search(LexicalQuery(dict.fromkeys(terms(question.text), 1.0)), TOP)
            by_meaning = np.argsort(-cosines, kind="stable")[:TOP]
            union = np.union1d(by_words.keys, by_meaning)
            fused = fuse(union, cosines[union], by_words)
            for name, keys in (("bm25", by_words.keys), ("dense", by_meaning), ("fused", fused.keys)):
                relevant = _relevances(question, [passages[key] for key in keys], collection.by_document)
                gains[name].append(_ndcg(relevant, question.relevant))
            first.append(relevant[:1] == [True])
            found.append(True in relevant)
    return {
        "collection": collection.name,
        "cutting": cutting.name,
        "passages": len(passages),
        "tokens": int(tokens.sum()),
        "context_share": round(1 - float(text_tokens.sum() / tokens.sum()), 3),
        **{name: round(mean(values), 3) for name, values in gains.items()},
        "first": round(mean(first), 3),
        "recall@10": round(mean(found), 3),
    }


def _lexical(folder: Path, passages: Sequence[Passage]) -> LexicalIndex:
    rows = (LexicalRow(i, p.title, p.headings, p.address or "", p.text, None, ()) for i, p in enumerate(passages))
    write(folder, rows)
    return LexicalIndex(folder)


def _relevances(question: Question, ranked: Sequence[Passage], by_document: bool) -> list[bool]:
    """Return whether each of the first ten units is relevant; a document counts where it comes first."""
    if by_document:
        ranked = list({passage.document_id: passage for passage in ranked}.values())
    return [question.is_relevant(passage) for passage in ranked[:DEPTH]]


def _ndcg(relevant: Sequence[bool], total: int) -> float:
    """Return nDCG@10 with gains of 0 and 1 (Järvelin and Kekäläinen 2002)."""
    gain = sum(1 / math.log2(rank + 1) for rank, is_relevant in enumerate(relevant, start=1) if is_relevant)
    return gain / sum(1 / math.log2(rank + 1) for rank in range(1, min(total, DEPTH) + 1))


COLLECTIONS: dict[str, Callable[[int], Collection]] = {
    "own": lambda _: own_questions(by_document=False),
    "own_texts": lambda _: own_questions(by_document=True),
    "rijksoverheid_vac": partial(evaluation, "rijksoverheid_vac"),
    "overheid_vraagkoppen": partial(evaluation, "overheid_vraagkoppen"),
}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "veiligheidswijzer-vectors")
    parser.add_argument("--collections", nargs="+", default=list(COLLECTIONS))
    parser.add_argument("--only", nargs="+", help="names of cuttings")
    parser.add_argument("--distractors", type=int, default=1_000_000)
    given = parser.parse_args()
    print(described())
    vectors = Vectors(given.cache)
    wanted = [one for one in CUTTINGS if not given.only or one.name in given.only]

    def rows() -> Iterator[dict[str, object]]:
        for name in given.collections:
            collection = COLLECTIONS[name](given.distractors)
            for cutting in wanted:
                yield measured(collection, cutting, vectors)

    print_table(rows())


if __name__ == "__main__":
    main()
