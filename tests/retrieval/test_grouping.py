from __future__ import annotations

import random
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
from retrieval.alike import Words
from tests.fake_embedder import FakeEmbedder
from tests.index.making import MANIFEST, document, entry
from tests.retrieval.memory_store import MemoryStore

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


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("Alcohol wordt geschonken: ☒ Ja | ☐ Nee", "Alcohol wordt geschonken: ☐ Ja | ☒ Nee", id="boxes"),
        pytest.param("Vanaf een hoeveelheid ≥ 5 gram", "Vanaf een hoeveelheid ≤ 5 gram", id="at least, at most"),
        pytest.param("Bij een geluid > 75 dB volgt ingrijpen", "Bij een geluid < 75 dB volgt ingrijpen", id="above"),
        pytest.param("Als het geluid ≠ 75 dB is", "Als het geluid = 75 dB is", id="unlike"),
        pytest.param("Het saldo is -5 miljoen euro", "Het saldo is 5 miljoen euro", id="minus"),
        pytest.param("Boete A € 500, boete B € 100", "Boete A € 100, boete B € 500", id="two amounts in turn"),
        pytest.param("Eerst 3 weken, dan € 5", "Eerst € 3, dan 5 weken", id="two signs in turn"),
        pytest.param("De vergunning is verleend", "De vergunning is geweigerd", id="granted or refused"),
        pytest.param("Het verzoek is toegewezen", "Het verzoek is afgewezen", id="allowed or dismissed"),
        pytest.param("Het bezwaar is gegrond", "Het bezwaar is ongegrond", id="founded or not"),
        pytest.param("Er waren meer meldingen", "Er waren minder meldingen", id="more or fewer"),
        pytest.param("Melden gaat voor de opening", "Melden gaat na de opening", id="before or after"),
        pytest.param("Roken is binnen toegestaan", "Roken is buiten toegestaan", id="inside or outside"),
    ],
)
def test_what_contradicts_each_other_is_never_one_result(tmp_path: Path, one: str, other: str) -> None:
    for texts in ({"a": one, "b": other}, {"a": f"{CLAUSE}. {one}.", "b": f"{CLAUSE}. {other}."}):
        with Searcher(LocalStore.create(tmp_path / f"index {len(texts['a'])}", MANIFEST), FakeEmbedder()) as searcher:
            put(searcher, texts)
            hits = searcher.search(one)
            assert found(hits).keys() == texts.keys(), found(hits)
            near = searcher.similar(hits[0].passage.passage_id)
            assert len(near) == 1, "what says the opposite is kept from the passages like it"


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


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.sampled_from(["boa", "camera", "toezicht", "wijk", "veiligheidshuis"]), min_size=5, max_size=45),
    st.lists(st.tuples(st.integers(0, 60), st.sampled_from(["boa", "handhaver", ""])), max_size=6),
)
def test_nine_tenths_of_the_words_is_the_same_whichever_they_are(
    words: list[str], swaps: list[tuple[int, str]]
) -> None:
    other = list(words)
    for at, word in swaps:
        other[at : at + 1] = [word] * bool(word)
    first, second = Counter(words), Counter(other)
    same = 10 * (first & second).total() >= 9 * (first | second).total()
    with Searcher(MemoryStore(), FakeEmbedder()) as searcher:
        put(searcher, {"a": " ".join(words), "b": f"{' '.join(other)}."})
        assert len(searcher.search("boa camera")) == (1 if same else 2), (first - second, second - first)


def test_a_thousand_results_are_not_all_compared_with_each_other(
    searcher: Searcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw = random.Random(1)
    words = ["".join(draw.choices("abdegiklmnoprstu", k=9)) for _ in range(600)]
    put(searcher, {f"d{n}": f"{CLAUSE} {' '.join(draw.sample(words, 12))}" for n in range(1_000)})
    calls: list[Words] = []
    is_like = Words.is_like

    def counted(words: Words, others: Words) -> bool:
        calls.append(words)
        return is_like(words, others)

    monkeypatch.setattr(Words, "is_like", counted)
    assert len(searcher.search("brandblussers", 1_000)) > 900
    assert len(calls) < 100_000, "each was compared with hundreds"
