"""What a question brings: the answer with its passages, what is wrong with it, and examples to begin with."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from corpus import Passage
from index import LocalStore, build
from index.store import Changes
from retrieval import Answer, Citation, Searcher
from tests.fake_embedder import FakeEmbedder
from tests.retrieval.memory_store import MemoryStore
from web import cards, texts
from web.asked import Asked
from web.endpoints import Endpoints
from web.results import Shown

QUESTION = "Hoelang mogen beelden van cameratoezicht bewaard worden?"


def _text(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", html))


def _searcher(place: Path) -> Searcher:
    return Searcher(LocalStore(place), FakeEmbedder())


def shown_at(searcher: Searcher, address: str) -> Shown:
    return Endpoints(searcher).show(address)


def shown(searcher: Searcher, question: str, **asked: Any) -> Shown:
    return shown_at(searcher, Asked(question, **asked).address)


def test_an_answer_comes_with_its_passages(sample_searcher: Searcher) -> None:
    last = shown(sample_searcher, QUESTION)
    assert last.passages.count("<li id=") == 10
    assert texts.ANSWER_HEADING in last.answer, _text(last.answer)
    assert 'class="zin"' in last.answer
    assert 'class="zin"' in last.passages


def test_a_marked_answer_is_the_cited_sentence(sample_searcher: Searcher) -> None:
    answer = sample_searcher.ask(QUESTION)
    last = shown(sample_searcher, QUESTION)
    spoken = re.compile(r'<span class="alleen-voorlezen">.*?</span>')
    marks = re.findall(r'<mark class="zin">(.*?)</mark>', spoken.sub("", last.answer), re.DOTALL)
    assert "".join(map(_text, marks)).split() == (answer.text or "").split()


def test_what_another_document_says_instead_is_shown_below_the_answer() -> None:
    said = {"Kermisbeleid 2019": "De kermis duurt negen dagen.", "Kermisbeleid 2024": "De kermis duurt vijf dagen."}
    citations = tuple(
        Citation(Passage(title, title, title, f"{title}.md", (), text, 0, len(text)), 0, len(text), text)
        for title, text in said.items()
    )
    given = Answer("Hoe lang duurt de kermis?", True, 0.8, citations[0].text, citations, ())
    shown = _text(cards.answer(given, Asked(given.question)))
    assert shown.index("negen") < shown.index("Een ander stuk zegt:") < shown.index("vijf dagen"), shown
    one = cards.answer(replace(given, citations=citations[:1]), Asked(given.question))
    assert "Een ander stuk" not in one


@pytest.mark.parametrize(
    ("address", "part"),
    [
        pytest.param("", "leeg", id="nothing"),
        pytest.param("?vraag=", "leeg", id="empty"),
        pytest.param("?vraag=+%0A", "leeg", id="blank"),
        pytest.param("?vraag=%3F", "leeg", id="no word"),
        pytest.param("?vraag=" + "a" * 100_000, "100.000", id="too long"),
        pytest.param("?vraag=camera&aantal=0", "is 0", id="none"),
        pytest.param("?vraag=camera&aantal=-3", "-3", id="negative"),
        pytest.param("?vraag=camera&aantal=1000000", "1.000.000", id="too many"),
        pytest.param("?vraag=camera&aantal=veel", "'veel'", id="no number"),
        pytest.param("?vraag=camera&van=gisteren", "'gisteren'", id="no date"),
        pytest.param("?vraag=camera" + "&bron=x" * 300, "200", id="too many filters"),
    ],
)
def test_bad_input_is_told_with_its_value(sample_searcher: Searcher, address: str, part: str) -> None:
    last = shown_at(sample_searcher, address)
    assert part in _text(last.answer)
    assert texts.ERROR_HEADING in _text(last.status)
    assert last.passages == ""


def test_an_unforeseen_error_is_no_traceback(caplog: pytest.LogCaptureFixture) -> None:
    class Broken:
        store = MemoryStore()

        def embed(self, _: str) -> None:
            pass

        def search(self, *_: object, **__: object) -> None:
            raise ZeroDivisionError("geheim")

    last = shown_at(Broken(), "?vraag=camera")  # type: ignore[arg-type]
    assert texts.UNEXPECTED in _text(last.answer)
    assert "geheim" not in last.answer
    assert "geheim" not in caplog.text
    assert "ZeroDivisionError" in caplog.text
    assert "test_showing.py" in caplog.text


def test_examples_are_those_of_the_sample_texts_or_titles(tmp_path: Path, sample_searcher: Searcher) -> None:
    assert len(Endpoints(sample_searcher).examples()) >= 4
    (tmp_path / "cameratoezicht.md").write_text("# Iets anders\n\nDit gaat niet over beelden.")
    build(tmp_path / "index", [tmp_path / "cameratoezicht.md"], FakeEmbedder())
    with _searcher(tmp_path / "index") as searcher:
        assert Endpoints(searcher).examples() == ["Iets anders"]
        body = "Iedereen mag een hond uitlaten in het park en op straat. " * 20
        (tmp_path / "eigen.md").write_text(f"# Nota\n\n## Wie mag een hond uitlaten?\n\n{body}\n\n## Kort?\n\n{body}")
        build(tmp_path / "index", [tmp_path / "eigen.md"], FakeEmbedder())
        assert Endpoints(searcher).examples() == ["Wie mag een hond uitlaten?"]


def test_every_example_is_answered_by_its_text(sample_searcher: Searcher) -> None:
    for name, question in texts.EXAMPLES:
        answer = sample_searcher.ask(question)
        sources = [Path(hit.passage.source).name for hit in answer.hits[:3]]
        assert answer.found, (question, answer.confidence, sources)
        assert name == sources[0], (question, sources)


def test_an_index_without_texts_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "nota.md").write_text("# Nota\n\nEen zin.")
    build(tmp_path / "index", [tmp_path / "nota.md"], FakeEmbedder())
    with _searcher(tmp_path / "index") as searcher:
        with searcher.store.view() as view:
            [only] = view.documents()
        searcher.store.update(Changes(remove=(only.document_id,)))
        last = shown(searcher, "camera")
    assert "veiligheidswijzer build" in _text(last.answer)


def test_links_hold_any_document_id() -> None:
    for document_id in ("map/nota 1.md", "a&passage=b#c", "%2e%2e/?x", "vraag–“é”"):
        passage = Passage("p&1", document_id, "T", "/geheim/n.md", (), "x", 0, 1)
        link = urlsplit(cards.document_address(passage))
        assert parse_qs(link.query) == {"id": [document_id], "passage": ["p&1"]}
        assert link.fragment == "vindplaats"
