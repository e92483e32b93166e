"""The pages where documents are managed, as HTML that works without a script."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from urllib.parse import urlencode

from corpus.dutch import dutch_day
from corpus.sources import SourceFormat
from index.store import DocumentSummary
from web.access.texts import too_large
from web.access.visitor import Visitor
from web.file_names import file_name
from web.managing import texts
from web.managing.changes import MOST_BYTES, MOST_FILES, Origin
from web.managing.listing import Listed
from web.managing.tasks import Task
from web.shell import own_page, skip_link, tabs_of_documents
from web.texts import passages

# Side by side rather than one below the other, so that addresses within the pages need no beginning.
ADDRESS = "documenten"
TASK, ADDING, REPLACING, REMOVING = (f"{ADDRESS}-{name}" for name in ("taak", "toevoegen", "vervangen", "verwijderen"))
ACCEPTED = ",".join(extension for form in SourceFormat for extension in form.value)
_KINDS = "PDF, Word, PowerPoint, Excel, OpenDocument, web, mail, tekst, JSON Lines, zip"
_ORIGINS = {Origin.OPERATOR: texts.OF_OPERATOR, Origin.PART: texts.OF_SHARED_FILE}  # told in the list
_SCRIPT = '<script src="web/documenten.js" defer></script>'


def list_page(
    listed: Listed,
    origins: Mapping[str, Origin],
    task: Task | None,
    visitor: Visitor | None,
    *,
    begins_at_task: bool = False,
) -> str:
    """Return the list, with how far `task` is above it. `origins` says of each document listed where it is from.

    With `begins_at_task` the reader, who comes for it, is at its heading.
    """
    body = (
        f"{tabs_of_documents()}<h1>{texts.TITLE}</h1><p>{texts.EXPLANATION}</p>"
        f"{task_panel(task, is_begin=begins_at_task) if task else ''}{_adding()}"
        f'<section aria-labelledby="lijst-kop"><h2 id="lijst-kop" tabindex="-1">{texts.LIST_HEADING}</h2>'
        f'{_choosing(listed)}<div id="lijst">{_items(listed, origins)}{_pages(listed)}</div></section>'
    )
    again = task is not None and not task.is_over
    refresh = '<noscript><meta http-equiv="refresh" content="2"></noscript>' if again else ""
    skip = skip_link("lijst-kop", texts.SKIP_TO_LIST)
    return own_page(texts.TITLE, body, skip=skip, visitor=visitor, head=refresh + _SCRIPT, main="leesblad beheer")


def task_panel(task: Task, *, is_begin: bool = False) -> str:
    """Return how far a task is; the script brings its parts up to date until it is `data-klaar`.

    With `is_begin` the page begins at its heading. How far the reading is changes all the time and is not announced.
    """
    lines = f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in task.lines)}</ul>"
    bar = f'<progress max="1" value="{task.share:.3f}" aria-label="{texts.READING}">{task.share:.0%}</progress>'
    over = " data-klaar" if task.is_over else ""
    so_far, told = (lines, "") if task.state == "busy" else ("", lines)
    return (
        f'<section id="taak" class="taak {task.state}" aria-labelledby="taak-kop" data-taak="{escape(task.task_id)}"'
        f'{over}><h2 class="stand" id="taak-kop" tabindex="-1"{" autofocus" if is_begin else ""}>'
        f"{escape(texts.TASK_HEADINGS[task.state])}</h2>"
        f'<div class="voortgang">{"" if over else bar}{so_far}</div><div class="verslag" role="status">{told}</div>'
        "</section>"
    )


def replace_page(document: DocumentSummary, suffix: str, visitor: Visitor | None) -> str:
    """Ask for the file that takes the place of a document's file."""
    return _form_page(
        texts.REPLACE_HEADING,
        f"<p>{escape(document.title)} ({escape(file_name(document.source))})</p>"
        f'<form class="invullen" method="post" action="{REPLACING}" enctype="multipart/form-data">'
        f"{_hidden('id', document.document_id)}"
        f'<p><label for="bestand">{texts.FILE_LABEL}</label>'
        f'<input id="bestand" name="bestanden" type="file" required accept="{escape(suffix)}"></p>'
        f'<p><button class="knop" type="submit">{texts.REPLACE}</button></p></form>',
        visitor,
    )


def remove_page(document: DocumentSummary, origin: Origin, visitor: Visitor | None) -> str:
    """Ask whether a document is to go."""
    what = {
        Origin.OPERATOR: texts.REMOVE_OF_OPERATOR,
        Origin.UPLOADED: texts.REMOVE_UPLOADED,
        Origin.PART: texts.remove_part(file_name(document.source)),
    }[origin]
    return _form_page(
        texts.REMOVE_HEADING,
        f"<p><strong>{escape(document.title)}</strong> ({escape(file_name(document.source))})</p><p>{escape(what)}</p>"
        f'<form class="invullen" method="post" action="{REMOVING}">{_hidden("id", document.document_id)}'
        f'<p><button class="knop gevaar" type="submit">{texts.REMOVE_SURELY}</button></p></form>'
        f'<p><a href="{ADDRESS}">{texts.KEEP}</a></p>',
        visitor,
    )


def _form_page(heading: str, body: str, visitor: Visitor | None) -> str:
    body = f'{tabs_of_documents()}<h1 id="kop" tabindex="-1">{heading}</h1>{body}'
    return own_page(heading, body, skip=skip_link("kop", heading), visitor=visitor, main="leesblad beheer")


def _hidden(name: str, value: str) -> str:
    return f'<input type="hidden" name="{name}" value="{escape(value)}">'


def _adding() -> str:
    limits = escape(texts.limits(MOST_FILES, MOST_BYTES, _KINDS))
    return (
        f'<section class="toevoegen" aria-labelledby="toevoegen-kop"><h2 id="toevoegen-kop">{texts.ADD_HEADING}</h2>'
        f'<form class="invullen" id="toevoegen" method="post" action="{ADDING}" enctype="multipart/form-data" '
        f'data-versturen="{texts.SENDING}" data-mislukt="{texts.SENDING_FAILED}" data-bestanden="{MOST_FILES}" '
        f'data-te-veel="{texts.too_many(MOST_FILES)}" data-bytes="{MOST_BYTES}" '
        f'data-te-groot="{too_large(MOST_BYTES)}"><p><label for="bestanden">{texts.FILES_LABEL}</label>'
        f'<input id="bestanden" name="bestanden" type="file" multiple required accept="{ACCEPTED}" '
        f'aria-describedby="grenzen"></p><p class="melding" id="grenzen">{limits}</p>'
        f'<p class="vinkje"><input id="vervangen" name="vervangen" type="checkbox" value="ja">'
        f'<label for="vervangen">{texts.OVERWRITE_LABEL}</label></p>'
        f'<p><button class="knop" type="submit">{texts.ADD}</button></p>'
        '<p class="mislukt" role="alert"></p><p role="status"></p></form></section>'
    )


def _choosing(listed: Listed) -> str:
    options = "".join(
        f'<option value="{value}"{" selected" if value == listed.order else ""}>{name}</option>'
        for value, name in texts.ORDERS.items()
    )
    return (
        f'<form class="kiezen" method="get" action="{ADDRESS}"><p><label for="zoekwoorden">{texts.SEARCH_LABEL}</label>'
        f'<input id="zoekwoorden" name="woorden" type="search" value="{escape(listed.words)}" maxlength="200"></p>'
        f'<p><label for="volgorde">{texts.ORDER_LABEL}</label>'
        f'<select id="volgorde" name="volgorde">{options}</select></p>'
        f'<p><button class="knop" type="submit">{texts.SHOW}</button></p></form>'
    )


def _items(listed: Listed, origins: Mapping[str, Origin]) -> str:
    amount = f'<p class="melding">{escape(texts.amount(listed.found, listed.total))}</p>'
    if not listed.documents:
        return f"{amount}<p>{texts.NOTHING if listed.total else texts.EMPTY}</p>"
    items = "".join(_item(one, origins[one.document_id]) for one in listed.documents)
    return f'{amount}<ul class="documenten">{items}</ul>'


def _item(document: DocumentSummary, origin: Origin) -> str:
    title = escape(document.title)
    facts = (
        file_name(document.source),
        *([dutch_day(document.date)] if document.date else []),
        passages(document.passages),
        texts.characters(document.characters),
        *([_ORIGINS[origin]] if origin in _ORIGINS else []),
    )
    listed = "".join(f"<li>{escape(fact)}</li>" for fact in facts)
    named = urlencode({"id": document.document_id})

    def link(address: str, text: str) -> str:
        return f'<a href="{address}?{escape(named)}" aria-label="{text}: {title}">{text}</a>'

    replacing = link(REPLACING, texts.REPLACE) if origin is Origin.UPLOADED else ""
    return (
        f'<li><h3>{title}</h3><ul class="gegevens">{listed}</ul><p class="acties">{link("document", texts.OPEN)}'
        f"{replacing}{link(REMOVING, texts.REMOVE)}</p></li>"
    )


def _pages(listed: Listed) -> str:
    if listed.pages == 1:
        return ""

    def link(page: int, text: str, relation: str) -> str:
        if not 1 <= page <= listed.pages:
            return ""
        address = urlencode({"woorden": listed.words, "volgorde": listed.order, "bladzijde": page})
        return f'<a href="{ADDRESS}?{escape(address)}" rel="{relation}">{text}</a>'

    return (
        f'<nav class="bladzijden" aria-label="{texts.PAGES_LABEL}">{link(listed.page - 1, texts.PREVIOUS, "prev")}'
        f"<span>{texts.of_pages(listed.page, listed.pages)}</span>{link(listed.page + 1, texts.NEXT, 'next')}</nav>"
    )
