"""The parts of a mail: what is attached to it, byte for byte, to be read as files, and a body that is HTML."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from corpus.normalise import canonical_line

_MSG_ATTACHMENT = "__attach_version1.0_"
_MSG_NAMES = ("__substg1.0_3707001F", "__substg1.0_3704001F", "__substg1.0_3707001E", "__substg1.0_3704001E")
_MSG_MESSAGE = "__substg1.0_3701000D"  # a message in the message
_MSG_CONTENT = "__substg1.0_37010102"


def attachments(path: Path) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of every file that is attached to a mail (.eml or .msg); pictures in its text too."""
    yield from _of_eml(path) if path.suffix.lower() == ".eml" else _of_msg(path)


def web_page_of_mail(path: Path) -> bytes | None:
    """Return the body of a mail (.eml) that has it as HTML only, in UTF-8, None for any other mail."""
    if path.suffix.lower() != ".eml":
        return None
    try:
        body = _message(path).get_body(("plain", "html"))
        if body is None or body.get_content_type() != "text/html":
            return None
        return str(body.get_content()).encode("utf-8", "replace")
    except (RecursionError, LookupError, ValueError):  # multipart without end, an encoding that nobody knows
        return None


def _message(path: Path) -> EmailMessage:
    message = message_from_bytes(path.read_bytes(), policy=default)
    assert isinstance(message, EmailMessage)  # noqa: S101 - that is what the policy makes
    return message


def _of_eml(path: Path) -> Iterator[tuple[str, bytes]]:
    yield from _of_message(_message(path))


def _of_message(message: EmailMessage) -> Iterator[tuple[str, bytes]]:
    for part in message.iter_parts():
        if not isinstance(part, EmailMessage):
            continue
        if part.get_content_type() == "message/rfc822":
            inner = part.get_content()
            yield f"{canonical_line(str(inner['subject'] or 'bericht'))}.eml", inner.as_bytes()
        elif part.is_multipart():
            yield from _of_message(part)
        elif name := part.get_filename():
            content = part.get_payload(decode=True)
            yield canonical_line(name), content if isinstance(content, bytes) else b""


def _of_msg(path: Path) -> Iterator[tuple[str, bytes]]:
    import olefile

    with olefile.OleFileIO(path) as container:
        folders = sorted({entry[0] for entry in container.listdir() if entry[0].startswith(_MSG_ATTACHMENT)})
        for folder in folders:
            if container.exists([folder, _MSG_MESSAGE]):
                yield "doorgestuurd bericht", b""  # is told, as is what cannot be read
                continue
            name = next((one for one in _MSG_NAMES if container.exists([folder, one])), None)
            if name is None or not container.exists([folder, _MSG_CONTENT]):
                continue
            encoding = "utf-16-le" if name.endswith("F") else "cp1252"
            text = container.openstream([folder, name]).read().decode(encoding, "replace").rstrip("\0")
            yield canonical_line(text), container.openstream([folder, _MSG_CONTENT]).read()
