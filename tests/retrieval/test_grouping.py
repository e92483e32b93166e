from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import Chunking, Document, Section, split_document
from index import LocalStore
from index.store import Changes, Entry
from retrieval import Hit, Searcher
from tests.fake_embedder import FakeEmbedder
from tests.index.making import MANIFEST, document, entry
from tests.retrieval.test_any_store import MemoryStore

CLAUSE = (
    "De vergunninghouder zorgt dat er op het terrein voldoende brandblussers staan en dat de nooduitgang vrij blijft"
)


@pytest.fixture
def searcher() -> Iterator[Searcher]:
    with Searcher(MemoryStore(), FakeEmbedder()) as opened:
        yield opened


def put(searcher: Searcher, texts: dict[str, str]) -> None:
    searcher.store.update(Changes(put=tuple(entry(document(i, text, title=i)) for i, text in texts.items())))


def found(hits: list[Hit]) -> dict[str, list[str]]:
    """The documents of the hits, each with those that say the same."""
    return {hit.passage.document_id: sorted(p.document_id for p in hit.elsewhere) for hit in hits}


def test_the_same_clause_in_three_hundred_permits_is_one_result(tmp_path: Path) -> None:
    store = LocalStore.create(tmp_path / "index", MANIFEST)
    permits = {f"vergunning-{n:03}": f"{CLAUSE}." for n in range(300)}
    others = {f"nota-{n}": f"Brandblussers en de nooduitgang in nota {n}: {'toezicht ' * n}" for n in range(9)}
    with Searcher(store, FakeEmbedder()) as searcher:
        put(searcher, {**permits, **others})
        hits = searcher.search(f"{CLAUSE}?", 5)
        first, *rest = found(hits)
        assert sorted([first, *found(hits)[first]]) == sorted(permits), "not all places are reachable"
        assert len(rest) == 4, found(hits)
        assert set(rest) <= set(others), found(hits)
        apart = searcher.search(f"{CLAUSE}?", 5, folded=False)
        assert [hit.elsewhere for hit in apart] == [()] * 5
        assert set(found(apart)) <= set(permits), "without grouping, the first five are permits"


@pytest.mark.parametrize(
    ("other", "same"),
    [
        pytest.param(f"{CLAUSE}, daarbij.", True, id="a word more"),
        pytest.param(CLAUSE.upper(), True, id="capitals"),
        pytest.param(f"{CLAUSE} niet.", False, id="a denial"),
        pytest.param(f"{CLAUSE} voor 3.", False, id="a number"),
        pytest.param(f"{CLAUSE}, zes.", False, id="a number in words"),
        pytest.param(f"{CLAUSE}, verboden.", False, id="a prohibition"),
        pytest.param(f"{CLAUSE}, verplicht.", False, id="a duty"),
        pytest.param(f"{CLAUSE}, alleen.", False, id="a restriction"),
        pytest.param(f"{CLAUSE} (%).", False, id="a sign"),
        pytest.param(CLAUSE.replace("brandblussers", "beveiligers").replace("nooduitgang", "ingang"), False, id="less"),
    ],
)
def test_what_says_nearly_the_same(searcher: Searcher, other: str, same: bool) -> None:
    put(searcher, {"a": f"{CLAUSE}.", "b": other})
    hits = searcher.search("brandblussers bij de nooduitgang")
    assert len(hits) == (1 if same else 2), found(hits)
    assert len(found(hits)) + sum(map(len, found(hits).values())) == 2


def test_fifty_euros_are_not_fifty_percent_although_the_words_are_the_same(tmp_path: Path) -> None:
    with Searcher(LocalStore.create(tmp_path / "index", MANIFEST), FakeEmbedder()) as searcher:
        put(searcher, {"a": "De gemeente vergoedt 50% van de kosten.", "b": "De gemeente vergoedt € 50 van de kosten."})
        put(searcher, {"c": "De gemeente vergoedt 50 % van de kosten!"})
        hits = found(searcher.search("Wat vergoedt de gemeente?"))
        assert sorted(sorted([hit, *same]) for hit, same in hits.items()) == [["a", "c"], ["b"]], hits


LONG = "\n\n".join(
    f"Alinea {n} zegt iets over toezicht in wijk {n}. " + "Meer daarover staat hier. " * 14 for n in range(9)
)


def of_parts(text: str, *headings: tuple[str, int, int]) -> Entry:
    """A document of sections, cut small."""
    sections = tuple(Section((name,), start, end) for name, start, end in headings)
    of = Document("d", "Titel", "/bron/d.txt", text, sections)
    embedder = FakeEmbedder()
    passages = tuple(split_document(of, embedder.count_tokens, Chunking(80, 100)))
    vectors = embedder.embed_passages([passage.text for passage in passages])
    return Entry(of, b"hash", passages, vectors, tuple(passage.passage_id.encode() for passage in passages))


def test_neighbours_in_a_section_that_are_found_together_read_as_one(searcher: Searcher) -> None:
    made = of_parts(LONG, ("Wijken", 0, len(LONG)))
    searcher.store.update(Changes(put=(made,)))
    question = "Alinea 3 alinea 4 alinea 5 toezicht in wijk 3 4 5"
    apart, together = searcher.search(question, 3), searcher.search(question, 3, joined=True)
    assert sum(len(hit.passage.text) for hit in together) > sum(len(hit.passage.text) for hit in apart)
    for hit in together:
        assert hit.passage.text == made.document.text[hit.passage.start : hit.passage.end]
        assert hit.passage.passage_id in {passage.passage_id for passage in made.passages}
        assert all(0 <= span.start < span.end <= len(hit.passage.text) for span in hit.highlights)
    stretches = sorted((hit.passage.start, hit.passage.end) for hit in together)
    assert all(end <= start for (_, end), (start, _) in pairwise(stretches)), stretches


def test_neighbours_of_two_sections_stay_apart(searcher: Searcher) -> None:
    half = LONG.index("Alinea 4")
    searcher.store.update(Changes(put=(of_parts(LONG, ("Een", 0, half), ("Twee", half, len(LONG))),)))
    for hit in searcher.search("toezicht in wijk 3 en wijk 4", 9, joined=True):
        assert hit.passage.end <= half or hit.passage.start >= half, hit.passage


@pytest.mark.parametrize("added", [pytest.param("", id="the same"), pytest.param(" Einde.", id="nearly the same")])
def test_what_stands_elsewhere_in_part_is_not_said_of_the_whole(searcher: Searcher, added: str) -> None:
    made = of_parts(LONG, ("Wijken", 0, len(LONG)))
    copies = (entry(document(f"d{n}", f"{part.text}{added}", title="")) for n, part in enumerate(made.passages))
    searcher.store.update(Changes(put=(made, *copies)))
    for hit in searcher.search("titel", 9, joined=True):
        assert all(abs(len(other.text) - len(hit.passage.text)) < 9 for other in hit.elsewhere), found([hit])


WORDS = st.lists(st.sampled_from(["boa", "camera", "niet", "3", "toezicht", "wijk", "op"]), min_size=1, max_size=9)


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS.map(" ".join), min_size=1, max_size=14), st.integers(1, 12), st.booleans())
def test_nothing_is_lost_or_double_and_the_first_stays_first(texts: list[str], k: int, per_document: bool) -> None:
    with Searcher(MemoryStore(), FakeEmbedder()) as searcher:
        put(searcher, {f"d{n}": text for n, text in enumerate(texts)})
        hits = searcher.search("boa camera toezicht", k, per_document, joined=True)
        apart = searcher.search("boa camera toezicht", len(texts), folded=False)
    shown = [p.document_id for hit in hits for p in (hit.passage, *hit.elsewhere)]
    assert max(Counter(shown).values()) == 1, "a place is shown twice"
    assert len(hits) == k or set(shown) == {hit.passage.document_id for hit in apart}, "fewer than k, but not all"
    assert hits[0].passage == apart[0].passage
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    assert np.all(np.diff([hit.score for hit in hits]) <= 0)
