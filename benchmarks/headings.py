"""Headings as questions, their sections as answers: a question set for training, apart from the evaluation sets.

    python -m benchmarks.headings DOCUMENTS EVALUATION FOLDER

Writes a folder in BEIR layout. A heading is a question if it has some words of its own, stands once in all texts and
asks nothing (question headings are what one of the evaluation sets is made of). It is taken out of its section.
Documents whose title is in the evaluation sets are left out.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus import Document, find_sources, read_source
from index.analysis import terms

CHARACTERS = 2_000_000  # of all sections together: some 2,500 passages
LEAST_TERMS, LEAST_CHARACTERS = 3, 200
_NOT_A_SUBJECT = re.compile(r"\*|artikel|bijlage|hoofdstuk|paragraaf|afdeling|titel|§|[\dIVX]+[.)]?\s", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class HeadedSection:
    document: Document
    number: int
    heading: str
    text: str

    @property
    def row_id(self) -> str:
        return f"{self.document.document_id}#{self.number}"


def known_titles(evaluation: Path) -> set[str]:
    corpora = evaluation.glob("*/corpus.jsonl")
    return {json.loads(line)["title"].casefold() for file in corpora for line in file.open(encoding="utf-8")}


def sections(documents: Path, excluded: set[str]) -> Iterator[HeadedSection]:
    files = sorted(find_sources([documents]).files, key=lambda file: str(file.path))
    random.Random(1).shuffle(files)
    characters = 0
    for file in files:
        if file.path.suffix != ".md":
            continue
        for document in read_source(file):
            if not isinstance(document, Document) or document.title.casefold() in excluded:
                continue
            if len(document.text) > CHARACTERS / 20:  # one long law would be most of the set
                continue
            for number, section in enumerate(document.sections):
                text = document.text[section.start : section.end].strip()
                if section.headings and text:
                    yield HeadedSection(document, number, section.headings[-1], text)
            characters += len(document.text)
        if characters > CHARACTERS:
            return


def is_question(section: HeadedSection, times: Counter[str]) -> bool:
    heading = section.heading
    return (
        "?" not in heading
        and is_subject(heading, section.document.title)
        and len(section.text) >= LEAST_CHARACTERS
        and times[heading.casefold()] == 1
    )


def is_subject(heading: str, title: str) -> bool:
    """Tell whether a heading says what stands below it, in words that are not those of the title."""
    return (
        not _NOT_A_SUBJECT.match(heading)
        and len(terms(heading)) >= LEAST_TERMS
        and heading.casefold() not in title.casefold()
    )


def write_set(found: Sequence[HeadedSection], folder: Path) -> int:
    """Write corpus, questions and judgements; return the number of questions."""
    folder.mkdir(parents=True, exist_ok=True)
    times = Counter(section.heading.casefold() for section in found)
    asked = [section for section in found if is_question(section, times)]

    def rows(name: str, values: Iterator[dict[str, str]]) -> None:
        (folder / name).write_text("".join(json.dumps(value, ensure_ascii=False) + "\n" for value in values), "utf-8")

    rows("corpus.jsonl", ({"_id": s.row_id, "title": s.document.title, "text": _body(s)} for s in found))
    rows("queries.jsonl", ({"_id": s.row_id, "text": s.heading} for s in asked))
    judgements = "".join(f"{s.row_id}\t{s.row_id}\t1\n" for s in asked)
    (folder / "qrels.tsv").write_text(f"query-id\tcorpus-id\tscore\n{judgements}", "utf-8")
    return len(asked)


def _body(section: HeadedSection) -> str:
    """Return the section without its heading, should its text begin with that."""
    return section.text.removeprefix(section.heading).lstrip("# \n") or section.text


def main() -> None:
    documents, evaluation, folder = map(Path, sys.argv[1:4])
    found = list(sections(documents, known_titles(evaluation)))
    print(f"{len(found)} sections, {write_set(found, folder)} questions in {folder}")


if __name__ == "__main__":
    main()
