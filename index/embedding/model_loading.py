"""Where a model is, which one it is, and how it is loaded without asking the network anything."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import ModelError
from index.durable import sha256_of
from index.embedding.embedder import ModelIdentity, Precision
from index.embedding.packed_model import (
    DIMENSION,
    LISTING,
    MAX_TOKENS,
    MODEL_NAME,
    PROMPTS,
    default_model_folder,
    recorded_checksums,
)

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

HUB_NAME = re.compile(r"[\w-][\w.-]*/[\w-][\w.-]*")
MODEL_FILES = {".json", ".safetensors", ".bin", ".txt", ".model"}
_PARTS = 32  # in which a table is compared, so that no copy of the whole is made for it
NOT_FOR_TORCH = ["*.onnx", "onnx/*", "openvino/*", "*.h5", "*.msgpack", "*.ot", "*.tflite", "*.gguf"]


@dataclass(frozen=True, slots=True)
class ModelPlace:
    """A model that is on this machine."""

    folder: Path
    name: str
    revision: str
    is_default: bool = False


def locate_model(model: str | Path | None) -> ModelPlace:
    """Find the folder of a model: the default one for None, a folder, or else "organisation/name" on the hub.

    Raises:
        ModelError: there is no such folder, or the hub does not give it.
    """
    if model is None:
        folder = default_model_folder()
        return ModelPlace(folder, MODEL_NAME, folder.name, is_default=True)
    folder = Path(model).expanduser()
    if folder.is_dir():
        if not any((folder / name).is_file() for name in ("modules.json", "config.json")):
            raise ModelError(
                f"In de map {folder} staat geen model van sentence-transformers: er is geen modules.json of "
                "config.json. Noem de map waarin het model zelf staat."
            )
        return ModelPlace(folder, folder.resolve().name, "")
    if isinstance(model, str) and HUB_NAME.fullmatch(model):
        snapshot = _fetch_from_hub(model)
        return ModelPlace(snapshot, model, snapshot.name)
    raise ModelError(
        f"De modelmap {model} bestaat niet. Noem met --model een bestaande map, of een model van de Hugging "
        "Face-hub als organisatie/naam. Zonder --model wordt het standaardmodel gebruikt."
    )


def default_identity(folder: Path) -> ModelIdentity:
    """Tell the identity of the default model without loading it."""
    return ModelIdentity(
        name=MODEL_NAME,
        revision=folder.name,
        checksum=_checksum_of(recorded_checksums(folder)),
        dimension=DIMENSION,
        query_prompt=PROMPTS["query"],
        passage_prompt=PROMPTS["document"],
        max_tokens=MAX_TOKENS,
    )


def model_checksum(folder: Path) -> str:
    """Return one SHA-256 over the weights, tokenizer and configuration in a folder; reads them all."""
    return _checksum_of(
        {
            path.relative_to(folder).as_posix(): sha256_of(path)
            for path in folder.rglob("*")
            if path.suffix in MODEL_FILES and path.name != LISTING and path.is_file()
        }
    )


def load_model(place: ModelPlace, precision: Precision) -> SentenceTransformer:
    """Load a model for the processor; only the network of the transformer itself computes in `precision`.

    Pooling in bfloat16 would lose more than all layers together (cosine 0.996 instead of 0.9999).

    Raises:
        ModelError: the folder holds no model that sentence-transformers can load.
    """
    import torch
    from sentence_transformers import SentenceTransformer

    try:
        with no_progress_bars():
            model = SentenceTransformer(
                str(place.folder),
                device="cpu",
                local_files_only=True,
                # Read rather than mapped: transformers never lets go of a map, which stays in memory beside the copy.
                model_kwargs={"dtype": torch.float32, "disable_mmap": True},
            )
    except Exception as error:  # a broken folder shows as almost any exception of four libraries
        raise ModelError(
            f"Het model in {place.folder} kan niet worden geladen ({type(error).__name__}: {error}). "
            "Controleer of de map volledig is, of kies een ander model met --model."
        ) from error
    if precision.dtype == "bfloat16":
        model[0].to(torch.bfloat16)
        model[0].register_forward_hook(_to_float32)
    else:
        _halve_tables(model)
    return model.eval()


def _halve_tables(model: SentenceTransformer) -> None:
    """Keep tables of vectors in float16 where that loses nothing, as of weights that were stored so; rows are widened.

    The table of a vocabulary of many languages is most of a small model: 384 MB of the default one, halved.
    """
    import torch

    for module in model[0].modules():
        if not isinstance(module, torch.nn.Embedding):
            continue
        half = module.weight.detach().half()
        parts = zip(half.chunk(_PARTS), module.weight.chunk(_PARTS), strict=True)
        if all(torch.equal(part.float(), whole) for part, whole in parts):
            module.weight = torch.nn.Parameter(half, requires_grad=False)
            module.register_forward_hook(lambda _module, _inputs, rows: rows.float())


def _to_float32(_module: object, _inputs: object, features: dict[str, object]) -> dict[str, object]:
    import torch

    return {
        name: value.float() if isinstance(value, torch.Tensor) and value.dtype == torch.bfloat16 else value
        for name, value in features.items()
    }


def _checksum_of(checksums: dict[str, str]) -> str:
    lines = "".join(f"{checksum}  {name}\n" for name, checksum in sorted(checksums.items()))
    return hashlib.sha256(lines.encode()).hexdigest()


def _fetch_from_hub(name: str) -> Path:
    from huggingface_hub import snapshot_download

    try:
        return Path(snapshot_download(name, ignore_patterns=NOT_FOR_TORCH))
    except Exception as error:  # no network, no such model, no right to it: the hub's client has many
        raise ModelError(
            f"Het model {name} is geen map op deze computer en kan ook niet van de Hugging Face-hub worden gehaald "
            f"({type(error).__name__}). Controleer de naam en de verbinding, of noem een map met --model."
        ) from error


@contextmanager
def no_progress_bars() -> Iterator[None]:
    """Let transformers load a model without drawing on the terminal."""
    from transformers.utils import logging

    shown = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()
    try:
        yield
    finally:
        if shown:
            logging.enable_progress_bar()
