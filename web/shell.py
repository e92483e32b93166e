"""Around the page: language, title, landmarks and style for Gradio's page, and headers for every response.

Gradio's template says `lang="en"`, has no <title> and no landmarks but <main>, and names pictures on other hosts.
It offers no place to change that, so the page is dressed on its way out.
"""

from __future__ import annotations

import logging
import re
import secrets
from html import escape
from http import HTTPStatus

from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect, HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web import overview_texts, texts
from web.access import texts as access_texts
from web.access.refusals import refusal
from web.access.visitor import Visitor, visitor_of
from web.failures import log_unforeseen, unforeseen

_log = logging.getLogger(__name__)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), "
        "microphone=(), midi=(), payment=(), serial=(), usb=(), clipboard-write=(self)"
    ),
}
_ENCRYPTED_HEADERS = {"Strict-Transport-Security": "max-age=31536000"}
# What is not named is forbidden: frames, objects, workers, media, and anything from another host.
_POLICY = (
    "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; connect-src 'self'; "
    "font-src 'self'; img-src 'self' data:; script-src 'self'{scripts}; style-src 'self'{styles}"
)
# Gradio makes functions of its templates and style elements while it runs; inline handlers stay forbidden.
_GRADIO_POLICY = _POLICY.format(scripts=" 'unsafe-eval' 'nonce-{nonce}'", styles=" 'unsafe-inline'")
_OWN_POLICY = _POLICY.format(scripts="", styles="")

# Pages, their files, and Gradio's routes for calling named endpoints. Its uploads, files and proxies stay shut.
_OPEN = re.compile(
    r"/(?:document|meenemen|origineel|oordeel|documenten(?:-[a-z]+)?|login|logout|health|metrics"
    r"|config/?|theme\.css|favicon\.ico|robots\.txt|(?:web|assets|static)/.*"
    r"|gradio_api/(?:info/?|app_id/?|startup-events|theme\.css|cancel|reset/?|mcp/?|(?:queue|call|run)/.*))?"
)

_FOREIGN = re.compile(r'<meta\s+(?:property="og:|name="twitter:)[^>]*>|<link rel="manifest"[^>]*>|<base [^>]*>')

HEAD = (
    '<link rel="icon" href="web/favicon.svg" type="image/svg+xml"><link rel="stylesheet" href="web/style.css">'
    + "".join(f'<script src="web/{name}.js"></script>' for name in ("bezoeker", "geschiedenis", "resultaten"))
)
_OF_GRADIO = ("storing", "tabbladen", "overzicht", "filters", "vragen")  # scripts of its page only
FOOTER = (
    f'<footer class="voet"><p>{escape(texts.PRIVACY)}</p><p>{escape(texts.NO_ADVICE)}</p>'
    f'<p id="gezegd" class="alleen-voorlezen" role="status" data-gelukt="{escape(texts.COPIED)}" '
    f'data-mislukt="{escape(texts.COPY_FAILED)}" data-wacht="{escape(texts.WAITING)}" '
    f'data-niet-bewaard="{escape(texts.JUDGE_FAILED)}" data-tekent="{escape(overview_texts.DRAWING)}" '
    f'data-niet-getekend="{escape(overview_texts.FAILED)}"></p></footer>'
)


def _failure(kind: str, heading: str, sentence: str, way_out: str = "") -> str:
    """Return what storing.js shows when a request of the page fails in this way."""
    return (
        f'<template data-storing="{kind}"><p><strong>{escape(heading)}</strong></p>'
        f"<p>{escape(sentence)} {way_out}</p></template>"
    )


_AGAIN = f'<a href="">{escape(access_texts.TRY_AGAIN)}</a>'
FAILURES = (
    '<div id="storing" role="alert"></div>'
    + _failure(
        "inloggen",
        access_texts.SESSION_OVER_HEADING,
        access_texts.SESSION_OVER,
        f"<a data-inloggen>{escape(access_texts.LOGIN_AGAIN)}</a>",
    )
    + _failure("druk", access_texts.PATIENCE_HEADING, access_texts.BUSY, _AGAIN)
    + _failure("verbinding", access_texts.NO_CONNECTION_HEADING, access_texts.NO_CONNECTION)
    + _failure("stil", access_texts.SILENT_HEADING, access_texts.SILENT, _AGAIN)
    + _failure("anders", texts.ERROR_HEADING, texts.UNFINISHED, _AGAIN)
)


def skip_link(target: str, text: str) -> str:
    """Return a link, visible once it has the focus, that passes over what comes before `target`."""
    return f'<a class="naar" href="#{target}">{escape(text)}</a>'


def banner(visitor: Visitor | None = None) -> str:
    """Return the top of a page: the name, and who the `visitor` is."""
    return (
        '<header class="kop"><a class="naam" href="./"><img src="web/favicon.svg" alt="" width="28" height="28">'
        f"<span>{texts.NAME}</span></a>{_account(visitor)}</header>"
    )


def _account(visitor: Visitor | None) -> str:
    if visitor is None or visitor.name is None:
        return ""
    return (
        f'<div class="wie" data-naam="{escape(visitor.name)}">'
        f"<span>{escape(access_texts.logged_in_as(visitor.name))}</span>"
        f'<form method="post" action="logout"><button type="submit">{escape(access_texts.LOGOUT)}</button></form></div>'
    )


def documents_tab(visitor: Visitor | None) -> str:
    """Return the link that the script puts behind the tabs, for who may manage; it leads to a page of its own."""
    if visitor is None or not visitor.may_manage:
        return ""
    return (
        f'<template id="documententab"><a class="tab" href="documenten">{escape(access_texts.DOCUMENTS)}</a></template>'
    )


def tabs_of_documents() -> str:
    """Return the row of tabs as the page of documents has it: the others are links to the page with the questions."""
    others = (("./", texts.ASK_TAB), ("./?tab=overzicht", texts.OVERVIEW_TAB), ("./?tab=hulp", texts.HELP_TAB))
    links = "".join(f'<a class="tab" href="{address}">{escape(name)}</a>' for address, name in others)
    return (
        f'<nav class="tabbladen" aria-label="{escape(texts.PARTS_LABEL)}">{links}'
        f'<a class="tab" href="documenten" aria-current="page">{escape(access_texts.DOCUMENTS)}</a></nav>'
    )


def own_page(
    title: str,
    body: str,
    *,
    skip: str = "",
    visitor: Visitor | None = None,
    head: str = "",
    main: str = "leesblad",
) -> str:
    """Return a page that is not Gradio's: `body` as its main part of class `main`, below the banner."""
    return (
        '<!doctype html><html lang="nl"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)} – {texts.NAME}</title>{HEAD}{head}</head><body>{skip}{banner(visitor)}"
        f'<main class="{main}">{body}</main>{FOOTER}</body></html>'
    )


class PageShell:
    """ASGI middleware that dresses Gradio's page, closes routes that nobody needs and adds the security headers."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        scope.setdefault("state", {})  # where the gate behind this notes who asks
        if scope["path"] == "/":
            return await self._page(scope, receive, send)

        async def add_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = _secure(message, scope, _OWN_POLICY)
                if not scope["path"].startswith("/assets/"):
                    headers.setdefault("Cache-Control", "no-cache")
            await send(message)

        if not _OPEN.fullmatch(scope["path"]):
            return await refusal(HTTPConnection(scope), 404, *texts.BY_STATUS[404])(scope, receive, add_headers)
        return await self._answer(scope, receive, add_headers)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Have the request answered behind this; of what breaks down there, nobody sees or logs what was sent."""
        is_answered = False

        async def noted(message: Message) -> None:
            nonlocal is_answered
            is_answered = True
            await send(message)

        try:
            await self._app(scope, receive, noted)
        except ClientDisconnect:  # there is nobody left to tell
            return
        except Exception as error:
            log_unforeseen(_log, "a request could not be answered", error)
            if not is_answered:
                await unforeseen(HTTPConnection(scope))(scope, receive, send)

    async def _page(self, scope: Scope, receive: Receive, send: Send) -> None:
        uncompressed = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        nonce = secrets.token_urlsafe(16)
        parts: list[bytes] = []
        start: Message = {}

        async def collect(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
            if message["type"] != "http.response.body":
                return
            parts.append(message.get("body", b""))
            if message.get("more_body"):
                return
            body, policy = b"".join(parts), _OWN_POLICY
            if start["status"] == HTTPStatus.OK:  # else it was refused before Gradio saw it
                body = dressed(body.decode(), nonce, visitor_of(scope)).encode()
                policy = _GRADIO_POLICY.format(nonce=nonce)
            headers = _secure(start, scope, policy)
            headers.update({"Cache-Control": "no-store", "Content-Length": str(len(body))})
            await send(start)
            await send({"type": "http.response.body", "body": body})

        await self._answer({**scope, "headers": uncompressed}, receive, collect)


def _secure(start: Message, scope: Scope, policy: str) -> MutableHeaders:
    headers = MutableHeaders(scope=start)
    headers.update({**_HEADERS, "Content-Security-Policy": policy})
    if scope["scheme"] == "https":
        headers.update(_ENCRYPTED_HEADERS)
    return headers


def dressed(page: str, nonce: str, visitor: Visitor | None = None) -> str:
    """Return Gradio's `page` in Dutch, with title, landmarks and style, its scripts allowed by `nonce`."""
    page = _FOREIGN.sub("", page).replace('lang="en"', 'lang="nl"', 1)
    head = f'<title>{texts.NAME}</title><meta name="description" content="{escape(texts.DESCRIPTION)}">{HEAD}'
    head += "".join(f'<script src="web/{name}.js"></script>' for name in _OF_GRADIO) + "</head>"
    page = page.replace("</head>", head, 1)
    skips = skip_link("vraag", texts.SKIP_TO_QUESTION) + skip_link("resultaten", texts.SKIP_TO_RESULTS)
    page = page.replace("<gradio-app", f"{skips}{banner(visitor)}{documents_tab(visitor)}{FAILURES}<gradio-app", 1)
    page = page.replace("</gradio-app>", f"</gradio-app><noscript>{escape(texts.NO_SCRIPT)}</noscript>{FOOTER}", 1)
    return page.replace("<script", f'<script nonce="{nonce}"')
