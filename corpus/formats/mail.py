"""Mail as it is sent (.eml): its text, what it says of itself, and what is attached to it."""

from __future__ import annotations

import base64
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from itertools import count
from pathlib import Path
from urllib.parse import unquote

from corpus.failures import FailureKind, UnreadableError
from corpus.formats.enclosed import Enclosed, as_enclosed, encrypted_mail, nameless

_SEALED = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
_TEXTS = frozenset({"text/plain", "text/html"})
_SHOWN = re.compile(r"""cid:([^"'\s>)]+)""", re.IGNORECASE)
_FACTS = {"subject": "subject", "created": "date"}


@dataclass(frozen=True, slots=True)
class MailText:
    """A text of a mail, plain or a web page; `is_flowed` and `joins_words` are as `read_mail_text` takes them."""

    text: str
    is_web_page: bool = False
    is_flowed: bool = False
    joins_words: bool = False


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail: its texts, in order, what it says of itself (subject, created), and the files in it."""

    texts: Sequence[MailText]
    facts: Mapping[str, str]
    enclosed: Sequence[Enclosed]


def read_eml(path: Path) -> Mail:
    """Read a mail; one that only carries files has no texts.

    Raises:
        UnreadableError: its parts are nested too deep.
    """
    message = message_from_bytes(path.read_bytes(), policy=default)
    assert isinstance(message, EmailMessage)  # noqa: S101 - that is what the policy makes
    try:
        texts, files = _texts_and_files(message)
        facts = {name: stated for name, header in _FACTS.items() if (stated := str(message[header] or ""))}
        return Mail(texts, facts, list(_enclosed(files, _shown(message))))
    except RecursionError as error:
        raise UnreadableError(
            "De delen van deze mail zitten te diep in elkaar. Bewaar de bijlagen als bestanden.", FailureKind.TOO_LARGE
        ) from error


def _texts_and_files(message: EmailMessage) -> tuple[list[MailText], list[EmailMessage]]:
    """Return the texts of the mail itself and the parts that are files; other forms of the same text are neither."""
    body = _body(message)
    texts: list[MailText] = []
    files: list[EmailMessage] = []
    for part, is_alternative in _leaves(message):
        is_file = part.is_attachment() or part.get_filename() is not None
        # Below the body, and between the photos of a telephone, a mail may go on.
        goes_on = not is_file and not is_alternative and part.get_content_type() in _TEXTS
        if part is body or goes_on:
            texts.append(_text(part))
        elif is_file or not is_alternative or part.get_content_maintype() != "text":
            files.append(part)
    return texts, files


def _body(message: EmailMessage) -> EmailMessage | None:
    """Return the text that a mail program would show first: the plain one, or the web page if there is none."""
    bodies = (message.get_body((kind,)) for kind in ("plain", "html"))
    return next((one for one in bodies if isinstance(one, EmailMessage) and _text(one).text.strip()), None)


def _leaves(part: EmailMessage, *, is_alternative: bool = False) -> Iterator[tuple[EmailMessage, bool]]:
    """Yield the parts that hold something themselves, and whether each is one of several forms of the same."""
    kind = part.get_content_type()
    if kind in ("message/rfc822", "multipart/encrypted") or not part.is_multipart():
        yield part, is_alternative
        return
    for inner in part.iter_parts():
        if isinstance(inner, EmailMessage):
            yield from _leaves(inner, is_alternative=is_alternative or kind == "multipart/alternative")


def _text(part: EmailMessage) -> MailText:
    content = _bytes(part)
    text = content.decode("cp1252", "replace")
    for encoding in (part.get_content_charset("utf-8"), "utf-8"):
        with suppress(LookupError, ValueError):  # no encoding, or one that is not for texts
            text = content.decode(encoding)
            break
    return MailText(
        text,
        is_web_page=part.get_content_type() == "text/html",
        is_flowed=str(part.get_param("format")).lower() == "flowed",
        joins_words=str(part.get_param("delsp")).lower() == "yes",
    )


def _bytes(part: EmailMessage) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _shown(message: EmailMessage) -> set[str]:
    """Return the ids of the pictures that a web page in a mail shows."""
    pages = (_text(part).text for part, _ in _leaves(message) if part.get_content_type() == "text/html")
    return {unquote(name) for page in pages for name in _SHOWN.findall(page)}


def _enclosed(parts: Sequence[EmailMessage], shown: Collection[str]) -> Iterator[Enclosed]:
    """Yield the files that parts are; messages are numbered, since their subject may not be for the name of a text."""
    messages, files = count(1), count(1)
    for part in parts:
        kind = part.get_content_type()
        if kind == "message/rfc822":
            yield _message(part, f"bericht {next(messages)}.eml")
        elif kind == "multipart/encrypted":
            yield Enclosed("versleuteld bericht", b"", encrypted_mail())
        elif part.get_content_maintype() == "multipart":  # without the mark between its parts
            yield Enclosed("bijlagen", b"", _damaged())
        elif content := _bytes(part):
            name = "smime.p7m" if kind in _SEALED else part.get_filename() or nameless(next(files), kind)
            yield as_enclosed(name, content, is_shown=str(part["content-id"] or "").strip(" <>") in shown)


def _message(part: EmailMessage, name: str) -> Enclosed:
    try:
        inner = part.get_payload(0)
        assert isinstance(inner, EmailMessage)  # noqa: S101 - that is how such a part is parsed
        if str(part["content-transfer-encoding"]).lower() == "base64":  # against the rules, but it is done
            return Enclosed(name, base64.b64decode(str(inner.get_payload())))
        return Enclosed(name, inner.as_bytes())
    except (LookupError, ValueError):
        return Enclosed(name, b"", _damaged())


def _damaged() -> UnreadableError:
    return UnreadableError("Dit deel van de mail is beschadigd. Open de mail en sla hem opnieuw op.")
