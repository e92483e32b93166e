"""The encoder of the packed model gives the states of the model that sentence-transformers loads, in either engine."""

from __future__ import annotations

import numpy as np
import pytest

from index.embedding.packed_model import ENGINE_FILE, default_model_folder
from retrieval.reading import encoder
from retrieval.reading.encoder import PackedEncoder

TEXTS = [[0, *range(1_000, 1_090), 2], [0, 5, 2], [0, *range(90_000, 90_300), 2]]


@pytest.fixture(scope="module")
def data() -> bytes:
    return (default_model_folder() / ENGINE_FILE).read_bytes()


@pytest.mark.parametrize("engine", ["openvino", "torch"])
def test_states_are_those_of_the_unpacked_model(data: bytes, engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import torch
    from transformers import BertModel

    if engine == "openvino":
        pytest.importorskip("openvino", reason="openvino has no wheel for this system")
    else:

        def absent(*_: object, **__: object) -> None:
            raise ImportError("openvino")

        monkeypatch.setattr(encoder, "compiled", absent)
    model = BertModel.from_pretrained(str(default_model_folder()), dtype=torch.float32).eval()
    for tokens, states in zip(TEXTS, PackedEncoder(data).states(TEXTS), strict=True):
        with torch.no_grad():
            expected = model(torch.tensor([tokens])).last_hidden_state[0].numpy()
        assert states.shape == expected.shape
        assert states.dtype == np.float32
        far = float(np.abs(states - expected).max())
        assert far < 0.02, f"a state of {len(tokens)} tokens is {far} off"


def test_a_text_alone_has_the_states_that_it_has_among_others(data: bytes) -> None:
    made = PackedEncoder(data)
    together = made.states(TEXTS)
    for tokens, states in zip(TEXTS, together, strict=True):
        assert np.array_equal(made.states([tokens])[0], states), f"{len(tokens)} tokens"
