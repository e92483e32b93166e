"""Pictures in mail that may be a scan are told, as they are not read; logos and what a page shows are not."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from corpus import Document, FailureKind
from tests.corpus.formats.test_formats import read
from tests.corpus.formats.test_mail import LAWAAI, mail, sent, texts, told


def picture(width: int, height: int, kind: str = "PNG") -> bytes:
    """A white picture: a scan of a letter is some kilobytes too."""
    stream = io.BytesIO()
    Image.new("RGB", (width, height), "white").save(stream, kind)
    return stream.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "BMP"])
def test_a_picture_as_large_as_a_scan_is_told_however_few_bytes_it_has(tmp_path: Path, kind: str) -> None:
    message = mail("Zie bijlage.")
    name = f"scan besluit.{kind.lower()}"
    content = picture(1200, 1600, kind) if kind != "BMP" else picture(1200, 1600, kind)[:90_000]
    message.add_attachment(content, maintype="image", subtype=kind.lower(), filename=name)
    outer, item = sent(tmp_path, message)
    assert isinstance(outer, Document)
    assert told(item) == (f"eml/{name}", FailureKind.UNSUPPORTED)


@pytest.mark.parametrize("size", [(1, 1), (300, 120), (1400, 300)], ids=["dot", "logo", "banner"])
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF"])
def test_a_picture_too_small_for_a_page_is_not_told(tmp_path: Path, kind: str, size: tuple[int, int]) -> None:
    message = mail(LAWAAI)
    message.add_attachment(picture(*size, kind), maintype="image", subtype=kind.lower(), filename=f"x.{kind.lower()}")
    assert texts(sent(tmp_path, message)) == {"mail.eml": LAWAAI}


def test_a_sharp_logo_that_the_page_of_a_mail_shows_is_not_told(tmp_path: Path) -> None:
    message = mail(LAWAAI)
    message.add_alternative(f'<p>{LAWAAI}</p><img src="cid:logo@gemeente">', subtype="html")
    page = message.get_payload()[1]  # type: ignore[index]
    page.add_related(picture(1200, 800), "image", "png", cid="<logo@gemeente>")  # type: ignore[union-attr]
    assert texts(sent(tmp_path, message)) == {"mail.eml": LAWAAI}


def test_a_picture_with_a_content_id_that_no_page_shows_is_told(tmp_path: Path) -> None:
    """As telephones send photos of a letter."""
    message = mail("Zie bijlage.")
    message.add_attachment(
        picture(1200, 1600), maintype="image", subtype="png", filename="brief.png", cid="<1@x>", disposition="inline"
    )
    _, item = sent(tmp_path, message)
    assert told(item) == ("eml/brief.png", FailureKind.UNSUPPORTED)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x89PNG\r\n\x1a\n",
        b"\x89PNG\r\n\x1a\n" + b"0" * 200,
        b"\xff\xd8\xff",
        b"\xff\xd8\xff\xe0\x00\x00" * 9,
        b"GIF89a",
        b"BM",
    ],
)
def test_a_broken_picture_is_no_reason_to_stop(tmp_path: Path, content: bytes) -> None:
    message = mail(LAWAAI)
    message.add_attachment(content, maintype="image", subtype="png", filename="x.png")
    assert texts(sent(tmp_path, message)) == {"mail.eml": LAWAAI}


def test_a_scan_in_mail_of_outlook_is_told_and_a_logo_is_not(tmp_path: Path) -> None:
    from aspose.email_foss.msg import MapiMessage

    message = MapiMessage.create("Stukken", "Zie bijlage.")
    message.add_attachment("logo.png", picture(300, 120), mime_type="image/png")
    message.add_attachment("sharp.png", picture(1200, 800), mime_type="image/png", content_id="logo@gemeente")
    message.add_attachment("scan.png", picture(1200, 1600), mime_type="image/png")
    message.save(str(tmp_path / "mail.msg"))
    outer, item = read(tmp_path / "mail.msg")
    assert isinstance(outer, Document)
    assert told(item) == ("msg/scan.png", FailureKind.UNSUPPORTED)
