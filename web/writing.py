"""An answer in a language model's words, below the literal one: asked for with a button, shown as it is checked."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from html import escape
from typing import Any

from corpus.errors import VeiligheidswijzerError, WritingError
from retrieval import Citation, Searcher
from retrieval.written import Endpoint, WrittenAnswer, WrittenSentence, conclude, written_sentences
from web import cards, writing_texts
from web.asked import Asked
from web.failures import log_unforeseen

_AT_ONCE = 2  # answers that are written at the same time; the others wait

_log = logging.getLogger(__name__)


def build(searcher: Searcher, writer: Endpoint, asked_again: Sequence[Any]) -> None:
    """Put the button and the place of the written answer here; `asked_again` are the events that end and clear it."""
    import gradio as gr

    with gr.Column(elem_id="schrijven"):
        sends = writing_texts.sends(writer.model, writer.address)
        gr.HTML(f'<p class="melding" id="schrijven-naar">{escape(sends)}</p>', apply_default_css=False)
        button = gr.Button(writing_texts.WRITE, elem_id="schrijf")
        # A line of its own: that of the results says that they are of the question that was asked last.
        status, shown = (gr.HTML(html, apply_default_css=False) for html in (cards.status(is_seen=False), ""))
    address = gr.Textbox(visible=False)  # never drawn: the script fills it

    def write(address: str) -> Iterator[list[str]]:
        yield from written(searcher, address, writer)

    quietly: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    writing = button.click(
        write,
        inputs=address,
        outputs=[status, shown],
        js="() => [questions.answered()]",
        concurrency_limit=_AT_ONCE,
        concurrency_id="writing",
        **quietly,
    )
    gr.on(
        list(asked_again),
        lambda: [cards.status(is_seen=False), ""],
        outputs=[status, shown],
        cancels=[writing],
        queue=False,
        **quietly,
    )


def written(searcher: Searcher, address: str, writer: Endpoint) -> Iterator[list[str]]:
    """Yield the line for screen readers and the answer to the question in `address`, sentence by sentence, as HTML."""
    yield [cards.status(writing_texts.WRITING, is_seen=False), _section(f"<p>{escape(writing_texts.WRITING)}</p>")]
    sentences: list[WrittenSentence] = []
    failure = None
    try:
        asked = Asked.from_address(address)
        answer = searcher.ask(asked.question, where=asked.where)
        try:
            for sentence in written_sentences(answer, writer, searcher.embedder):
                sentences.append(sentence)
                yield [cards.status(writing_texts.WRITING, is_seen=False), _section(_sentences(sentences))]
        except WritingError as error:
            failure = str(error)
        yield _whole(conclude(answer, writer, sentences, failure))
    except VeiligheidswijzerError as error:
        yield _failed(str(error))
    except Exception as error:
        log_unforeseen(_log, "an answer could not be written", error)
        yield _failed(writing_texts.UNEXPECTED)


def _whole(given: WrittenAnswer) -> list[str]:
    if given.failure is not None:
        return _failed(given.failure)
    left_out = [sentence for sentence in given.sentences if not sentence.supported]
    why = "".join(f"<li>{escape(sentence.text)} ({escape(sentence.reason or '')})</li>" for sentence in left_out)
    summary = escape(writing_texts.left_out(len(left_out)))
    omitted = f'<div class="waarom"><details><summary>{summary}</summary><ul>{why}</ul></details></div>'
    html = (
        f'{_sentences(given.sentences)}<p class="melding">{escape(writing_texts.by(given.model, given.address))}</p>'
        f'{omitted if left_out else ""}<h3 id="letterlijk">{escape(writing_texts.LITERAL_HEADING)}</h3>'
        f'<ul class="letterlijk" aria-labelledby="letterlijk">{_sources(given.citations)}</ul>'
    )
    shown = len(given.sentences) - len(left_out)
    return [cards.status(writing_texts.done(shown), is_seen=False), _section(html)]


def _sentences(sentences: Sequence[WrittenSentence]) -> str:
    """Return the sentences that the sources support, each with the numbers of its literal ones in the list below."""
    supported = [sentence for sentence in sentences if sentence.supported]
    numbers = _numbers([cited for sentence in supported for cited in sentence.citations])
    told = [
        escape(sentence.text)
        + "".join(f' <a href="#letterlijk-{numbers[cited]}">[{numbers[cited]}]</a>' for cited in sentence.citations)
        for sentence in supported
    ]
    return f'<p class="zinnen">{" ".join(told)}</p>'


def _sources(citations: Sequence[Citation]) -> str:
    """Return the literal sentences that those of the model rest on, with the way to each."""
    return "".join(
        f'<li id="letterlijk-{number}" tabindex="-1">[{number}] “{escape(cited.text)}” '
        f'<a href="{escape(cards.document_address(cited.passage))}">{escape(cited.passage.title)}</a></li>'
        for cited, number in _numbers(citations).items()
    )


def _numbers(citations: Sequence[Citation]) -> dict[Citation, int]:
    return {cited: number for number, cited in enumerate(dict.fromkeys(citations), 1)}


def _failed(sentence: str) -> list[str]:
    html = f"<p>{escape(sentence)} {escape(writing_texts.LITERAL_INSTEAD)}</p>"
    return [cards.status(sentence, is_seen=False), _section(html)]


def _section(html: str) -> str:
    heading = f'<h2 id="geschreven-kop">{escape(writing_texts.HEADING)}</h2>'
    return f'<section class="geschreven" aria-labelledby="geschreven-kop">{heading}{html}</section>'
