"""Support as the default model sees it, on sentences written for it; and the particulars that must not be invented.

The sentences are those that the thresholds were fitted to: this keeps what was reached, it does not measure it.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus import Passage
from retrieval import Hit, Searcher
from retrieval.written.particulars import coverage, denies, duties, numbers, related_clauses, strange_words
from retrieval.written.support import Sources

ROWS = Path(__file__).resolve().parents[2] / "data" / "written_support.jsonl"


@pytest.mark.parametrize("every", [pytest.param(1, marks=pytest.mark.long), 6], ids=["all", "a-sixth"])
def test_no_invented_sentence_is_supported_and_few_true_ones_are_refused(sample_searcher: Searcher, every: int) -> None:
    rows = [json.loads(line) for line in ROWS.read_text("utf-8").splitlines()]
    chosen = list(dict.fromkeys(row["source"] for row in rows))[::every]
    rows = [row for row in rows if row["source"] in chosen]
    passages = all_passages(sample_searcher)
    sources: dict[str, Sources] = {}
    wrong: list[str] = []
    refused: list[str] = []
    for row in rows:
        passage = next(p for p in passages if Path(p.source).stem == row["text"] and row["source"] in p.text)
        known = sources.setdefault(passage.passage_id, Sources([Hit(1, 1.0, passage)], sample_searcher.embedder))
        found = known.support(row["sentence"], [1])
        supported = found.citation is not None
        if supported and not row["supported"]:
            wrong.append(f"{row['kind']}: {row['sentence']}")
        if row["supported"] and not supported:
            refused.append(f"{found.reason}: {row['sentence']}")
    assert not wrong, wrong
    assert len(refused) <= 2, refused


def all_passages(searcher: Searcher) -> list[Passage]:
    with searcher.store.view() as view:
        keys = view.dense(searcher.embedder.embed_question("veiligheid"), 1_000).keys.tolist()
        return view.passages(keys)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1.000 euro", "€ 1000"),
        ("vier weken", "4 weken"),
        ("vijfentwintig procent", "25%"),
        ("op 01-05-2024", "op 1 mei 2024"),
        ("2024-05-01", "1 mei 2024"),
        ("het tweede lid", "lid 2"),
        ("12,5 km", "12.5 kilometer"),
    ],
)
def test_one_number_has_one_spelling(one: str, other: str) -> None:
    assert numbers(one) == numbers(other)
    assert numbers(one)


def test_what_numbers_are() -> None:
    assert numbers("Artikel 2:74, lid 1, en artikel 151c: vier weken, niet een.") == {
        "2:74",
        "1",
        "151c",
        "4",
        "4 week",
    }
    assert not numbers("Een boa draagt een uniform.")


def test_names() -> None:
    assert strange_words("De VNG en Utrecht vragen Jan.", "De VNG vraagt het aan Jan") == ["Utrecht"]
    assert strange_words("Camera’s zijn zichtbaar.", "Het cameratoezicht") == []
    assert strange_words("Amsterdam mag dat.", "Rotterdam mag dat.") == ["Amsterdam"]
    assert strange_words("Daarnaast mag dat.", "dat mag") == []


def test_denials_and_duties_of_the_clause_that_is_meant() -> None:
    source = "Ze vallen onder de Wet politiegegevens en niet onder de gewone privacyregels"
    assert denies(source)
    assert not denies(related_clauses("Beelden vallen onder de Wet politiegegevens", source))
    assert denies(related_clauses("De gewone privacyregels gelden", source))
    assert duties("Hij moet en mag") == {"duty", "permission"}
    assert duties("Hij wandelt") == set()


def test_coverage() -> None:
    assert coverage("Beelden worden bewaard", "de camerabeelden zijn bewaard") == 1.0
    assert coverage("Beelden worden gewist", "beelden") == 0.5
    assert coverage("", "beelden") == 0.0
