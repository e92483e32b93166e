"""From kreuzberg's document nodes (paragraphs, lists, tables, headings) to our headings and blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile
from typing import Any

from corpus.formats.emphasis import is_one_sentence, may_be_heading
from corpus.formats.hyphenation import printed_text
from corpus.formats.sheets import Sheet
from corpus.structure import EMPHASIS_LEVELS, TITLE_LEVEL, Block, Element, Heading, names_a_part
from corpus.subjects import is_place, says_nothing
from corpus.tables import table_blocks

Node = Mapping[str, Any]

PAGE_MARKER = "\n\n⁂page {page_num}⁂\n\n"
_PAGE_MARKER = re.compile(r"⁂page (\d+)⁂")
_MAX_TITLE = 120  # characters
_VERB = re.compile(  # of a sentence; a title that ends in a full stop has none
    r"\b(?:is|zijn|was|waren|wordt|worden|werd|werden|heeft|hebben|had|kan|kunnen|moet|moeten|mag|mogen|zal|zullen|wil"
    r"|willen|gaat|gaan|geldt|gelden|stelt|stellen|geeft|geven|staat|staan|komt|komen|vraagt|vragen|bent|ben)\b"
)
_ADDRESS = re.compile(r"(?i:postbus|antwoordnummer)\s+\d|\d{4} ?[A-Z]{2}\b")
_BEGINNING = 80  # elements that may tell of which municipality a text is
_FEWEST_WORDS = 3  # before a tab in a title
_STAMP = re.compile(r"(\d{4})-(\d\d)-(\d\d) (\d\d:\d\d):\d\d")
_FOOTNOTE_MARK = re.compile(r"\[\^[^\]\s]{1,12}\]")


def read_nodes(nodes: Sequence[Node]) -> list[Element]:
    """Read a document's nodes in their order; what stands in headers, footers and footnotes apart is left out."""
    return list(_elements(nodes))


def sheets_of(nodes: Sequence[Node]) -> list[Sheet]:
    """Return the sheets of a spreadsheet; they have no number and name where it has none."""
    sheets: list[Sheet] = []
    number: int | None = None
    name = ""
    for node in nodes:
        content = node["content"]
        if content["node_type"] == "heading":
            number, name = (number or 0) + 1, _text(content.get("text") or "")
        elif content["node_type"] == "table":
            rows = [{at: _shown(text) for at, text in enumerate(row) if text} for row in _rows(content["grid"])]
            sheets.append(Sheet(number, name, rows))
    return sheets


def _shown(cell: str) -> str:
    """Return a cell as it is shown, where it is a date as programs keep it."""
    stamp = _STAMP.fullmatch(cell)
    if stamp is None:
        return cell
    year, month, day, clock = stamp.groups()
    return f"{int(day)}-{int(month)}-{year}" + (f" {clock}" if clock != "00:00" else "")


def with_first_line_as_title(elements: list[Element]) -> list[Element]:
    """Make a first paragraph of one short line without an end the title, if there is anything below it.

    Behind a tab another thing begins, as who wrote it, where what is before it is more than a label. Marks above it
    ("CONCEPT") are passed over, and so is the name of the place that it is of.
    """
    at = sum(1 for _ in takewhile(lambda element: says_nothing(element.text), elements))
    if at < len(elements) and is_place(elements[at].text.strip(), "\n".join(e.text for e in elements[:_BEGINNING])):
        at += 1
    if len(elements) > at + 1:
        first = elements[at]
        text, _, behind = first.text.strip().partition("\t")
        if len(text.split()) < _FEWEST_WORDS:
            text, behind = first.text.strip(), ""
        if isinstance(first, Heading) and first.level not in EMPHASIS_LEVELS:
            return elements
        if (
            "\n" not in text
            and len(text) <= (_MAX_TITLE if not text.endswith(".") else _MAX_TITLE // 2)
            and text[-1:] not in ":;,!?"
            and not (text.endswith(".") and (_VERB.search(text) or not is_one_sentence(text)))
            and text[:1].isupper()
            and not (names_a_part(text) or _ADDRESS.match(text))
        ):
            elements[at : at + 1] = [
                Heading(TITLE_LEVEL, text, first.page),
                *([Block(behind.strip(), first.page)] if behind.strip() else []),
            ]
    return elements


def _elements(nodes: Sequence[Node]) -> Iterator[Element]:
    page: int | None = None
    items: list[str] = []
    for number, node in enumerate(nodes):
        content = node["content"]
        kind = content["node_type"]
        text = _text(content.get("text") or "")
        if kind != "list_item" and items:
            if kind == "list" and node.get("parent") is not None and _is_within_list(nodes, node):
                continue
            yield Block("\n".join(items), page)
            items = []
        if node.get("content_layer") not in (None, "body"):
            continue
        page = node.get("page") or page
        match kind:
            case "title":
                yield Heading(TITLE_LEVEL, text, page)
            case "heading":
                yield Heading(int(content.get("level") or 1), text, page)
            case "list_item":
                items.append(_item(nodes, number, text))
            case "table":
                yield from (Block(part, page) for part in table_blocks(_rows(content["grid"])))
            case "paragraph" if marker := _PAGE_MARKER.fullmatch(text.strip()):
                page = int(marker[1])
            case "paragraph" if emphasis := _emphasis(node, text):
                yield Heading(EMPHASIS_LEVELS[emphasis == "underline"], text, page)
            case "paragraph" | "quote" | "code" | "formula":
                yield Block(text, page)
            case _:  # groups repeat their headings; images, page breaks and mail headers have no text to quote
                pass
    if items:
        yield Block("\n".join(items), page)


def _text(text: str) -> str:
    return _FOOTNOTE_MARK.sub("", printed_text(text))


def _is_within_list(nodes: Sequence[Node], node: Node) -> bool:
    return bool(nodes[node["parent"]]["content"]["node_type"] in ("list", "list_item"))


def _item(nodes: Sequence[Node], number: int, text: str) -> str:
    """Return a list item as a line of its own: "- item" or "2. item", two spaces further for each list around it."""
    depth, marker = 0, "-"
    parent = nodes[number].get("parent")
    if parent is not None and nodes[parent]["content"].get("ordered"):
        siblings = [child for child in nodes[parent].get("children", ()) if child <= number]
        marker = f"{max(len(siblings), 1)}."
    while parent is not None:
        depth += nodes[parent]["content"]["node_type"] == "list"
        parent = nodes[parent].get("parent")
    indent = "  " * max(depth - 1, 0)
    line = text.strip() if re.match(r"(?:[-•–]|\(?\w{1,3}[.)])\s", text) else f"{marker} {text.strip()}"
    return indent + line.replace("\n", f"\n{indent}  ")


def _emphasis(node: Node, text: str) -> str | None:
    """Return "bold" or "underline" for a short paragraph that is so as a whole, as a heading without a style is."""
    if not may_be_heading(text.strip()):
        return None
    length = len(text.encode())
    marked = {
        kind: sum(
            int(mark["end"]) - int(mark["start"])
            for mark in node.get("annotations") or ()
            if mark["kind"].get("annotation_type") == kind
        )
        for kind in ("bold", "underline")
    }
    return next((kind for kind, marks in marked.items() if marks >= length - 2 > 0), None)


def _rows(grid: Mapping[str, Any]) -> list[list[str]]:
    rows: list[list[str]] = [[] for _ in range(int(grid["rows"]))]
    for cell in grid["cells"]:
        row = rows[cell["row"]]
        row += [""] * (int(cell.get("col", 0)) - len(row))  # a cell that another one above or before it runs on into
        row.append(" ".join(_text(cell["content"] or "").split()))
    return rows
