"""Footnotes of markdown ("[^1]", and "[^1]: Zie de wet." somewhere else), set where those of other formats stand."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from corpus.structure import Block, Element, Heading
from corpus.tables import CELL_SEPARATOR

_NOTE, _MARK = "footnote", "footnote_mark"  # types of tokens
_NAMES, _IN_NOTE = "footnotes", "in_footnote"  # of what is known of a text while it is parsed
_WRITTEN = re.compile(r"\[\^([^\]\s]{1,40})\]")
_BEGINS = re.compile(rf"{_WRITTEN.pattern}:[ \t]*")
_INDENT = 4  # of what goes on in a note behind a blank line
_SHOWN = re.compile(r"[ \t]?\ue000(\d{1,6})\ue002")  # letters of nobody
_ITEM_END = re.compile(r"\n(?! {2})")  # what is deeper belongs to the item too


def footnotes(parser: MarkdownIt) -> None:
    """Let a parser make tokens of footnotes and their marks, as a plugin of it; in code they are text.

    A mark is a token "footnote_mark". Its `info` is what stands for it in a text until `with_notes`.
    """
    ends = ["paragraph", "reference", "blockquote", "list"]
    parser.block.ruler.before("reference", _NOTE, _read_note, {"alt": ends})
    parser.inline.ruler.before("link", _MARK, _read_mark)


def take_notes(parser: MarkdownIt, tokens: Sequence[Token]) -> list[list[Token]]:
    """Return the tokens of each footnote in `tokens`, in order, and let the marks there tell which one they are of.

    Where a name has several notes, as in texts that were put one behind the other, a mark is of the next one.
    """
    notes = [token for token in tokens if token.type == _NOTE]
    named: dict[str, list[int]] = {}
    for number, note in enumerate(notes):
        named.setdefault(note.info, []).append(number)
    passed = 0

    def shown(mark: re.Match[str]) -> str:
        if (numbers := named.get(mark[1])) is None:
            return mark[0]
        return f"\ue000{numbers[min(bisect_left(numbers, passed), len(numbers) - 1)]}\ue002"

    for token in tokens if notes else ():
        passed += token.type == _NOTE
        if token.type == "html_block":
            token.content = _WRITTEN.sub(shown, token.content)
        for child in token.children or ():
            if child.type == _MARK and child.markup.removeprefix("[^").removesuffix("]") in named:
                child.info = _WRITTEN.sub(shown, child.markup)
    return [parser.parse(note.content, {_NAMES: named, _IN_NOTE: True}) for note in notes]


def without_marks(text: str) -> str:
    """Return a text without what stands for the marks of footnotes in it."""
    return _SHOWN.sub("", text)


def with_notes(elements: Iterable[Element], notes: Iterable[str]) -> Iterator[Element]:
    """Yield `elements` without marks, each note behind what it is of, numbered from 1; one of nothing at the end."""
    number = 0
    left = dict(enumerate(notes))
    for element in (part for whole in elements for part in _parted(whole)):
        yield replace(element, text=without_marks(element.text))
        for shown in _SHOWN.findall(element.text):
            if (note := left.pop(int(shown), None)) is not None:
                number += 1
                yield Block(f"{number} {note}", is_note=True)
    yield from (Block(note, is_note=True) for note in left.values())


def _parted(element: Element) -> Iterator[Element]:
    """Yield a list in parts, each ending with an item that has notes; anything else, a table too, as it is."""
    if isinstance(element, Heading) or CELL_SEPARATOR in element.text:
        yield element
        return
    items: list[str] = []
    for item in _ITEM_END.split(element.text):
        items.append(item)
        if _SHOWN.search(item):
            yield replace(element, text="\n".join(items))
            items = []
    if items:
        yield replace(element, text="\n".join(items))


def _read_note(state: StateBlock, line: int, last: int, silent: bool) -> bool:
    if state.env.get(_IN_NOTE) or state.is_code_block(line):
        return False
    begins = _BEGINS.match(state.src, state.bMarks[line] + state.tShift[line], state.eMarks[line])
    if begins is None:
        return False
    if not silent:
        state.env.setdefault(_NAMES, set()).add(begins[1])
        token = state.push(_NOTE, "", 0)
        token.info = begins[1]
        state.line = _end_of_note(state, line + 1, last)
        rest = state.getLines(line + 1, state.line, state.blkIndent + _INDENT, False)
        token.content = f"{state.src[begins.end() : state.eMarks[line]]}\n{rest}"
    return True


def _end_of_note(state: StateBlock, line: int, last: int) -> int:
    """Return the line behind a note: where something else begins, or is not indented behind a blank line."""
    others = state.md.block.ruler.getRules("paragraph")
    state.parentType = _NOTE  # a list that goes on with number 2 does not end a paragraph, but a note
    while line < last:
        if state.isEmpty(line):
            below = state.skipEmptyLines(line)
            if below >= last or state.sCount[below] - state.blkIndent < _INDENT:
                break
            line = below
        elif 0 <= state.sCount[line] < state.blkIndent + _INDENT and any(o(state, line, last, True) for o in others):
            break
        line += 1
    return line


def _read_mark(state: StateInline, silent: bool) -> bool:
    """Read the mark of a note; a number right behind a word is one too if its note was lost."""
    mark = _WRITTEN.match(state.src, state.pos, state.posMax)
    if mark is None:
        return False
    is_behind_word = state.pos > 0 and not state.src[state.pos - 1].isspace()
    if mark[1] not in state.env.get(_NAMES, ()) and not (mark[1].isdecimal() and is_behind_word):
        return False
    if not silent:
        state.push(_MARK, "", 0).markup = mark[0]
    state.pos = mark.end()
    return True
