"""What readers say of results: kept only when switched on, and read by `evaluate` as questions."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app import create_app
from corpus.errors import InputError, SourceError
from index import LocalStore, build
from retrieval import Searcher
from retrieval.evaluation.feedback import FeedbackFile, read_feedback, write_question_set
from retrieval.evaluation.question_sets import read_question_set
from tests.fake_embedder import FakeEmbedder
from web import cards
from web.serving import Serving


@pytest.fixture
def searcher(tmp_path: Path) -> Searcher:
    (tmp_path / "bron").mkdir()
    (tmp_path / "bron" / "camera.md").write_text("# Camera\n\nBeelden blijven vier weken.")
    (tmp_path / "bron" / "hond.md").write_text("# Hond\n\nEen hond is aan de lijn.")
    build(tmp_path / "index", [tmp_path / "bron"], FakeEmbedder())
    return Searcher(LocalStore(tmp_path / "index"), FakeEmbedder())


def _client(searcher: Searcher, file: Path | None) -> TestClient:
    return TestClient(create_app(searcher, Serving(feedback=file)), base_url="http://127.0.0.1")


def test_judgements_become_questions_that_evaluate_reads(searcher: Searcher, tmp_path: Path) -> None:
    file = tmp_path / "oordelen.jsonl"
    with searcher, _client(searcher, file) as client:
        ids = {h.passage.title: (h.passage.passage_id, h.passage.document_id) for h in searcher.search("camera hond")}
        for question, title, useful in (
            ("Hoelang blijven beelden?", "Camera", False),
            ("hoelang blijven BEELDEN?", "Camera", True),  # who changes their mind
            ("Mag een hond los?", "Hond", True),
            ("Mag een hond los?", "Camera", False),
            ("Wie wint?", "Hond", False),
        ):
            body = {"address": f"?vraag={question}", "passage": ids[title][0], "useful": useful}
            assert client.post("/oordeel", json=body).status_code == 200
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    written = write_question_set(read_feedback(file), tmp_path / "vragen")
    assert (written.questions, written.without_useful, written.judgements) == (2, 1, 4)
    questions = read_question_set(tmp_path / "vragen")
    assert {q.question: dict(q.relevant) for q in questions.questions} == {
        "Hoelang blijven beelden?": {ids["Camera"][1]: 1},
        "Mag een hond los?": {ids["Hond"][1]: 1},
    }
    assert questions.unanswerable == 1
    assert questions.corpus is None  # so it is the present index that is measured
    with pytest.raises(InputError, match="niet leeg"):
        write_question_set(read_feedback(file), tmp_path / "vragen")


def test_a_document_is_useful_if_any_passage_of_it_is(tmp_path: Path) -> None:
    file = FeedbackFile(tmp_path / "oordelen.jsonl")
    for passage, useful in (("eerste", True), ("tweede", False), ("derde", True), ("derde", False)):
        file.add("Mag dat?", "nota.md", passage, useful=useful, generation=1)
    written = write_question_set(read_feedback(file.path), tmp_path / "vragen")
    assert (written.questions, written.judgements) == (1, 3)
    assert (tmp_path / "vragen" / "qrels.tsv").read_text().splitlines()[1:] == ["vraag-1\tnota.md\t1"]


def test_nothing_is_kept_unless_it_is_asked_for(searcher: Searcher, tmp_path: Path) -> None:
    hits = searcher.search("camera")
    assert "data-oordeel" not in cards.hits(hits)
    assert "data-oordeel" in cards.hits(hits, judged=True)
    before = sorted(tmp_path.rglob("*"))
    with searcher, _client(searcher, None) as client:
        body = {"address": "?vraag=camera", "passage": hits[0].passage.passage_id, "useful": True}
        assert client.post("/oordeel", json=body).status_code in {404, 405}
    assert [path for path in sorted(tmp_path.rglob("*")) if path not in before and path.suffix == ".jsonl"] == []


def test_readers_do_not_see_where_judgements_are_kept(
    searcher: Searcher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with searcher, _client(searcher, tmp_path / "oordelen.jsonl") as client:
        [hit, *_] = searcher.search("camera")
        monkeypatch.setattr("retrieval.evaluation.feedback.MOST_BYTES", -1)
        body = {"address": "?vraag=camera", "passage": hit.passage.passage_id, "useful": True}
        told = client.post("/oordeel", json=body)
    assert told.status_code == 503
    assert "jsonl" not in told.text


def test_what_is_no_judgement_is_refused(searcher: Searcher, tmp_path: Path) -> None:
    file = tmp_path / "oordelen.jsonl"
    with searcher, _client(searcher, file) as client:
        passage = searcher.search("camera")[0].passage.passage_id
        good = {"address": "?vraag=camera", "passage": passage, "useful": True}
        text = json.dumps(good)
        foreign = client.post("/oordeel", content=text, headers={"Content-Type": "text/plain"})  # as a form can send
        assert foreign.status_code == 400
        assert client.post("/oordeel", json=good | {"passage": "weg"}).status_code == 404
        assert client.post("/oordeel", json=good | {"address": "?vraag="}).status_code == 400
        assert client.post("/oordeel", json=good | {"useful": "misschien"}).status_code == 400
        assert client.post("/oordeel", json={}).status_code == 400
    assert file.read_text() == ""


def test_a_place_that_cannot_be_written_and_a_line_that_is_none_are_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="kan niet worden geschreven"):
        FeedbackFile(tmp_path / "bestaat-niet" / "x.jsonl")
    (tmp_path / "x.jsonl").write_text('{"question": "a"}\n')
    with pytest.raises(SourceError, match="regel 1"):
        read_feedback(tmp_path / "x.jsonl")
    row = {"question": 5, "document_id": "d", "passage_id": "p", "useful": True, "generation": 1, "at": ""}
    (tmp_path / "x.jsonl").write_text(json.dumps(row))
    with pytest.raises(SourceError, match="regel 1"):
        read_feedback(tmp_path / "x.jsonl")
    with pytest.raises(SourceError, match=r"weg\.jsonl bestaat niet"):
        read_feedback(tmp_path / "weg.jsonl")
