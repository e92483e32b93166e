"""The encoder of a BERT model, computed by OpenVINO: in 8-bit integers, or in float32.

In integers it is twice as fast as torch where a processor has VNNI; in float32 one question takes half the processor
time that torch takes, and a batch as much. In integers, weights are rounded once, a scale for every output; activations
as they come, a scale for every `GROUP` values. Sums, attention, softmax and layer norms stay in float32. OpenVINO's own
converter is not used: the graph is written out below, so that nothing is traced, and what it needs is in one place.
"""

from __future__ import annotations

import os
import sys
import threading
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from torch import Tensor, nn

# Of 32, 64 and 128 values with one scale, 64 is a fifth faster than 32 at nearly the same cosine with float32 (0.9998),
# and nearly as fast as 128 (0.9997), in processor time on 120 passages of laws.
GROUP = 64
LEAST_COSINE = {"int8": 0.999, "float32": 0.999999}
"""What the vectors of the probes must reach with those of torch in float32."""
# Of each stream; every shape of a batch has kernels of its own. OpenVINO keeps 5000, which grow by some 30 MB for 1000
# passages; keeping few is no slower, since a shape hardly ever comes back.
KEPT_KERNELS = 64
# oneDNN, with which OpenVINO computes, keeps some of its own beside those: 1,024 unless told otherwise, which grew by
# some 9 MB for 1000 passages. It reads this setting once, when it first computes.
_KEPT_BY_ONEDNN = "ONEDNN_PRIMITIVE_CACHE_CAPACITY"
_MASKED = -1e9  # added to the attention scores of padding

_PROBES = (
    "De burgemeester kan een woning sluiten als er drugs worden verhandeld (artikel 13b van de Opiumwet).",
    "Camerabeelden mogen ten hoogste vier weken worden bewaard, tenzij ze nodig zijn voor een strafzaak.",
    "Veiligheid",
    "Wie een evenement organiseert, vraagt daarvoor op tijd een vergunning aan. " * 12,
)


def use_openvino(model: SentenceTransformer, streams: int, dtype: Literal["int8", "float32"]) -> bool:
    """Let OpenVINO compute the encoder of `model` (on the processor, in float32) with `streams` texts side by side.

    Returns False, with `model` as it was, where it is not such a BERT encoder, OpenVINO is absent or fails, or the
    vectors of some probes differ from those of torch in float32 (cosine below `LEAST_COSINE`).
    """
    encoder = getattr(getattr(model[0], "auto_model", None) or getattr(model[0], "model", None), "encoder", None)
    if not _is_plain_bert(encoder):
        return False
    owner = getattr(model[0], "auto_model", None) or model[0].model
    plain = _unit(model.encode(list(_PROBES)))
    cosine = 0.0
    try:
        owner.encoder = _encoder_module(encoder, streams, dtype == "int8")
        cosine = float((_unit(model.encode(list(_PROBES))) * plain).sum(axis=1).min())
    except (ImportError, RuntimeError):  # the latter is all that OpenVINO raises, whatever a processor lacks
        pass
    if cosine < LEAST_COSINE[dtype]:
        owner.encoder = encoder
        return False
    return True


def _is_plain_bert(encoder: Any) -> bool:
    from transformers.models.bert.modeling_bert import BertEncoder
    from transformers.models.xlm_roberta.modeling_xlm_roberta import XLMRobertaEncoder

    if not isinstance(encoder, BertEncoder | XLMRobertaEncoder):
        return False
    config = encoder.config
    return config.hidden_act == "gelu" and not config.is_decoder and config.hidden_size % GROUP == 0


def _unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True))


def _encoder_module(encoder: Any, streams: int, in_integers: bool) -> nn.Module:
    """Return a module that takes the place of `encoder`, computed by OpenVINO."""
    import torch
    from transformers.modeling_outputs import BaseModelOutputWithPastAndCrossAttentions

    compiled = _compiled(encoder, streams, in_integers)
    requests = threading.local()  # a request belongs to one thread

    class OpenVinoEncoder(torch.nn.Module):
        config = encoder.config

        def forward(
            self, hidden_states: Tensor, attention_mask: Tensor | None = None, **_options: object
        ) -> BaseModelOutputWithPastAndCrossAttentions:
            if not hasattr(requests, "own"):
                requests.own = compiled.create_infer_request()
            states = hidden_states.numpy()
            outputs = requests.own.infer([states, _added_mask(attention_mask, states.shape)])
            return BaseModelOutputWithPastAndCrossAttentions(last_hidden_state=torch.from_numpy(outputs[0].copy()))

    return OpenVinoEncoder()


def _added_mask(mask: Tensor | None, shape: tuple[int, ...]) -> NDArray[np.float32]:
    """Return what is added to the attention scores, shape (texts, 1, 1, tokens), from what transformers gives."""
    if mask is None:  # no padding in this batch
        return np.zeros((shape[0], 1, 1, shape[1]), np.float32)
    row = mask[:, :1, :1, :].numpy()  # the same for every token that looks
    return np.where(row, 0, _MASKED).astype(np.float32) if row.dtype == np.bool_ else np.maximum(row, _MASKED)


def _compiled(encoder: Any, streams: int, in_integers: bool) -> Any:
    return (
        _load_openvino()
        .Core()
        .compile_model(
            _graph(encoder, in_integers),
            "CPU",
            {
                "INFERENCE_PRECISION_HINT": "f32",
                "DYNAMIC_QUANTIZATION_GROUP_SIZE": str(GROUP if in_integers else 0),
                "INFERENCE_NUM_THREADS": streams,
                "NUM_STREAMS": streams,  # a text batch for each thread: they never wait for each other
                "CPU_RUNTIME_CACHE_CAPACITY": str(KEPT_KERNELS),
            },
        )
    )


def _load_openvino() -> Any:
    # The package of OpenVINO's usage statistics comes with it; where that is absent, OpenVINO takes a stub of its own.
    sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]
    os.environ.setdefault(_KEPT_BY_ONEDNN, str(KEPT_KERNELS))
    import openvino

    return openvino


def _graph(encoder: Any, in_integers: bool) -> Any:
    """Write the encoder as a graph from states (texts, tokens, hidden) and mask to states.

    See Devlin et al. 2019, and transformers' modeling_bert.py for the order of the steps.
    """
    openvino = _load_openvino()
    from openvino import opset13 as op

    config = encoder.config
    weights = {name: tensor.float().numpy() for name, tensor in encoder.state_dict().items()}
    heads, width = config.num_attention_heads, config.hidden_size // config.num_attention_heads

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
        scaled = op.mvn(states, numbers(-1), True, config.layer_norm_eps, "INSIDE_SQRT")
        weight, bias = op.constant(weights[f"{name}.weight"]), op.constant(weights[f"{name}.bias"])
        return op.add(op.multiply(scaled, weight), bias)

    def by_head(states: Any) -> Any:
        return op.transpose(op.reshape(states, numbers(0, 0, heads, width), True), numbers(0, 2, 1, 3))

    states = given = op.parameter([-1, -1, config.hidden_size], np.float32)
    mask = op.parameter([-1, 1, 1, -1], np.float32)
    for number in range(config.num_hidden_layers):
        layer = f"layer.{number}"
        query, key, value = (by_head(linear(states, f"{layer}.attention.self.{n}")) for n in ("query", "key", "value"))
        seen = op.transpose(op.scaled_dot_product_attention(query, key, value, mask), numbers(0, 2, 1, 3))
        seen = linear(op.reshape(seen, numbers(0, 0, config.hidden_size), True), f"{layer}.attention.output.dense")
        states = norm(op.add(seen, states), f"{layer}.attention.output.LayerNorm")
        wide = op.gelu(linear(states, f"{layer}.intermediate.dense"), "ERF")
        states = norm(op.add(linear(wide, f"{layer}.output.dense"), states), f"{layer}.output.LayerNorm")
    return openvino.Model([states], [given, mask])
