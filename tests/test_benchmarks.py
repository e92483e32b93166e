"""Benchmarks look at parts of the product by name: the names are still there."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from benchmarks.profile import ASKING, BUILDING
from benchmarks.reliability_diagram import diagram
from benchmarks.written import EXPLAINERS, LESSONS, key, written
from corpus import Document, find_sources, read_source, split_sentences


@pytest.mark.parametrize(("owner", "name"), BUILDING + ASKING, ids=lambda part: str(part))
def test_what_is_profiled_is_there(owner: object, name: str) -> None:
    assert callable(getattr(owner, name, None)), f"{owner} has no {name}: benchmarks.profile looks at what is gone"


def test_the_diagram_has_a_point_for_each_bin() -> None:
    drawn = ElementTree.fromstring(diagram({"as_is": [(0.1, 0.0, 4), (0.9, 1.0, 100)], "<x>": [(0.5, 0.5, 1)]}))
    points = [part for part in drawn.iter() if part.tag.endswith("circle")]
    assert [(point.get("cx"), point.get("cy"), point.get("r")) for point in points] == [
        ("100.0", "460.0", "3.0"),
        ("420.0", "60.0", "7.0"),
        ("260.0", "260.0", "2.5"),
    ]


@pytest.mark.parametrize(("folder", "texts", "questions"), [(LESSONS, 805, 12_800), (EXPLAINERS, 759, 4_800)])
def test_the_questions_about_texts_for_learning_have_their_sentence(folder: Path, texts: int, questions: int) -> None:
    read = [item for file in find_sources([folder]).files for item in read_source(file)]
    documents = [item for item in read if isinstance(item, Document)]
    assert len(documents) == len(read) >= texts
    said = {
        key(document.text[span.start : span.end]) for document in documents for span in split_sentences(document.text)
    }
    answered = sum(bool(one.answers & said) for one in written())
    assert answered >= questions, f"of the questions that were written about {folder.name} {answered} have an answer"
