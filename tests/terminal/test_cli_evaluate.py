"""`evaluate` in the terminal: questions of one's own at an index, a folder in BEIR layout, and the page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.terminal.test_cli import run, run_json

QUESTIONS = Path(__file__).parents[1] / "data" / "questions.jsonl"


def test_own_questions(sample_place: Path, tmp_path: Path) -> None:
    file = tmp_path / "vragen.jsonl"
    file.write_text("".join(QUESTIONS.read_text("utf-8").splitlines(keepends=True)[:6]), "utf-8")
    page = tmp_path / "meting.html"
    found = run_json("evaluate", str(file), "--compare", "--picture", str(page), index=sample_place)
    assert list(found) == ["name", "of_documents", "unanswerable", "not_in_index", "rankings", "comparisons"]
    rankings = {result["ranking"]: result for result in found["rankings"]}
    assert list(rankings) == ["dense", "lexical", "hybrid"]
    for result in rankings.values():
        assert len(result["questions"]) == 6
        assert result["measures"]["recall@100"]["mean"] >= 0.8, result
    assert "nDCG@10" in page.read_text("utf-8")
    shown = run("evaluate", str(file), index=sample_place).stdout
    assert "vragen: 6 vragen" in shown
    told = run("evaluate", str(file), "--picture", str(tmp_path / "meting.png"), index=sample_place, code=2).stderr
    assert ".html" in told
    missing = run("evaluate", str(tmp_path / "weg"), "--json", index=sample_place, code=2)
    assert json.loads(missing.stdout)["error"] == "SourceError"


def test_a_folder_gets_its_own_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("VEILIGHEIDSWIJZER_INDEX", str(tmp_path / "nergens"))
    rows = {"a": "De burgemeester geeft een noodbevel.", "b": "Een boa draagt een uniform."}
    texts = "".join(json.dumps({"_id": i, "title": i, "text": text}) + "\n" for i, text in rows.items())
    (tmp_path / "corpus.jsonl").write_text(texts, "utf-8")
    asked = {"1": "Wie geeft een noodbevel?", "2": "Wat draagt een boa?"}
    (tmp_path / "queries.jsonl").write_text(
        "".join(json.dumps({"_id": i, "text": text}) + "\n" for i, text in asked.items()), "utf-8"
    )
    (tmp_path / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\n1\ta\t1\n2\tb\t1\n", "utf-8")
    found = json.loads(run("evaluate", str(tmp_path), "--json").stdout)
    assert [question["rank"] for question in found["rankings"][0]["questions"]] == [1, 1]
    assert list((tmp_path / "cache").rglob("evaluation/*/passages.sqlite"))
    assert not (tmp_path / "nergens").exists()
    assert "nergens" in run("evaluate", str(tmp_path), "--own-index", code=2).stderr


def test_a_reranker_that_is_not_there(sample_place: Path, tmp_path: Path) -> None:
    told = run("search", "boa", "--reranker", str(tmp_path / "weg"), index=sample_place, code=2).stderr
    assert str(tmp_path / "weg") in told
    assert "CrossEncoder" in told
