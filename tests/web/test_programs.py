"""docs/api.md works as it stands there, and what programs call tells them what is wrong."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from inspect import signature
from pathlib import Path
from typing import Any, get_args

import httpx
import pytest
from gradio_client import Client

from index import LocalStore, build
from retrieval import Searcher
from tests.fake_embedder import FakeEmbedder
from web import texts
from web.access.users import USERS_FILE, Role, UserFile
from web.managing.listing import MOST_PER_PAGE, PER_PAGE, Order
from web.programs import Programs

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "api.md").read_text("utf-8")
QUESTION = "Hoelang mogen beelden van cameratoezicht bewaard worden?"
ADDRESS = "http://127.0.0.1:7860"
LONGEST_SECONDS = 120
Serve = Callable[..., AbstractContextManager[str]]


def test_the_curl_commands(site: str) -> None:
    commands = [line for block in re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL) for line in block.splitlines()]
    assert len(commands) == 8
    event, results = "", []
    for command in commands:
        words = shlex.split(command.replace(ADDRESS, site).replace("EVENT_ID", event))
        shown = subprocess.run(words, capture_output=True, text=True, timeout=LONGEST_SECONDS, check=True).stdout
        if "EVENT_ID" in command:
            assert shown.startswith("event: complete\ndata: "), shown
            results += json.loads(shown.split("data: ", 1)[1])
        else:
            event = json.loads(shown)["event_id"]
    answer, found, newest, listed = results
    assert answer["found"], answer
    assert len(found["hits"]) == 3
    dates = [hit["date"] for hit in newest["hits"]]
    assert len(dates) == 10
    assert dates == sorted(dates, reverse=True)
    assert dates[-1] >= "2026"
    sizes = [one["characters"] for one in listed["documents"]]
    assert sizes == sorted(sizes, reverse=True)
    assert 0 < listed["found"] == len(sizes) < listed["total"]


def test_the_table_of_documents_names_every_value() -> None:
    section = PAGE.partition("## The list of documents")[2].partition("\n## ")[0]
    assert re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE) == list(signature(Programs.documents).parameters)[1:]
    assert all(f"`{order}`" in section for order in get_args(Order)), section
    assert f"to {MOST_PER_PAGE}; {PER_PAGE} unless" in section


def test_the_python(site: str, capsys: pytest.CaptureFixture[str]) -> None:
    [code] = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    exec(compile(code.replace(ADDRESS, site), "docs/api.md", "exec"), {})
    answered, titles, listed = capsys.readouterr().out.splitlines()
    assert answered.startswith("True "), answered
    assert titles.count("'") >= 6, titles
    assert int(listed.split()[0]) > 0, listed


def test_only_these_are_public_and_every_value_is_described(site: str) -> None:
    endpoints = httpx.get(f"{site}/gradio_api/info").json()["named_endpoints"]
    assert sorted(endpoints) == ["/ask", "/documents", "/search"]
    for name, endpoint in endpoints.items():
        assert endpoint["description"], name
        for parameter in endpoint["parameters"]:
            assert parameter["parameter_name"], (name, parameter)
            assert parameter["type"], (name, parameter)
    types = {p["parameter_name"]: p["python_type"]["type"] for p in endpoints["/search"]["parameters"]}
    filters = dict.fromkeys(("source", "title", "theme", "field"), "list[str]") | {
        "date_from": "str",
        "date_until": "str",
    }
    order = {"order": "Literal['passend', 'nieuw']"}
    assert types == {"question": "str", "k": "int", "per_document": "bool"} | filters | order
    types = {p["parameter_name"]: p["python_type"]["type"] for p in endpoints["/ask"]["parameters"]}
    assert types == {"question": "str"} | filters


@pytest.fixture(scope="module")
def dated(tmp_path_factory: pytest.TempPathFactory, serving: Serve) -> Iterator[Client]:
    """A client of a page with four texts that differ in file, title, theme, kind and year."""
    folder = tmp_path_factory.mktemp("jaren")
    dated = [
        ("a.md", "Nota camera", "cameratoezicht", "nota", "2023-03-01"),
        ("b.md", "Nota hond", "honden", "nota", "2024-05-01"),
        ("c.md", "Verordening camera", "cameratoezicht", "verordening", "2025-07-01"),
        ("d.md", "Verordening hond", "honden", "verordening", "2026-09-01"),
    ]
    for name, title, theme, kind, day in dated:
        front = f"---\ntitle: {title}\ndate: {day}\nthemes: [{theme}]\ntype: {kind}\n---\n"
        body = f"De burgemeester hangt in {day[:4]} een bord op bij het plein over {theme}.\n"
        (folder / name).write_text(f"{front}\n# {title}\n\n{body}", "utf-8")
    build(folder / "index", [folder], FakeEmbedder())
    with Searcher(LocalStore(folder / "index"), FakeEmbedder()) as searcher, serving(searcher) as address:
        client = Client(address, verbose=False)
        yield client
        client.close()


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        pytest.param({}, "abcd", id="none"),
        pytest.param({"source": ["a.md", "D.MD"]}, "ad", id="either file"),
        pytest.param({"title": ["camera"]}, "ac", id="word of the title"),
        pytest.param({"theme": ["honden"]}, "bd", id="theme"),
        pytest.param({"field": ["type=verordening"]}, "cd", id="field"),
        pytest.param({"date_from": "2024"}, "bcd", id="from a year"),
        pytest.param({"date_until": "1-5-2024"}, "ab", id="until a day"),
        pytest.param({"date_from": "2024", "date_until": "2025"}, "bc", id="a period"),
        pytest.param({"theme": ["honden"], "field": ["type=nota"]}, "b", id="both must hold"),
        pytest.param({"theme": ["vuurwerk"]}, "", id="nothing left"),
    ],
)
def test_programs_filter_as_the_page_does(dated: Client, filters: dict[str, Any], expected: str) -> None:
    found = dated.predict("Wie hangt een bord op?", **filters, api_name="/search")
    assert "".join(sorted(hit["source"][0] for hit in found["hits"])) == expected, found["hits"]
    answer = dated.predict("Wie hangt een bord op?", **filters, api_name="/ask")
    assert "".join(sorted(hit["source"][0] for hit in answer["hits"])) == expected, answer["hits"]


def test_programs_get_the_newest_first_when_they_want(dated: Client) -> None:
    found = dated.predict("Wie hangt een bord op?", order="nieuw", api_name="/search")
    assert [hit["date"][:4] for hit in found["hits"]] == ["2026", "2025", "2024", "2023"]


def test_the_order_changes_nothing_of_which_passages_are_found(dated: Client) -> None:
    near = "Hangt de burgemeester een bord op bij het plein over cameratoezicht of honden in 2023?"
    for count in (1, 2, 3):
        best, newest = (
            [hit["rank"] for hit in dated.predict(near, k=count, order=order, api_name="/search")["hits"]]
            for order in ("passend", "nieuw")
        )
        assert sorted(newest) == best == list(range(1, count + 1))


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"source": "a.md"}, "De waarde van 'source'"),
        ({"order": "oud"}, "De waarde van 'order'"),
        ({"k": "tien"}, "De waarde van 'k'"),
        ({"k": 0}, "0"),
        ({"date_from": "gisteren"}, "'gisteren' is geen datum"),
        ({"date_from": "2025", "date_until": "2024"}, "Wissel ze om"),
        ({"field": ["verordening"]}, "naam=waarde"),
    ],
)
def test_programs_are_told_which_value_is_wrong(dated: Client, wrong: dict[str, Any], told: str) -> None:
    from gradio_client.exceptions import AppError

    with pytest.raises(AppError, match=told):
        dated.predict("Wie hangt een bord op?", **wrong, api_name="/search")


@pytest.mark.parametrize("wrong", [{"order": "nieuws"}, {"per_page": 0}, {"per_page": 9999}, {"page": -3}])
def test_documents_refuse_what_their_description_forbids(dated: Client, wrong: dict[str, Any]) -> None:
    from gradio_client.exceptions import AppError

    with pytest.raises(AppError, match=next(iter(wrong))):
        dated.predict(**wrong, api_name="/documents")


@pytest.mark.parametrize(
    ("endpoint", "body", "status", "told"),
    [
        ("search", "{}", 400, "ontbreekt"),
        ("search", '{"question": "camera", "thema": ["honden"]}', 400, "hier niet hoort"),
        ("search", "geen JSON", 400, "ontbreekt"),
        ("zoek", "{}", 404, "Dit eindpunt is er niet"),
    ],
)
def test_a_call_that_cannot_be_made_is_told(site: str, endpoint: str, body: str, status: int, told: str) -> None:
    headers = {"Content-Type": "application/json"}
    response = httpx.post(f"{site}/gradio_api/call/v2/{endpoint}", content=body, headers=headers)
    assert (response.status_code, told in response.json()["detail"]) == (status, True), response.text


UNKNOWN = {"data": [], "fn_index": 9999, "session_hash": "vreemd"}


@pytest.mark.parametrize(
    ("way", "body", "told"),
    [
        ("queue/join", UNKNOWN, texts.NO_SUCH_ENDPOINT),
        ("queue/join", {**UNKNOWN, "fn_index": -1}, texts.NO_SUCH_ENDPOINT),
        ("run/predict", UNKNOWN, texts.NO_SUCH_ENDPOINT),
        ("run/zoek", {"data": []}, texts.NO_SUCH_ENDPOINT),
        ("call/zoek", {"data": []}, texts.NO_SUCH_ENDPOINT),
        ("queue/data?session_hash=vreemd", None, texts.NO_SUCH_RESULT),
        ("call/ask/vreemd", None, texts.NO_SUCH_RESULT),
        ("call/v2/ask/vreemd", None, texts.NO_SUCH_RESULT),
    ],
)
def test_what_is_not_there_is_told_and_no_error_of_ours(
    site: str, caplog: pytest.LogCaptureFixture, way: str, body: dict[str, Any] | None, told: str
) -> None:
    method = "GET" if body is None else "POST"
    response = httpx.request(method, f"{site}/gradio_api/{way}", json=body, trust_env=False)
    assert (response.status_code, response.json()["detail"]) == (404, told), response.text
    assert not caplog.records, caplog.text


def test_a_result_that_was_fetched_waits_no_more(dated: Client) -> None:
    call = f"{dated.src}gradio_api/call/v2/search"
    event = httpx.post(call, json={"question": "camera"}, trust_env=False).json()["event_id"]
    first = httpx.get(f"{call}/{event}", trust_env=False, timeout=LONGEST_SECONDS)
    assert first.text.startswith("event: complete\ndata: "), first.text
    for _ in range(2):
        again = httpx.get(f"{call}/{event}", trust_env=False)  # which gives up after five seconds
        assert (again.status_code, again.json()["detail"]) == (404, texts.NO_SUCH_RESULT), again.text


def test_a_program_with_a_key_or_a_password_is_answered(sample_searcher: Searcher, serving: Serve) -> None:
    from gradio_client.exceptions import AuthenticationError

    place = Path(sample_searcher.store.info().place)
    users = UserFile(place)
    users.add("rapporteur", "vier woorden zonder zin", Role.READ)
    key = users.new_key("rapporteur")
    try:
        with serving(sample_searcher) as site:
            for options in (
                {"headers": {"Authorization": f"Bearer {key}"}},
                {"auth": ("rapporteur", "vier woorden zonder zin")},
            ):
                client = Client(site, verbose=False, **options)
                assert client.predict(api_name="/documents")["total"] > 10
                client.close()
            with pytest.raises(AuthenticationError):
                Client(site, verbose=False, auth=("rapporteur", "verkeerd wachtwoord"))
    finally:
        (place / USERS_FILE).unlink()


def test_programs_get_the_names_of_the_terminal_and_no_folders(site: str, sample_searcher: Searcher) -> None:
    from gradio_client import Client

    client = Client(site, verbose=False)
    found = client.predict(QUESTION, k=3, per_document=True, api_name="/search")
    assert [hit["rank"] for hit in found["hits"]] == [1, 2, 3]
    assert set(found) == {"question", "did_you_mean", "hits", "elapsed_ms"}
    assert len({hit["document_id"] for hit in found["hits"]}) == 3
    answer = client.predict(QUESTION, api_name="/ask")
    assert set(answer) == {
        "question",
        "found",
        "confidence",
        "answer",
        "otherwise",
        "advice",
        "hits",
        "citations",
        "did_you_mean",
    }
    expected = sample_searcher.ask(QUESTION)
    assert answer["found"] == expected.found
    assert answer["answer"] is None or answer["answer"]["text"] == expected.text
    sources = {hit["source"] for hit in found["hits"] + answer["hits"]}
    sources |= {citation["passage"]["source"] for citation in answer["citations"]}
    assert all("/" not in source for source in sources), sources
    client.close()


def test_programs_are_told_what_is_wrong(site: str) -> None:
    from gradio_client import Client
    from gradio_client.exceptions import AppError

    client = Client(site, verbose=False)
    with pytest.raises(AppError, match="De vraag is leeg"):
        client.predict("", api_name="/search")
    client.close()
