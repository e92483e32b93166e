"""Reading scanned pages: whether tesseract is there with its Dutch data, and the lines that it finds."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache
from itertools import groupby
from operator import itemgetter

from corpus.formats.printed_page import PrintedLine

LANGUAGE = "nld"
OUTPUT = "tsv"
_PAGE, _WORD = "1", "5"  # levels of what tesseract tells
_COLUMNS = 12  # level, page, block, paragraph, line, word, left, top, width, height, confidence, text
_LINE = (2, 3, 4)
_SIZE = 10.0  # points: that of all lines, since the height of letters in a picture tells no heading from text


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


def lines_of(table: str, height: float) -> tuple[PrintedLine, ...]:
    """Return the lines in what tesseract tells of a page (`OUTPUT`), which is so many points high."""
    rows = [row for line in table.splitlines() if len(row := line.split("\t")) == _COLUMNS]
    scale = next((height / int(row[9]) for row in rows if row[0] == _PAGE and int(row[9])), 1.0)
    words = [row for row in rows if row[0] == _WORD and row[11].strip()]
    return tuple(_line(list(line), scale) for _, line in groupby(words, key=itemgetter(*_LINE)))


def _line(words: list[list[str]], scale: float) -> PrintedLine:
    boxes = [tuple(int(number) * scale for number in word[6:10]) for word in words]  # left, top, width, height
    return PrintedLine(
        " ".join(word[11].strip() for word in words),
        _SIZE,
        bold=False,
        left=min(left for left, _, _, _ in boxes),
        right=max(left + width for left, _, width, _ in boxes),
        bottom=max(top + high for _, top, _, high in boxes),
    )
