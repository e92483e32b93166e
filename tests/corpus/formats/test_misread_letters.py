"""Letters of fonts without an encoding, whose Windows codes are taken for Macintosh's, are read as they are drawn."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import reportlab
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from corpus import Document, find_sources, read_source

SENTENCE = "De coöperatie betaalt één café de financiële schade, reünie en geïnde crêpes, façades en scènes in privé."


def as_macintosh(pdf: bytes) -> bytes:
    """Map each letter to what Macintosh's table has at its Windows code."""

    def other(match: re.Match[bytes]) -> bytes:
        code = int(match[2], 16)
        read = ord(bytes([code]).decode("mac_roman")) if 0xE0 <= code < 0x100 else code
        return b"%s<%04X>" % (match[1], read)

    return re.sub(rb"(<[0-9A-F]{2}> )<([0-9A-F]{4})>", other, pdf)


def text(path: Path, sentence: str, *, misread: bool) -> str:
    pdfmetrics.registerFont(TTFont("Vera", Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"))
    canvas = Canvas(str(path), pagesize=A4, pageCompression=0)
    canvas.setFont("Vera", 10)
    canvas.drawString(40, 700, sentence)
    canvas.save()
    if misread:
        path.write_bytes(as_macintosh(path.read_bytes()))
    (file,) = find_sources([path]).files
    (document,) = read_source(file)
    assert isinstance(document, Document)
    return document.text


def test_letters_are_read_as_they_are_drawn(tmp_path: Path) -> None:
    assert text(tmp_path / "besluit.pdf", SENTENCE, misread=True) == SENTENCE


@pytest.mark.parametrize(
    "sentence",
    [
        SENTENCE,
        "De plaat van 3 ‰ zout‡ staat bij ÎLE ÈN ÔOK en fˆete, ¸ en · in het rapport van de burgemeester.",
        "Het bedrijf BurÈau van Yıldız heeft in ÎÎN jaar een melding gedaan bij de gemeente en de politie.",
    ],
)
def test_signs_and_capitals_that_are_meant_stay(tmp_path: Path, sentence: str) -> None:
    assert text(tmp_path / "besluit.pdf", sentence, misread=False) == sentence
