"""An answer in a language model's words, of which only sentences that the cited passages support are shown as such."""

from retrieval.written.answer import (
    WrittenAnswer,
    WrittenSentence,
    conclude,
    marked,
    write_answer,
    written_json,
    written_sentences,
)
from retrieval.written.endpoint import Endpoint

__all__ = [
    "Endpoint",
    "WrittenAnswer",
    "WrittenSentence",
    "conclude",
    "marked",
    "write_answer",
    "written_json",
    "written_sentences",
]
