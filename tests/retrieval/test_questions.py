"""The project's own questions on the sample texts: the texts that answer are found, what is not there is refused.

The bounds are below what was measured (benchmarks/RESULTS.md) and above what a broken part would reach.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from corpus import find_sources, read_source, sample_texts
from corpus.documents import Document
from retrieval import Searcher

QUESTIONS = Path(__file__).resolve().parents[1] / "data" / "questions.jsonl"


@cache
def questions() -> list[dict[str, Any]]:
    return [json.loads(line) for line in QUESTIONS.read_text("utf-8").splitlines()]


@cache
def texts() -> dict[str, str]:
    documents = [d for f in find_sources([sample_texts()]).files for d in read_source(f) if isinstance(d, Document)]
    return {Path(document.source).stem: document.text for document in documents}


def test_the_set_is_what_it_says() -> None:
    answerable = [q for q in questions() if q["answerable"]]
    others = [q for q in questions() if not q["answerable"]]
    assert len(answerable) >= 150
    assert len(others) >= 40
    assert len({q["question"].casefold() for q in questions()}) == len(questions())
    for question in answerable:
        assert texts()[question["text"]].count(question["answer"]) == 1, question


def test_the_sample_texts_are_a_handbook() -> None:
    assert len(texts()) >= 45
    for file in sample_texts().glob("*.md"):
        body = file.read_text("utf-8").split("\n---\n", 1)[1]
        assert 250 <= len(body.replace("#", "").split()) <= 600, file.name


def test_passages_with_the_answer_are_on_the_first_screen(sample_searcher: Searcher) -> None:
    missed = []
    first = 0
    answerable = [q for q in questions() if q["answerable"]]
    for question in answerable:
        hits = sample_searcher.search(question["question"])
        ranks = [hit.rank for hit in hits if question["answer"] in hit.passage.text]
        first += ranks[:1] == [1]
        if not ranks:
            missed.append((question["question"], question["text"], hits[0].passage.title))
    assert len(missed) <= 0.12 * len(answerable), "\n".join(map(str, missed))
    assert first >= 0.50 * len(answerable), f"right passage first for {first} of {len(answerable)}"


def test_other_subjects_are_refused(sample_searcher: Searcher) -> None:
    foreign = [q["question"] for q in questions() if q.get("kind") == "ander_onderwerp"]
    answered = [question for question in foreign if sample_searcher.ask(question).found]
    assert len(answered) <= 0.2 * len(foreign), answered


def test_every_answer_is_literal(sample_searcher: Searcher) -> None:
    found = 0
    for question in questions()[::4]:
        answer = sample_searcher.ask(question["question"])
        for citation in answer.citations:
            text = texts()[Path(citation.passage.source).stem]
            assert text[citation.start : citation.end] == citation.text
            found += 1
    assert found > 20
