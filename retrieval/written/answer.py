"""The written answer: asked of a model, read sentence by sentence, each checked before anybody sees it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from corpus.errors import WritingError
from index import Embedder
from retrieval.as_json import answer_json
from retrieval.citations import citation_json
from retrieval.results import Answer, Citation
from retrieval.written.completion import stream_completion
from retrieval.written.endpoint import Endpoint
from retrieval.written.prompt import NOTHING, prompt
from retrieval.written.sentence_reader import CitedSentence, SentenceReader
from retrieval.written.support import Sources

PASSAGES_GIVEN = 6
MOST_SENTENCES = 20  # of a model; each is compared with every sentence of the passages that it cites


@dataclass(frozen=True, slots=True)
class WrittenSentence:
    """A sentence of the model. `supported` says that a cited passage says the same, `reason` why not.

    `citations` are the literal sentences that support it, empty unless supported. `numbers` are the ranks of the
    passages: of a supported sentence those that support it, of another those that the model named.
    """

    text: str
    numbers: tuple[int, ...]
    citations: tuple[Citation, ...]
    supported: bool
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class WrittenAnswer:
    """What a model wrote about `extractive`, the literal answer. Only supported sentences may be shown as an answer.

    `failure` says why there is no written answer and the literal one stands; None when at least one sentence is
    supported. `model` and `address` say who wrote it.
    """

    extractive: Answer
    sentences: tuple[WrittenSentence, ...]
    model: str
    address: str
    failure: str | None = None

    @property
    def text(self) -> str | None:
        """The supported sentences with the numbers of their passages; None where the literal answer stands."""
        return None if self.failure is not None else " ".join(map(marked, self._supported()))

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The literal sentences that support the written ones, each once."""
        found = (citation for sentence in self._supported() for citation in sentence.citations)
        return () if self.failure is not None else tuple(dict.fromkeys(found))

    def _supported(self) -> list[WrittenSentence]:
        return [sentence for sentence in self.sentences if sentence.supported]


def marked(sentence: WrittenSentence) -> str:
    """Return a sentence with the numbers of its passages behind it."""
    return f"{sentence.text} {''.join(f'[{number}]' for number in sentence.numbers)}".rstrip()


def write_answer(
    answer: Answer, endpoint: Endpoint, embedder: Embedder, told: Callable[[WrittenSentence], None] | None = None
) -> WrittenAnswer:
    """Let the model at `endpoint` write an answer with the passages of `answer`; what it does wrong is told in it.

    `told` is given each sentence as soon as it is checked.
    """
    sentences: list[WrittenSentence] = []
    failure: str | None = None
    try:
        for sentence in written_sentences(answer, endpoint, embedder):
            sentences.append(sentence)
            if told:
                told(sentence)
    except WritingError as error:
        failure = str(error)
    return conclude(answer, endpoint, sentences, failure)


def conclude(
    answer: Answer, endpoint: Endpoint, sentences: list[WrittenSentence], failure: str | None
) -> WrittenAnswer:
    """Return the written answer of these sentences, or its failure: a half answer is none."""
    if failure is None and not any(sentence.supported for sentence in sentences):
        failure = "Geen zin van het taalmodel werd door de bronnen ondersteund."
    return WrittenAnswer(answer, tuple(sentences), endpoint.model, endpoint.address, failure)


def written_sentences(answer: Answer, endpoint: Endpoint, embedder: Embedder) -> Iterator[WrittenSentence]:
    """Yield the model's sentences as they come, each checked; nothing is sent when nothing was found.

    Raises:
        WritingError: there is nothing to write from, or the model gives no usable answer.

    """
    if not answer.found:
        raise WritingError("In de bronnen is geen antwoord gevonden; er is niets naar het taalmodel gestuurd.")
    hits = answer.hits[:PASSAGES_GIVEN]
    sources = Sources(hits, embedder)
    for count, sentence in enumerate(_read(stream_completion(endpoint, prompt(answer.question, hits)))):
        if count >= MOST_SENTENCES:
            raise WritingError(f"Het taalmodel schreef meer dan {MOST_SENTENCES} zinnen.")
        if NOTHING in sentence.text.upper() and not sentence.numbers:
            raise WritingError("Het taalmodel vond het antwoord niet in de passages.")
        found = sources.support(sentence.text, sentence.numbers)
        if found.citation is not None and found.number is not None:
            yield WrittenSentence(sentence.text, (found.number,), (found.citation,), supported=True)
        else:
            yield WrittenSentence(sentence.text, sentence.numbers, (), supported=False, reason=found.reason)


def written_json(written: WrittenAnswer, base: str = "") -> dict[str, Any]:
    """Return the literal answer under the names of `ask --json`, with the written one beside it as `written`."""
    return {
        **answer_json(written.extractive, base),
        "written": {
            "text": written.text,
            "failure": written.failure,
            "model": written.model,
            "address": written.address,
            "sentences": [
                {
                    "text": sentence.text,
                    "numbers": list(sentence.numbers),
                    "supported": sentence.supported,
                    "reason": sentence.reason,
                    "citations": [citation_json(citation, base) for citation in sentence.citations],
                }
                for sentence in written.sentences
            ],
        },
    }


def _read(pieces: Iterator[str]) -> Iterator[CitedSentence]:
    reader = SentenceReader()
    for piece in pieces:
        yield from reader.feed(piece)
    yield from reader.finish()
