"""The scales with which question and passage are read together, trained anew: retrieval/reading/reading.safetensors.

    python -m benchmarks.reading OUT FOLDER...

FOLDERs are as in benchmarks.adapting. The default model reads a question and a passage as one text; the mean state of a
sentence, times a direction that is learned too, says how well it answers. It learns from the written questions to tell
the sentence that answers from all others of its passage, and of passages elsewhere with sentences that are near. Only
scales, biases and norms are learned, as in benchmarks.adapting, and it begins with what that learned. Questions about
one text in eight are kept apart. It takes an hour and a half on two processors; OUT becomes the file.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.numpy import load, save_file
from torch import Tensor, nn
from torch.nn import functional

from benchmarks.adapting import SCALE, passages_in
from benchmarks.lessons import KINDS, OTHERS, Questions
from benchmarks.machine import described
from benchmarks.scaled_encoder import Encoder, learn
from corpus import Passage
from index import open_embedder
from index.embedding.packed_model import ADAPTATION, packed_model_file
from index.embedding.packed_weights import adapted
from index.embedding.pieces import Pieces
from retrieval.reading.pair_text import PairText, pair_text
from retrieval.reading.reader import DIRECTION, UNREAD


@dataclass(frozen=True, slots=True)
class Stage:
    """So many batches, of so many questions each, and of each so many passages."""

    steps: int
    questions: int
    passages: int


STAGES = (Stage(600, 4, 3), Stage(1_650, 6, 2))


class PairEncoder:
    """The adapted model, and the direction that makes scores of its states."""

    def __init__(self) -> None:
        self.data = adapted(packed_model_file().read_bytes(), load(ADAPTATION.read_bytes()))
        self.encoder = Encoder(self.data)
        self.direction = nn.Parameter(0.05 * torch.randn(384, generator=torch.Generator().manual_seed(0)))
        self._pieces = Pieces(self.data)

    def scores(self, pairs: Sequence[tuple[str, Passage]]) -> list[Tensor]:
        """Return how well each statement of the passage answers, float32 (n,), for each question and passage."""
        texts = [pair_text(self._pieces, question, passage) for question, passage in pairs]
        read = self.encoder.states([text.tokens for text in texts])
        return [self._scores_of(text, states) for text, states in zip(texts, read, strict=True)]

    def _scores_of(self, text: PairText, states: Tensor) -> Tensor:
        means = [states.new_zeros(states.shape[1]) if p is None else states[p].mean(0) for p in text.places]
        scores = SCALE * functional.normalize(torch.stack(means), dim=-1) @ self.direction
        return scores.masked_fill(torch.tensor([place is None for place in text.places]), UNREAD)

    def save(self, file: Path) -> None:
        """Write what was learned."""
        direction = (SCALE * self.direction.detach()).numpy()
        save_file({**self.encoder.learned(self.data), DIRECTION: direction}, file)


def train(reader: PairEncoder, questions: Questions) -> None:
    """Learn from the questions of which no text is kept apart, each once."""
    chance = random.Random(0)
    numbers = [number for kind in (*KINDS, OTHERS) for number in questions.about(kind, 0)]
    chance.shuffle(numbers)
    done = 0
    for stage in STAGES:

        def loss_of(step: int, stage: Stage = stage, done: int = done) -> Tensor:
            first = done + step * stage.questions
            batch = [numbers[at % len(numbers)] for at in range(first, first + stage.questions)]
            return _loss(reader, questions, batch, stage.passages, chance)

        learn(reader.encoder, stage.steps, loss_of, reader.direction)
        done += stage.steps * stage.questions


def _loss(reader: PairEncoder, questions: Questions, batch: Sequence[int], most: int, chance: random.Random) -> Tensor:
    """Return the cross-entropy over the sentences of `most` passages for each question."""
    choices = [questions.passages_for(number, chance, most) for number in batch]
    pairs = [
        (questions.asked[number][0], questions.passages[at])
        for number, choice in zip(batch, choices, strict=True)
        for at in choice.passages
    ]
    scores = iter(reader.scores(pairs))
    losses = []
    for choice in choices:
        of_sentences = torch.cat([next(scores) for _ in choice.passages])
        wrong_or_right = torch.tensor(choice.counted)
        losses.append(-functional.log_softmax(of_sentences.masked_fill(~wrong_or_right, -1e4), 0)[choice.right])
    return torch.stack(losses).mean()


def main() -> None:
    """Learn, and write the file."""
    print(described())
    out, folders = Path(sys.argv[1]), [Path(folder) for folder in sys.argv[2:]]
    reader = PairEncoder()
    train(reader, Questions(passages_in(folders), open_embedder()))
    reader.save(out)


if __name__ == "__main__":
    main()
