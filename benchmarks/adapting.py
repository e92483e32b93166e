"""The adaptation of the default model to Dutch questions, trained anew: index/embedding/adaptation.safetensors.

    python -m benchmarks.adapting OUT EVALUATION FOLDER...

FOLDERs hold the texts that the questions of written.tsv are about: benchmarks/lessons, benchmarks/explainers,
SHARED/data/documents, and what is packed in its wetten_overig.tar.xz. Of EVALUATION (SHARED/data/evaluation) only
titles are read: no heading of such a text is learned. Questions about one text in eight are kept apart: of these it
prints how often the nearest sentence is one that answers, before and after each run. It takes about an hour on two
processors; a run of which OUT, a folder, has the file already is not made again.

What is learned is told in scaled_encoder.py. Question and sentences, and in half of the steps passages, are brought
together by cross-entropy over the sentences of a batch (van den Oord et al. 2018, InfoNCE); in others headings and what
stands below them. The mean cosine of questions and sentences is held where it was, which costs nothing. Several short
runs each learn from unlike texts, their mean is taken (Wortsman et al. 2022, model soups), and of it a share is kept
(Wortsman et al. 2022, WiSE-FT): for the model is to answer questions about other texts too. OUT gets a file for each
share. What ships is the mean of three other runs of this kind, made before: RESULTS.md tells which, and how this one
compares.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Sequence
from multiprocessing import Pool
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import torch
from safetensors.numpy import load_file, save_file
from torch import Tensor
from torch.nn import functional

from benchmarks.headings import known_titles
from benchmarks.lessons import KINDS, OTHERS, HeadedPassages, Questions
from benchmarks.machine import described
from benchmarks.scaled_encoder import Encoder, Tensors, learn
from corpus import Document, Passage, SourceFile, embedding_text, find_sources, read_source, split_document
from index import open_embedder
from index.embedding.packed_model import packed_model_file, write_model
from index.embedding.packed_weights import read_packed_model

PARTS = 2
RUNS = [*((kind, part) for kind in KINDS for part in range(PARTS)), (OTHERS, 0)]  # laws count for a fifth
AT_ONCE = 8  # questions of a batch
STEPS, HEADINGS_EVERY = 300, 5  # batches of a run, and which of them are of headings
SCALE = 65.0  # of a cosine: how answers weigh it (retrieval/answering.py)
HOLD = 20.0  # weight of the mean cosine's shift, squared
SHARES = (0.5, 0.75, 1.0)


def passages_of(file: SourceFile) -> list[Passage]:
    """Return the passages of one file; none of one that cannot be read."""
    count = open_embedder().count_tokens
    return [p for item in read_source(file) if isinstance(item, Document) for p in split_document(item, count)]


def passages_in(folders: Sequence[Path]) -> list[Passage]:
    """Return the passages of all texts in folders; what is still packed is passed over."""
    files = [file for file in find_sources(folders).files if file.path.suffix != ".xz"]
    with Pool() as pool:
        return [passage for found in pool.map(passages_of, files, chunksize=8) for passage in found]


def train(encoder: Encoder, questions: Questions, headed: HeadedPassages, run: int) -> None:
    """Train from the start on the questions of one run, and print now and then how it goes."""
    encoder.forget()
    chance = random.Random(run)
    numbers = questions.about(*RUNS[run])

    def loss_of(step: int) -> Tensor:
        if step % HEADINGS_EVERY == HEADINGS_EVERY - 1:
            return _headings_loss(encoder, headed, chance)
        return _loss(encoder, questions, _drawn(numbers, step, chance), chance)

    learn(encoder, STEPS, loss_of)


def _drawn(numbers: list[int], step: int, chance: random.Random) -> list[int]:
    """Return the next questions, in an order that changes each time when all have been used."""
    first = step * AT_ONCE % len(numbers)
    if first < AT_ONCE:
        chance.shuffle(numbers)
    return numbers[first : first + AT_ONCE]


def _loss(encoder: Encoder, questions: Questions, batch: list[int], chance: random.Random) -> Tensor:
    choices = [questions.choice(number, chance) for number in batch]
    sentences = list(dict.fromkeys(at for choice in choices for at in choice))
    homes = [questions.sentences[choice[0]].passage for choice in choices]
    away = [
        next((p for at in c if (p := questions.sentences[at].passage) != h), h)
        for c, h in zip(choices, homes, strict=True)
    ]
    passages = list(dict.fromkeys([*homes, *away])) if chance.random() < 0.5 else []
    texts = [encoder.tokens("query", questions.asked[number][0]) for number in batch]
    texts += [encoder.tokens("sentence", questions.sentences[at].text) for at in sentences]
    texts += [encoder.tokens("passage", embedding_text(questions.passages[at])) for at in passages]
    asked, said, read = torch.split(encoder.embed(texts), [len(batch), len(sentences), len(passages)])
    cosines = asked @ said.T
    is_other = torch.ones_like(cosines, dtype=torch.bool)
    for row, (number, choice, home) in enumerate(zip(batch, choices, homes, strict=True)):
        for column, at in enumerate(sentences):
            answers_too = at in questions.asked[number][1] and at != choice[0]
            # What stands beside the answer is a wrong one only where it was chosen as such.
            is_other[row, column] = not answers_too and (at in choice or questions.sentences[at].passage != home)
    right = torch.tensor([sentences.index(choice[0]) for choice in choices])
    loss = functional.cross_entropy((SCALE * cosines).masked_fill(~is_other, -1e4), right)
    was = float(np.mean([questions.cosines(number)[sentences] for number in batch]))
    loss = loss + HOLD * (cosines.mean() - was) ** 2
    if passages:
        near = asked @ read.T
        for row, number in enumerate(batch):
            answering = {questions.sentences[at].passage for at in questions.asked[number][1]} - {homes[row]}
            near[row, [column for column, at in enumerate(passages) if at in answering]] = -1.0
        loss = loss + functional.cross_entropy(SCALE * near, torch.tensor([passages.index(home) for home in homes]))
    return loss


def _headings_loss(encoder: Encoder, headed: HeadedPassages, chance: random.Random) -> Tensor:
    pairs = headed.batch(chance)
    texts = [encoder.tokens("query", heading) for heading, _ in pairs]
    texts += [encoder.tokens("passage", text) for _, text in pairs]
    asked, read = torch.split(encoder.embed(texts), [len(pairs), len(pairs)])
    return functional.cross_entropy(SCALE * asked @ read.T, torch.arange(len(pairs)))


def mean_of(found: Sequence[Tensors], came: Tensors, share: float) -> Tensors:
    """Return `came` with this share of what was learned on the average."""
    means = {name: np.mean([one[name].astype(np.float32) for one in found], axis=0) for name in came}
    return {name: (was + share * (means[name] - was)).astype(was.dtype) for name, was in came.items()}


def main() -> None:
    """Train, write the adaptation, and print what it learned."""
    print(described())
    out, evaluation, folders = Path(sys.argv[1]), Path(sys.argv[2]), [Path(folder) for folder in sys.argv[3:]]
    out.mkdir(parents=True, exist_ok=True)
    passages = passages_in(folders)
    data = packed_model_file().read_bytes()
    encoder = Encoder(data)
    with TemporaryDirectory() as folder:  # what is near is told by the model as it came
        write_model(Path(folder), read_packed_model(data))
        questions = Questions(passages, open_embedder(folder), PARTS)
    headed = HeadedPassages(passages, known_titles(evaluation))
    came = encoder.learned(data)
    print("right first of twelve, before:", questions.right_first(encoder), flush=True)
    found = []
    for run, (kind, part) in enumerate(RUNS):
        file = out / f"{kind}-{part}.safetensors"
        if not file.exists():
            train(encoder, questions, headed, run)
            print(f"right first of twelve, {kind} {part}:", questions.right_first(encoder), flush=True)
            save_file(encoder.learned(data), file)
        found.append(load_file(file))
    for share in SHARES:
        save_file(mean_of(found, came, share), out / f"mean-{share}.safetensors")


if __name__ == "__main__":
    main()
