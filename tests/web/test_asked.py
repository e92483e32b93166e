"""What is asked is the address, and the address is what is asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from html import escape, unescape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import InputError
from index import Filter, LocalStore, build
from retrieval import Searcher
from tests.fake_embedder import FakeEmbedder
from web import cards, texts
from web.asked import Asked
from web.choices import choices
from web.endpoints import Endpoints
from web.options import OptionCounts, Options
from web.results import hits_of
from web.why import why

TEXT = st.text(st.characters(codec="utf-8"), min_size=1)
ANYTHING_ASKED = st.builds(
    Asked,
    question=TEXT,
    count=st.integers(),
    per_document=st.booleans(),
    by_date=st.booleans(),
    sources=st.lists(TEXT, unique=True, max_size=5).map(tuple),
    themes=st.lists(TEXT, unique=True, max_size=5).map(tuple),
    day_from=st.none() | st.dates(),
    day_until=st.none() | st.dates(),
).filter(lambda asked: not (asked.day_from and asked.day_until and asked.day_until < asked.day_from))


@given(ANYTHING_ASKED)
def test_an_address_asks_what_it_was_made_of(asked: Asked) -> None:
    assert Asked.from_address(asked.address) == asked


def test_a_period_that_ends_before_it_begins_is_told() -> None:
    with pytest.raises(InputError, match="Wissel ze om"):
        Asked.from_address("?vraag=camera&van=2027-01-01&tot=2026-01-01")


def test_a_passage_that_is_gone_is_told_to_who_compares_it(tmp_path: Path) -> None:
    (tmp_path / "nota.md").write_text("# Nota\n\nDe camera hangt op het plein.", "utf-8")
    build(tmp_path / "index", [tmp_path / "nota.md"], FakeEmbedder())
    with Searcher(LocalStore(tmp_path / "index"), FakeEmbedder()) as searcher:
        shown = Endpoints(searcher).show("?gelijk=0123456789abcdef")
    assert texts.JUDGED_PASSAGE_MISSING in shown.answer
    assert "--json" not in shown.answer


def test_an_address_leaves_out_what_is_as_usual() -> None:
    assert Asked("woonoverlast").address == "?vraag=woonoverlast"
    assert Asked("woonoverlast").where is None


def test_choices_become_a_filter() -> None:
    asked = Asked.from_address(
        "?vraag=x&thema=wonen&thema=jeugd&bron=nota.md&van=2024-01-01&tot=2024-12-31&iets=anders"
    )
    fields = {"source": ("nota.md",), "themes": ("wonen", "jeugd")}
    assert asked.where == Filter(fields, date(2024, 1, 1), date(2024, 12, 31))


@pytest.mark.parametrize("count", [3, 10, 25])
def test_the_newest_come_first_of_what_is_shown_by_relevance(sample_searcher: Searcher, count: int) -> None:
    passage = sample_searcher.search("Wat zijn de kosten van een vergunning?", 1)[0].passage
    for asked in (
        Asked("Wat zijn de kosten van een vergunning?", count=count),
        Asked("camera", count=count, per_document=True),
        Asked(similar_to=passage.passage_id, count=count),
    ):
        hits = hits_of(sample_searcher, replace(asked, by_date=True))
        days = [hit.passage.date or date.min for hit in hits]
        assert days == sorted(days, reverse=True), asked
        assert sorted(hit.rank for hit in hits) == list(range(1, count + 1)), asked


def test_the_summary_of_the_filters_is_a_list_in_good_dutch() -> None:
    asked = Asked("camera", per_document=True, by_date=True, themes=("wonen",), day_from=date(2026, 5, 1))
    drawn = choices(asked, Options({}, {}, {}, {}))
    assert ": wonen, vanaf 1 mei 2026, nieuwste eerst, één resultaat per document</span>" in drawn
    assert ">(4)</span>" in drawn  # where there is no room for all of it


def test_the_passage_of_the_answer_is_among_the_newest_first(sample_searcher: Searcher) -> None:
    question = "Hoelang mogen beelden van cameratoezicht bewaard worden?"
    [cited, *_] = sample_searcher.ask(question).citations
    shown = hits_of(sample_searcher, Asked(question, by_date=True))
    assert cited.passage.passage_id in [hit.passage.passage_id for hit in shown]


@pytest.mark.parametrize("address", ["?vraag=woonoverlast&aantal=3", "?vraag=woonoverlast&per=document&volgorde=datum"])
def test_the_answer_does_not_depend_on_how_passages_are_shown(sample_searcher: Searcher, address: str) -> None:
    def answer(asked: str) -> str:
        last = Endpoints(sample_searcher).show(asked)
        return last.answer.partition('<div class="meenemen">')[0]

    assert answer(address) == answer("?vraag=woonoverlast")


def test_a_period_without_texts_offers_the_way_out(sample_searcher: Searcher) -> None:
    address = "?vraag=camera&tot=1990-01-01"
    endpoints = Endpoints(sample_searcher)
    shown = endpoints.show(address)
    assert texts.NO_TEXT_LEFT_HEADING in shown.status
    assert 'href="?vraag=camera"' in shown.answer
    assert 'value="1990-01-01"' in endpoints.choices(Asked.from_address(address))
    assert shown.passages == ""


def test_filters_say_how_many_passages_each_leaves(sample_searcher: Searcher) -> None:
    counts = OptionCounts(sample_searcher.store)
    free, narrow = counts.of(Asked("camera")), counts.of(Asked("camera", themes=("leefbaarheid",)))
    assert narrow.themes == free.themes  # the other filters stay as they are, not this one
    assert sum(narrow.sources.values()) == free.themes["leefbaarheid"] < sum(free.sources.values())
    for theme in list(free.themes)[:3]:
        found = sample_searcher.search("camera", 1000, where=Asked(themes=(theme,)).where)
        assert len(found) == free.themes[theme], theme
    for source in list(free.sources)[:3]:
        found = sample_searcher.search("camera", 1000, where=Asked(sources=(source,)).where)
        assert len(found) == free.sources[source], source
    assert not any("/" in source for source in free.sources)


def test_an_answer_that_is_not_found_comes_with_suggestions(sample_searcher: Searcher) -> None:
    last = Endpoints(sample_searcher).show(Asked("Wie won de Tour de France?", themes=("leefbaarheid",)).address)
    assert texts.NOT_FOUND_HEADING in last.answer
    assert 'href="?vraag=Wie+won+de+Tour+de+France%3F"' in last.answer
    nearest = sample_searcher.search("Wie won de Tour de France?", where=Asked(themes=("leefbaarheid",)).where)[0]
    assert Asked(nearest.passage.title, themes=("leefbaarheid",)).address.replace("&", "&amp;") in last.answer


def test_passages_like_another_are_found_from_its_link(sample_searcher: Searcher) -> None:
    first = sample_searcher.search("woonoverlast")[0].passage
    asked = Asked(similar_to=first.passage_id)
    shown = Endpoints(sample_searcher).show(asked.address)
    similar = sample_searcher.similar(first.passage_id)
    assert shown.passages.count("<li id=") == len(similar) == 10
    assert similar[0].passage.title in unescape(shown.passages)
    assert first.title in unescape(shown.answer)
    assert f'href="{asked.address}"' in cards.hits(sample_searcher.search("woonoverlast"))
    missing = Endpoints(sample_searcher).show("?gelijk=weg")
    assert texts.JUDGED_PASSAGE_MISSING in missing.status


def test_words_that_must_be_there_and_are_not_are_told(sample_searcher: Searcher) -> None:
    shown = Endpoints(sample_searcher).show(Asked('"deze woorden staan er zo vast niet"').address)
    assert texts.NO_TEXT_LEFT_HEADING in shown.status
    assert "aanhalingstekens" in shown.answer


def test_a_misspelt_question_is_offered_as_it_may_be_meant(sample_searcher: Searcher) -> None:
    question = "Wat is kameratoezicht en een burgermeester?"
    meant = sample_searcher.did_you_mean(question)
    assert meant is not None
    last = Endpoints(sample_searcher).show(Asked(question, themes=("openbare orde",)).address)
    assert escape(Asked(meant, themes=("openbare orde",)).address) in last.answer
    last = Endpoints(sample_searcher).show(Asked("Wat is cameratoezicht?").address)
    assert texts.DID_YOU_MEAN not in last.answer


def test_a_result_says_why_it_was_found(sample_searcher: Searcher) -> None:
    [hit] = sample_searcher.search("camerabeelden bewaren boa", 1)
    shown = why(hit)
    assert hit.explanation is not None
    assert texts.decimal(hit.score) in shown
    for match in hit.explanation.matches:
        assert f"<strong>{match.asked}</strong>" in shown
