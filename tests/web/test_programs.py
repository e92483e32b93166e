"""docs/api.md works as it stands there, and models find the endpoints as tools with a description of every value."""

from __future__ import annotations

import asyncio
import json
import re
import shlex
import subprocess
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import httpx
import pytest

from retrieval import Searcher
from web.access.users import USERS_FILE, Role, UserFile
from web.serving import Serving

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "api.md").read_text("utf-8")
ADDRESS = "http://127.0.0.1:7860"
LONGEST_SECONDS = 120
Serve = Callable[..., AbstractContextManager[str]]


def test_the_curl_commands(site: str) -> None:
    commands = [line for block in re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL) for line in block.splitlines()]
    assert len(commands) == 6
    event, results = "", []
    for command in commands:
        words = shlex.split(command.replace(ADDRESS, site).replace("EVENT_ID", event))
        shown = subprocess.run(words, capture_output=True, text=True, timeout=LONGEST_SECONDS, check=True).stdout
        if "EVENT_ID" in command:
            assert shown.startswith("event: complete\ndata: "), shown
            results += json.loads(shown.split("data: ", 1)[1])
        else:
            event = json.loads(shown)["event_id"]
    answer, found, listed = results
    assert answer["found"], answer
    assert len(found["hits"]) == 3
    sizes = [one["characters"] for one in listed["documents"]]
    assert sizes == sorted(sizes, reverse=True)
    assert 0 < listed["found"] == len(sizes) < listed["total"]


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
    assert types == {"question": "str", "k": "int", "per_document": "bool"}


def test_a_program_with_a_key_or_a_password_is_answered(sample_searcher: Searcher, serving: Serve) -> None:
    from gradio_client import Client
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


def test_models_find_tools_with_descriptions_and_use_them(sample_searcher: Searcher, serving: Serve) -> None:
    pytest.importorskip("mcp", reason="mcp ontbreekt: pip install 'veiligheidswijzer[mcp]'")
    from mcp import ClientSession
    from mcp.client.streamable_http import streamable_http_client

    async def use(site: str) -> tuple[Any, Any]:
        async with (
            streamable_http_client(f"{site}/gradio_api/mcp/") as (reading, writing, _),
            ClientSession(reading, writing) as session,
        ):
            await session.initialize()
            tools = (await session.list_tools()).tools
            question = "Wanneer mag een drugspand worden gesloten?"
            return tools, await session.call_tool("ask", {"question": question})

    with serving(sample_searcher, Serving(mcp=True)) as site:
        tools, result = asyncio.run(use(site))
    described = {tool.name: tool for tool in tools}
    assert sorted(described) == ["ask", "documents", "search"]
    for tool in tools:
        assert len(tool.description) > 100, tool
        for name, schema in tool.inputSchema["properties"].items():
            assert schema["type"], (tool.name, name)
            assert schema["description"], (tool.name, name)
    assert not result.isError, result
    assert '"found": true' in result.content[0].text.replace("True", "true").replace("'", '"')


def test_models_are_shut_out_unless_asked_for(site: str) -> None:
    assert httpx.post(f"{site}/gradio_api/mcp/", json={}).status_code in {404, 405}
