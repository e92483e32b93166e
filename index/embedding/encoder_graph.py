"""The encoder of a BERT model as a graph that OpenVINO computes: in 8-bit integers, in bfloat16, or in float32.

In integers it is twice as fast as torch where a processor has VNNI; in float32 one question takes half the processor
time that torch takes, and a batch as much. In integers, weights are rounded once, a scale for every output; activations
as they come, a scale for every `GROUP` values. Sums, attention, softmax and layer norms stay in float32. OpenVINO's own
converter is not used: the graph is written out below, so that nothing is traced, and what it needs is in one place.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

# Of 32, 64 and 128 values with one scale, 64 is a fifth faster than 32 at nearly the same cosine with float32 (0.9998),
# and nearly as fast as 128 (0.9997), in processor time on 120 passages of laws.
GROUP = 64
# Of each stream; every shape of a batch has kernels of its own. OpenVINO keeps 5000, which grow by some 30 MB for 1000
# passages; keeping few is no slower, since a shape hardly ever comes back.
KEPT_KERNELS = 64
# oneDNN, with which OpenVINO computes, keeps some of its own beside those: 1,024 unless told otherwise, which grew by
# some 9 MB for 1000 passages. It reads this setting once, when it first computes.
_KEPT_BY_ONEDNN = "ONEDNN_PRIMITIVE_CACHE_CAPACITY"
MASKED = -1e9
"""Added to the attention scores of padding."""
Dtype = Literal["int8", "bfloat16", "float32"]
Weights = Mapping[str, NDArray[np.float32]]
"""Tensors by the names that `transformers.BertModel` gives them within its encoder, float32."""


@dataclass(frozen=True, slots=True)
class EncoderShape:
    """The sizes of a BERT encoder."""

    layers: int
    hidden: int
    heads: int
    layer_norm_epsilon: float


def compiled(weights: Weights, shape: EncoderShape, dtype: Dtype, threads: int, streams: int) -> Any:
    """Return the encoder, compiled to compute `streams` batches side by side: from states and added mask to states.

    Raises:
        ImportError: OpenVINO is not installed.
        RuntimeError: whatever the processor lacks.
    """
    return (
        load_openvino()
        .Core()
        .compile_model(
            _graph(weights, shape, dtype == "int8"),
            "CPU",
            {
                "INFERENCE_PRECISION_HINT": "bf16" if dtype == "bfloat16" else "f32",
                "DYNAMIC_QUANTIZATION_GROUP_SIZE": str(GROUP if dtype == "int8" else 0),
                "INFERENCE_NUM_THREADS": threads,
                "NUM_STREAMS": streams,
                "CPU_RUNTIME_CACHE_CAPACITY": str(KEPT_KERNELS),
            },
        )
    )


def computes_bfloat16() -> bool:
    """Tell whether this processor computes bfloat16 itself.

    Raises:
        ImportError: OpenVINO is not installed.
    """
    return "BF16" in load_openvino().Core().get_property("CPU", "OPTIMIZATION_CAPABILITIES")


def load_openvino() -> Any:
    """Return the package, set to keep few kernels and to tell nobody of its use."""
    # The package of OpenVINO's usage statistics comes with it; where that is absent, OpenVINO takes a stub of its own.
    sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]
    os.environ.setdefault(_KEPT_BY_ONEDNN, str(KEPT_KERNELS))
    import openvino

    return openvino


def _graph(weights: Weights, shape: EncoderShape, in_integers: bool) -> Any:
    """Write the encoder as a graph from states (texts, tokens, hidden) and mask to states.

    See Devlin et al. 2019, and transformers' modeling_bert.py for the order of the steps.
    """
    openvino = load_openvino()
    from openvino import opset13 as op

    heads, width = shape.heads, shape.hidden // shape.heads

    def numbers(*values: int) -> NDArray[np.int64]:
        return np.array(values, np.int64)

    def linear(states: Any, name: str) -> Any:
        weight = weights[f"{name}.weight"]
        factor = rounded(weight) if in_integers else op.constant(weight)
        return op.add(op.matmul(states, factor, False, True), op.constant(weights[f"{name}.bias"]))

    def rounded(weight: NDArray[np.float32]) -> Any:
        scale = np.maximum(np.abs(weight).max(axis=1, keepdims=True), 1e-12) / 127
        integers = op.constant(np.round(weight / scale).astype(np.int8))
        return op.multiply(op.convert(integers, np.float32), op.constant(scale))

    def norm(states: Any, name: str) -> Any:
        scaled = op.mvn(states, numbers(-1), True, shape.layer_norm_epsilon, "INSIDE_SQRT")
        weight, bias = op.constant(weights[f"{name}.weight"]), op.constant(weights[f"{name}.bias"])
        return op.add(op.multiply(scaled, weight), bias)

    def by_head(states: Any) -> Any:
        return op.transpose(op.reshape(states, numbers(0, 0, heads, width), True), numbers(0, 2, 1, 3))

    states = given = op.parameter([-1, -1, shape.hidden], np.float32)
    mask = op.parameter([-1, 1, 1, -1], np.float32)
    for number in range(shape.layers):
        layer = f"layer.{number}"
        query, key, value = (by_head(linear(states, f"{layer}.attention.self.{n}")) for n in ("query", "key", "value"))
        seen = op.transpose(op.scaled_dot_product_attention(query, key, value, mask), numbers(0, 2, 1, 3))
        seen = linear(op.reshape(seen, numbers(0, 0, shape.hidden), True), f"{layer}.attention.output.dense")
        states = norm(op.add(seen, states), f"{layer}.attention.output.LayerNorm")
        wide = op.gelu(linear(states, f"{layer}.intermediate.dense"), "ERF")
        states = norm(op.add(linear(wide, f"{layer}.output.dense"), states), f"{layer}.output.LayerNorm")
    return openvino.Model([states], [given, mask])
