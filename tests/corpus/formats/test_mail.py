"""Mail: its text as it was written, each of its files once, and nothing of how both are packed."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from datetime import date
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest

from corpus import Document, FailureKind, ReadFailure, ReadItem
from corpus.formats.mail_text import read_mail_text
from tests.corpus import making_files as making
from tests.corpus.formats.test_formats import made, read

LAWAAI = "Het lawaai van het café houdt aan."


def mail(text: str | None = "Zie de bijlagen.", subject: str = "Stukken") -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["Subject"], message["Date"] = subject, "Tue, 12 Mar 2024 10:00:00 +0100"
    if text is not None:
        message.set_content(text)
    return message


def sent(folder: Path, message: EmailMessage | bytes) -> list[ReadItem]:
    path = folder / "mail.eml"
    path.write_bytes(message if isinstance(message, bytes) else message.as_bytes())
    return read(path)


def pdf(folder: Path) -> bytes:
    making.pdf(folder / "nota.pdf")
    return (folder / "nota.pdf").read_bytes()


def texts(items: Sequence[ReadItem]) -> dict[str, str]:
    """The text of each document by its id; whatever else was read is an error."""
    assert all(isinstance(item, Document) for item in items), items
    return {item.document_id: item.text for item in items if isinstance(item, Document)}


def told(item: ReadItem) -> tuple[str, FailureKind]:
    """What the report names and why."""
    assert isinstance(item, ReadFailure), item
    return item.source.rpartition("mail.")[2], item.kind


@pytest.mark.parametrize("kind", ["eml", "msg"])
def test_mail_with_its_attachment(tmp_path: Path, kind: str) -> None:
    message, attachment = made(tmp_path, kind)
    assert isinstance(message, Document)
    assert isinstance(attachment, Document)
    assert (message.title, message.date, message.document_id) == (making.TITLE, date(2024, 3, 12), f"nota.{kind}")
    expected = (f"nota.{kind}/bijlage.docx", str(tmp_path / f"nota.{kind}"))
    assert (attachment.document_id, attachment.source) == expected
    assert making.SENTENCE in attachment.text


def test_mail_that_only_carries_a_file_is_that_file(tmp_path: Path) -> None:
    message = mail(None)
    message.add_attachment(pdf(tmp_path), maintype="application", subtype="pdf", filename="scan.pdf")
    found = texts(sent(tmp_path, message))
    assert list(found) == ["mail.eml/scan.pdf"]
    assert making.SENTENCE in found["mail.eml/scan.pdf"]


def test_mail_that_is_a_file_is_that_file(tmp_path: Path) -> None:
    message = mail(None)
    message.set_content(pdf(tmp_path), maintype="application", subtype="pdf", filename="scan.pdf")
    found = texts(sent(tmp_path, message))
    assert list(found) == ["mail.eml/scan.pdf"]
    assert making.SENTENCE in found["mail.eml/scan.pdf"]


def test_encrypted_mail_is_told(tmp_path: Path) -> None:
    sealed = mail(None)
    sealed.set_content(b"\x30\x80" * 99, maintype="application", subtype="pkcs7-mime", filename="smime.p7m")
    (item,) = sent(tmp_path, sealed)
    assert told(item) == ("eml/smime.p7m", FailureKind.ENCRYPTED)
    armoured = mail(None)
    armoured.make_mixed()
    armoured.set_type("multipart/encrypted")
    for subtype, content in (("pgp-encrypted", b"Version: 1"), ("octet-stream", b"-----BEGIN PGP MESSAGE-----\nhQEM")):
        armoured.add_attachment(content, maintype="application", subtype=subtype, filename="versleuteld.asc")
    (item,) = sent(tmp_path, armoured)
    assert told(item) == ("eml/versleuteld bericht", FailureKind.ENCRYPTED)


def test_a_forwarded_mail_is_read_once_and_its_subject_is_in_no_name(tmp_path: Path) -> None:
    message = mail("Zie het bericht hieronder.")
    for number in ("0612345678", "0687654321"):
        message.add_attachment(mail(f"{LAWAAI} Bel {number}.", f"Klacht van {number}"))
    assert texts(sent(tmp_path, message)) == {
        "mail.eml": "Zie het bericht hieronder.",
        "mail.eml/bericht 1.eml": f"{LAWAAI} Bel 0612345678.",
        "mail.eml/bericht 2.eml": f"{LAWAAI} Bel 0687654321.",
    }


def test_a_forwarded_mail_in_base64_is_read(tmp_path: Path) -> None:
    message = mail("Zie hieronder.")
    message.add_attachment(mail(LAWAAI))
    inner = base64.encodebytes(mail(LAWAAI).as_bytes()).decode("ascii")
    head, boundary, _ = message.as_bytes().decode().partition("Content-Type: message/rfc822")
    mark = message.get_boundary()
    packed = f"{head}{boundary}\r\nContent-Transfer-Encoding: base64\r\n\r\n{inner}\r\n--{mark}--\r\n"
    assert texts(sent(tmp_path, packed.encode())) == {
        "mail.eml": "Zie hieronder.", "mail.eml/bericht 1.eml": LAWAAI,
    }  # fmt: skip


def test_files_without_a_name_are_numbered(tmp_path: Path) -> None:
    message = mail()
    message.add_attachment(pdf(tmp_path), maintype="application", subtype="pdf")
    message.add_attachment(b"x" * 200_000, maintype="image", subtype="tiff")
    _, attachment, unread = sent(tmp_path, message)
    assert isinstance(attachment, Document)
    assert attachment.document_id == "mail.eml/bijlage 1.pdf"
    assert told(unread) == ("eml/bijlage 2.tiff", FailureKind.UNSUPPORTED)


def test_one_text_in_two_forms_is_one_text(tmp_path: Path) -> None:
    message = mail(LAWAAI)
    message.add_alternative(f"<p>{LAWAAI}</p><img src=cid:logo>", subtype="html")
    message.get_payload()[1].add_related(b"x", "image", "png", cid="<logo>")  # type: ignore[index,union-attr]
    assert texts(sent(tmp_path, message)) == {"mail.eml": LAWAAI}


def test_a_text_goes_on_below_a_photo(tmp_path: Path) -> None:
    message = mail("Hier ligt het afval.")
    message.add_attachment(b"x", maintype="image", subtype="jpeg", filename="foto.jpg", disposition="inline")
    message.add_attachment("En dat al drie weken.", disposition="inline")
    assert texts(sent(tmp_path, message)) == {"mail.eml": "Hier ligt het afval.\n\nEn dat al drie weken."}


@pytest.mark.parametrize("charset", ["x-onbekend", "us-ascii", "utf-8", "undefined", "idna", "punycode", "hex"])
def test_a_text_in_another_encoding_than_it_says(tmp_path: Path, charset: str) -> None:
    head = f"Subject: Klacht\r\nContent-Type: text/plain; charset={charset}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    assert texts(sent(tmp_path, head.encode() + LAWAAI.encode("cp1252"))) == {"mail.eml": LAWAAI}


def test_parts_without_a_mark_between_them_are_told(tmp_path: Path) -> None:
    content = base64.encodebytes(b"geheim" * 50)
    (item,) = sent(tmp_path, b"Subject: Kapot\r\nContent-Type: multipart/mixed\r\n\r\n--a\r\n\r\n" + content)
    assert told(item) == ("eml/bijlagen", FailureKind.CORRUPT)


def test_attached_texts_and_archives_are_read_as_files_are(tmp_path: Path) -> None:
    making.zipped(tmp_path / "bundel.zip", {"map/brief.txt": "Brief\n\nDe brief."})
    message = mail()
    for name, content in (
        ("notitie.txt", f"Notitie\n\n{LAWAAI}".encode("cp1252")),
        ("nota.md", b"---\ntitle: Nota\n---\n# Kop\n\nTekst."),
        ("rijen.jsonl", b'{"_id": "a", "text": "Rij een."}\n{"_id": "b", "text": "Rij twee."}\n{"text": ""}'),
        ("bundel.zip", (tmp_path / "bundel.zip").read_bytes()),
    ):
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    found = sent(tmp_path, message)
    read_documents = [item for item in found if isinstance(item, Document)]
    assert [(one.document_id, one.title, one.text) for one in read_documents[1:]] == [
        ("mail.eml/notitie.txt", "Notitie", f"Notitie\n\n{LAWAAI}"),
        ("mail.eml/nota.md", "Nota", "Kop\n\nTekst."),
        ("a", "a", "Rij een."),
        ("b", "b", "Rij twee."),
        ("mail.eml/bundel.zip/map/brief.txt", "Brief", "Brief\n\nDe brief."),
    ]
    (failure,) = [item for item in found if isinstance(item, ReadFailure)]
    assert failure.reason.startswith(f"{tmp_path / 'mail.eml/rijen.jsonl'}, regel 3: ")


def test_a_message_in_a_message_of_outlook_is_told(tmp_path: Path) -> None:
    from aspose.email_foss.msg import MapiMessage

    message = MapiMessage.create("Stukken", "Zie het bericht hieronder.")
    message.add_embedded_message_attachment(MapiMessage.create("Klacht", LAWAAI))
    message.save(str(tmp_path / "mail.msg"))
    outer, item = read(tmp_path / "mail.msg")
    assert isinstance(outer, Document)
    assert told(item) == ("msg/doorgestuurd bericht", FailureKind.UNSUPPORTED)


def test_mail_of_outlook_that_is_a_web_page_only(tmp_path: Path) -> None:
    from aspose.email_foss.msg import MapiMessage

    message = MapiMessage.create("Klacht", "")
    message.body_html = f"<html><body><h1>Klacht</h1><p>{LAWAAI}</p></body></html>"
    message.save(str(tmp_path / "mail.msg"))
    assert texts(read(tmp_path / "mail.msg")) == {"mail.msg": f"Klacht\n\n{LAWAAI}"}


def test_mail_of_outlook_that_only_carries_files(tmp_path: Path) -> None:
    from aspose.email_foss.msg import MapiMessage

    message = MapiMessage.create("Stukken", "")
    message.add_attachment("", pdf(tmp_path), mime_type="application/pdf")
    message.add_attachment("notitie.txt", LAWAAI.encode("cp1252"), mime_type="text/plain")
    message.save(str(tmp_path / "mail.msg"))
    found = texts(read(tmp_path / "mail.msg"))
    assert list(found) == ["mail.msg/bijlage 1.pdf", "mail.msg/notitie.txt"]
    assert found["mail.msg/notitie.txt"] == LAWAAI


def test_a_large_picture_in_a_mail_is_told_and_a_logo_is_not(tmp_path: Path) -> None:
    message = mail("Zie mijn brief.")
    for name, size in (("logo.png", 2_000), ("bezwaar.jpg", 2_000_000)):
        message.add_attachment(bytes(size), maintype="image", subtype="jpeg", filename=name)
    outer, item = sent(tmp_path, message)
    assert isinstance(outer, Document)
    assert told(item) == ("eml/bezwaar.jpg", FailureKind.UNSUPPORTED)


def test_an_attached_pdf_has_its_pages(tmp_path: Path) -> None:
    message = mail()
    for name, content in (("nota.pdf", pdf(tmp_path)), ("kapot.pdf", b"x"), ("logo.png", b"x")):
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    _, attachment, item = sent(tmp_path, message)
    assert isinstance(attachment, Document)
    assert {section.page for section in attachment.sections} == {1, 2, 3, 4}
    assert told(item) == ("eml/kapot.pdf", FailureKind.CORRUPT)


WRAPPED = """De burgemeester bewaart de beelden van de camera's op het plein niet
langer dan vier weken. Daarna worden zij gewist.

- een
- twee"""
JOINED = [
    "De burgemeester bewaart de beelden van de camera's op het plein niet langer dan vier weken. "
    "Daarna worden zij gewist.",
    "- een\n- twee",
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(WRAPPED, JOINED, id="broken for width"),
        pytest.param("".join(f"> {line}\n" for line in WRAPPED.split("\n")), JOINED, id="answered to"),
        pytest.param("Nee.\n>> Kan dat?\n> Ja.", ["Nee.", "Kan dat?", "Ja."], id="who said what"),
        pytest.param("Een vergunning bij:\n> 50 bezoekers", ["Een vergunning bij:\n> 50 bezoekers"], id="more than"),
    ],
)
def test_lines_and_marks_of_plain_mail(text: str, expected: list[str]) -> None:
    assert [block.text for block in read_mail_text(text)] == expected


def test_flowed_lines_are_joined_as_the_mail_says() -> None:
    flowed = "De burgemeester \nbesluit dat.\n Kort.\n> Wat besluit \n> hij?\n-- \nJan"
    expected = ["De burgemeester besluit dat.\nKort.", "Wat besluit hij?", "-- \nJan"]
    assert [block.text for block in read_mail_text(flowed, is_flowed=True)] == expected
    (joined,) = read_mail_text("camera \nbeelden", is_flowed=True, joins_words=True)
    assert joined.text == "camerabeelden"
