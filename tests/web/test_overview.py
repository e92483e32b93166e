"""The corpus from above: the map, the counts and the use of a word, and the pictures and tables made of them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from corpus.errors import InputError
from index import LocalStore, build
from retrieval import Searcher
from tests.fake_embedder import FakeEmbedder
from web import charts, overview_tab
from web.asked import Asked
from web.overview import MOST_GROUPS, MOST_NAMED, CorpusMap, Neighbourhood, Overview, Point, Ring


@pytest.fixture(scope="module")
def overview(sample_searcher: Searcher) -> Overview:
    return Overview(sample_searcher.store)


@pytest.fixture(scope="module")
def corpus_map(overview: Overview) -> CorpusMap:
    drawn = overview.map()
    assert drawn is not None
    return drawn


def test_every_passage_of_a_small_corpus_is_on_the_map(sample_searcher: Searcher, corpus_map: CorpusMap) -> None:
    assert len(corpus_map.points) == corpus_map.passages == sample_searcher.store.info().passages
    assert corpus_map.by_theme
    assert len(corpus_map.groups) == MOST_GROUPS
    assert {point.group for point in corpus_map.points} <= {*corpus_map.groups, ""}


def test_the_map_is_the_same_every_time(sample_searcher: Searcher, corpus_map: CorpusMap) -> None:
    again = Overview(sample_searcher.store).map()
    assert again is not None
    assert again.points == corpus_map.points


def test_passages_of_one_text_are_nearer_to_each_other_than_to_others(corpus_map: CorpusMap) -> None:
    places = np.array([(point.x, point.y) for point in corpus_map.points])
    titles = np.array([point.title for point in corpus_map.points])
    distances = np.linalg.norm(places[:, None] - places[None], axis=2)
    same = titles[:, None] == titles[None]
    np.fill_diagonal(same, False)
    assert distances[same].mean() < 0.75 * distances[~same].mean()


def test_the_map_in_words_tells_each_text_with_its_colour_and_its_neighbour(corpus_map: CorpusMap) -> None:
    told = corpus_map.neighbourhoods()
    assert sum(one.passages for one in told) == len(corpus_map.points)
    assert {one.title for one in told} == {point.title for point in corpus_map.points}
    assert all(one.nearest != one.title for one in told)
    middle = {
        one.title: np.mean([(p.x, p.y) for p in corpus_map.points if p.title == one.title], axis=0) for one in told
    }
    for one in told:
        nearest = min(
            (t for t in middle if t != one.title), key=lambda t: np.linalg.norm(middle[t] - middle[one.title])
        )
        assert one.nearest == nearest


def test_the_map_of_one_text_has_no_neighbour() -> None:
    points = (Point(0.0, 0.0, "Nota", "", "zorg"), Point(1.0, 1.0, "Nota", "", "zorg"))
    only = CorpusMap(points, ("zorg",), True, 2, np.zeros(2, np.float32), np.zeros((2, 2), np.float32))
    assert only.neighbourhoods() == [Neighbourhood("Nota", "zorg", 2, "")]


def test_the_table_of_a_map_with_many_texts_says_that_it_has_not_all() -> None:
    points = tuple(Point(float(n), n % 7, f"Nota {n}", "", "zorg") for n in range(MOST_NAMED + 20))
    many = CorpusMap(points, ("zorg",), True, len(points), np.zeros(2, np.float32), np.zeros((2, 2), np.float32))
    few = CorpusMap(points[:3], ("zorg",), True, 3, np.zeros(2, np.float32), np.zeros((2, 2), np.float32))
    assert f"de {MOST_NAMED} teksten met de meeste" in overview_tab._map_tables(many, [])
    assert "met de meeste" not in overview_tab._map_tables(few, [])


def test_hits_are_where_their_passages_are(
    sample_searcher: Searcher, overview: Overview, corpus_map: CorpusMap
) -> None:
    hits = sample_searcher.search("woonoverlast", 5)
    points = {(round(p.x, 3), round(p.y, 3)): p.title for p in corpus_map.points}
    rings = overview.rings(corpus_map, hits)
    assert [ring.hit for ring in rings] == hits
    assert all(points[round(ring.x, 3), round(ring.y, 3)] == ring.hit.passage.title for ring in rings)


def test_a_hit_that_is_gone_leaves_the_rings_of_the_others_where_they_are(
    sample_searcher: Searcher, overview: Overview, corpus_map: CorpusMap
) -> None:
    first, *others = sample_searcher.search("woonoverlast", 4)
    gone = replace(first, passage=replace(first.passage, passage_id="weg"))
    rings = overview.rings(corpus_map, [gone, *others])
    drawn = charts.map_chart(corpus_map, rings, charts.LIGHT).to_dict()
    circled = drawn["layer"][1]["data"]["values"]
    points = {(round(p.x, 3), round(p.y, 3)): p.title for p in corpus_map.points}
    assert [(row["Rang"], points[round(row["x"], 3), round(row["y"], 3)]) for row in circled] == [
        (str(hit.rank), hit.passage.title) for hit in others
    ]


def test_a_word_is_counted_by_year_in_every_inflection(tmp_path: Path) -> None:
    texts = {"a": ("2023-02-01", "Een camera."), "b": ("2024-05-01", "Grote camera’s."), "c": ("2024-06-01", "Honden.")}
    rows = [{"_id": i, "title": i, "text": text, "date": day} for i, (day, text) in texts.items()]
    (tmp_path / "x.jsonl").write_text("\n".join(map(json.dumps, rows)))
    build(tmp_path / "index", [tmp_path / "x.jsonl"], FakeEmbedder())
    with LocalStore(tmp_path / "index") as store:
        use = Overview(store).word_use("camera")
        both = Overview(store).word_use("grote camera")
    assert (use.used, use.left_out) == ({"2023": 1, "2024": 1}, 0)
    assert use.passages == {"2023": 1, "2024": 2}
    assert both.used == {"2023": 0, "2024": 1}


@pytest.fixture
def with_gaps(tmp_path: Path) -> Iterator[Overview]:
    """Texts of 1850, 2004, 2010 and 2012, of which two tell of a camera."""
    texts = {"1850": "Een nachtwacht.", "2004": "Een camera.", "2010": "Honden.", "2012": "Een camera."}
    rows = [{"_id": year, "title": year, "text": text, "date": f"{year}-05-01"} for year, text in texts.items()]
    (tmp_path / "x.jsonl").write_text("\n".join(map(json.dumps, rows)))
    build(tmp_path / "index", [tmp_path / "x.jsonl"], FakeEmbedder())
    with LocalStore(tmp_path / "index") as store:
        yield Overview(store)


def test_years_without_passages_keep_the_others_at_their_distance(with_gaps: Overview) -> None:
    """The pictures have every year, of the sixty with most passages; the tables every year that there is."""
    heading, drawn, table = overview_tab._years(with_gaps, charts.LIGHT)
    told, word_drawn, word_table = overview_tab._word(with_gaps, "camera", charts.LIGHT)
    expected = [(str(year), int(year in {2004, 2010, 2012})) for year in range(2004, 2013)]
    assert bars_of(drawn) == expected
    assert "2004 tot en met 2012" in heading
    assert "1 passage" in heading
    assert re.findall(r'<th scope="row">(.*?)</th>', table) == ["1850", "2004", "2010", "2012"]
    assert bars_of(word_drawn) == [(year, count if year != "2010" else 0) for year, count in expected]
    assert "2 passages uit 2004 tot en met 2012. Niet meegeteld is 1 passage van een ander jaar." in told
    assert re.findall(r'<th scope="row">(.*?)</th><td>(.*?)</td><td>(.*?)</td>', word_table) == [
        ("2004", "1", "100%"),
        ("2010", "0", "0%"),
        ("2012", "1", "100%"),
    ]


def bars_of(drawn: Any) -> list[tuple[str, int]]:
    """The years and passages of a picture, as Gradio sends it."""
    rows = json.loads(drawn.value["plot"])["data"]["values"]
    return [(row["Jaar"], row["Passages"]) for row in rows]


def test_a_pasted_paragraph_is_refused_before_it_is_counted(overview: Overview) -> None:
    with pytest.raises(InputError, match="hoogstens 6 woorden"):
        overview.word_use(
            "de gemeente houdt toezicht op camera's, coffeeshops, evenementen, horeca, prostitutie en vuurwerk"
        )


def test_passages_like_another_stand_out_too(sample_searcher: Searcher, overview: Overview) -> None:
    first = sample_searcher.search("woonoverlast")[0].passage
    address = Asked(similar_to=first.passage_id).address
    _, told, _, tables = overview_tab._map(sample_searcher, overview, address, charts.LIGHT)
    assert "10 passages" in told
    for hit in sample_searcher.similar(first.passage_id):
        assert escape(hit.passage.title) in tables


def test_no_word_is_told(overview: Overview) -> None:
    with pytest.raises(InputError, match="leeg"):
        overview.word_use(" ")


def test_too_few_passages_have_no_map(tmp_path: Path) -> None:
    (tmp_path / "nota.md").write_text("# Nota\n\nEen zin.")
    build(tmp_path / "index", [tmp_path / "nota.md"], FakeEmbedder())
    with LocalStore(tmp_path / "index") as store:
        assert Overview(store).map() is None


def test_the_map_names_every_passage_and_no_other_host(sample_searcher: Searcher, corpus_map: CorpusMap) -> None:
    rings = [Ring(hit, 0.0, 0.0) for hit in sample_searcher.search("woonoverlast", 3)]
    drawn = json.loads(charts.map_chart(corpus_map, rings, charts.LIGHT).to_json())
    assert "/v5." in drawn["$schema"]  # the language that Gradio draws
    tied = json.dumps(drawn.get("datasets", drawn), ensure_ascii=False)
    assert all(point.title[:60] in tied for point in corpus_map.points)
    del drawn["$schema"]
    assert "http" not in json.dumps(drawn)


def test_a_table_says_what_a_picture_shows_and_escapes_it() -> None:
    shown = charts.counts_table({"<b>wonen</b>": 1_234, "zorg": 2}, "Thema", "Bekijk als tabel")
    assert escape("<b>wonen</b>") in shown
    assert "<b>" not in shown
    assert "1.234" in shown
    assert shown.count("<tr>") == 3


def test_a_legend_has_each_group_once(corpus_map: CorpusMap) -> None:
    shown = charts.legend(corpus_map)
    others = any(not point.group for point in corpus_map.points)
    assert shown.count("<li>") == len(corpus_map.groups) + others
    assert all(escape(group) in shown for group in corpus_map.groups)
