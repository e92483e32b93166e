"""Whether scanned pages can be read: tesseract with its Dutch data is there, or it isn't."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache

LANGUAGE = "nld"


@cache
def is_installed() -> bool:
    """Tell whether tesseract is installed with its Dutch data; nothing is ever downloaded."""
    program = shutil.which("tesseract")
    if program is None:
        return False
    try:
        shown = subprocess.run(  # noqa: S603
            [program, "--list-langs"], capture_output=True, text=True, timeout=20, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return LANGUAGE in shown.stdout.split()
