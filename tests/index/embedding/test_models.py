from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np

from index.embedding import models
from index.embedding.models import DefaultEmbedder

ROOT = Path(__file__).resolve().parents[3]


def test_a_question_and_a_small_text_take_no_torch() -> None:
    script = (
        "import sys; from index import open_embedder; e = open_embedder(); e.embed_question('Wie mag dat?');"
        "e.embed_passages(['Een korte tekst.'] * 20); print('torch' in sys.modules)"
    )
    shown = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "False", shown.stdout


def test_many_texts_go_to_torch_and_get_the_same_vectors() -> None:
    texts = [f"De burgemeester van gemeente {n} sluit een pand wegens drugshandel." for n in range(30)]
    embedder = DefaultEmbedder()
    small = embedder.embed_passages(texts)
    assert embedder._engine_for([]) is embedder._small
    embedder.load()
    assert embedder._engine_for([]) is embedder._large
    assert (np.sum(small * embedder.embed_passages(texts), axis=1) >= 0.999).all()


def test_the_small_engine_is_left_when_it_has_cost_what_torch_costs(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(models, "TOKENS_BEFORE_TORCH", 50)
    embedder = DefaultEmbedder()
    assert embedder._engine_for(["woord " * 20]) is embedder._small
    assert embedder._engine_for(["woord " * 40]) is embedder._large


def test_a_question_waits_for_torch_never_and_uses_it_once_it_is_there() -> None:
    code = (
        "import sys; from index import open_embedder; e = open_embedder();"
        "small = e.embed_question('Wie mag dat?'); print('torch' in sys.modules);"
        "e.load(); large = e.embed_question('Wie mag dat?');"
        "print((large == e._large.embed_question('Wie mag dat?')).all(), small @ large >= 0.999)"
    )
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert printed.split() == ["False", "True", "True"]


def test_the_small_engine_leaves_the_environment_as_it_was() -> None:
    code = (
        "import os; from index.embedding.nano_engine import NanoQuestionEmbedder; before = dict(os.environ);"
        "NanoQuestionEmbedder().load(); print(dict(os.environ) == before)"
    )
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert printed.strip() == "True"
