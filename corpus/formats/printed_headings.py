"""Which printed lines are headings, by their type: larger than the text, or bold on a line of their own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.formats.page_furniture import printed_lines, without_cells
from corpus.formats.pdf_file import CELL_SEPARATOR, PrintedLine, PrintedPage
from corpus.sentences import split_sentences

_LARGER = 1.12  # than the text
_MUCH_LARGER = 1.35  # than the text: a heading whatever it says
_MAX_HEADING = 180  # characters
_MAX_BOLD_HEADING = 110  # characters
_MAX_NUMBERED = 80  # characters of a numbered heading that ends with a full stop
_MAX_HEADING_LINES = 4
_SAME_HEADING = 1.5  # of the type size: two heading lines with less from line to line are one heading
_NO_END = (".", ",", ";", ":", "…", "-")
_NUMBER = re.compile(
    r"(?:(?:hoofdstuk|paragraaf|artikel|bijlage|deel|afdeling)\s+)?(?:\d{1,3}(?:[.:]\d{1,3})*[a-z]?|[A-Z])[.:)]?\s",
    re.I,
)
_STARTS = re.compile(r"[\"'“‘(\[¿]?(?:[^\W_a-zß-ÿ]|€)")


@dataclass(frozen=True, slots=True)
class Typography:
    """The type sizes of a document: that of its text, whether that is bold, and the level of each kind of heading."""

    text_size: float
    text_is_bold: bool
    levels: Mapping[tuple[float, bool], int]

    @classmethod
    def of(cls, pages: Sequence[PrintedPage]) -> Typography:
        """Measure a document."""
        letters: Counter[float] = Counter()
        bold: Counter[bool] = Counter()
        for line in printed_lines(pages):
            letters[_rounded(line.size)] += len(line.text)
        text_size = letters.most_common(1)[0][0] if letters else 0.0
        for line in printed_lines(pages):
            bold[line.bold] += len(line.text) if _rounded(line.size) == text_size else 0
        plain = cls(text_size, bold[True] > bold[False], {})
        kinds = {_kind(line) for page in pages for line in page.lines if plain.may_be_heading(line)}
        ordered = sorted(kinds, key=lambda kind: (-kind[0], not kind[1]))
        return cls(text_size, plain.text_is_bold, {kind: level for level, kind in enumerate(ordered, start=1)})

    def may_be_heading(self, line: PrintedLine) -> bool:
        """Tell whether a line looks like a heading, its neighbours aside."""
        text = line.text
        if sum(map(str.isalpha, text)) < 2 or len(text) > _MAX_HEADING or not _STARTS.match(text):
            return False
        if CELL_SEPARATOR in text and not (text.count(CELL_SEPARATOR) == 1 and _NUMBER.match(without_cells(text))):
            return False
        if line.size >= _LARGER * self.text_size:
            return not text.endswith((".", ";")) or (len(text) <= _MAX_NUMBERED and _NUMBER.match(text) is not None)
        is_marked = line.bold and not self.text_is_bold and line.size >= 0.97 * self.text_size
        ends_well = not text.endswith(_NO_END) or (_NUMBER.match(text) is not None and text.endswith("."))
        return is_marked and len(text) <= _MAX_BOLD_HEADING and ends_well

    def run_of(self, lines: Sequence[PrintedLine], start: int) -> tuple[int, bool]:
        """Return how many lines from `start` on belong together by their type, and whether they are a heading."""
        first = lines[start]
        if not self.may_be_heading(first):
            return 1, False
        taken = 1
        for previous, line in pairwise(lines[start:]):
            is_next = 0 < line.bottom - previous.bottom < _SAME_HEADING * first.size and not _NUMBER.match(line.text)
            if _kind(line) != _kind(first) or not is_next:
                break
            taken += 1
        run = lines[start : start + taken]
        if taken > _MAX_HEADING_LINES:
            return taken, False
        text = " ".join(line.text for line in run)
        numbered = _NUMBER.match(text) is not None
        ends_well = not text.endswith((".", ";", ",")) or numbered
        is_one = len(split_sentences(_NUMBER.sub("", text, count=1))) == 1 and not text.endswith(":")
        return taken, len(text) <= _MAX_HEADING and ends_well and (is_one or first.size > _MUCH_LARGER * self.text_size)

    def level(self, line: PrintedLine) -> int:
        """Return the level of a heading, 1 for the outermost."""
        return self.levels.get(_kind(line), len(self.levels) + 1)


def _rounded(size: float) -> float:
    return round(size * 2) / 2


def _kind(line: PrintedLine) -> tuple[float, bool]:
    return _rounded(line.size), line.bold
