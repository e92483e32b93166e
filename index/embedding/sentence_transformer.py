"""Passages and questions embedded by a model of sentence-transformers, on the processor."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np

from corpus.errors import ModelError
from index.arrays import FloatMatrix, FloatVector
from index.embedding.batching import TOKENS_PER_BATCH, equal_batches, token_batches, unit_rows
from index.embedding.embedder import ModelIdentity, Precision
from index.embedding.model_loading import default_identity, load_model, locate_model, model_checksum
from index.embedding.openvino_encoder import use_openvino
from index.embedding.precision import NOT_INT8, PrecisionChoice, choose_precision

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer

MOST_TOKENS = 1_000_000
"""Stands for "no limit"; some models name none, or an absurd one."""


class SentenceTransformerEmbedder:
    """Any model of sentence-transformers, on the processor; loaded when it is first needed.

    `model` is a folder, or "organisation/name" on the Hugging Face hub; None is the model that comes with the
    application. The hub is contacted for such a name only, and only to fetch the model. The model's own prompts are
    used; a model without prompts gets none. Batches are computed side by side, each by one of `threads` threads (None:
    one for each processor). Two threads on one batch wait for each other after each of its hundreds of small steps,
    which on a busy machine made it six times slower.

    Raises:
        ModelError: on making one, the folder or name does not exist; on use, the folder holds no usable model.
    """

    def __init__(
        self,
        model: str | Path | None = None,
        *,
        precision: PrecisionChoice = "auto",
        threads: int | None = None,
    ) -> None:
        self._place = locate_model(model)
        self._precision_choice = precision
        self._threads = threads or os.cpu_count() or 1
        self._workers = ThreadPoolExecutor(self._threads, "embed", initializer=_compute_alone)
        self._lock = threading.RLock()

    @cached_property
    def precision(self) -> Precision:
        """See `Embedder`."""
        return choose_precision(self._precision_choice)

    @cached_property
    def identity(self) -> ModelIdentity:
        """See `Embedder`; loads the model unless it is the default one."""
        if self._place.is_default:
            return default_identity(self._place.folder)
        with self._lock:
            return ModelIdentity(
                name=self._place.name,
                revision=self._place.revision,
                checksum=model_checksum(self._place.folder),
                dimension=self._model.get_embedding_dimension(),
                query_prompt=self._prompt("query"),
                passage_prompt=self._prompt("document", "passage", "corpus"),
                max_tokens=int(min(self._model.max_seq_length or MOST_TOKENS, MOST_TOKENS)),
            )

    @property
    def max_tokens(self) -> int:
        """See `Embedder`."""
        return self.identity.max_tokens

    def embed_passages(self, texts: Sequence[str]) -> FloatMatrix:
        """See `Embedder`."""
        counts = self.count_tokens(texts)
        for text, count in zip(texts, counts, strict=True):
            if count > self.max_tokens:
                raise ModelError(
                    f"Een passage telt {count} tokens; het model leest er hoogstens {self.max_tokens}. "
                    f"Maak de index met kortere passages. De passage begint met: {text[:80]!r}"
                )
        return self._embed(texts, token_batches(counts), self.identity.passage_prompt, "document")

    def embed_questions(self, texts: Sequence[str]) -> FloatMatrix:
        """See `Embedder`."""
        counts = [min(count, self.max_tokens) for count in self.count_tokens(texts)]
        # In bfloat16 the number of texts in a batch moves a vector too: there each question goes alone.
        budget = 1 if self.precision.dtype == "bfloat16" else TOKENS_PER_BATCH
        return self._embed(texts, equal_batches(counts, budget), self.identity.query_prompt, "query")

    def embed_question(self, text: str) -> FloatVector:
        """See `Embedder`."""
        vector: FloatVector = self.embed_questions([text])[0]
        return vector

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """See `Embedder`."""
        prompt = self.identity.passage_prompt
        with self._lock:  # what encodes for the model sets the tokenizer to cut off and to pad
            self._tokenizer.no_truncation()
            self._tokenizer.no_padding()
            return [len(e) for e in self._tokenizer.encode_batch_fast([prompt + text for text in texts])]

    def load(self) -> None:
        """See `Embedder`."""
        self.embed_passages(["Veiligheid"])

    @property
    def is_loaded(self) -> bool:
        """Whether a text is embedded at once; if not, the first one waits until the model is loaded."""
        return "_model" in vars(self)

    def _embed(
        self, texts: Sequence[str], batches: Iterable[list[int]], prompt: str, task: Literal["query", "document"]
    ) -> FloatMatrix:
        import torch

        vectors = np.empty((len(texts), self.identity.dimension), np.float32)
        model = self._model

        def embed(batch: list[int]) -> None:
            with self._lock:  # a tokenizer may not be used by two threads at once
                features = model.preprocess([texts[i] for i in batch], prompt=prompt, task=task)
            with torch.inference_mode():
                vectors[batch] = model(features, task=task)["sentence_embedding"].float().numpy()

        for _ in self._workers.map(embed, batches):
            pass  # map raises here what went wrong in a thread
        return unit_rows(vectors)

    @cached_property
    def _model(self) -> SentenceTransformer:
        with self._lock:
            model = load_model(self._place, self.precision)
            if self.precision.dtype == "int8" and not use_openvino(model, self._threads, "int8"):
                self.precision = NOT_INT8
            if self.precision.dtype == "float32":
                use_openvino(model, self._threads, "float32")
            return model

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        tokenizer = self._model.tokenizer
        return getattr(tokenizer, "backend_tokenizer", tokenizer)

    def _prompt(self, *names: str) -> str:
        """Return the model's first prompt of these names, as `encode_query` and `encode_document` choose it."""
        return next((prompt for name in names if (prompt := self._model.prompts.get(name))), "")


def _compute_alone() -> None:
    """Let torch compute what this thread asks with this thread only."""
    import torch

    torch.set_num_threads(1)
