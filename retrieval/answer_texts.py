"""What every way of showing an answer says of it in Dutch: terminal, page, JSON and evidence packs alike."""

from __future__ import annotations

ANOTHER_SAYS = "Een ander stuk zegt:"
