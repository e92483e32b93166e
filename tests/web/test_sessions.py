"""A new session is a copy that costs no drawing of the page, and that no other visitor sees anything of."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import gradio as gr
import pytest
from gradio.blocks import BlocksConfig
from gradio.state_holder import SessionState

from index import LocalStore, build
from retrieval import Searcher
from tests.fake_embedder import FakeEmbedder
from web.page import MOST_SESSIONS, build_page
from web.sessions import KEPT_SESSIONS, Sessions


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[gr.Blocks]:
    folder: Path = tmp_path_factory.mktemp("sessies")
    (folder / "tekst.txt").write_text("De burgemeester wijst het gebied aan.", "utf-8")
    build(folder / "index", [folder / "tekst.txt"], FakeEmbedder())
    with Searcher(LocalStore(folder / "index"), FakeEmbedder()) as searcher:
        yield build_page(searcher)


def test_a_session_is_as_gradio_makes_it(page: gr.Blocks) -> None:
    plain, ours = SessionState(page), Sessions(page)["a"]
    assert vars(ours).keys() == vars(plain).keys()
    assert ours.config_values == plain.config_values
    assert ours.blocks_config.blocks == plain.blocks_config.blocks
    assert ours.blocks_config.fns == plain.blocks_config.fns
    assert not ours.is_closed


def test_a_session_costs_no_description_of_a_component(page: gr.Blocks) -> None:
    sessions = Sessions(page)
    with patch.object(BlocksConfig, "config_for_block", side_effect=AssertionError("the page is described again")):
        assert sessions["a"] is sessions["a"]
        assert sessions["a"] is not sessions["b"]


def test_what_is_shown_to_one_is_nowhere_for_another(page: gr.Blocks) -> None:
    sessions = Sessions(page)
    [number] = [key for key, config in sessions["a"].config_values.items() if config["props"].get("elem_id") == "vraag"]
    before = sessions["b"].config_values[number]["props"].get("value")
    sessions["a"]._update_value_in_config(number, "geheim")
    sessions["a"].is_closed = True
    for other in ("b", "c"):
        assert sessions[other].config_values[number]["props"].get("value") == before
        assert not sessions[other].is_closed


def test_the_queue_forgets_who_asked(page: gr.Blocks) -> None:
    waiting = page._queue.pending_event_ids_session
    for number in range(MOST_SESSIONS + 10):
        waiting[str(number)] = set()
    assert len(waiting) == MOST_SESSIONS


def test_the_oldest_sessions_go(page: gr.Blocks) -> None:
    sessions = Sessions(page)
    for number in range(KEPT_SESSIONS + 5):
        assert sessions[str(number)] is not None
    assert len(sessions.session_data) == len(sessions.time_last_used) == KEPT_SESSIONS
    assert "0" not in sessions
    assert str(KEPT_SESSIONS + 4) in sessions
