"""What Gradio keeps for each visitor, made without drawing the whole page again.

Gradio describes every component of the page anew for each session, and a call of a program is a session of its own:
that took a quarter of the time of such a call. All sessions begin alike, so they are copies of the first.
"""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING

from gradio.state_holder import SessionState, StateHolder

if TYPE_CHECKING:
    import gradio as gr

# By default Gradio keeps 10,000, over a gigabyte. This page keeps nothing in them that a visitor could miss.
KEPT_SESSIONS = 100


class Sessions(StateHolder):  # type: ignore[misc]  # Gradio has no types here
    """The sessions of a page that has no state of its own (no `gr.State`), and that no event changes the parts of."""

    def __init__(self, page: gr.Blocks) -> None:
        super().__init__()
        self.set_blocks(page)
        self.capacity = KEPT_SESSIONS
        self._first = SessionState(page)

    def __getitem__(self, session_id: str) -> SessionState:
        """Return the session, a new one if it is not known."""
        if session_id not in self.session_data:
            self.session_data[session_id] = self._new()
        return super().__getitem__(session_id)

    def _new(self) -> SessionState:
        session = copy(self._first)
        session.blocks_config = copy(self._first.blocks_config)
        session.state_data, session._state_ttl = {}, {}
        session.config_values = {
            number: {**config, "props": dict(config["props"])} if "props" in config else dict(config)
            for number, config in self._first.config_values.items()
        }
        return session
