"""Fields of a Word file that make a table of contents: what they show is no text of the document."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from corpus.formats.word_styles import WORD

_CONTENTS = "TOC"


def contents_fields(body: Element) -> frozenset[Element]:
    """Return what shows a table of contents in a body: fields, and the texts in them. One without an end has none."""
    found: set[Element] = set()
    codes: list[str] = []  # of the fields that have begun, the outermost first
    texts: list[Element] = []
    starts: list[int] = []  # where in `texts` those of each of them begin
    for part in body.iter():
        if part.tag == f"{WORD}t":
            texts.append(part)
        elif part.tag == f"{WORD}instrText" and codes:
            codes[-1] += part.text or ""
        elif part.tag == f"{WORD}fldSimple" and _is_contents(part.get(f"{WORD}instr") or ""):
            found.add(part)
        elif part.tag == f"{WORD}fldChar":
            kind = part.get(f"{WORD}fldCharType")
            if kind == "begin":
                codes.append("")
                starts.append(len(texts))
            elif kind == "end" and codes:
                start = starts.pop()
                if _is_contents(codes.pop()):
                    found.update(texts[start:])
                    del texts[start:]
    return frozenset(found)


def _is_contents(code: str) -> bool:
    return code.split(maxsplit=1)[:1] == [_CONTENTS]
