"""Mail as Outlook keeps it (.msg): its text, and what is attached to it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import olefile

from corpus.failures import FailureKind, UnreadableError
from corpus.formats.enclosed import Enclosed, as_enclosed, nameless
from corpus.formats.mail import Mail, MailText
from corpus.formats.web_page import as_utf8

# Properties of a message and of an attachment, in hexadecimal (MS-OXPROPS); types follow: text, bytes, a message.
_TEXT, _WEB_PAGE, _RICH_TEXT, _CONTENT = "1000", "1013", "1009", "3701"
_LONG_NAME, _NAME, _KIND, _SHOWN_AS = "3707", "3704", "370E", "3712"
_BYTES, _OBJECT = "0102", "000D"
_ENCODINGS = {"001F": "utf-16-le", "001E": "cp1252"}
_ATTACHMENT = "__attach_version1.0_"


def read_msg(path: Path) -> Mail:
    """Read a mail; one that only carries files has no texts. Its facts are left to others.

    Raises:
        UnreadableError: it is damaged.
    """
    try:
        with olefile.OleFileIO(path) as container:
            texts = list(_texts(container))
            enclosed = list(_enclosed(container))
            if not texts and _exists(container, [], _RICH_TEXT, _BYTES):
                enclosed.append(Enclosed("tekst van de mail", b"", _is_rich_text()))
            return Mail(texts, {}, enclosed)
    except (OSError, TypeError, IndexError, KeyError, ValueError, OverflowError) as error:
        raise UnreadableError("Het bestand is beschadigd. Open de mail en sla hem opnieuw op.") from error


def _texts(container: Any) -> Iterator[MailText]:
    if (text := _string(container, [], _TEXT)).strip():
        yield MailText(text)
    elif page := _string(container, [], _WEB_PAGE) or as_utf8(_bytes(container, [], _WEB_PAGE)).decode():
        yield MailText(page, is_web_page=True)


def _enclosed(container: Any) -> Iterator[Enclosed]:
    numbers = count(1)
    for folder in sorted({entry[0] for entry in container.listdir() if entry[0].startswith(_ATTACHMENT)}):
        if _exists(container, [folder], _CONTENT, _OBJECT):
            yield Enclosed("doorgestuurd bericht", b"", _is_message())
        elif content := _bytes(container, [folder], _CONTENT):
            name = _string(container, [folder], _LONG_NAME) or _string(container, [folder], _NAME)
            name = name or nameless(next(numbers), _string(container, [folder], _KIND))
            yield as_enclosed(name, content, is_shown=bool(_string(container, [folder], _SHOWN_AS)))


def _exists(container: Any, folder: list[str], name: str, kind: str) -> bool:
    return bool(container.exists([*folder, f"__substg1.0_{name}{kind}"]))


def _bytes(container: Any, folder: list[str], name: str, kind: str = _BYTES) -> bytes:
    """Return the value of a property, empty if there is none."""
    if not _exists(container, folder, name, kind):
        return b""
    content: bytes = container.openstream([*folder, f"__substg1.0_{name}{kind}"]).read()
    return content


def _string(container: Any, folder: list[str], name: str) -> str:
    found = (_bytes(container, folder, name, kind).decode(code, "replace") for kind, code in _ENCODINGS.items())
    return next((text for one in found if (text := one.rstrip("\0"))), "")


def _is_message() -> UnreadableError:
    return UnreadableError(
        "Een bericht in een bericht van Outlook wordt niet gelezen. Bewaar het als bestand naast de mail.",
        FailureKind.UNSUPPORTED,
    )


def _is_rich_text() -> UnreadableError:
    return UnreadableError(
        "De tekst van deze mail staat er alleen in zoals Outlook opmaakt. Bewaar de mail als PDF.",
        FailureKind.UNSUPPORTED,
    )
