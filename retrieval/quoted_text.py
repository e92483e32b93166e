"""Citations in a text that people pasted somewhere: mail, Word and terminals break its lines and change its marks."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from urllib.parse import parse_qs

from corpus import Span
from corpus.errors import InputError
from corpus.normalise import canonical_text
from retrieval.citation_formats import KEY_LABEL
from retrieval.results import Origin

MAX_QUOTATION_CHARACTERS = 10_000  # more than any passage has
_OPENING, _CLOSING = re.compile('[“„«"]'), re.compile('[”»"]')
# Not after ">": that is how Markdown writes a quotation, whose words must not pass for a line of ours.
_LABEL = re.compile(rf"^[ \t*`-]*{KEY_LABEL}:[ \t]*(?=\n?[ \t]*d)", re.MULTILINE)
_PIECE = re.compile(r"[ \t]*([^\s`]+)`?[ \t]*\n?")  # of a key that was broken over lines
_WHOLE = re.compile(r"document=[^&]*&passage=[^&]*&tekens=\d+-\d+(?:&sha256=[0-9a-f]{64})?(&generatie=\d+)?")
_GOES_ON = re.compile(r"\d*&")
_REPLIED = re.compile(r"(?:^[ \t]*>.*(?:\n|\Z))+", re.MULTILINE)
# What Markdown quotes has & escaped, so that no words of a document are taken for a line of ours. A broken line may
# go on without the mark.
_REPLIED_VALUE = r"(?:[^\s\\&]|\n[ \t>]*){1,2000}"
_REPLIED_KEY = re.compile(rf"(?:\n[ \t>]*)?document={_REPLIED_VALUE}&passage={_REPLIED_VALUE}&")
_REPLIED_LABEL = re.compile(rf"^[ \t>]*[ \t*`-]*{KEY_LABEL}:[ \t]*", re.MULTILINE)
_MOST_KEY_CHARACTERS, _MOST_REPLIES = 10_000, 20  # no end to what a hostile text may hold
_REPLY_MARK = re.compile(r"^[ \t]*> ?", re.MULTILINE)
_MARKDOWN_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_PLACE = re.compile(r"(\d{1,12})-(\d{1,12})")


@dataclass(frozen=True, slots=True)
class Quotation:
    """A text that is said to stand in a document: what of a citation can be checked.

    `start` and `end` are where it stood, in code points of the document. In a text that people pasted, white space
    may have changed.
    """

    text: str
    document_id: str
    passage_id: str
    start: int
    end: int
    origin: Origin | None = None

    def __post_init__(self) -> None:
        if not self.text.strip() or len(self.text) > MAX_QUOTATION_CHARACTERS:
            raise InputError(
                f"Een citaat telt {len(self.text)} tekens; het moet er 1 tot en met {MAX_QUOTATION_CHARACTERS} hebben. "
                "Geef het citaat zoals Veiligheidswijzer het schreef."
            )
        if not 0 <= self.start <= self.end:
            raise InputError(
                f"De plaats {self.start}-{self.end} van een citaat bestaat niet. Kopieer het kenmerk opnieuw."
            )


def has_key(content: str) -> bool:
    """Tell whether there is a line by which a citation can be read back."""
    return any(True for _ in _keys(_without_reply_marks(canonical_text(content))))


def quoted_texts(content: str) -> Iterator[Quotation]:
    """Yield each quotation in `content` with the line below it by which it can be read back.

    That line may be broken, as mail and terminals do; what was replied to may have "> " before it; quotation marks may
    be other ones, or be lost where what stands above has the length of the quotation.

    Raises:
        InputError: such a line is not whole, or there is no quotation above it.

    """
    content = _without_reply_marks(canonical_text(content))
    begin = 0
    for label, written, end in _keys(content):
        block, begin = content[begin : label.start()], end
        key = {name: values[0] for name, values in parse_qs(written).items()}
        place = _PLACE.fullmatch(key.get("tekens", ""))
        if place is None or not key.keys() >= {"document", "passage"}:
            raise InputError(
                f"De regel '{KEY_LABEL}: {written[:80]}' is geen heel kenmerk. Kopieer de regel helemaal, van "
                f"'{KEY_LABEL}:' tot het einde."
            )
        first, last = int(place[1]), int(place[2])
        generation = key.get("generatie", "")
        yield Quotation(
            text=_quoted(block, last - first, markdown="`" in label[0]),
            document_id=key["document"],
            passage_id=key["passage"],
            start=first,
            end=last,
            origin=Origin(int(generation), key.get("sha256")) if re.fullmatch("[0-9]+", generation) else None,
        )


def _without_reply_marks(text: str) -> str:
    """Return `text` without the "> " of a reply before lines that have a whole key among them."""
    for _ in range(_MOST_REPLIES):
        if (bare := _REPLIED.sub(_bare, text)) == text:
            break
        text = bare
    return text


def _bare(lines: re.Match[str]) -> str:
    labels = _REPLIED_LABEL.finditer(lines.string, *lines.span())
    has_key = any(_REPLIED_KEY.match(lines.string, label.end()) for label in labels)
    return _REPLY_MARK.sub("", lines[0]) if has_key else lines[0]


def _keys(content: str) -> Iterator[tuple[re.Match[str], str, int]]:
    """Yield each of our labels with its key and where that ends; a letter may have a "Kenmerk:" of its own."""
    at = 0
    while (label := _LABEL.search(content, at)) is not None:
        key, at = _key(content, label.end())
        if key.startswith("document="):
            yield label, key, at


def _key(content: str, at: int) -> tuple[str, int]:
    """Return the key that begins at `at`, joined where its line was broken, and where it ends."""
    key = ""
    at += content.startswith("\n", at)
    while len(key) < _MOST_KEY_CHARACTERS and (piece := _PIECE.match(content, at)) is not None:
        whole = _WHOLE.fullmatch(key)
        if whole is not None and (whole[1] or not _GOES_ON.match(piece[1])):
            break
        key += piece[1]
        at = piece.end()
    return key, at


def _quoted(block: str, length: int, *, markdown: bool) -> str:
    """Return what stands between quotation marks in `block`; of several stretches the one that fits `length` best.

    Where none has about that length, lines without marks may.
    """
    if markdown:
        block = _MARKDOWN_ESCAPE.sub(r"\1", _REPLY_MARK.sub("", block))
    line = " ".join(block.split())
    slack = max(8, length // 20)  # white space that was lost

    def misfit(span: Span) -> int:
        over = span.end - span.start - length  # single spaces make a text shorter, never longer
        return 2 * over + 1 if over > 0 else -over

    found = min(_marked(line, length), key=misfit, default=None)
    if found is None or misfit(found) > slack:
        unmarked = min(_whole_lines(block, length), key=misfit, default=None)
        if unmarked is not None and misfit(unmarked) <= slack:
            found = unmarked
    if found is None:
        raise InputError(
            f"Boven een regel '{KEY_LABEL}: …' staat geen citaat tussen “ en ”. Kopieer het citaat mee, met de "
            "aanhalingstekens."
        )
    return line[found.start : found.end].strip()


def _marked(line: str, length: int) -> Iterator[Span]:
    """Yield for each opening mark the stretches up to the closing ones on both sides of `length`."""
    closings = [mark.start() for mark in _CLOSING.finditer(line)]
    for opening in _OPENING.finditer(line):
        at = bisect_right(closings, opening.end() + length)
        yield from (Span(opening.end(), end) for end in closings[max(at - 1, 0) : at + 1] if end > opening.end())


def _whole_lines(block: str, length: int) -> Iterator[Span]:
    """Yield from each line the longest stretch of whole lines of at most `length`, as they stand in one line."""
    lines = [" ".join(line.split()) for line in block.splitlines() if line.strip()]
    starts = [0, *accumulate(len(line) + 1 for line in lines)]
    for start in starts[:-1]:
        if (end := starts[bisect_right(starts, start + length + 1) - 1]) > start:
            yield Span(start, end - 1)
