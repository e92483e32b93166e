"""Loading a model takes no more memory than it has to, and changes nothing of its vectors."""

from __future__ import annotations

from pathlib import Path

import torch
from sentence_transformers import SentenceTransformer

from index.embedding.model_loading import _halve_tables, load_model, locate_model
from index.embedding.precision import choose_precision


def test_tables_that_were_stored_in_16_bits_stay_so_and_give_the_same_rows() -> None:
    model = load_model(locate_model(None), choose_precision("float32"))
    table = next(module for module in model[0].modules() if isinstance(module, torch.nn.Embedding))
    assert table.weight.dtype == torch.float16
    plain = SentenceTransformer(
        str(locate_model(None).folder), device="cpu", local_files_only=True, model_kwargs={"dtype": torch.float32}
    )
    texts = ["De burgemeester kan een woning sluiten.", "Cameratoezicht: hoe lang?"]
    assert (model.encode(texts) == plain.encode(texts)).all(), "the vectors of a halved table differ"


def test_a_table_that_needs_32_bits_keeps_them() -> None:
    model = SentenceTransformer(modules=[torch.nn.Sequential(table := torch.nn.Embedding(2, 3))], device="cpu")
    with torch.no_grad():
        table.weight[:] = 1 / 3
    _halve_tables(model)
    assert table.weight.dtype == torch.float32
    assert (table(torch.tensor([0])) == torch.tensor(1 / 3)).all()


def test_no_file_of_the_model_stays_mapped() -> None:
    before = _mapped()
    _model = load_model(locate_model(None), choose_precision("float32"))
    assert _mapped() <= before


def _mapped() -> int:
    maps = Path("/proc/self/maps")  # of Linux
    return maps.read_text("utf-8").count(".safetensors") if maps.exists() else 0
