"""HTML that stands in a text: its words stay, its tags go."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from markdown_it.common.html_blocks import block_names

_BLOCK_TAGS = frozenset(block_names) | {"br", "div", "p", "pre"}
_INLINE_TAG = re.compile(
    "a|abbr|acronym|audio|b|bd[io]|big|button|canvas|cite|code|data|datalist|del|dfn|em|embed|font|i|img|input|ins|kbd"
    "|label|map|mark|meter|noscript|object|output|picture|progress|q|r[bpt]|ruby|s|samp|script|select|slot|small|span"
    "|strike|strong|style|su[bp]|svg|template|textarea|time|tt|u|var|video|wbr"
)
_TAG_NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*)")


def text_of_tag(tag: str) -> str:
    """Return what one tag, comment or declaration stands for: nothing, or a line end.

    What only looks like a tag, such as "<naam gemeente>", is text.
    """
    match = _TAG_NAME.match(tag)
    if match is None:
        return ""
    name = match[1].lower()
    if name in _BLOCK_TAGS:
        return "\n"
    return "" if _INLINE_TAG.fullmatch(name) else tag


def text_of_html(html: str) -> str:
    """Return the text of a piece of HTML, block elements on lines of their own; scripts and styles are left out."""
    parser = _TextParser()
    parser.feed(html)
    parser.close()
    lines = (" ".join(line.split()) for line in "".join(parser.parts).split("\n"))
    return "\n".join(line for line in lines if line)


class _TextParser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._in_code = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self._in_code = self._in_code or tag in {"script", "style"}
        self.parts.append(text_of_tag(self.get_starttag_text() or ""))

    def handle_endtag(self, tag: str) -> None:
        self._in_code = self._in_code and tag not in {"script", "style"}
        self.parts.append(text_of_tag(f"</{tag}>"))

    def handle_data(self, data: str) -> None:
        if not self._in_code:
            self.parts.append(data)
