"""The encoder of OpenVINO gives the vectors of torch in float32, or is not used."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pytest

from index.embedding import openvino_encoder
from index.embedding.openvino_encoder import LEAST_COSINE, use_openvino

pytest.importorskip("openvino", reason="openvino has no wheel for this system")

TEXTS = [
    "De burgemeester sluit een pand.",
    "Een boa draagt een uniform.",
    "Evenement " * 50,
    "x",
    "Wie een evenement organiseert, meldt dat op tijd bij de gemeente en vraagt zo nodig een vergunning aan.",
]


def bert(folder: Path, hidden_act: str = "gelu") -> Any:
    """Make a small random BERT, by way of `folder`, as a model of sentence-transformers."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    from index.embedding.packed_model import default_model_folder

    torch.manual_seed(7)
    tokenizer = PreTrainedTokenizerFast.from_pretrained(str(default_model_folder()))
    config = BertConfig(
        vocab_size=len(tokenizer), hidden_size=64, num_hidden_layers=2, num_attention_heads=4, intermediate_size=128,
        hidden_act=hidden_act,
    )  # fmt: skip
    model = BertModel(config, add_pooling_layer=False)
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    transformer = Transformer(str(folder))
    return SentenceTransformer(modules=[transformer, Pooling(64)], device="cpu").eval()


def unit(vectors: Any) -> Any:
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@pytest.mark.parametrize("dtype", ["int8", "float32"])
def test_a_bert_encoder_keeps_its_vectors_padded_or_not(tmp_path: Path, dtype: Literal["int8", "float32"]) -> None:
    model = bert(tmp_path)
    plain = unit(model.encode(TEXTS))
    torchs = model[0].model.encoder
    assert use_openvino(model, 2, dtype)
    together, one_by_one = unit(model.encode(TEXTS)), unit(np.vstack([model.encode([text]) for text in TEXTS]))
    for name, vectors in (("together", together), ("one by one", one_by_one)):
        cosines = (vectors * plain).sum(axis=1)
        assert cosines.min() >= LEAST_COSINE[dtype], (name, TEXTS[int(cosines.argmin())], cosines)
    assert model[0].model.encoder is not torchs, "nothing was computed otherwise"


def test_another_activation_is_left_alone(tmp_path: Path) -> None:
    model = bert(tmp_path, "relu")
    before = model[0].model.encoder
    assert not use_openvino(model, 1, "int8")
    assert model[0].model.encoder is before


def test_an_encoder_that_integers_distort_is_left_in_float32(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = bert(tmp_path)
    plain = model.encode(TEXTS)
    monkeypatch.setitem(LEAST_COSINE, "int8", 1.1)  # more than any vectors reach
    assert not use_openvino(model, 1, "int8")
    assert np.array_equal(model.encode(TEXTS), plain)


@pytest.mark.parametrize("dtype", ["int8", "float32"])
@pytest.mark.parametrize("failing", ["compiled", "_unit"])
def test_what_openvino_cannot_compute_is_left_to_torch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dtype: Literal["int8", "float32"], failing: str
) -> None:
    model = bert(tmp_path)
    before = model[0].model.encoder
    real = getattr(openvino_encoder, failing)

    def fails(*arguments: Any) -> Any:
        if failing == "_unit" and model[0].model.encoder is before:
            return real(*arguments)
        raise RuntimeError("Check 'false' failed at src/plugins/intel_cpu")

    monkeypatch.setattr(openvino_encoder, failing, fails)
    assert not use_openvino(model, 1, dtype)
    assert model[0].model.encoder is before


def test_no_statistics_of_use_are_loaded() -> None:
    code = (
        "import sys; from index.embedding.encoder_graph import load_openvino; load_openvino();"
        "print([n for n, m in sys.modules.items() if 'openvino_telemetry' in n and m is not None])"
    )
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert printed.strip() == "[]"


@pytest.mark.long
def test_passages_of_ever_other_lengths_leave_nothing_in_memory() -> None:
    """Each shape of a batch has kernels of its own; of these few are kept."""
    run = (
        "from pathlib import Path\n"
        "from index.embedding.sentence_transformer import SentenceTransformerEmbedder\n"
        "def megabytes():\n"
        "    lines = Path('/proc/self/status').read_text().splitlines()\n"
        "    return next(int(line.split()[1]) for line in lines if line.startswith('RssAnon')) // 1024\n"
        "embedder = SentenceTransformerEmbedder()\n"
        "embedder.embed_passages(['de ' * 400])\n"
        "def embed(lengths):\n"
        "    for length in lengths:\n"
        "        embedder.embed_passages(['de ' * length] * 2)\n"
        "    return megabytes()\n"
        "before = embed(range(1, 101))\n"
        "print(embed(range(101, 300)) - before)\n"
    )
    if not Path("/proc/self/status").is_file():
        pytest.skip("het geheugen van een proces is hier niet te lezen")
    done = subprocess.run(
        [sys.executable, "-c", run], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[3]
    )
    assert int(done.stdout.split()[-1]) < 130, "MB for 200 shapes: 62 with few kernels kept, 230 with all"
