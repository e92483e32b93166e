"""The tab where one asks: a box, its options, examples, and below them the answer and the passages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from web import cards, texts
from web.endpoints import DEFAULT_COUNT, Endpoints

if TYPE_CHECKING:
    import gradio as gr

AT_ONCE = 8  # questions that are answered at the same time; the others wait
LIMITS: dict[str, Any] = {"concurrency_limit": AT_ONCE, "concurrency_id": "questions"}


def build(page: gr.Blocks, endpoints: Endpoints) -> None:
    """Put the tab into the open `page`."""
    import gradio as gr

    introduction = gr.HTML(endpoints.introduction(), apply_default_css=False)
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
    with gr.Row(elem_id="opties"):
        per_document = gr.Checkbox(label=texts.PER_DOCUMENT_LABEL, elem_id="per-document")
        count = gr.Number(DEFAULT_COUNT, label=texts.COUNT_LABEL, precision=0, elem_id="aantal")
    asking = [(question, [question.submit, button.click, count.submit])]
    if examples := endpoints.examples():
        with gr.Row(elem_id="voorbeelden"):
            gr.HTML(f"<h2>{texts.EXAMPLES_HEADING}</h2>", apply_default_css=False)
            for text in examples:
                example = gr.Button(text)
                asking.append((example, [example.click]))
    with gr.Column(elem_id="resultaten"):
        status, answer, passages = (gr.HTML(html, apply_default_css=False) for html in (cards.status(), "", ""))

    for source, triggers in asking:
        gr.on(
            triggers,
            endpoints.show,
            inputs=[source, count, per_document],
            outputs=[status, answer, passages],
            js="(...values) => veiligheidswijzer.asking(...values)",
            show_progress="hidden",
            trigger_mode="always_last",
            api_visibility="private",
            **LIMITS,
        ).then(None, js="() => veiligheidswijzer.shown()")
    page.load(endpoints.introduction, outputs=introduction, show_progress="hidden", api_visibility="private")
    page.load(None, js="() => veiligheidswijzer.restore()")
