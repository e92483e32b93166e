"""The scales with which question and passage are read together, trained anew: retrieval/reading/reading.safetensors.

    python -m benchmarks.reading OUT FOLDER...

FOLDERs are as in benchmarks.adapting. The default model reads a question and a passage as one text; the mean state of a
sentence, times a direction that is learned too, says how well it answers. It learns from the written questions to tell
the sentence that answers from all others of its passage, and of passages elsewhere with sentences that are near; then
also to tell that none answers, where only passages elsewhere are read (as Devlin et al. 2019 do for SQuAD 2.0). Only
scales, biases and norms are learned, as in benchmarks.adapting, and it begins with what that learned. Questions about
one text in eight are kept apart. It takes three hours on two processors; OUT becomes the file.
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
from retrieval.reading.reader import DIRECTION, NOTHING, UNREAD


@dataclass(frozen=True, slots=True)
class Stage:
    """So many batches, of so many questions each, and of each so many passages.

    `absent` is the share of questions of which no passage is read that answers; if it is 0, one always is.
    """

    steps: int
    questions: int
    passages: int
    absent: float = 0.0


STAGES = (Stage(600, 4, 3), Stage(1_650, 6, 2), Stage(600, 6, 2), Stage(1_500, 6, 2, absent=0.4))
SETTLING = 8  # batches, from the scores of which it is told where "nothing answers" begins
NOTHING_SCALE = 10  # by which the score of that is learned faster than a vector


class PairEncoder:
    """The adapted model, and the direction that makes scores of its states."""

    def __init__(self) -> None:
        self.data = adapted(packed_model_file().read_bytes(), load(ADAPTATION.read_bytes()))
        self.encoder = Encoder(self.data)
        self.nothing = nn.Parameter(torch.zeros(1))
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
        nothing = (NOTHING_SCALE * self.nothing.detach()).numpy()
        save_file({**self.encoder.learned(self.data), DIRECTION: direction, NOTHING: nothing}, file)


def train(reader: PairEncoder, questions: Questions) -> None:
    """Learn from the questions of which no text is kept apart."""
    chance = random.Random(0)
    numbers = [number for kind in (*KINDS, OTHERS) for number in questions.about(kind, 0)]
    chance.shuffle(numbers)
    done = 0
    for stage in STAGES:

        def loss_of(step: int, stage: Stage = stage, done: int = done) -> Tensor:
            first = done + step * stage.questions
            batch = [numbers[at % len(numbers)] for at in range(first, first + stage.questions)]
            return _loss(_read(reader, questions, batch, stage, chance), reader.nothing if stage.absent else None)

        if stage.absent:
            with torch.no_grad():
                reader.nothing.copy_(_settled(reader, questions, numbers, stage))
        learn(reader.encoder, stage.steps, loss_of, [reader.direction, reader.nothing])
        done += stage.steps * stage.questions


def _read(
    reader: PairEncoder, questions: Questions, batch: Sequence[int], stage: Stage, chance: random.Random
) -> list[tuple[Tensor, int | None]]:
    """Return for each question the scores of the sentences that count, and the place of the right one."""
    choices = [
        questions.passages_for(number, chance, stage.passages, absent=chance.random() < stage.absent)
        for number in batch
    ]
    pairs = [
        (questions.asked[number][0], questions.passages[at])
        for number, choice in zip(batch, choices, strict=True)
        for at in choice.passages
    ]
    scores = iter(reader.scores(pairs))
    found = []
    for choice in choices:
        of_sentences = torch.cat([next(scores) for _ in choice.passages])
        found.append((of_sentences.masked_fill(~torch.tensor(choice.counted), -1e4), choice.right))
    return found


def _loss(read: Sequence[tuple[Tensor, int | None]], nothing: Tensor | None) -> Tensor:
    """Return the cross-entropy over the sentences, and that none answers if `nothing` is learned."""
    losses = []
    for scores, right in read:
        among = scores if nothing is None else torch.cat([scores, NOTHING_SCALE * nothing])
        losses.append(-functional.log_softmax(among, 0)[-1 if right is None else right])
    return torch.stack(losses).mean()


def _settled(reader: PairEncoder, questions: Questions, numbers: Sequence[int], stage: Stage) -> Tensor:
    """Return where what has an answer and what has none lie, on average, before that is learned."""
    chance = random.Random(0)
    batches = (numbers[at * stage.questions : (at + 1) * stage.questions] for at in range(SETTLING))
    read = [one for batch in batches for one in _read(reader, questions, batch, stage, chance)]
    return torch.stack([scores.logsumexp(0) for scores, _ in read]).mean().view(1) / NOTHING_SCALE


def main() -> None:
    """Learn, and write the file."""
    print(described())
    out, folders = Path(sys.argv[1]), [Path(folder) for folder in sys.argv[2:]]
    reader = PairEncoder()
    train(reader, Questions(passages_in(folders), open_embedder()))
    reader.save(out)


if __name__ == "__main__":
    main()
