"""Language models find the endpoints as tools, with a description of every value, and are answered on this computer."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest

from index import LocalStore, build
from retrieval import Searcher
from retrieval.question import MAX_QUESTION_CHARACTERS
from tests.fake_embedder import FakeEmbedder
from web.access.users import USERS_FILE, Role, UserFile
from web.serving import Serving

pytest.importorskip("mcp", reason="mcp ontbreekt: pip install 'veiligheidswijzer[mcp]'")
Serve = Callable[..., AbstractContextManager[str]]
SENTENCE = "De burgemeester mag een drugspand drie maanden sluiten."


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    folder = tmp_path_factory.mktemp("modellen")
    (folder / "drugspand.md").write_text(f"# Een drugspand sluiten\n\n{SENTENCE}\n", "utf-8")
    build(folder / "index", [folder / "drugspand.md"], FakeEmbedder())
    with Searcher(LocalStore(folder / "index"), FakeEmbedder()) as opened:
        yield opened


@pytest.fixture
def key(searcher: Searcher) -> Iterator[str]:
    """The key of the one user, who may read."""
    place = Path(searcher.store.info().place)
    users = UserFile(place)
    users.add("rapporteur", "vier woorden zonder zin", Role.READ)
    yield users.new_key("rapporteur")
    (place / USERS_FILE).unlink()


def use_tools(site: str, headers: dict[str, str] | None = None) -> tuple[list[Any], Any]:
    """Return the tools that a model finds at `site`, and what `search` gives it."""
    from mcp import ClientSession
    from mcp.client.streamable_http import streamable_http_client

    async def use() -> tuple[list[Any], Any]:
        async with (
            httpx.AsyncClient(headers=headers, timeout=60, trust_env=False) as http,
            streamable_http_client(f"{site}/gradio_api/mcp/", http_client=http) as (reading, writing, _),
            ClientSession(reading, writing) as session,
        ):
            await session.initialize()
            tools = (await session.list_tools()).tools
            return tools, await session.call_tool("search", {"question": "drugspand", "title": ["drugspand"]})

    return asyncio.run(use())


def test_models_find_tools_with_descriptions_and_use_them(searcher: Searcher, serving: Serve) -> None:
    with serving(searcher, Serving(mcp=True)) as site:
        tools, result = use_tools(site)
    described = {tool.name: tool for tool in tools}
    assert sorted(described) == ["ask", "documents", "search"]
    for tool in tools:
        assert len(tool.description) > 100, tool
        for name, schema in tool.inputSchema["properties"].items():
            assert schema.keys() & {"type", "enum"}, (tool.name, name)
            assert schema["description"], (tool.name, name)
    for name in ("ask", "search"):
        told = described[name].inputSchema["properties"]["question"]["description"]
        assert f"{MAX_QUESTION_CHARACTERS:,} characters" in told
    assert not result.isError, result
    assert SENTENCE in result.content[0].text


def test_a_model_with_a_key_is_answered(searcher: Searcher, serving: Serve, key: str) -> None:
    with serving(searcher, Serving(mcp=True)) as site:
        _, result = use_tools(site, {"Authorization": f"Bearer {key}"})
    assert not result.isError, result
    assert SENTENCE in result.content[0].text


@pytest.mark.parametrize("header", ["X-Forwarded-Host", "X-Gradio-Server"])
def test_no_header_sends_the_question_of_a_model_elsewhere(
    searcher: Searcher, serving: Serve, key: str, header: str
) -> None:
    asked: list[str] = []

    class Elsewhere(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

    with ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere) as other:
        threading.Thread(target=other.serve_forever, daemon=True).start()
        named = f"{'http://' if header == 'X-Gradio-Server' else ''}127.0.0.1:{other.server_port}"
        with serving(searcher, Serving(mcp=True)) as site:
            _, result = use_tools(site, {"Authorization": f"Bearer {key}", header: named})
        other.shutdown()
    assert asked == []
    assert SENTENCE in result.content[0].text


def test_what_is_wrong_is_told_to_models(searcher: Searcher, serving: Serve) -> None:
    from mcp import ClientSession
    from mcp.client.streamable_http import streamable_http_client

    async def use(site: str) -> Any:
        async with (
            streamable_http_client(f"{site}/gradio_api/mcp/") as (reading, writing, _),
            ClientSession(reading, writing) as session,
        ):
            await session.initialize()
            return await session.call_tool("search", {"question": "drugspand", "k": 0})

    with serving(searcher, Serving(mcp=True)) as site:
        result = asyncio.run(use(site))
    assert result.isError
    assert "Het aantal resultaten is 0" in result.content[0].text


def test_a_call_that_is_not_well_formed_is_written_nowhere(
    searcher: Searcher, serving: Serve, caplog: pytest.LogCaptureFixture
) -> None:
    """The library warns of it, with all that was sent."""
    question = "Waar hangt de geheime camera?"
    sent = {"Accept": "application/json, text/event-stream"}
    calls: tuple[dict[str, object], ...] = (
        {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "search", "arguments": question}},
        {"jsonrpc": "2.0", "id": 1, "method": question},
        {"jsonrpc": "2.0", "method": "notifications/initialized", "params": question},
        {"question": question},
    )
    with serving(searcher, Serving(mcp=True)) as site:
        for call in calls:
            assert httpx.post(f"{site}/gradio_api/mcp/", json=call, headers=sent).status_code < 500
    assert "geheime camera" not in caplog.text


def test_no_other_way_in_is_open_to_models(searcher: Searcher, serving: Serve) -> None:
    with serving(searcher, Serving(mcp=True)) as site:
        for path in ("sse", "messages/?session_id=x", "schema"):
            assert httpx.get(f"{site}/gradio_api/mcp/{path}").status_code == 404, path


def test_models_are_shut_out_unless_asked_for(searcher: Searcher, serving: Serve) -> None:
    with serving(searcher) as site:
        assert httpx.post(f"{site}/gradio_api/mcp/", json={}).status_code in {404, 405}
