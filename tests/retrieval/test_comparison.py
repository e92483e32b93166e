"""One question over several sources, years or themes: each side answers from its own documents only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest

from corpus.errors import InputError
from index import Filter
from index.store import Changes
from retrieval import Searcher
from retrieval.comparison import compare, comparison_json, filters_of
from terminal.printing import columns
from tests.fake_embedder import FakeEmbedder
from tests.index.making import document, entry
from tests.retrieval.memory_store import MemoryStore

WEEKS = {2019: "Beelden worden acht weken bewaard.", 2024: "Beelden worden vier weken bewaard."}


@pytest.fixture
def searcher() -> Iterator[Searcher]:
    store = MemoryStore()
    notes = (
        document(f"nota-{y}", t, title=f"Nota {y}", source=f"/beleid/nota-{y}.txt", day=date(y, 5, 1))
        for y, t in WEEKS.items()
    )
    store.update(Changes(put=tuple(map(entry, notes))))
    with Searcher(store, FakeEmbedder()) as opened:
        yield opened


@pytest.mark.parametrize("kind", ["bron:nota-{}.txt", "jaar:{}", "document:nota-{}", "Bron: NOTA-{}.TXT"])
def test_each_side_answers_from_its_own_documents(searcher: Searcher, kind: str) -> None:
    names = [kind.format(year) for year in WEEKS]
    found = compare(searcher, "Beelden worden weken bewaard.", filters_of(names))
    assert [side.name for side in found.sides] == names
    assert [{hit.passage.text for hit in side.answer.hits} for side in found.sides] == [{t} for t in WEEKS.values()]
    assert found.sides[0].answer.text == WEEKS[2019]
    texts = [[hit["text"] for hit in side["answer"]["hits"]] for side in comparison_json(found)["sides"]]
    assert texts == [[text] for text in WEEKS.values()]


def test_a_side_without_documents_is_empty(searcher: Searcher) -> None:
    found = compare(searcher, "Beelden bewaard", {"hier": Filter(), "nergens": Filter(fields={"source": ("weg",)})})
    assert len(found.sides[0].answer.hits) == 2
    assert (found.sides[1].answer.found, found.sides[1].answer.hits) == (False, ())


def test_what_people_write() -> None:
    assert filters_of(["titel:bibob"]) == {"titel:bibob": Filter({"title": ("bibob",)})}
    assert filters_of(["thema:Wonen", "jaar:2019-2022", "wijk:Noord"]) == {
        "thema:Wonen": Filter(fields={"themes": ("Wonen",)}),
        "jaar:2019-2022": Filter(date_from=date(2019, 1, 1), date_until=date(2022, 12, 31)),
        "wijk:Noord": Filter(fields={"wijk": ("Noord",)}),
    }


@pytest.mark.parametrize("name", ["nota", ":x", "bron:", "jaar:nu", "jaar:2024-2019", "jaar:0000", "jaar:20245"])
def test_what_is_no_side_is_told(name: str) -> None:
    with pytest.raises(InputError, match=re.escape(name)):
        filters_of([name, "jaar:2024"])


def test_too_few_too_many_and_twice_the_same(searcher: Searcher) -> None:
    for count in (0, 1, 11):
        with pytest.raises(InputError, match=f"{count} kanten"):
            compare(searcher, "boa", {str(number): Filter() for number in range(count)})
    with pytest.raises(InputError, match="dubbel"):
        filters_of(["jaar:2024", "jaar:2024"])


def test_side_by_side_where_there_is_room() -> None:
    texts = {"bron:a": "Eerste antwoord [red]rood[/red]", "bron:b": "Tweede antwoord"}
    wide = columns(texts, width=100).splitlines()
    assert any("Eerste antwoord [red]rood[/red]" in line and "Tweede antwoord" in line for line in wide), wide
    assert max(map(len, wide)) <= 100
    narrow = columns(texts, width=60).splitlines()
    assert narrow == ["== bron:a ==", "Eerste antwoord [red]rood[/red]", "", "== bron:b ==", "Tweede antwoord"]
