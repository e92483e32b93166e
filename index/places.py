"""Where an index and a model are when nobody says so: the one place that reads these environment variables."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

APPLICATION = "veiligheidswijzer"
INDEX_VARIABLE = "VEILIGHEIDSWIJZER_INDEX"
MODEL_VARIABLE = "VEILIGHEIDSWIJZER_MODEL"
ABBREVIATIONS_VARIABLE = "VEILIGHEIDSWIJZER_AFKORTINGEN"


def default_index() -> Path:
    """Return VEILIGHEIDSWIJZER_INDEX, or a folder in the user's data folder."""
    chosen = os.environ.get(INDEX_VARIABLE)
    return Path(chosen) if chosen else Path(platformdirs.user_data_dir(APPLICATION, appauthor=False)) / "index"


def default_model() -> str | None:
    """Return VEILIGHEIDSWIJZER_MODEL, or None for the model that comes with the application."""
    return os.environ.get(MODEL_VARIABLE) or None


def own_abbreviations() -> Path | None:
    """Return VEILIGHEIDSWIJZER_AFKORTINGEN, or afkortingen.txt in the user's configuration folder if it is there."""
    chosen = os.environ.get(ABBREVIATIONS_VARIABLE)
    if chosen:
        return Path(chosen)
    own = Path(platformdirs.user_config_dir(APPLICATION, appauthor=False)) / "afkortingen.txt"
    return own if own.exists() else None
