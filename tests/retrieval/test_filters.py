from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import InputError
from index import Filter, LocalStore
from index.store import Changes, Store
from retrieval import Ranking, Searcher
from retrieval.comparison import filters_of
from retrieval.filters import from_here, sources_here, written_filter
from tests.fake_embedder import FakeEmbedder
from tests.index.making import MANIFEST, document, entry
from tests.retrieval.memory_store import MemoryStore


def test_a_filter_as_it_is_written() -> None:
    assert written_filter() is None
    assert written_filter(
        ["a.md", "b.md"], ["wet bibob"], ["wonen"], ["type = nota", "type=brief"], "2023", "1-5-2024"
    ) == (
        Filter(
            {"source": ("a.md", "b.md"), "title": ("wet bibob",), "themes": ("wonen",), "type": ("nota", "brief")},
            date(2023, 1, 1),
            date(2024, 5, 1),
        )
    )


def test_fields_have_the_names_of_the_text_or_of_the_index() -> None:
    for names in (["thema=wonen", "Wetten=APV", "Type=nota"], ["themes=wonen", "statutes=APV", "type=nota"]):
        assert written_filter(fields=names) == Filter({"themes": ("wonen",), "statutes": ("APV",), "type": ("nota",)})
    assert written_filter(fields=["jaar=2024"]) == Filter({"year": ("2024",)})
    assert list(filters_of(["Themes:wonen", "WETTEN:APV"]).values()) == [
        Filter({"themes": ("wonen",)}),
        Filter({"statutes": ("APV",)}),
    ]


@pytest.fixture(params=["memory", "local"])
def searcher(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Searcher]:
    store: Store = MemoryStore() if request.param == "memory" else LocalStore.create(tmp_path / "index", MANIFEST)
    with Searcher(store, FakeEmbedder()) as opened:
        yield opened


@pytest.mark.parametrize(
    "value",
    [
        "/bron/map",
        "/bron/map/",
        "map/",
        "/Bron//map/nota.md",
        "https://example.nl/x/nota.html",
        "HTTPS://example.nl/x/",
        "map/nota.md",
        "Bron/Map",
        "./map/nota.md",
        "map\\nota.md",
        "example.nl/x",
    ],
)
def test_a_source_is_found_however_its_path_is_written(searcher: Searcher, value: str) -> None:
    paths = ("/bron/map/nota.md", "https://example.nl/x/nota.html", "/bron/ander/brief.md")
    made = tuple(entry(document(path, "De boa kijkt.", source=path)) for path in paths)
    searcher.store.update(Changes(put=made))
    wanted = paths["example" in value]
    for ranking in (Ranking.DENSE, Ranking.LEXICAL):
        hits = searcher.search("boa", where=Filter({"source": (value,)}), ranking=ranking)
        assert [hit.passage.source for hit in hits] == [wanted]
    with searcher.store.view() as view:
        assert list(view.counts("source", Filter({"source": (value,)}))) == [wanted]


def test_a_source_is_found_by_the_name_that_is_shown(searcher: Searcher) -> None:
    """Citations name a document "archief.zip/nota/a.md": not the path of a file, but what people see."""
    paths = {"archief.zip/nota/a.md": "/b/archief.zip", "archief.zip/b.md": "/b/archief.zip", "x/a.md": "/c/x/a.md"}
    searcher.store.update(Changes(put=tuple(entry(document(i, "De boa.", source=s)) for i, s in paths.items())))
    for name in paths:
        for where in (Filter({"source": (name,)}), Filter(also=Filter({"source": (name, "weg/a.md")}))):
            assert [hit.passage.document_id for hit in searcher.search("boa", folded=False, where=where)] == [name]
            with searcher.store.view() as view:
                assert list(view.counts("document", where)) == [name]
        left = searcher.search("boa", folded=False, where=Filter(without_fields={"source": (name,)}))
        assert sorted(hit.passage.document_id for hit in left) == sorted(set(paths) - {name})
    for part in ("ota/a.md", "nota/a", "a.md/x", "zip/x"):
        assert not searcher.search("boa", where=Filter({"source": (part,)})), "no whole parts of a path"


def test_a_source_may_be_named_from_the_working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "map").mkdir()
    monkeypatch.chdir(tmp_path)
    assert sources_here(["map/", "nota.md", "~niemand/x", "x\0y"]) == [
        *("map/", str(tmp_path / "map"), "nota.md", "~niemand/x", "x\0y")
    ]


def test_the_side_of_a_comparison_may_be_named_from_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "nota.md").write_text("Een nota.", "utf-8")
    monkeypatch.chdir(tmp_path)
    sides = {name: from_here(side) for name, side in filters_of(["bron:nota.md", "bron:weg.md", "jaar:2024"]).items()}
    assert [side.fields for side in sides.values()] == [
        {"source": ("nota.md", str(tmp_path / "nota.md"))},
        {"source": ("weg.md",)},
        {},
    ]
    assert from_here(Filter(also=Filter({"source": ("nota.md",)}), phrases=("boa",))).phrases == ("boa",)


def test_what_is_no_field_or_period() -> None:
    for field in ("type", "=x", "x="):
        with pytest.raises(InputError, match="Schrijf naam=waarde"):
            written_filter(fields=[field])
    with pytest.raises(InputError, match="Wissel ze om"):
        written_filter(day_from="2024", day_until="2023")


def test_a_filter_takes_what_is_meant() -> None:
    assert Filter({"title": "bibob"}) == Filter({"title": ("bibob",)}), "one value is no row of letters"  # type: ignore[dict-item]
    assert Filter({"Titel": ["a", "b"], "bron": "x.md", "jaar": "2024"}) == Filter(  # type: ignore[dict-item]
        {"title": ("a", "b"), "source": ("x.md",), "year": ("2024",)}
    )
    assert Filter({"titel": ("a",), "title": ("b",)}).fields == {"title": ("a", "b")}
    assert Filter(without_fields={"thema": "wonen"}).without_fields == {"themes": ("wonen",)}  # type: ignore[dict-item]
    assert Filter(phrases="één zin", without="boa") == Filter(phrases=("één zin",), without=("boa",))  # type: ignore[arg-type]
    assert Filter(date_from="mei 2024", date_until="2024") == Filter(  # type: ignore[arg-type]
        date_from=date(2024, 5, 1), date_until=date(2024, 12, 31)
    )
    assert Filter(date_from=datetime(2024, 5, 1, 12, tzinfo=UTC)).date_from == date(2024, 5, 1)
    assert not Filter()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        pytest.param({"fields": ("title", "bibob")}, "fields van het filter is .*geef namen met hun waarden", id="rij"),
        pytest.param({"fields": {"title": 3}}, r"fields\['title'\] .*'3' \(int\); geef tekst", id="getal"),
        pytest.param({"fields": {"year": (2024,)}}, r"fields\['year'\] .*geef tekst", id="jaar"),
        pytest.param({"fields": {3: ("x",)}}, "naam van een veld", id="naam"),
        pytest.param({"phrases": None}, "phrases van het filter", id="niets"),
        pytest.param({"date_from": "gisteren"}, "'gisteren' is geen datum", id="geen dag"),
        pytest.param({"date_until": 2024}, "date_until van het filter is '2024'", id="dag"),
        pytest.param({"date_from": "2024", "date_until": "2023"}, "Wissel ze om", id="andersom"),
        pytest.param({"also": {"title": "x"}}, "also van het filter", id="also"),
    ],
)
def test_a_filter_that_cannot_be_is_told(given: dict[str, Any], words: str) -> None:
    with pytest.raises(InputError, match=words):
        Filter(**given)


@pytest.mark.parametrize(
    ("question", "k", "where", "words"),
    [
        pytest.param(None, 3, None, "vraag is 'None' .NoneType.; geef tekst", id="no question"),
        pytest.param(b"boa", 3, None, "vraag is", id="bytes"),
        pytest.param("boa", "3", None, "aantal resultaten is '3' .str.; geef een geheel getal", id="text as number"),
        pytest.param("boa", 2.5, None, "aantal resultaten is '2.5'", id="half"),
        pytest.param("boa", 3, {"title": "bibob"}, "where is .*geef een Filter", id="where"),
    ],
)
def test_what_cannot_be_asked_is_told(searcher: Searcher, question: Any, k: Any, where: Any, words: str) -> None:
    with pytest.raises(InputError, match=words):
        searcher.search(question, k, where=where)
    if k == 3:
        with pytest.raises(InputError, match=words):
            searcher.ask(question, where=where)
