"""The tab where one asks: a box, its choices, examples, and below them the answer and the passages.

The script makes an address of the question and the choices, and the server answers addresses: so there is one way to
ask, for who types, follows a link, opens a favourite or goes back.
"""

from __future__ import annotations

from contextlib import suppress
from html import escape
from typing import TYPE_CHECKING, Any

from corpus.errors import VeiligheidswijzerError
from web import cards, texts, writing
from web.asked import Asked
from web.endpoints import Endpoints

if TYPE_CHECKING:
    import gradio as gr


def build(page: gr.Blocks, endpoints: Endpoints, *, logged: bool = False) -> None:
    """Put the tab into the open `page`; readers are told if questions are `logged`."""
    import gradio as gr

    # What depends on the texts is put in when the page is opened: what Gradio keeps is of the moment that it starts.
    introduction = gr.HTML(cards.introduction(), apply_default_css=False)
    with gr.Row(elem_id="zoekregel"):
        question = gr.Textbox(
            label=texts.QUESTION_LABEL,
            placeholder=texts.QUESTION_PLACEHOLDER,
            max_lines=1,
            autofocus=True,
            elem_id="vraag",
            html_attributes=gr.InputHTMLAttributes(autocomplete="off", enterkeyhint="search"),
        )
        button = gr.Button(texts.ASK, variant="primary", elem_id="zoek")
    if logged:
        gr.HTML(f'<p class="melding">{texts.QUESTIONS_KEPT}</p>', apply_default_css=False)
    address = gr.Textbox(visible=False)  # never drawn: the script fills it
    form = gr.HTML(elem_id="filters", apply_default_css=False)
    begin = gr.HTML(start([]), elem_id="begin", apply_default_css=False)
    gr.HTML(f'<p class="melding">{escape(texts.WAITING)}</p>', elem_id="wacht", apply_default_css=False)
    with gr.Column(elem_id="resultaten"):
        status, answer = (gr.HTML(html, apply_default_css=False) for html in (cards.status(), ""))
        if writer := endpoints.writer():
            writing.build(endpoints.searcher, writer, [question.submit, button.click])
        passages = gr.HTML("", apply_default_css=False)

    def show(address: str) -> list[str]:
        shown = endpoints.show(address)
        return [shown.status, shown.answer, shown.passages]

    def redraw(address: str) -> Any:
        with suppress(VeiligheidswijzerError):  # which was told already, in the place of the answer
            return endpoints.choices(Asked.readable(address))
        return gr.skip()

    # Past the queue, which takes a second request for each question and more processor time than finding its answer.
    quietly: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private", "queue": False}
    gr.on(
        [question.submit, button.click],
        show,
        inputs=address,
        outputs=[status, answer, passages],
        js="() => [questions.asking()]",
        trigger_mode="always_last",
        **quietly,
    ).then(redraw, inputs=address, outputs=form, js="() => [questions.shown()]", **quietly).then(
        None, js="() => questions.chosen()"
    )
    page.load(
        lambda: [endpoints.introduction(), start(endpoints.examples())], outputs=[introduction, begin], **quietly
    ).then(None, js="() => askedBefore.begin()")
    page.load(redraw, inputs=address, outputs=form, js="() => [location.search]", **quietly)
    page.load(None, js="() => { overview.begin(); askedBefore.begin(); questions.begin(); tabs.begin(); }")


def start(examples: list[str]) -> str:
    """Return what stands below the box: examples until something is asked, and what was asked in this browser."""
    links = "".join(f'<li><a href="{escape(Asked(text).address)}">{escape(text)}</a></li>' for text in examples)
    shown = f"<h2>{escape(texts.EXAMPLES_HEADING)}</h2><ul>{links}</ul>" if examples else ""
    return (
        f'<section id="voorbeelden">{shown}</section>'
        f'<details id="geschiedenis" open><summary>{escape(texts.HISTORY_HEADING)}'
        f"<span>{escape(texts.HISTORY_PLACE)}</span></summary><ul></ul><p>"
        f'<label class="vink"><input type="checkbox"> <span>{escape(texts.HISTORY_SWITCH)}</span></label> '
        f'<button type="button" data-wissen>{escape(texts.HISTORY_CLEAR)}</button></p></details>'
    )
