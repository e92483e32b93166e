"""An evidence pack as Markdown; every citation in it can be checked with `cite check`."""

from __future__ import annotations

from collections.abc import Iterator

from retrieval.answer_texts import ANOTHER_SAYS
from retrieval.citation_formats import CitationFormat, format_citation, markdown_text
from retrieval.evidence import texts
from retrieval.evidence.pack import EvidencePack


def as_markdown(pack: EvidencePack) -> bytes:
    """Return the pack as CommonMark."""
    return ("\n\n".join(_blocks(pack)) + "\n").encode()


def _blocks(pack: EvidencePack) -> Iterator[str]:
    answer = pack.answer
    yield f"# {texts.heading(pack)}"
    yield markdown_text(texts.note(pack))
    yield f"## {texts.asked_heading(pack)}"
    yield markdown_text(answer.question)
    yield f"## {texts.quoted_heading(pack)}"
    if missing := texts.not_found(pack):
        yield markdown_text(missing)
    for number, citation in enumerate(pack.quoted):
        if number:
            yield ANOTHER_SAYS
        yield format_citation(citation, CitationFormat.MARKDOWN, pack.base)
    yield f"## {texts.PASSAGES}"
    if not answer.hits:
        yield texts.NOTHING
    for hit in answer.hits:
        yield f"### {hit.rank}\\. {markdown_text(hit.passage.title)}"
        yield format_citation(hit.citation, CitationFormat.MARKDOWN, pack.base)
    yield f"## {texts.ACCOUNT}"
    yield "\n".join(f"- {name}: {markdown_text(value)}" for name, value in texts.account(pack))
