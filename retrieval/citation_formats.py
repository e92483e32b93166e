"""A citation as people write it: plain text, Markdown, a reference in the manner of APA, a footnote for council papers.

Every form begins with the literal quotation and ends with a line that `retrieval.quotations` can read back.
"""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import PureWindowsPath
from urllib.parse import urlencode

from corpus.dutch import MONTHS, dutch_day
from retrieval.citations import document_link
from retrieval.results import Citation

KEY_LABEL = "Kenmerk"
_BLANK_LINES = re.compile(r"\n{3,}")
_MARKDOWN_SPECIAL = re.compile(r"[\\`*_\[\]<>&#~|!]")
_MARKDOWN_BLOCK = re.compile(r"^(\d{0,9})([-+=.)])")  # would begin a list, or make what is above it a heading


class CitationFormat(StrEnum):
    """How a citation is written."""

    PLAIN = "tekst"
    MARKDOWN = "markdown"
    APA = "apa"
    FOOTNOTE = "voetnoot"


def format_citation(citation: Citation, form: CitationFormat = CitationFormat.PLAIN, base: str = "") -> str:
    """Write a citation; its link opens the place on the web page at `base`. Without a `base` it has no link."""
    return {
        CitationFormat.PLAIN: _plain,
        CitationFormat.MARKDOWN: _markdown,
        CitationFormat.APA: _apa,
        CitationFormat.FOOTNOTE: _footnote,
    }[form](citation, document_link(citation.passage, base) if base else "")


def citation_key(citation: Citation) -> str:
    """Return what identifies a citation in one line without spaces: document, passage, place, source and generation."""
    origin = citation.origin
    parts = {
        "document": citation.passage.document_id,
        "passage": citation.passage.passage_id,
        "tekens": f"{citation.start}-{citation.end}",
        "sha256": origin.source_sha256 if origin else None,
        "generatie": origin.generation if origin else None,
    }
    return urlencode({name: value for name, value in parts.items() if value is not None})


def key_line(citation: Citation) -> str:
    """Return the line by which a citation can be read back from a text."""
    return f"{KEY_LABEL}: {citation_key(citation)}"


def described(citation: Citation) -> str:
    """Return the source in words: title, place, date and file."""
    passage = citation.passage
    facts = (passage.title, place_of(citation), dutch_day(passage.date) if passage.date else None)
    return f"{', '.join(filter(None, facts))} ({file_name(passage.source)})"


def place_of(citation: Citation) -> str:
    """Return where in the document it stands: the article if there is one, else the headings; then the page."""
    passage = citation.passage
    return ", ".join(
        [
            *([passage.address] if passage.address else [" › ".join(passage.headings)] if passage.headings else []),
            *([f"pagina {passage.page}"] if passage.page is not None else []),
        ]
    )


def file_name(source: str) -> str:
    """Return the last part of a path of any operating system: a folder of this computer is nobody's business."""
    return PureWindowsPath(source).name or source


def markdown_text(text: str) -> str:
    """Return one line as Markdown that shows it as it is: nothing in it is a link, an image, HTML or a heading."""
    return _MARKDOWN_BLOCK.sub(r"\1\\\2", _MARKDOWN_SPECIAL.sub(r"\\\g<0>", text))


def _plain(citation: Citation, link: str) -> str:
    return "\n".join(filter(None, (_quoted_lines(citation), described(citation), link, key_line(citation))))


def _footnote(citation: Citation, link: str) -> str:
    consulted = f", te raadplegen via {link}" if link else ""
    return f"{_quoted(citation)} {described(citation)}{consulted}.\n{key_line(citation)}"


def _apa(citation: Citation, link: str) -> str:
    """Write the reference as APA does for a work without an author: its title comes first."""
    passage = citation.passage
    day = f"{passage.date.year}, {passage.date.day} {MONTHS[passage.date.month - 1]}" if passage.date else "z.d."
    year = str(passage.date.year) if passage.date else "z.d."
    place = place_of(citation)
    where = f"{place[0].upper()}{place[1:]}. " if place else ""
    return (
        f"{_quoted(citation)} ({', '.join(filter(None, (passage.title, year, place)))})\n\n"
        f"{passage.title.rstrip('.')}. ({day}). {where}[{file_name(passage.source)}]. {link}".rstrip()
        + f"\n{key_line(citation)}"
    )


def _markdown(citation: Citation, link: str) -> str:
    passage = citation.passage
    quotation = "\n".join(f"> {markdown_text(line.strip())}".rstrip() for line in f"“{citation.text}”".splitlines())
    facts = filter(None, (place_of(citation), dutch_day(passage.date) if passage.date else None))
    title = markdown_text(passage.title)
    described = ", ".join((f"[{title}]({link})" if link else title, *map(markdown_text, facts)))
    return f"{quotation}\n\n{described} ({markdown_text(file_name(passage.source))})\n\n`{key_line(citation)}`"


def _quoted_lines(citation: Citation) -> str:
    """Return the quotation between quotation marks with its lines as they are, so that a list stays one.

    A quotation that could have a line like that of our key is written on one line.
    """
    if f"{KEY_LABEL}:" in citation.text:
        return _quoted(citation)
    lines = [" ".join(line.split()) for line in citation.text.strip().splitlines()]
    return f"“{_BLANK_LINES.sub(chr(10) * 2, chr(10).join(lines))}”"


def _quoted(citation: Citation) -> str:
    """Return the quotation between quotation marks, on one line."""
    return f"“{' '.join(citation.text.split())}”"
