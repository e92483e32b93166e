"""An evidence pack as one HTML file that prints well: nothing is fetched, nothing in a text becomes HTML."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from importlib.resources import files

from retrieval.answer_texts import ANOTHER_SAYS
from retrieval.citation_formats import described, key_line
from retrieval.citations import document_link
from retrieval.evidence import texts
from retrieval.evidence.pack import EvidencePack
from retrieval.evidence.parts import parts_of
from retrieval.results import Citation, Hit

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def as_html(pack: EvidencePack) -> bytes:
    """Return the pack as an HTML document in Dutch."""
    style = files("retrieval.evidence").joinpath("evidence.css").read_text("utf-8")
    title = f"{texts.heading(pack)}: {pack.answer.question}"
    return (
        '<!doctype html>\n<html lang="nl"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title>\n<style>\n{style}</style></head>\n<body><main>\n"
        f"{chr(10).join(_blocks(pack))}\n</main></body></html>\n"
    ).encode()


def _blocks(pack: EvidencePack) -> Iterator[str]:
    answer = pack.answer
    yield f"<h1>{escape(texts.heading(pack))}</h1>"
    yield f'<p class="let-op">{escape(texts.note(pack))}</p>'
    yield f'<h2>{escape(texts.asked_heading(pack))}</h2>\n<p class="vraag">{escape(answer.question)}</p>'
    yield f"<h2>{escape(texts.quoted_heading(pack))}</h2>"
    if missing := texts.not_found(pack):
        yield f"<p>{escape(missing)}</p>"
    for number, citation in enumerate(pack.quoted):
        if number:
            yield f"<p>{escape(ANOTHER_SAYS)}</p>"
        yield f'<blockquote class="antwoord"><p class="tekst">“{escape(citation.text)}”</p></blockquote>'
        yield _foot(citation, pack.base)
    yield f"<h2>{escape(texts.PASSAGES)}</h2>"
    if not answer.hits:
        yield f"<p>{escape(texts.NOTHING)}</p>"
    for hit in answer.hits:
        yield _passage(hit, pack)
    rows = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in texts.account(pack))
    yield f"<h2>{escape(texts.ACCOUNT)}</h2>\n<dl>{rows}</dl>"


def _passage(hit: Hit, pack: EvidencePack) -> str:
    marked = "".join(
        f"<mark>{escape(part.text)}</mark>" if part.answers else escape(part.text)
        for part in parts_of(hit.passage, pack.answer.citations)
    )
    return (
        f"<article><h3>{hit.rank}. {escape(hit.passage.title)}</h3>\n"
        f'<blockquote><p class="tekst">“{marked}”</p></blockquote>\n{_foot(hit.citation, pack.base)}</article>'
    )


def _foot(citation: Citation, base: str) -> str:
    link = f' <a href="{escape(document_link(citation.passage, base))}">{escape(texts.OPEN)}</a>' if base else ""
    return f'<p class="bron">{escape(described(citation))}{link}</p><p class="kenmerk">{escape(key_line(citation))}</p>'
