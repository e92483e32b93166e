"""An answer and its hits as HTML. Nothing of a question or a document is ever taken as HTML."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from html import escape
from itertools import count
from urllib.parse import urlencode

from corpus import Passage
from corpus.dutch import dutch_day
from index import StoreInfo
from retrieval import Answer, Citation, Hit, Span
from retrieval.answer_texts import ANOTHER_SAYS
from retrieval.evidence import EvidenceFormat
from retrieval.written import Endpoint
from web import texts, writing_texts
from web.asked import Asked
from web.file_names import file_name
from web.marking import Layer, paragraphs, prose
from web.why import why

_MOST_SUGGESTIONS = 4
_MOST_ELSEWHERE = 50  # other places that are named; as JSON it has all
_TIMES = count()


def introduction(info: StoreInfo | None = None, writer: Endpoint | None = None) -> str:
    """Return the heading of the page, what it searches, and which language model may write answers."""
    told = [texts.introduction(info.documents, info.passages)] if info is not None else []
    if writer is not None:
        told.append(writing_texts.introduced(writer.model, writer.address))
    return f"<h1>{escape(texts.PAGE_HEADING)}</h1>" + "".join(f'<p class="inleiding">{escape(t)}</p>' for t in told)


def status(sentence: str = "", *, is_seen: bool = True) -> str:
    """Return the line that screen readers announce, also when it says the same as before; only they if not `is_seen`.

    Gradio draws what differs from what it drew last, so each line differs.
    """
    shown = "melding" if is_seen else "alleen-voorlezen"
    return f'<p class="{shown}" role="status" aria-live="polite" data-keer="{next(_TIMES)}">{escape(sentence)}</p>'


def failure(sentence: str, heading: str = texts.ERROR_HEADING) -> str:
    """Return what takes the place of an answer when there cannot be one."""
    return (
        '<section class="antwoord fout" aria-labelledby="antwoord-kop">'
        f'<h2 id="antwoord-kop" tabindex="-1">{escape(heading)}</h2><p>{escape(sentence)}</p></section>'
    )


def no_text_left(asked: Asked) -> str:
    """Return what takes the place of results when the choices leave no text, with the way out."""
    without = Asked(asked.question, asked.similar_to)
    way_out = f'<p><a href="{escape(without.address)}">{escape(texts.NO_CHOICES)}</a></p>' if asked != without else ""
    return (
        f'<section class="antwoord niet-gevonden" aria-labelledby="antwoord-kop"><h2 id="antwoord-kop" tabindex="-1">'
        f"{escape(texts.NO_TEXT_LEFT_HEADING)}</h2><p>{escape(texts.NO_TEXT_LEFT_ADVICE)}</p>"
        f"{way_out}</section>"
    )


def answer(given: Answer, asked: Asked) -> str:
    """Return the answer in its paragraph with its source, or what to do when nothing was found."""
    return _found(given, asked) if given.found else _not_found(given, asked)


def meant(question: str | None, asked: Asked) -> str:
    """Return a link to the `question` that may be meant, which is asked with the same choices, or nothing."""
    if question is None:
        return ""
    link = f'<a href="{escape(replace(asked, question=question).address)}">{escape(question)}</a>'
    return f'<p class="bedoeld">{escape(texts.DID_YOU_MEAN)} {link}</p>'


def compared(passage: Passage, asked: Asked) -> str:
    """Return the passage that others are shown to be like, as `asked`."""
    spans = paragraphs(passage.text, 0, len(passage.text))
    return (
        '<section class="antwoord" id="antwoord" aria-labelledby="antwoord-kop">'
        f'<h2 id="antwoord-kop" tabindex="-1">{escape(texts.SIMILAR_HEADING)}</h2>'
        f'<p class="bron">{_heading_path((passage.title, *passage.headings))}</p>'
        f"<blockquote>{prose(passage.text, spans)}</blockquote>{_foot(passage, passage.text)}"
        f"{_take_along(asked)}</section>"
    )


def _take_along(asked: Asked) -> str:
    """Return links to what was asked with its passages as files.

    In a tab of its own, that is gone once there is a file: this page goes on, and a refusal can be read.
    """
    links = "".join(
        f'<li><a href="{escape(evidence_address(asked, form))}" target="_blank">{escape(label)}</a></li>'
        for form, label in texts.EVIDENCE_FORMATS.items()
    )
    return (
        f'<div class="meenemen"><span id="meenemen-kop">{escape(texts.TAKE_ALONG)}</span>'
        f'<ul aria-labelledby="meenemen-kop">{links}</ul></div>'
    )


def evidence_address(asked: Asked, form: EvidenceFormat) -> str:
    """Return the address of the evidence pack of what is asked, relative to the page."""
    return f"meenemen{asked.address}&{urlencode({'vorm': form.value.removeprefix('.')})}"


def _found(given: Answer, asked: Asked) -> str:
    others = "".join(f'<p class="anders">{escape(ANOTHER_SAYS)}</p>{_cited(cited)}' for cited in given.otherwise)
    return (
        '<section class="antwoord" id="antwoord" aria-labelledby="antwoord-kop">'
        f'<header><h2 id="antwoord-kop" tabindex="-1">{escape(texts.ANSWER_HEADING)}</h2>'
        f'<p class="zekerheid">{escape(texts.CERTAINTY)} <strong>{texts.certainty(given.confidence)}</strong></p>'
        f"</header>{_cited(given.citations[0])}{others}{_take_along(asked)}</section>"
    )


def _cited(cited: Citation) -> str:
    """Return a citation: its sentences in their paragraph, and where they stand."""
    text, sentence = cited.passage.text, _within(cited.passage, cited)
    around = [p for p in paragraphs(text, 0, len(text)) if p.start < sentence.end and sentence.start < p.end]
    return (
        f"<blockquote>{prose(text, around, [_sentence_layer(sentence)])}</blockquote>"
        f'<p class="bron">{_heading_path((cited.passage.title, *cited.passage.headings))}</p>'
        f"{_foot(cited.passage, cited.text)}"
    )


def _not_found(given: Answer, asked: Asked) -> str:
    advice = "".join(f"<li>{escape(line)}</li>" for line in given.advice)
    return (
        '<section class="antwoord niet-gevonden" aria-labelledby="antwoord-kop">'
        f'<h2 id="antwoord-kop" tabindex="-1">{escape(texts.NOT_FOUND_HEADING)}</h2>'
        f"<p>{escape(texts.NOT_FOUND_EXPLANATION)}</p><ul>{advice}</ul>{_suggestions(given, asked)}"
        f"{_take_along(asked)}</section>"
    )


def _suggestions(given: Answer, asked: Asked) -> str:
    """Return links to what may be meant: the same without filters, and the subjects of the nearest passages."""
    without = Asked(asked.question)
    links = {texts.WITHOUT_CHOICES: without} if asked.where is not None else {}
    subjects = dict.fromkeys(hit.passage.title for hit in given.hits)
    links |= {title: replace(asked, question=title) for title in list(subjects)[:_MOST_SUGGESTIONS]}
    if not links:
        return ""
    items = "".join(f'<li><a href="{escape(to.address)}">{escape(label)}</a></li>' for label, to in links.items())
    return f'<p id="suggesties">{escape(texts.SUGGESTIONS_HEADING)}</p><ul class="suggesties">{items}</ul>'


def hits(found: Sequence[Hit], given: Answer | None = None, *, judged: bool = False) -> str:
    """Return the hits as an ordered list, the sentence that answers marked once `given` is there.

    If `judged`, readers can say of each whether it was useful.
    """
    if not found:
        return failure(texts.EMPTY_ADVICE, texts.EMPTY_HEADING)
    heading = texts.NEAREST_HEADING if given is not None and not given.found else texts.PASSAGES_HEADING
    cited = given.citations if given is not None else ()
    told = f'<p class="melding">{escape(texts.JUDGING_TOLD)}</p>' if judged else ""
    return (
        f'<section class="passages" aria-labelledby="passages-kop"><h2 id="passages-kop">{escape(heading)}</h2>{told}'
        f"<ol>{''.join(_card(hit, cited, judged) for hit in found)}</ol></section>"
    )


def _card(hit: Hit, cited: Sequence[Citation], judged: bool) -> str:
    passage = hit.passage
    here = [c for c in cited if c.passage.document_id == passage.document_id]
    sentences = [_within(passage, c) for c in here if passage.start <= c.start and c.end <= passage.end]
    layers = [*map(_sentence_layer, sentences), Layer(hit.highlights, "<mark>", "</mark>")]
    headings = f'<p class="pad">{_heading_path(passage.headings)}</p>' if passage.headings else ""
    return (
        f'<li id="passage-{hit.rank}"><span class="rang" aria-hidden="true">{hit.rank}</span>'
        f'<article aria-labelledby="titel-{hit.rank}"><h3 id="titel-{hit.rank}">{escape(passage.title)}</h3>{headings}'
        f'<div class="tekst">{prose(passage.text, paragraphs(passage.text, 0, len(passage.text)), layers)}</div>'
        f"{_foot(passage, passage.text)}{_elsewhere(hit)}{why(hit)}{_judging(passage) if judged else ''}</article></li>"
    )


def _elsewhere(hit: Hit) -> str:
    """Return the other places of what a passage says, to be unfolded."""
    if not hit.elsewhere:
        return ""
    items = "".join(
        f'<li><a href="{escape(document_address(other))}">{escape(other.title)}</a> ({escape(file_name(other.source))})'
        "</li>"
        for other in hit.elsewhere[:_MOST_ELSEWHERE]
    )
    if len(hit.elsewhere) > _MOST_ELSEWHERE:
        items += f"<li>{escape(texts.and_more(len(hit.elsewhere) - _MOST_ELSEWHERE))}</li>"
    summary = escape(texts.elsewhere(len(hit.elsewhere)))
    return f'<div class="waarom"><details><summary>{summary}</summary><ul>{items}</ul></details></div>'


def _judging(passage: Passage) -> str:
    """Return two buttons by which a reader says whether a passage was useful."""
    buttons = "".join(
        f'<button type="button" data-oordeel="{value}" data-passage="{escape(passage.passage_id)}" '
        f'aria-pressed="false" aria-label="{escape(texts.judged_of(label, passage.title))}">{escape(label)}</button>'
        for value, label in (("ja", texts.USEFUL), ("nee", texts.NOT_USEFUL))
    )
    return f'<p class="acties oordeel">{buttons}</p>'


def _within(passage: Passage, cited: Citation) -> Span:
    return Span(cited.start - passage.start, cited.end - passage.start)


def _sentence_layer(sentence: Span) -> Layer:
    """Mark the answer for the eye (colour and underline) and for screen readers (words)."""
    before = f'<mark class="zin"><span class="alleen-voorlezen">{escape(texts.ANSWER_STARTS)}</span>'
    return Layer([sentence], before, f'<span class="alleen-voorlezen">{escape(texts.ANSWER_ENDS)}</span></mark>')


def _heading_path(headings: Sequence[str]) -> str:
    return ' <span aria-hidden="true">›</span> '.join(f"<span>{escape(heading)}</span>" for heading in headings)


def _facts(source: str, address: str | None, page: int | None, day: date | None) -> list[str]:
    """Return what tells a source from others; never a folder of this computer."""
    return [
        file_name(source),
        *([address] if address is not None else []),
        *([texts.page(page)] if page is not None else []),
        *([dutch_day(day)] if day is not None else []),
    ]


def particulars(source: str, passage: Passage | None, day: date | None) -> str:
    """Return file name, date, and the article and page of a passage as a list."""
    address, page = (passage.address, passage.page) if passage is not None else (None, None)
    facts = "".join(f"<li>{escape(fact)}</li>" for fact in _facts(source, address, page, day))
    return f'<ul class="gegevens">{facts}</ul>'


def document_address(passage: Passage) -> str:
    """Return the address of a passage in its document, relative to the page."""
    query = urlencode({"id": passage.document_id, "passage": passage.passage_id})
    return f"document?{query}#vindplaats"


def quotation(passage: Passage, text: str) -> str:
    """Return a literal quotation of `passage` with its source, as it is copied."""
    source = ", ".join(
        [
            " › ".join((passage.title, *passage.headings)),
            *_facts(passage.source, passage.address, passage.page, passage.date),
        ]
    )
    return f"“{text}”\n({source})"


def _foot(passage: Passage, text: str) -> str:
    """Return where `text` stands, the way to it, and a button that copies it."""
    title = passage.title
    return (
        f"{particulars(passage.source, passage, passage.date)}"
        f'<p class="acties"><a href="{escape(document_address(passage))}" '
        f'aria-label="{escape(texts.document_link(title))}">{escape(texts.SHOW_IN_CONTEXT)}</a>'
        f'<a href="{escape(Asked(similar_to=passage.passage_id).address)}" '
        f'aria-label="{escape(texts.similar_to(title))}">{escape(texts.SIMILAR)}</a>'
        f'<button type="button" data-citaat="{escape(quotation(passage, text))}" '
        f'aria-label="{escape(texts.copy_of(title))}">{escape(texts.COPY_QUOTATION)}</button></p>'
    )
