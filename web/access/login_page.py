"""The login page: HTML that needs no script, and that tells a mistake to those who hear it too."""

from __future__ import annotations

from html import escape

from web.access import texts
from web.shell import own_page


def login_page(wanted: str, *, name: str = "", error: str = "", told: str = "") -> str:
    """Return the page that leads to the address `wanted`, with the `error` or what else is `told` above the form."""
    title = f"{texts.LOGIN_FAILED_HEADING} – {texts.LOGIN_TITLE}" if error else texts.LOGIN_TITLE
    described = ' aria-invalid="true" aria-describedby="fout"' if error else ""
    failure = (
        f'<section class="fout" role="alert"><h2>{escape(texts.LOGIN_FAILED_HEADING)}</h2>'
        f'<p id="fout">{escape(error)}</p></section>'
        if error
        else ""
    )
    notice = f'<p class="melding" role="status">{escape(told)}</p>' if told else ""
    return own_page(
        title,
        f"<h1>{escape(texts.LOGIN_HEADING)}</h1>{notice}<p>{escape(texts.LOGIN_EXPLANATION)}</p>{failure}"
        '<form class="invullen" method="post" action="login">'
        f'<input type="hidden" name="naar" value="{escape(wanted)}">'
        f'<p><label for="naam">{escape(texts.NAME_LABEL)}</label><input id="naam" name="username" '
        f'value="{escape(name)}" required autofocus autocomplete="username" '
        f'autocapitalize="none" spellcheck="false" maxlength="64"{described}></p>'
        f'<p><label for="wachtwoord">{escape(texts.PASSWORD_LABEL)}</label><input id="wachtwoord" name="password" '
        f'type="password" required autocomplete="current-password" maxlength="1000"{described}></p>'
        f'<p><button class="knop" type="submit">{escape(texts.LOGIN)}</button></p></form>'
        f'<p class="melding">{escape(texts.FORGOTTEN)}</p>',
    )
