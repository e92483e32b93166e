"""Rich text (.rtf): its paragraphs with style, number, footnotes and table, as the file says.

kreuzberg reads these too, but leaves out styles, and numbers list items by itself; no library that is kept up gives
more than plain text.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from corpus.failures import UnreadableError
from corpus.formats.numbering import BULLET
from corpus.formats.word_paragraphs import WordParagraph
from corpus.formats.word_styles import heading_level, is_contents

# A control word with its number, a byte, a control symbol, the ends of a group, or text.
_TOKEN = re.compile(r"\\([a-z]+)(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-z])|([{}])|([^\\{}\r\n]+)", re.DOTALL)
_LEFT_OUT = frozenset({
    "fonttbl", "colortbl", "pict", "object", "fldinst", "header", "headerl", "headerr", "headerf", "footer", "footerl",
    "footerr", "footerf", "annotation", "nonshppict", "xe", "tc", "listtable", "listoverridetable", "ftnsep",
})  # fmt: skip
_SIGNS = {
    "tab": "\t", "line": "\n", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“",
    "rdblquote": "”", "bullet": "•", "~": "\xa0", "_": "-", "emspace": " ", "enspace": " ",
}  # fmt: skip
_OF_PARAGRAPHS = frozenset({"li", "outlinelevel", "s", "intbl"})
_DAYS = {"creatim": "created", "revtim": "modified"}
_MAX_DEPTH = 10_000  # groups in groups
_DEFAULT_SIZE = 24  # half points


@dataclass(frozen=True, slots=True)
class _State:
    """What holds within a group.

    `into` is where its text goes: nowhere (""), or to "text", "label", "note", "style", "info" or a fact in that.
    """

    into: str = "text"
    bold: bool = False
    underline: bool = False
    hidden: bool = False
    size: int = _DEFAULT_SIZE
    after_unicode: int = 1  # letters that stand for a Unicode letter, for programs that know none


@dataclass(slots=True)
class _Open:
    """The paragraph at hand; `looks` are bold, underline and size of each stretch of its text."""

    text: list[str] = field(default_factory=list)
    label: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    looks: list[tuple[bool, bool, int]] = field(default_factory=list)


def read_rich_text(path: Path) -> tuple[list[WordParagraph], Mapping[str, str]]:
    """Read the paragraphs of an .rtf file, and what it says of itself (title, created, modified).

    Raises:
        UnreadableError: it is no such file.
    """
    content = path.read_bytes().decode("latin-1").lstrip("\xef\xbb\xbf \t\r\n")
    if not content.startswith("{\\rtf"):
        raise UnreadableError("Het bestand is beschadigd of is geen RTF. Open het in Word en sla het opnieuw op.")
    reader = _Reader(content)
    return list(reader.paragraphs()), reader.facts


class _Reader:
    def __init__(self, content: str) -> None:
        self._content = content
        self.facts: dict[str, str] = {}
        self._styles: dict[int, str] = {}
        self._encoding = "cp1252"
        self._state = _State()
        self._around: list[_State] = []
        self._properties: dict[str, int] = {}
        self._open = _Open()
        self._style_name: list[str] = []
        self._day: list[int] = []
        self._noted = 0
        self._skipped = 0  # letters that are still to be passed over

    def paragraphs(self) -> Iterator[WordParagraph]:
        """Yield the paragraphs, footnotes behind the one that they are of, without those of a table of contents."""
        at = 0
        while match := _TOKEN.search(self._content, at):
            at = match.end()
            word, number, byte, symbol, brace, text = match.groups()
            value = int(number) if number is not None else None
            if brace == "{":
                self._begin()
            elif brace:
                self._end()
            elif word == "bin":
                at += max(value or 0, 0)
            elif word in ("par", "sect", "page") or symbol in ("\r", "\n"):
                yield from self._paragraph()
            elif word in ("cell", "nestcell", "row", "nestrow"):
                yield from self._paragraph(ends=word)
            elif word:
                self._word(word, value)
            elif symbol:
                self._symbol(symbol)
            else:
                letters = bytes.fromhex(byte) if byte else text.encode("latin-1")
                self._add(letters.decode(self._encoding, "replace"), is_shown=True)
        yield from self._paragraph()

    def _begin(self) -> None:
        if len(self._around) >= _MAX_DEPTH:
            raise UnreadableError("Dit RTF-bestand is te diep genest. Open het in Word en sla het opnieuw op.")
        self._around.append(self._state)

    def _end(self) -> None:
        before = self._state.into
        self._state = self._around.pop() if self._around else _State()
        if before in _DAYS and self._state.into != before and len(self._day) == 3:
            year, month, day = self._day
            self.facts[_DAYS[before]] = f"{year:04}-{month:02}-{day:02}"
        if before == "style":
            if name := "".join(self._style_name).strip(" ;"):
                self._styles[self._properties.get("s", 0)] = name
            self._style_name, self._properties = [], {}
        if before == "note" != self._state.into:
            self._noted += 1
            self._open.notes[-1] = f"{self._noted} {' '.join(self._open.notes[-1].split())}"

    def _word(self, word: str, value: int | None) -> None:
        state = self._state
        if word in _LEFT_OUT:
            self._state = replace(state, into="")
        elif word == "stylesheet":
            self._state = replace(state, into="style")
        elif word in ("listtext", "pntext"):
            self._state = replace(state, into="label")
        elif word == "shptxt":  # in a group that is left out otherwise
            self._state = replace(state, into="text")
        elif word == "footnote" and state.into == "text":
            self._open.notes.append("")
            self._state = replace(state, into="note")
        elif word == "info":
            self._state = replace(state, into="info")
        elif (word == "title" or word in _DAYS) and state.into == "info":
            self._day = []
            self._state = replace(state, into=word)
        elif word in ("yr", "mo", "dy") and state.into in _DAYS:
            self._day.append(value or 0)
        elif word == "ansicpg":
            with suppress(LookupError):
                self._encoding = codecs.lookup(f"cp{value}").name
        elif word == "u" and value is not None:
            self._add(chr(value % 0x10000), is_shown=False)
            self._skipped = state.after_unicode
        elif word == "uc":
            self._state = replace(state, after_unicode=value or 0)
        elif word in _SIGNS:
            self._add(_SIGNS[word], is_shown=False)
        elif word == "plain":
            self._state = replace(state, bold=False, underline=False, hidden=False, size=_DEFAULT_SIZE)
        elif word == "pard":
            self._properties = {} if state.into == "text" else self._properties
        elif word in _OF_PARAGRAPHS and state.into in ("text", "style"):
            self._properties[word] = 1 if value is None else value
        elif word == "fs":
            self._state = replace(state, size=value or _DEFAULT_SIZE)
        elif word == "b":
            self._state = replace(state, bold=value != 0)
        elif word in ("ul", "ulnone"):
            self._state = replace(state, underline=word == "ul" and value != 0)
        elif word in ("v", "deleted"):
            self._state = replace(state, hidden=value != 0)

    def _symbol(self, symbol: str) -> None:
        if symbol == "*":  # a group that programs may pass over, unless we know it
            self._state = replace(self._state, into="")
        elif symbol in "\\{}":
            self._add(symbol, is_shown=True)
        elif symbol in _SIGNS:
            self._add(_SIGNS[symbol], is_shown=False)

    def _add(self, text: str, *, is_shown: bool) -> None:
        """Add text to where that of this group goes; `is_shown` is false where nothing stands for a Unicode letter."""
        if is_shown and self._skipped:
            text, self._skipped = text[self._skipped :], max(0, self._skipped - len(text))
        state = self._state
        if not text or state.hidden:
            return
        match state.into:
            case "text":
                self._open.text.append(text)
                if text.strip():
                    self._open.looks.append((state.bold, state.underline, state.size))
            case "label":
                self._open.label.append(text)
            case "note":
                self._open.notes[-1] += text
            case "style":
                self._style_name.append(text)
            case "title":
                self.facts["title"] = self.facts.get("title", "") + text

    def _paragraph(self, ends: str = "") -> Iterator[WordParagraph]:
        """Yield the paragraph at hand with its footnotes, and the end of a cell or row, and begin another."""
        if self._state.into == "note":
            self._open.notes[-1] += " "
            return
        if self._state.into != "text":
            return
        done, self._open = self._open, _Open()
        style = self._styles.get(self._properties.get("s", 0), "")
        in_table = bool(ends) or bool(self._properties.get("intbl"))
        text = "".join(done.text).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        if is_contents(style):
            return
        outline = self._properties.get("outlinelevel", 9) + 1
        level = heading_level(style) if heading_level(style) is not None else outline if outline < 10 else None
        emphasis = (("bold", 0), ("underline", 1))
        marks = [name for name, at in emphasis if done.looks and all(look[at] for look in done.looks)]
        yield WordParagraph(
            text,
            None if in_table else level,
            _label("".join(done.label)) if text.strip() else "",
            next(iter(marks), ""),
            min((look[2] for look in done.looks), default=0) / 2,
            self._properties.get("li", 0) / 20,
            in_table=in_table,
            cell_end=ends.endswith("cell"),
            row_end=ends.endswith("row"),
        )
        yield from (WordParagraph(note, in_table=in_table, is_note=True) for note in done.notes)


def _label(text: str) -> str:
    """Return what stands before a list item: its number, or `BULLET` for any sign."""
    text = text.strip()
    return text if any(map(str.isalnum, text)) and text != "o" else BULLET if text else ""
