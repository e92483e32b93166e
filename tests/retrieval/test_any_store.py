"""Searching needs the Protocol of a store and nothing else: the same questions on a store that is a list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from corpus.errors import InputError, StoreMismatchError
from index import Filter, LocalStore
from index.analysis import terms
from index.store import Changes, Store
from retrieval import Ranking, Searcher
from retrieval.question import lexical_query
from tests.fake_embedder import FakeEmbedder
from tests.index.making import MANIFEST, document, entry
from tests.retrieval.memory_store import MemoryStore

TEXTS = {
    "camera": "De gemeente bewaart beelden van camera’s vier weken.",
    "boa": "Een boa draagt een uniform en een legitimatiebewijs.",
    "huisverbod": "De burgemeester legt een huisverbod op voor tien dagen.",
    "gebied": "De burgemeester wijst een veiligheidsrisicogebied aan.",
}


def about(name: str) -> dict[str, tuple[str, ...]]:
    return {"themes": (name[:1],), **({"year": ("2019",)} if name in ("boa", "gebied") else {})}


@pytest.fixture(params=["memory", "local"])
def searcher(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    place = tmp_path_factory.mktemp("winkel") / "index"
    store: Store = MemoryStore() if request.param == "memory" else LocalStore.create(place, MANIFEST)
    day = {"camera": date(2024, 5, 1), "boa": date(2025, 5, 1)}
    store.update(
        Changes(
            put=tuple(
                entry(document(i, text, title=i, day=day.get(i), source=f"/bron/{i}.txt", metadata=about(i)))
                for i, text in TEXTS.items()
            )
        )
    )
    with Searcher(store, FakeEmbedder()) as opened:
        yield opened


def test_the_passage_with_the_words_of_the_question_is_first(searcher: Searcher) -> None:
    for document_id, text in TEXTS.items():
        hits = searcher.search(text)
        assert hits[0].passage.document_id == document_id
        assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
        assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
        marked = {text[span.start : span.end] for span in hits[0].highlights}
        assert marked == {word for word in re.findall(r"\w+", text) if terms(word)} - {"s"}, "other words are marked"


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        pytest.param(Filter(fields={"source": ("/bron/boa.txt",)}), {"boa"}, id="source"),
        pytest.param(Filter(fields={"source": ("BOA.TXT", "camera.txt")}), {"boa", "camera"}, id="file-names"),
        pytest.param(Filter(fields={"source": ("/bron",)}), set(TEXTS), id="folder"),
        pytest.param(Filter(fields={"document": ("gebied",)}), {"gebied"}, id="document"),
        pytest.param(Filter(fields={"themes": ("B", "h")}), {"boa", "huisverbod"}, id="metadata"),
        pytest.param(Filter(date_from=date(2025, 1, 1)), {"boa"}, id="from"),
        pytest.param(Filter(date_until=date(2024, 12, 31)), {"camera"}, id="until"),
        pytest.param(Filter(fields={"themes": ("x",)}), set(), id="nothing"),
        pytest.param(Filter(fields={"title": ("BOA", "Gebied")}), {"boa", "gebied"}, id="words of titles"),
        pytest.param(Filter(phrases=("DE burgemeester", "een huisverbod")), {"huisverbod"}, id="both phrases"),
        pytest.param(Filter(phrases=("camera’s vier",)), {"camera"}, id="punctuation in a phrase"),
        pytest.param(Filter(phrases=("burgemeester de",)), set(), id="other order"),
        pytest.param(Filter(phrases=("burgemeesters",)), set(), id="a phrase is not inflected"),
        pytest.param(Filter(without=("burgemeesters",)), {"boa", "camera"}, id="without, inflected"),
        pytest.param(Filter(without=("de burgemeester", "uniform")), {"camera"}, id="without a phrase and a word"),
        pytest.param(Filter(without=("camera",), date_from=date(2024, 1, 1)), {"boa"}, id="without, in a title"),
        pytest.param(
            Filter(fields={"source": ("/bron",)}, also=Filter(fields={"source": ("boa.txt",)}, without=("camera",))),
            {"boa"},
            id="two conditions on one field",
        ),
        pytest.param(Filter(also=Filter(phrases=("vier weken",))), {"camera"}, id="only the other"),
        pytest.param(
            Filter(phrases=("camera", "de gemeente")), {"camera"}, id="a phrase in a title, and one in the text"
        ),
        pytest.param(Filter(fields={"year": ("2024", "1999")}), {"camera"}, id="years"),
        pytest.param(Filter(fields={"year": ("20", "x")}), set(), id="no year"),
        pytest.param(Filter(fields={"year": ("2019",)}), {"boa", "gebied"}, id="a year that a text states"),
        pytest.param(Filter(fields={"year": ("2025",)}), {"boa"}, id="a year beside one that a text states"),
        pytest.param(
            Filter(without_fields={"year": ("2019", "2024")}), {"huisverbod"}, id="without a year that a text states"
        ),
        pytest.param(
            Filter(without_fields={"title": ("boa", "gebied")}), {"camera", "huisverbod"}, id="without words of titles"
        ),
        pytest.param(
            Filter(without_fields={"source": ("CAMERA.txt",)}), set(TEXTS) - {"camera"}, id="without a source"
        ),
        pytest.param(Filter(without_fields={"source": ("/bron",)}), set(), id="without a folder"),
        pytest.param(Filter(without_fields={"year": ("2024",)}), set(TEXTS) - {"camera"}, id="without a year"),
        pytest.param(
            Filter({"title": ("boa", "camera")}, without_fields={"themes": ("B",)}), {"camera"}, id="with and without"
        ),
    ],
)
def test_filters(searcher: Searcher, where: Filter, expected: set[str]) -> None:
    hits = searcher.search("burgemeester boa camera gemeente", where=where)
    assert {hit.passage.document_id for hit in hits} == expected


@pytest.mark.parametrize(
    ("field", "where", "expected"),
    [
        pytest.param("themes", None, {"b": 1, "c": 1, "g": 1, "h": 1}, id="all"),
        pytest.param("year", None, {"2024": 1, "2025": 1}, id="documents without a date have no year"),
        pytest.param("title", Filter(date_from=date(2025, 1, 1)), {"boa": 1}, id="within a period"),
        pytest.param("source", Filter(fields={"source": ("CAMERA.txt",)}), {"/bron/camera.txt": 1}, id="of a source"),
        pytest.param("themes", Filter(fields={"source": ("elders",)}), {}, id="nothing left"),
        pytest.param('een "vreemd" $.veld', None, {}, id="no such field"),
    ],
)
def test_passages_are_counted_by_value(
    searcher: Searcher, field: str, where: Filter | None, expected: dict[str, int]
) -> None:
    with searcher.store.view() as view:
        assert view.counts(field, where) == expected


@pytest.mark.parametrize(("most", "expected"), [(0, 0), (1, 1), (3, 3), (10_000, None)])
def test_a_sample_is_spread_evenly_and_always_the_same(searcher: Searcher, most: int, expected: int | None) -> None:
    with searcher.store.view() as view:
        keys = view.sample(most)
        passages = view.passages(keys)
        every = sum(view.counts("document").values())
        assert keys == view.sample(most)
    assert len(keys) == len({passage.passage_id for passage in passages}) == (every if expected is None else expected)


def test_counts_are_of_passages_and_the_most_frequent_is_first(tmp_path: Path) -> None:
    with LocalStore.create(tmp_path / "index", MANIFEST) as store:
        long = "\n\n".join(f"Alinea {n} gaat over toezicht. " * 40 for n in range(8))
        texts = {"kort": "Over vuurwerk.", "lang": long, "ook": "Over honden."}
        themes = {"kort": ("Wonen", "Zorg"), "lang": ("wonen",), "ook": ("Zorg",)}
        store.update(
            Changes(put=tuple(entry(document(i, t, metadata={"themes": themes[i]})) for i, t in texts.items()))
        )
        with store.view() as view:
            passages = view.counts("document")
            assert passages["lang"] > 2, passages
            assert list(view.counts("themes").items()) == [("wonen", passages["lang"] + 1), ("Zorg", 2)]


def test_twins_and_counts_know_words_too(searcher: Searcher) -> None:
    again = entry(document("ook", TEXTS["boa"], title="Handhavers", metadata={"themes": ("b",)}))
    searcher.store.update(Changes(put=(again,)))
    with searcher.store.view() as view:
        keys = view.dense(searcher.embedder.embed_question(TEXTS["boa"]), 2).keys.tolist()
        assert view.twins(keys) == [(keys[1],), (keys[0],)]
        assert [*view.twins(keys, Filter(fields={"title": ("boa",)}))].count(()) == 1
        assert view.twins(keys, Filter(phrases=("een boa",))) == [(keys[1],), (keys[0],)]
        assert view.counts("themes", Filter(phrases=("een boa",))) == {"b": 2}
        assert view.counts("themes", Filter(phrases=("een boa",), without=("handhaver",))) == {"b": 1}
        assert view.counts("title", Filter(without=("burgemeester", "handhavers"))) == {"boa": 1, "camera": 1}
        assert view.counts("themes", Filter(without_fields={"title": ("boa",), "source": ("camera.txt",)})) == {
            "b": 1,
            "g": 1,
            "h": 1,
        }
        assert [*view.twins(keys, Filter(without_fields={"title": ("boa",)}))].count(()) == 1
        assert view.twins(keys, Filter(without_fields={"themes": ("B",)})) == [(), ()]


def test_passages_like_another(searcher: Searcher) -> None:
    searcher.store.update(
        Changes(
            put=(
                entry(document("ook", TEXTS["gebied"].upper(), title="Elders")),
                entry(document("bijna", "De burgemeester wijst soms een veiligheidsrisicogebied aan, na overleg.")),
            )
        )
    )
    first = searcher.search(TEXTS["gebied"])[0]
    hits = searcher.similar(first.passage.passage_id, 9)
    found = [hit.passage.document_id for hit in hits]
    assert found[0] == "bijna", found
    assert sorted(found) == ["bijna", "boa", "camera", "huisverbod"], "itself or its twin is there, or another is not"
    assert [hit.score for hit in hits] == [hit.cosine for hit in hits]
    assert not any(hit.highlights for hit in hits)
    chosen = searcher.similar(first.passage.passage_id, 9, where=Filter(without=("soms", "boa")))
    assert sorted(hit.passage.document_id for hit in chosen) == ["camera", "huisverbod"]
    with pytest.raises(InputError, match="staat niet in de index"):
        searcher.similar("bestaat niet")


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("Hoe lang bewaart de gemeete beelden?", "Hoe lang bewaart de gemeente beelden?"),
        ('"legitimatiebewjis" van de -burgermeester', '"legitimatiebewijs" van de -burgemeester'),
        ("De gemeente en de burgemeester", None),
        ("ter zake van gemeentes", None),
        ("een kabeljauw, 12345 en boe", None),
    ],
)
def test_what_may_be_meant(searcher: Searcher, question: str, meant: str | None) -> None:
    assert searcher.did_you_mean(question) == meant


def test_a_new_generation_is_followed(searcher: Searcher) -> None:
    searcher.store.update(Changes(put=(entry(document("nieuw", "Vuurwerk is verboden.")),), remove=("boa",)))
    hits = searcher.search("vuurwerk verboden")
    assert hits[0].passage.document_id == "nieuw"
    assert "boa" not in {hit.passage.document_id for hit in hits}


def test_passages_of_the_same_words_know_each_other(searcher: Searcher) -> None:
    again = "de BOA draagt: een uniform"
    searcher.store.update(
        Changes(
            put=(
                entry(document("een", again, metadata={"themes": ("x",)})),
                entry(document("twee", "De boa draagt een uniform.")),
                entry(document("drie", "De boa draagt geen uniform.")),
            )
        )
    )
    with searcher.store.view() as view:
        keys = view.dense(searcher.embedder.embed_question(again), 10).keys.tolist()
        names = dict(zip(keys, (p.document_id for p in view.passages(keys)), strict=True))
        twins = dict(zip(names.values(), view.twins(keys), strict=True))
        assert {name: [names[key] for key in found] for name, found in twins.items() if found} == {
            "een": ["twee"],
            "twee": ["een"],
        }
        filtered = dict(zip(names.values(), view.twins(keys, Filter(fields={"themes": ("x",)})), strict=True))
        assert [names[key] for key in filtered["twee"]] == ["een"]
        assert filtered["een"] == ()


def test_another_model_is_refused(searcher: Searcher) -> None:
    with pytest.raises(StoreMismatchError):
        Searcher(searcher.store, FakeEmbedder(revision="2"))


@pytest.mark.parametrize("k", [0, -3, 10**6])
def test_counts_out_of_bounds(searcher: Searcher, k: int) -> None:
    with pytest.raises(InputError, match=r"1\.000"):
        searcher.search("boa", k)


def test_an_empty_store_answers_that_there_is_nothing(tmp_path_factory: pytest.TempPathFactory) -> None:
    for store in (MemoryStore(), LocalStore.create(tmp_path_factory.mktemp("leeg") / "index", MANIFEST)):
        with Searcher(store, FakeEmbedder()) as searcher:
            assert searcher.search("boa") == []
            assert not searcher.ask("boa").found


def test_the_parts_of_a_search_can_be_asked_alone(searcher: Searcher) -> None:
    question = "beelden van boa"
    with searcher.store.view() as view:
        dense = view.dense(searcher.embedder.embed_question(question), 10)
        lexical = view.lexical(lexical_query(question), 10)
        expected = {
            Ranking.DENSE: view.passages(dense.keys.tolist()),
            Ranking.LEXICAL: view.passages(lexical.keys.tolist()),
        }
    assert {p.document_id for p in expected[Ranking.LEXICAL]} == {"camera", "boa"}, "others lack all words"
    for ranking, passages in expected.items():
        hits = searcher.search(question, ranking=ranking)
        assert [hit.passage for hit in hits] == passages, ranking
    assert searcher.search(question, ranking=Ranking.HYBRID) == searcher.search(question)


def test_the_parts_of_a_score_add_up_to_it(searcher: Searcher) -> None:
    for ranking in searcher.rankings:
        for hit in searcher.search("Hoe lang bewaart de gemeente beelden?", ranking=ranking):
            assert hit.explanation is not None
            assert hit.explanation.meaning + hit.explanation.words == pytest.approx(hit.score), hit
            assert hit.explanation.words == 0 if ranking is Ranking.DENSE else True, hit
            assert hit.explanation.meaning == 0 if ranking is Ranking.LEXICAL else True, hit
            assert hit.explanation.highlights == hit.highlights
