"""Question and sentence read together by the default model, with scales of its own: what that adds to answers.

    python -m benchmarks.pairs INDEX FOLDER...

FOLDERs are as in benchmarks.adapting, INDEX as in benchmarks.written. The model reads a question and a sentence as one
text; the mean of its states, times a vector that is learned, says how well the sentence answers (a cross-encoder:
Nogueira and Cho 2019). It learns from the written questions to tell the sentence that answers from others of its
passage and from the nearest elsewhere. Only scales, biases and norms are learned, so that it would ship as a second
file beside index/embedding/adaptation.safetensors and be computed by the same engines.

Printed is how often the best of the five sentences that `ask` weighs most is right, as they are weighed today and
with this added: for written questions that INDEX answers, of whose texts nothing is learned, and for the project's own.
The product does not use it yet.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.numpy import load
from torch import Tensor, nn
from torch.nn import functional

from benchmarks.adapting import SCALE, passages_in
from benchmarks.answer_weights import CONSTANTS, Features, features_of
from benchmarks.lessons import KINDS, OTHERS, Questions
from benchmarks.machine import described, print_table
from benchmarks.questions import QUESTIONS
from benchmarks.scaled_encoder import Encoder, learn
from benchmarks.written import answered_by
from corpus import sample_texts
from index import Embedder, LocalStore, build, open_embedder
from index.embedding.packed_model import ADAPTATION, packed_model_file
from index.embedding.packed_weights import adapted
from retrieval import Searcher
from retrieval.asked_words import AskedWords
from retrieval.candidate_sentences import Sentence, promising_sentences

STEPS, AT_ONCE, SENTENCES = 600, 6, 8  # batches, questions of each, sentences of each question
READ = 5  # sentences of a question that are read with it: with twelve it is as often right, in more than twice the time
ASKED = 500
WEIGHTS = (0.3, 0.5, 1.0, 1.5)  # of what reading together says, beside the weight of today
IsRight = Callable[[Sentence], bool]


class PairReader:
    """The adapted model, and the vector that makes a score of a question and a sentence."""

    def __init__(self) -> None:
        self.encoder = Encoder(adapted(packed_model_file().read_bytes(), load(ADAPTATION.read_bytes())))
        self.vector = nn.Parameter(0.05 * torch.randn(384, generator=torch.Generator().manual_seed(0)))

    def scores(self, pairs: Sequence[tuple[str, str]]) -> Tensor:
        """Return how well each sentence answers its question, float32 (n,)."""
        texts = [
            [*self.encoder.tokens("query", question), 2, *self.encoder.tokens("sentence", sentence)[1:]]
            for question, sentence in pairs
        ]
        return SCALE * self.encoder.embed(texts) @ self.vector

    def read(self, question: str, sentences: Sequence[str]) -> NDArray[np.float32]:
        """Return the scores, from which nothing is learned."""
        with torch.no_grad(), torch.compiler.set_stance("force_eager"):
            return np.asarray(self.scores([(question, sentence) for sentence in sentences]).numpy())


def train(reader: PairReader, questions: Questions) -> None:
    """Learn from the questions of which no text is kept apart."""
    chance = random.Random(0)
    numbers = [number for kind in (*KINDS, OTHERS) for number in questions.about(kind, 0)]
    chance.shuffle(numbers)

    def loss_of(step: int) -> Tensor:
        batch = [numbers[(step * AT_ONCE + at) % len(numbers)] for at in range(AT_ONCE)]
        choices = [questions.choice(number, chance, SENTENCES) for number in batch]
        scores = reader.scores(
            [
                (questions.asked[number][0], questions.sentences[at].text)
                for number, choice in zip(batch, choices, strict=True)
                for at in choice
            ]
        )
        parts = torch.split(scores, [len(choice) for choice in choices])
        return -torch.stack([functional.log_softmax(part, 0)[0] for part in parts]).mean()

    learn(reader.encoder, STEPS, loss_of, reader.vector)


@dataclass(frozen=True, slots=True)
class Weighed:
    """Of the sentences of one question that weigh most: weights (n,), scores of reading (n,), which are right (n,)."""

    weights: Features
    scores: NDArray[np.float32]
    right: NDArray[np.bool_]
    seconds: float


def weighed(reader: PairReader, searcher: Searcher, asked: Sequence[tuple[str, IsRight]]) -> Iterator[Weighed]:
    """Ask, and read the best sentences with each question."""
    for question, is_right in asked:
        found = promising_sentences(AskedWords.of(question), searcher.search(question, explained=False))
        weights = features_of(found) @ CONSTANTS
        best = np.argsort(-weights)[:READ]
        started = perf_counter()
        scores = reader.read(question, [found[at].in_context for at in best])
        seconds = perf_counter() - started
        yield Weighed(weights[best], scores, np.array([is_right(found[at]) for at in best]), seconds)


def row(name: str, found: Sequence[Weighed]) -> dict[str, object]:
    """Return how often the best sentence is right, in each way of weighing."""

    def right(weight: float) -> float:
        return round(float(np.mean([one.right[np.argmax(one.weights + weight * one.scores)] for one in found])), 3)

    among = round(float(np.mean([one.right.any() for one in found])), 3)
    took = round(1000 * float(np.median([one.seconds for one in found])))
    added = {f"with {weight}": right(weight) for weight in WEIGHTS}
    return {"questions": name, "among those read": among, "today": right(0.0), **added, "milliseconds": took}


def rows(reader: PairReader, index: Path, embedder: Embedder) -> Iterator[dict[str, object]]:
    """Measure on an index, and on the sample texts."""
    with Searcher(LocalStore(index), embedder) as searcher:
        written: list[tuple[str, IsRight]] = [
            (one.question, lambda s, one=one: one.is_answered_at(s.hit.passage, s.start, s.end))  # type: ignore[misc]
            for one in answered_by(searcher.store, ASKED)
        ]
        yield row("written", list(weighed(reader, searcher, written)))
    lines = [json.loads(line) for line in QUESTIONS.read_text("utf-8").splitlines()]
    own: list[tuple[str, IsRight]] = [
        (line["question"], lambda s, gold=line["answer"]: gold in s.text or s.text in gold)  # type: ignore[misc]
        for line in lines
        if line["answerable"]
    ]
    with tempfile.TemporaryDirectory() as folder:
        build(Path(folder), [sample_texts()], embedder)
        with Searcher(LocalStore(Path(folder)), embedder) as searcher:
            yield row("own", list(weighed(reader, searcher, own)))


def main() -> None:
    """Learn, and print what was measured."""
    print(described())
    index, folders = Path(sys.argv[1]), [Path(folder) for folder in sys.argv[2:]]
    embedder = open_embedder()
    reader = PairReader()
    train(reader, Questions(passages_in(folders), embedder))
    print_table(rows(reader, index, embedder))


if __name__ == "__main__":
    main()
