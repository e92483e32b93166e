"""A whole document as a page of its own, with the passage that was found marked in it."""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode

from corpus import Document, Passage, Section
from retrieval import Span
from web import texts
from web.access.visitor import Visitor
from web.cards import particulars
from web.marking import Layer, marked, paragraphs
from web.shell import own_page, skip_link

_DEEPEST_HEADING = 6


def document_page(
    document: Document,
    passage: Passage | None,
    notice: str = "",
    *,
    has_original: bool = False,
    visitor: Visitor | None = None,
) -> str:
    """Return `document` with `passage` marked, below a `notice` to the reader and a link to the original if any."""
    facts = particulars(document.source, passage, document.date)
    if has_original:
        address = f"origineel?{urlencode({'id': document.document_id})}"
        facts += f'<p class="acties"><a href="{escape(address)}" target="_blank">{escape(texts.ORIGINAL)}</a></p>'
    told = f'<p class="melding">{escape(notice)}</p>' if notice else ""
    skip = skip_link("vindplaats", texts.SKIP_TO_PASSAGE) if passage is not None else ""
    return _page(document.title, f"{facts}{told}{_body(document, passage)}", skip, visitor)


def notice_page(heading: str, sentence: str, visitor: Visitor | None = None) -> str:
    """Return the page that takes the place of a document that cannot be shown."""
    return _page(heading, f"<p>{escape(sentence)}</p>", "", visitor)


def _body(document: Document, passage: Passage | None) -> str:
    """Return the headings and paragraphs of a document, in order; what is in no section is a heading."""
    text, length = document.text, len(document.text)
    found = Span(passage.start, passage.end) if passage is not None else Span(length, length)
    parts: list[str] = []
    anchor = ' id="vindplaats" tabindex="-1"'
    at = 0
    for section in (*document.sections, Section((), length, length)):
        headings = [
            (_heading_tag(text[span.start : span.end], section), span) for span in paragraphs(text, at, section.start)
        ]
        for tag, span in [*headings, *(("p", span) for span in paragraphs(text, section.start, section.end))]:
            words = text[span.start : span.end]
            if found.start < span.end and span.start < found.end:
                parts.append(f'<{tag} class="gevonden"{anchor}>{_reading(text, span, found)}</{tag}>')
                anchor = ""
            elif tag == "p" or words.casefold() != document.title.casefold():
                parts.append(f"<{tag}>{escape(words)}</{tag}>")
        at = section.end
    return f'<article class="document">{"".join(parts)}</article>'


def _reading(text: str, span: Span, found: Span) -> str:
    spoken = f'<span class="alleen-voorlezen">{escape(texts.MARKED_PASSAGE)}: </span>'
    return spoken + marked(text, span.start, span.end, [Layer([found], '<mark class="passage">', "</mark>")])


def _heading_tag(line: str, section: Section) -> str:
    """Return the tag of a heading line, at the depth in the path of the `section` below it; the title is above all."""
    path = [heading.casefold() for heading in section.headings]
    return f"h{min(path.index(line.casefold()) + 2, _DEEPEST_HEADING) if line.casefold() in path else 2}"


def _page(title: str, body: str, skip: str, visitor: Visitor | None) -> str:
    back = f'<p class="terug"><a href="./" data-terug>{escape(texts.BACK_TO_SEARCH)}</a></p>'
    return own_page(title, f"{back}<h1>{escape(title)}</h1>{body}", skip=skip, visitor=visitor)
