"""What readers say of results, useful or not: kept in one local file, and turned into questions for `evaluate`."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from corpus.errors import InputError, SourceError
from corpus.normalise import canonical_line
from index.durable import write_file
from retrieval.evaluation.question_sets import JUDGEMENTS, QUERIES, unreadable

MOST_BYTES = 50_000_000  # about 150,000 judgements; then no more are kept


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether a passage was useful for a question. `at` is when that was said, in ISO 8601."""

    question: str
    document_id: str
    passage_id: str
    useful: bool
    generation: int
    at: str


class FeedbackFile:
    """A JSON Lines file of judgements, readable by its owner only. Several threads may add to it."""

    def __init__(self, path: Path) -> None:
        """Keep judgements in the file at `path`, which is made when it is not there.

        Raises:
            InputError: it cannot be written.

        """
        self.path = path
        self._lock = threading.Lock()
        self._append("")

    def add(self, question: str, document_id: str, passage_id: str, *, useful: bool, generation: int) -> None:
        """Keep a judgement of this moment.

        Raises:
            InputError: the file cannot be written, or is full.

        """
        at = datetime.now(UTC).isoformat(timespec="seconds")
        judgement = Judgement(canonical_line(question), document_id, passage_id, useful, generation, at)
        self._append(json.dumps(asdict(judgement), ensure_ascii=False) + "\n")

    def _append(self, line: str) -> None:
        try:
            with self._lock:
                descriptor = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
                with open(descriptor, "ab") as stream:  # noqa: PTH123 - a descriptor, so that others cannot read it
                    if stream.tell() > MOST_BYTES:
                        raise InputError(f"{self.path} is vol. Bewaar het bestand elders en begin een nieuw.")
                    stream.write(line.encode())
        except OSError as error:
            raise InputError(f"{self.path} kan niet worden geschreven: {error.strerror}.") from None


def read_feedback(path: Path) -> tuple[Judgement, ...]:
    """Read the judgements of a file.

    Raises:
        SourceError: there is no such file, or a line is no judgement.

    """
    try:
        lines = path.read_text("utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise unreadable(path, error) from error
    judgements: list[Judgement] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            judgements.append(_judgement(json.loads(line)))
        except (ValueError, TypeError) as error:
            raise SourceError(f"{path}, regel {number}: dit is geen oordeel van een lezer ({error}).") from error
    return tuple(judgements)


def _judgement(row: dict[str, object]) -> Judgement:
    found = Judgement(**row)  # type: ignore[arg-type]
    if not all(isinstance(value, str) for value in (found.question, found.document_id, found.passage_id)):
        raise TypeError("question, document_id en passage_id zijn tekst")
    return found


@dataclass(frozen=True, slots=True)
class WrittenFeedback:
    """What was made of judgements: questions with a useful document, those without any, and judgements that counted."""

    folder: str
    questions: int
    without_useful: int
    judgements: int


def write_question_set(judgements: Sequence[Judgement], folder: Path) -> WrittenFeedback:
    """Write judgements as a new folder in BEIR layout that `evaluate` measures the present index with.

    The last judgement of a passage for a question counts, and a document is useful if any passage of it is. A question
    of which nothing was useful is written too; `evaluate` leaves it out, since it is not known what should be found.

    Raises:
        InputError: there is something in the folder already, or it cannot be written.

    """
    last = {(_same(judgement.question), judgement.passage_id): judgement for judgement in judgements}
    gains: dict[tuple[str, str], int] = {}
    for (question, _), judgement in last.items():
        document = (question, judgement.document_id)
        gains[document] = max(gains.get(document, 0), int(judgement.useful))
    asked: dict[str, str] = {}
    for judgement in judgements:
        asked.setdefault(_same(judgement.question), judgement.question)
    ids = {question: f"vraag-{number}" for number, question in enumerate(asked, start=1)}
    queries = [{"_id": ids[question], "text": text} for question, text in asked.items()]
    rows = [f"{ids[question]}\t{document}\t{gain}" for (question, document), gain in gains.items()]
    useful = {question for (question, _), gain in gains.items() if gain}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise InputError(f"De map {folder} is niet leeg. Noem een nieuwe map.")
        lines = "".join(json.dumps(query, ensure_ascii=False) + "\n" for query in queries)
        write_file(folder / QUERIES, lines.encode())
        table = "\n".join(["query-id\tcorpus-id\tscore", *rows]) + "\n"
        write_file(folder / JUDGEMENTS[0], table.encode())
    except OSError as error:
        raise InputError(f"De map {folder} kan niet worden geschreven: {error.strerror}.") from None
    return WrittenFeedback(str(folder), len(useful), len(asked) - len(useful), len(last))


def _same(question: str) -> str:
    return question.casefold()
