"""The tab with help: how to ask, what an outcome means, what happens with data, and what is in the index."""

from __future__ import annotations

from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

from corpus.dutch import dutch_day, dutch_number
from index import StoreInfo
from index.manifest import application_version
from retrieval.written import Endpoint
from web import texts, writing_texts
from web.endpoints import Endpoints

if TYPE_CHECKING:
    import gradio as gr

_KEPT_OR_NOT, _SENT_OR_NOT = "[vragen bewaard]", "[taalmodel]"  # places in the text


def build(page: gr.Blocks, endpoints: Endpoints, *, logged: bool = False) -> None:
    """Put the tab into the open `page`; readers are told if questions are `logged`."""
    import gradio as gr

    explanation = _explanation(endpoints.writer(), logged=logged)
    gr.HTML(f'<article class="hulp">{explanation}</article>', apply_default_css=False)
    account = gr.HTML(apply_default_css=False)  # put in when the page is opened, as it is then
    page.load(
        lambda: index_account(endpoints.info()),
        outputs=account,
        show_progress="hidden",
        api_visibility="private",
        queue=False,
    )


def _explanation(writer: Endpoint | None, *, logged: bool) -> str:
    html = str(MarkdownIt().render(files("web").joinpath("help.md").read_text("utf-8")))
    sent = writing_texts.introduced(writer.model, writer.address) if writer else writing_texts.NOTHING_LEAVES
    html = html.replace(_SENT_OR_NOT, escape(sent))  # not before, as the name of a model is no Markdown
    return html.replace(_KEPT_OR_NOT, texts.QUESTIONS_KEPT if logged else "")


def index_account(info: StoreInfo) -> str:
    """Return what is in the index, and what it was made with, as HTML."""
    facts = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in _facts(info))
    return f'<article class="hulp"><h2>{escape(texts.INDEX_HEADING)}</h2><dl>{facts}</dl></article>'


def _facts(info: StoreInfo) -> list[tuple[str, str]]:
    period = [dutch_day(day) for day in (info.first_date, info.last_date) if day is not None]
    return [
        (texts.VERSION_FACT, application_version()),
        (texts.DOCUMENTS_FACT, dutch_number(info.documents)),
        (texts.PASSAGES_FACT, dutch_number(info.passages)),
        (texts.PERIOD_FACT, texts.PERIOD_JOINT.join(period) or texts.NO_DATES),
        (texts.UPDATED_FACT, dutch_day(info.updated_at.astimezone().date())),
        (texts.GENERATION_FACT, dutch_number(info.generation)),
        (texts.MODEL_FACT, info.manifest.get("model_name", "")),
    ]
