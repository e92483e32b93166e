"""The text of a mail: lines that were broken for width joined, and the marks of what is answered to taken away."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from corpus.normalise import canonical_text
from corpus.plain_text import unwrapped
from corpus.structure import Block

_QUOTED = re.compile(r"(?:> ?)+")
_MORE_THAN = re.compile(r"> ?[\d€]")  # "> 50 bezoekers"
_SIGNATURE = "-- "


def read_mail_text(text: str, *, is_flowed: bool = False, joins_words: bool = False) -> list[Block]:
    """Read the plain text of a mail into paragraphs.

    `is_flowed` is what a mail says of itself (format=flowed): a line that ends with a space goes on in the next. With
    `joins_words` (delsp=yes) that space is none. https://www.rfc-editor.org/rfc/rfc3676
    """
    lines = _without_marks(canonical_text(text).split("\n"), is_flowed=is_flowed)
    blocks: list[Block] = []
    for (_, is_blank), run in groupby(lines, lambda line: (line[0], not line[1].strip())):
        if not is_blank:
            paragraph = [line for _, line in run]
            joined = _joined(paragraph, joins_words=joins_words) if is_flowed else unwrapped(paragraph)
            blocks.append(Block(joined))
    return blocks


def _without_marks(lines: Sequence[str], *, is_flowed: bool) -> Iterator[tuple[int, str]]:
    """Yield each line without the marks before it, and how many those were."""
    for number, line in enumerate(lines):
        mark = _QUOTED.match(line)
        neighbours = (*lines[max(number - 1, 0) : number], *lines[number + 1 : number + 2])
        if mark is None or (_MORE_THAN.match(line) and not any(one.startswith(">") for one in neighbours)):
            yield 0, line.removeprefix(" ") if is_flowed else line
        else:
            yield mark[0].count(">"), line[mark.end() :]


def _joined(lines: Sequence[str], *, joins_words: bool) -> str:
    parts: list[str] = []
    for line in lines:
        goes_on = line.endswith(" ") and line != _SIGNATURE
        parts.append((line[:-1] if joins_words else line) if goes_on else f"{line}\n")
    return "".join(parts).rstrip()
