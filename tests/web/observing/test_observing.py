"""What the operator sees of the use: nothing of questions unless wanted, and numbers that are right."""

from __future__ import annotations

import io
import json
import logging
import time
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from app import create_app
from corpus.errors import StoreDamagedError
from index import LocalStore, build
from retrieval import Answer, Searcher
from tests.fake_embedder import FakeEmbedder
from web import texts
from web.access.users import USERS_FILE, Role, UserFile
from web.asked import Asked
from web.observing.searcher import QUESTION_LOG, ObservedSearcher
from web.results import results
from web.serving import Serving

QUESTION = "Waar hangt de geheime camera?"
UNKNOWN = "Hoeveel inwoners heeft Peru?"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("index")
    (folder / "nota.md").write_text("# Nota\n\nDe geheime camera hangt op het plein.\n", "utf-8")
    build(folder / "index", [folder / "nota.md"], FakeEmbedder())
    return folder / "index"


@pytest.fixture(scope="module")
def searcher(place: Path) -> Iterator[Searcher]:
    with Searcher(LocalStore(place), FakeEmbedder()) as opened:
        yield opened


def client_of(searcher: Searcher, serving: Serving) -> TestClient:
    return TestClient(create_app(searcher, serving), base_url="http://localhost")


def ask(client: TestClient, question: str, name: str = "ask") -> None:
    """Ask as a program does, and wait for the answer."""
    called = client.post(f"/gradio_api/call/v2/{name}", json={"question": question})
    assert called.status_code == 200, called.text
    told = client.get(f"/gradio_api/call/{name}/{called.json()['event_id']}").text
    assert "event: complete" in told, told


def numbers(client: TestClient) -> dict[tuple[str, str], float]:
    """Return every sample by its name and its labels' values."""
    text = client.get("/metrics").text
    return {
        (sample.name.removeprefix("veiligheidswijzer_"), " ".join(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_no_question_is_written_anywhere_by_default(searcher: Searcher, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    shown = io.StringIO()
    with redirect_stderr(shown), redirect_stdout(shown), client_of(searcher, Serving()) as client:
        ask(client, QUESTION)
        ask(client, UNKNOWN, "search")
        client.get("/", params={"vraag": QUESTION})
        wrong = client.post("/gradio_api/call/search", json={"data": [QUESTION]}).json()
        told = client.get(f"/gradio_api/call/search/{wrong['event_id']}").text
        assert json.loads(told.split("data: ", 1)[1])["error"] == texts.WRONG_INPUTS
        client.get("/meenemen", params={"vraag": QUESTION, "vorm": "md"})
        wrong = client.post("/gradio_api/queue/join", json={"fn_index": 0, "session_hash": "x", "data": QUESTION})
        assert (wrong.status_code, wrong.json()["detail"]) == (400, texts.WRONG_INPUTS)
    ours = [
        r.getMessage() for r in caplog.records if not r.name.startswith(("httpx", "asyncio"))
    ]  # those are the test's
    assert not [line for line in [*ours, shown.getvalue()] if "geheime camera" in line or "Peru" in line]


def test_no_question_is_written_when_something_breaks(
    searcher: Searcher, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever the page and programs may call is called while the store breaks, in an error that names the question."""
    caplog.set_level(logging.INFO)
    shown = io.StringIO()

    def breaking(*_: object, **__: object) -> None:
        raise ZeroDivisionError(QUESTION)

    with redirect_stderr(shown), redirect_stdout(shown), client_of(searcher, Serving()) as client:
        called = [one for one in client.get("/config").json()["dependencies"] if one["backend_fn"]]
        for name in ("view", "info"):
            monkeypatch.setattr(searcher.store, name, breaking)
        for one in called:
            data = [f"?vraag={QUESTION}", QUESTION, QUESTION][: len(one["inputs"])] or [QUESTION]
            sent = {"data": data, "fn_index": one["id"], "session_hash": "x"}
            client.post("/gradio_api/queue/join" if one["queue"] else "/gradio_api/run/predict", json=sent)
        for name in ("search", "ask", "documents"):
            event = client.post(
                f"/gradio_api/call/v2/{name}", json={"question": QUESTION} if name != "documents" else {}
            )
            told = client.get(f"/gradio_api/call/{name}/{event.json()['event_id']}").text
            assert "event: error" in told
            assert QUESTION not in told
    written = shown.getvalue() + caplog.text
    assert "geheime camera" not in written, written
    assert written.count("ZeroDivisionError") >= 5, written


def test_questions_are_written_when_the_operator_wants_them(
    searcher: Searcher, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger=QUESTION_LOG)
    with client_of(searcher, Serving(log_questions=True)) as client:
        ask(client, f"{QUESTION}\nnog een regel")
    [line] = [record.getMessage() for record in caplog.records if record.name == QUESTION_LOG]
    assert "\n" not in line
    written = json.loads(line)
    assert written["question"].startswith(QUESTION)
    assert set(written) == {"time", "question", "found", "seconds"}


@pytest.mark.parametrize("kept", [False, True])
def test_readers_are_told_whether_their_questions_are_kept(searcher: Searcher, kept: bool) -> None:
    with client_of(searcher, Serving(log_questions=kept)) as client:
        assert client.get("/config").text.count(texts.QUESTIONS_KEPT) == (2 if kept else 0)  # below the box, in Hulp


def test_a_question_is_counted_once_whatever_becomes_of_it(
    searcher: Searcher, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger=QUESTION_LOG)
    with client_of(searcher, Serving(log_questions=True, metrics=True)) as client:
        ask(client, QUESTION)
        for form in ("md", "csv"):
            assert client.get("/meenemen", params={"vraag": QUESTION, "vorm": form}).status_code == 200
        counted = numbers(client)
    assert (counted["questions_total", ""], len(caplog.records)) == (1, 1)
    seen = _Seen()
    asked = Asked(QUESTION, sources=("bestaat-niet.md",))
    results(ObservedSearcher(searcher, [seen]), asked)
    assert seen.found == [False]


class _Seen:
    def __init__(self) -> None:
        self.found: list[bool] = []

    def searched(self, seconds: float) -> None:
        """Nothing to see."""

    def answered(self, question: str, answer: Answer, seconds: float) -> None:
        self.found.append(answer.found)


def test_numbers_of_an_index_that_cannot_be_read_say_so(searcher: Searcher, monkeypatch: pytest.MonkeyPatch) -> None:
    with client_of(searcher, Serving(metrics=True)) as client:
        assert numbers(client)["up", ""] == 1

        def damaged() -> None:
            raise StoreDamagedError("kapot")

        monkeypatch.setattr(searcher.store, "info", damaged)
        counted = numbers(client)
    assert counted["up", ""] == 0
    assert ("documents", "") not in counted


def test_the_numbers_count_what_was_done(searcher: Searcher) -> None:
    with client_of(searcher, Serving(metrics=True)) as client:
        before = numbers(client)
        for question in (QUESTION, UNKNOWN, UNKNOWN):
            ask(client, question)
        ask(client, QUESTION, "search")
        assert client.get("/nergens").status_code == 404
        after = numbers(client)
        text = client.get("/metrics").text
    grown = {name: value - before.get(name, 0) for name, value in after.items()}
    found = [searcher.ask(question).found for question in (QUESTION, UNKNOWN, UNKNOWN)]
    assert grown["questions_total", ""] == 3
    assert grown["not_found_total", ""] == found.count(False)
    assert grown["search_seconds_count", ""] == 4
    assert grown["answer_seconds_count", ""] == 3
    assert grown["requests_total", "call 200"] == 8
    assert grown["requests_total", "page 404"] == 1
    assert grown["request_seconds_count", "call"] == 8
    assert after["passages", ""] == after["documents", ""] == 1
    assert after["generation", ""] == 1
    assert "camera" not in text
    assert "Peru" not in text


def test_numbers_and_health_are_there_on_request_only(searcher: Searcher) -> None:
    plain = client_of(searcher, Serving())
    assert plain.get("/metrics").status_code == plain.get("/health").status_code == 404
    metered = client_of(searcher, Serving(metrics=True))
    assert metered.get("/health").json() == {"status": "ok"}
    assert metered.get("/metrics").headers["Content-Type"].startswith("text/plain")


def test_numbers_are_for_users_and_health_for_everybody(searcher: Searcher, place: Path) -> None:
    users = UserFile(place)
    users.add("prometheus", "vier woorden zonder zin", Role.READ)
    try:
        client = client_of(searcher, Serving(metrics=True))
        assert client.get("/health").status_code == 200
        assert client.get("/metrics").status_code == 401
        key = users.new_key("prometheus")
        assert client.get("/metrics", headers={"Authorization": f"Bearer {key}"}).status_code == 200
    finally:
        (place / USERS_FILE).unlink()


def test_health_tells_of_an_index_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "nota.md").write_text("# Nota\n\nTekst.\n", "utf-8")
    build(tmp_path / "index", [tmp_path / "nota.md"], FakeEmbedder())
    with Searcher(LocalStore(tmp_path / "index"), FakeEmbedder()) as searcher:
        client = client_of(searcher, Serving(metrics=True))
        assert client.get("/health").status_code == 200
        for name in ("", "-wal", "-shm"):
            (tmp_path / "index" / f"passages.sqlite{name}").unlink(missing_ok=True)
        (tmp_path / "index" / "passages.sqlite").write_bytes(b"stuk" * 1000)
        searcher.store.close()
        deadline = time.monotonic() + 30
        while client.get("/health").status_code == 200 and time.monotonic() < deadline:
            time.sleep(0.1)
        assert client.get("/health").status_code == 503
        assert client.get("/health").json() == {"status": "error"}
