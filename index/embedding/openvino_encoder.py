"""The encoder of a model of sentence-transformers, computed by OpenVINO where its vectors are as those of torch."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from index.embedding.encoder_graph import GROUP, MASKED, Dtype, EncoderShape, compiled

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from torch import Tensor, nn

LEAST_COSINE = {"int8": 0.999, "float32": 0.999999}
"""What the vectors of the probes must reach with those of torch in float32."""

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
        owner.encoder = _encoder_module(encoder, streams, dtype)
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


def _encoder_module(encoder: Any, streams: int, dtype: Dtype) -> nn.Module:
    """Return a module that takes the place of `encoder`, computed by OpenVINO."""
    import torch
    from transformers.modeling_outputs import BaseModelOutputWithPastAndCrossAttentions

    config = encoder.config
    shape = EncoderShape(
        config.num_hidden_layers, config.hidden_size, config.num_attention_heads, config.layer_norm_eps
    )
    weights = {name: tensor.float().numpy() for name, tensor in encoder.state_dict().items()}
    graph = compiled(weights, shape, dtype, streams, streams)  # a thread for each batch: none waits for another
    requests = threading.local()  # a request belongs to one thread

    class OpenVinoEncoder(torch.nn.Module):
        config = encoder.config

        def forward(
            self, hidden_states: Tensor, attention_mask: Tensor | None = None, **_options: object
        ) -> BaseModelOutputWithPastAndCrossAttentions:
            if not hasattr(requests, "own"):
                requests.own = graph.create_infer_request()
            states = hidden_states.numpy()
            outputs = requests.own.infer([states, _added_mask(attention_mask, states.shape)])
            return BaseModelOutputWithPastAndCrossAttentions(last_hidden_state=torch.from_numpy(outputs[0].copy()))

    return OpenVinoEncoder()


def _added_mask(mask: Tensor | None, shape: tuple[int, ...]) -> NDArray[np.float32]:
    """Return what is added to the attention scores, shape (texts, 1, 1, tokens), from what transformers gives."""
    if mask is None:  # no padding in this batch
        return np.zeros((shape[0], 1, 1, shape[1]), np.float32)
    row = mask[:, :1, :1, :].numpy()  # the same for every token that looks
    return np.where(row, 0, MASKED).astype(np.float32) if row.dtype == np.bool_ else np.maximum(row, MASKED)
