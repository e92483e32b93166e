"""Questions with what should be found for them: a folder in BEIR layout, or a file of questions and their answers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import InputError, SourceError
from corpus.normalise import canonical_line, canonical_text
from retrieval.question import checked_question
from retrieval.results import Hit

ANSWER = "antwoord"  # the item of a passage that holds the literal answer
CORPUS, QUERIES, JUDGEMENTS = "corpus.jsonl", "queries.jsonl", ("qrels.tsv", "qrels/test.tsv")
_GAIN = re.compile(r"\t-?\d+\s*\Z")  # of a judgement; the names of columns end otherwise


@dataclass(frozen=True, slots=True)
class JudgedQuestion:
    """A question and what should be found for it.

    `relevant` maps items to their gain, 1 or more. An item is a document (its id, or the name of its file with or
    without extension), or `ANSWER`: the passage that holds the text `answer`.
    """

    question_id: str
    question: str
    relevant: Mapping[str, int]
    answer: str | None = None

    def item(self, hit: Hit) -> str:
        """Return the item that a hit counts as."""
        passage = hit.passage
        if self.answer is not None:
            return ANSWER if self.answer in passage.text else passage.passage_id
        file = Path(passage.source)
        return next((name for name in (file.name, file.stem) if name in self.relevant), passage.document_id)


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Questions that can be scored. `corpus` is the file of the texts that they are about, None if that is unknown.

    `unanswerable` counts the questions that were left out because nothing should be found for them.
    """

    name: str
    questions: tuple[JudgedQuestion, ...]
    corpus: Path | None
    unanswerable: int

    @property
    def of_documents(self) -> bool:
        """Whether documents should be found, rather than passages that hold an answer."""
        return all(question.answer is None for question in self.questions)


def read_question_set(place: str | Path, *, per_document: bool = False) -> QuestionSet:
    """Read a folder with corpus.jsonl, queries.jsonl and qrels.tsv, or a JSON Lines file of questions.

    A row of such a file has `question` and at least one of `answer` (words that a passage of the index literally has)
    and `text` (the id of the document that answers, or the name of its file). With `per_document`, and in rows
    without an answer, the document is what should be found. Rows with `"answerable": false` are left out.

    Raises:
        SourceError: the place does not exist, or what is in it cannot be understood.

    """
    path = Path(place).expanduser()
    if not path.exists():
        raise SourceError(f"{path} bestaat niet. Noem een map met vragen of een bestand met vragen.")
    found = _read_folder(path) if path.is_dir() else _read_file(path, per_document)
    if (count := len(found.questions)) < 2:
        raise SourceError(
            f"Een meting heeft ten minste 2 vragen met een antwoord nodig; in {path} zijn het er {count}."
        )
    return found


def _read_folder(folder: Path) -> QuestionSet:
    judgements = next((folder / name for name in JUDGEMENTS if (folder / name).is_file()), None)
    if judgements is None or not (folder / QUERIES).is_file():
        raise SourceError(
            f"De map {folder} is geen map met vragen: er horen {CORPUS}, {QUERIES} en {JUDGEMENTS[0]} in te staan."
        )
    relevant = _read_judgements(judgements)
    questions: list[JudgedQuestion] = []
    unanswerable = 0
    for number, row in _rows(folder / QUERIES):
        if isinstance(row.get("_id"), int):
            row["_id"] = str(row["_id"])
        question_id = _text(row, "_id", folder / QUERIES, number)
        if question_id in relevant:
            question = _question(row, "text", folder / QUERIES, number)
            questions.append(JudgedQuestion(question_id, question, relevant[question_id]))
        else:
            unanswerable += 1
    corpus = folder / CORPUS
    return QuestionSet(folder.resolve().name, tuple(questions), corpus if corpus.is_file() else None, unanswerable)


def _read_judgements(file: Path) -> dict[str, dict[str, int]]:
    """Return the gain of each relevant document, by question."""
    relevant: dict[str, dict[str, int]] = {}
    for number, line in enumerate(_lines(file), start=1):
        if not line.strip() or (number == 1 and not _GAIN.search(line)):  # the names of the columns
            continue
        try:
            question_id, document_id, gain = line.rstrip("\r").split("\t")
            if int(gain) > 0:
                relevant.setdefault(question_id, {})[canonical_line(document_id)] = int(gain)
        except ValueError:
            raise SourceError(
                f"{file}, regel {number}: hier horen drie velden met tabs ertussen te staan (vraag, document, "
                f"een heel getal), maar er staat {line[:200]!r}."
            ) from None
    return relevant


def _read_file(file: Path, per_document: bool) -> QuestionSet:
    questions: list[JudgedQuestion] = []
    unanswerable = 0
    for number, row in _rows(file):
        if row.get("answerable") is False:
            unanswerable += 1
            continue
        question = _question(row, "question", file, number)
        question_id = str(row.get("id", row.get("_id", number)))
        answer, document = row.get("answer"), row.get("text", row.get("document"))
        if isinstance(answer, str) and answer.strip() and not (per_document and document):
            questions.append(JudgedQuestion(question_id, question, {ANSWER: 1}, canonical_text(answer).strip()))
        elif isinstance(document, str) and document.strip():
            questions.append(JudgedQuestion(question_id, question, {canonical_line(document): 1}))
        else:
            raise SourceError(
                f"{file}, regel {number}: er is geen antwoord (answer) en geen document (text). Vul een van beide in, "
                'of zet "answerable": false bij een vraag waar geen antwoord op is.'
            )
    return QuestionSet(file.stem, tuple(questions), None, unanswerable)


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text("utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise unreadable(file, error) from error


def unreadable(file: Path, error: OSError | UnicodeDecodeError) -> SourceError:
    """Return the error that says why a file cannot be read."""
    if isinstance(error, FileNotFoundError):
        return SourceError(f"{file} bestaat niet. Controleer de naam.")
    if isinstance(error, UnicodeDecodeError):
        return SourceError(f"{file} is geen UTF-8. Sla het op als UTF-8.")
    return SourceError(f"{file} kan niet worden gelezen ({error.strerror}). Controleer of u het mag lezen.")


def _rows(file: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the objects of a JSON Lines file with their line numbers."""
    for number, line in enumerate(_lines(file), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise SourceError(f"{file}, regel {number}: dit is geen geldige JSON ({error}).") from error
        if not isinstance(row, dict):
            raise SourceError(f"{file}, regel {number}: hier hoort één object te staan.")
        yield number, row


def _question(row: dict[str, Any], name: str, file: Path, number: int) -> str:
    try:
        return checked_question(_text(row, name, file, number))
    except InputError as error:
        raise SourceError(f"{file}, regel {number}: {error}") from None


def _text(row: dict[str, Any], name: str, file: Path, number: int) -> str:
    value = row.get(name)
    if not isinstance(value, str) or not value.strip():
        raise SourceError(f"{file}, regel {number}: het veld {name!r} ontbreekt of is leeg.")
    return value
