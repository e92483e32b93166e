"""The terminal as its users meet it: real processes, real model, exit codes, one JSON object."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.model_client import ModelServer

ROOT = Path(__file__).resolve().parents[2]


def run(*arguments: str, index: Path | None = None, code: int = 0) -> subprocess.CompletedProcess[str]:
    """Run the command, and expect an exit code, no traceback, and nothing but a message on stderr."""
    command = [sys.executable, "-m", "cli", *arguments, *(["--index", str(index)] if index else [])]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=300, env={**os.environ, "TERM": "dumb"}
    )
    assert done.returncode == code, f"{arguments}: exit code {done.returncode}\n{done.stdout}\n{done.stderr}"
    assert "Traceback" not in done.stderr + done.stdout
    return done


def run_json(*arguments: str, index: Path) -> dict[str, Any]:
    done = run(*arguments, "--json", index=index)
    assert len(done.stdout.splitlines()) == 1, done.stdout
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_search_as_json(sample_place: Path) -> None:
    found = run_json("search", "Hoe lang mag de gemeente camerabeelden bewaren?", "-k", "3", index=sample_place)
    assert list(found) == ["question", "did_you_mean", "hits", "elapsed_ms"]
    assert [hit["rank"] for hit in found["hits"]] == [1, 2, 3]
    assert list(found["hits"][0]) == (
        [
            "rank",
            "score",
            "passage_id",
            "document_id",
            "title",
            "source",
            "headings",
            "address",
            "date",
            "page",
            "start",
            "end",
            "text",
            "elsewhere",
            "explanation",
        ]
    )
    assert "vier weken" in found["hits"][0]["text"], found["hits"][0]["text"]


def test_why_a_passage_was_found(sample_place: Path) -> None:
    question = "Hoe lang mag de gemeente camerabeelden bewaren?"
    [hit] = run_json("search", question, "-k", "1", index=sample_place)["hits"]
    found = {
        match["asked"]: {hit["text"][span["start"] : span["end"]].lower() for span in match["spans"]}
        for match in hit["explanation"]["matches"]
    }
    assert "beelden" in found["camerabeelden"], found
    shown = run("search", question, "-k", "1", "--explain", index=sample_place).stdout
    assert "camerabeelden (lijkt op beelden" in shown, shown
    assert f"betekenis {hit['explanation']['meaning']:.3f}".replace(".", ",") in shown, shown


def test_per_document(sample_place: Path) -> None:
    found = run_json("search", "cameratoezicht", "--per-document", index=sample_place)
    documents = [hit["document_id"] for hit in found["hits"]]
    assert len(documents) == len(set(documents)) == 10


def test_ask_for_people_and_programs(sample_place: Path) -> None:
    question = "Hoe lang mag de gemeente camerabeelden bewaren?"
    found = run_json("ask", question, index=sample_place)
    assert list(found) == [
        "question",
        "found",
        "confidence",
        "answer",
        "otherwise",
        "advice",
        "hits",
        "citations",
        "did_you_mean",
    ]
    assert found["found"]
    hit = next(hit for hit in found["hits"] if hit["passage_id"] == found["answer"]["passage_id"])
    start, end = (found["answer"][name] - hit["start"] for name in ("start", "end"))
    assert hit["text"][start:end] == found["answer"]["text"]
    shown = run("ask", question, index=sample_place)
    assert found["answer"]["text"] in shown.stdout
    assert shown.stderr == ""


def test_what_is_not_there_is_said(sample_place: Path) -> None:
    found = run_json("ask", "Welke olie gebruik je om een wok in te branden?", index=sample_place)
    assert (found["found"], found["answer"]) == (False, None)
    assert "Niet gevonden" in run("ask", "Welke olie gebruik je om een wok in te branden?", index=sample_place).stdout


def test_info_names_model_and_arithmetic(sample_place: Path) -> None:
    found = run_json("info", index=sample_place)
    assert found["documents"] >= 45
    assert found["manifest"]["dimension"] == "384"
    assert found["precision"]["dtype"] in ("float32", "bfloat16", "int8")
    assert found["precision"]["reason"]
    assert "multilingual-e5-small" in run("info", index=sample_place).stdout


def test_build_twice_and_remove(tmp_path: Path) -> None:
    (tmp_path / "nota.md").write_text("# Nota\n\nDe burgemeester kan een gebied aanwijzen.\n", "utf-8")
    index = tmp_path / "index"
    first = run_json("build", str(tmp_path / "nota.md"), index=index)
    assert (first["added"], first["changed"], first["unchanged"], first["removed"]) == (1, 0, 0, 0)
    assert (first["failed"], first["passages"]) == ([], 1)
    assert run_json("build", str(tmp_path / "nota.md"), index=index)["unchanged"] == 1
    assert run_json("verify", index=index) == {"findings": []}
    run("backup", str(tmp_path / "kopie"), index=index)
    assert run_json("remove", str(tmp_path / "nota.md"), index=index) == {"removed": 1, "words_left": False}
    run("restore", str(tmp_path / "kopie"), "--replace", index=index)
    assert run_json("info", index=index)["documents"] == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        pytest.param(["search", ""], ["leeg"], id="empty"),
        pytest.param(["search", "  \n\t "], ["leeg"], id="blank"),
        pytest.param(["ask", "?!"], ["leeg"], id="no-word"),
        pytest.param(["search", "a" * 100_000], ["100.000", "2.000", "korter"], id="100000-characters"),
        pytest.param(["search", "boa", "-k", "0"], ["0", "1.000"], id="k-zero"),
        pytest.param(["search", "boa", "-k", "-3"], ["-3", "1.000"], id="k-negative"),
        pytest.param(["search", "boa", "-k", "1000000"], ["1.000.000", "1.000"], id="k-million"),
    ],
)
def test_bad_questions(sample_place: Path, arguments: list[str], words: list[str]) -> None:
    told = run(*arguments, index=sample_place, code=2).stderr
    assert all(word in told for word in words), told
    assert len(told.splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        pytest.param(["zoek"], ["'zoek'", "bestaat niet"], id="no-such-command"),
        pytest.param(["cite", "pasage", "x"], ["De opdracht 'pasage' bestaat niet. Zie"], id="nearly-a-command"),
        pytest.param(["search"], ["VRAAG"], id="no-question"),
        pytest.param(["search", "Wie", "mag", "dit"], ["mag dit", "tussen aanhalingstekens"], id="no-quotation-marks"),
        pytest.param(["search", "-voetbal beleid"], ["-v", "Zet er -- voor"], id="question-like-an-option"),
        pytest.param(["search", "boa", "--weg"], ["--weg", "bestaat niet"], id="no-such-option"),
        pytest.param(["search", "boa", "-k", "tien"], ["-k", "AANTAL"], id="no-number"),
        pytest.param(["serve", "--port", "99999"], ["--port", "65.535"], id="port-out-of-range"),
    ],
)
def test_commands_that_are_not_well_formed(arguments: list[str], words: list[str]) -> None:
    told = run(*arguments, code=2).stderr
    assert all(word in told for word in words), told
    assert "--help" in told


def test_an_index_that_is_not_there(tmp_path: Path) -> None:
    for command in (["search", "boa"], ["ask", "boa"], ["info"], ["verify"], ["rebuild"], ["serve"]):
        told = run(*command, index=tmp_path / "nergens", code=2).stderr
        assert str(tmp_path / "nergens") in told
        assert "build" in told
    as_json = run("search", "boa", "--json", index=tmp_path / "nergens", code=2)
    assert json.loads(as_json.stdout)["error"] == "StoreMissingError"


def test_sources_that_cannot_be_read(tmp_path: Path, sample_place: Path) -> None:
    (tmp_path / "leeg").mkdir()
    (tmp_path / "kapot.txt").write_bytes("café, één".encode()[:-2] + b"\xc3")
    (tmp_path / "programma.txt").write_bytes(b"\x7fELF\x00\x01\x02")
    before = run_json("info", index=sample_place)
    for name, word in [
        ("weg", "bestaat niet"),
        ("leeg", "geen tekst"),
        ("kapot.txt", "UTF-8"),
        ("programma.txt", "binair"),
    ]:
        told = run("build", str(tmp_path / name), index=sample_place, code=2).stderr
        assert word in told, told
        assert name in told, told
    assert run_json("info", index=sample_place)["generation"] == before["generation"]


def test_citations_are_written_and_checked(tmp_path: Path) -> None:
    note, index = tmp_path / "nota.md", tmp_path / "index"
    note.write_text("# Nota\n\nBeelden worden vier weken bewaard.\n", "utf-8")
    run("build", str(note), index=index)
    question = "Beelden worden vier weken bewaard."
    answer = run_json("ask", question, index=index)
    [cited] = answer["citations"]
    assert (cited["text"], cited["generation"]) == ("Beelden worden vier weken bewaard.", 1)
    assert cited["source_sha256"] == hashlib.sha256(note.read_bytes()).hexdigest()
    (tmp_path / "antwoord.json").write_text(json.dumps(answer), "utf-8")
    passage = run("cite", "passage", cited["passage"]["passage_id"], "--quote", "vier weken", index=index).stdout
    assert passage.startswith("“vier weken”\n")
    assert "“Beelden worden" in run("cite", "answer", question, "--format", "apa", index=index).stdout
    for form in ("tekst", "markdown", "apa", "voetnoot"):
        shown = run("cite", "passage", cited["passage"]["passage_id"], "--format", form, index=index).stdout
        (tmp_path / f"{form}.txt").write_text(shown, "utf-8")
        told = run("cite", "check", str(tmp_path / f"{form}.txt"), index=index).stdout
        assert "STAAT ER NOG" in told, (shown, told)

    note.write_text("# Nota\n\nBeelden worden zes weken bewaard.\n", "utf-8")
    run("build", str(note), index=index)
    told = run("cite", "check", str(tmp_path / "antwoord.json"), index=index, code=1).stdout
    assert "Beelden worden [vier] weken bewaard." in told, told
    assert "Beelden worden [zes] weken bewaard." in told, told
    [check] = json.loads(run("cite", "check", str(tmp_path / "apa.txt"), "--json", index=index, code=1).stdout)[
        "checks"
    ]
    assert (check["standing"], check["source_changed"]) == ("changed", True)
    run("remove", str(note), index=index)
    assert "WEG" in run("cite", "check", str(tmp_path / "antwoord.json"), index=index, code=1).stdout
    assert "nergens.json" in run("cite", "check", "nergens.json", index=index, code=2).stderr


def test_a_written_answer_is_off_until_a_model_is_named(
    sample_place: Path, model_server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = "Hoe lang mag de gemeente camerabeelden bewaren?"
    monkeypatch.delenv("VEILIGHEIDSWIJZER_LLM_URL", raising=False)
    assert "er is niets verstuurd" in run("ask", question, "--written", index=sample_place, code=2).stderr
    model_server.will_reply("Opgenomen beelden worden na ten hoogste vier weken vernietigd. [1] Zes jaar mag ook. [1]")
    monkeypatch.setenv("VEILIGHEIDSWIJZER_LLM_URL", f"{model_server.address}/v1")
    monkeypatch.setenv("VEILIGHEIDSWIJZER_LLM_MODEL", "good")
    shown = run("ask", question, "--written", index=sample_place)
    assert f"gaan naar {model_server.address}" in shown.stderr
    written, rest = shown.stdout.split("Geschreven door good")
    assert written.strip() == "Opgenomen beelden worden na ten hoogste vier weken vernietigd. [1]"
    assert "1 zin is weggelaten" in rest
    monkeypatch.setenv("VEILIGHEIDSWIJZER_LLM_MODEL", "half")
    found = run_json("ask", question, "--written", index=sample_place)
    assert found["written"]["text"] is None
    assert "halverwege" in found["written"]["failure"]
    assert "vier weken" in found["answer"]["text"]


def test_evidence_and_comparing(sample_place: Path, tmp_path: Path) -> None:
    question = "Hoe lang mag de gemeente camerabeelden bewaren?"
    pack = tmp_path / "antwoord.md"
    assert str(pack) in run("ask", question, "--evidence", str(pack), index=sample_place).stderr
    assert "citaten gecontroleerd" in run("cite", "check", str(pack), index=sample_place).stdout
    assert "bestaat al" in run("ask", question, "--evidence", str(pack), index=sample_place, code=2).stderr
    sides = ["--compare", "bron:cameratoezicht.md", "--compare", "bron:corpus/texts/bibob.md"]
    found = run_json("ask", question, *sides, index=sample_place)
    assert [side["name"] for side in found["sides"]] == sides[1::2]
    assert {hit["title"] for hit in found["sides"][1]["answer"]["hits"]} == {"De Wet Bibob"}
    assert "gaan niet samen" in run("ask", question, *sides, "--written", index=sample_place, code=2).stderr
