"""OpenDocument texts: what is on paper is read, wherever it hangs, and what is hidden is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus import Document, find_sources, read_source
from tests.corpus.making_files import SENTENCE, zipped

_URN = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0"
_NAMES = " ".join(
    f'xmlns:{prefix}="{_URN.format(name)}"'
    for prefix, name in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"), ("draw", "drawing"),
        ("fo", "xsl-fo-compatible"),
    )
)  # fmt: skip
STYLES = (
    '<style:style style:name="Verborgen" style:family="text"><style:text-properties text:display="none"/></style:style>'
    '<style:style style:name="Sjabloon" style:family="paragraph"><style:text-properties text:display="none"/>'
    '</style:style><style:style style:name="Zichtbaar" style:family="text" style:parent-style-name="Verborgen">'
    '<style:text-properties text:display="true"/></style:style>'
    '<text:list-style style:name="Leden"><text:list-level-style-number text:level="1" style:num-format="1" '
    'style:num-suffix="."/></text:list-style>'
    '<style:style style:name="Kop" style:family="paragraph" style:list-style-name="Leden"/>'
)


def text_of(path: Path, body: str) -> str:
    content = (
        f"<office:document-content {_NAMES}><office:automatic-styles>{STYLES}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    zipped(path, {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})
    (file,) = find_sources([path]).files
    document = next(iter(read_source(file)))
    assert isinstance(document, Document), document
    return document.text


def paragraph(text: str, style: str = "") -> str:
    return f'<text:p text:style-name="{style}">{text}</text:p>'


@pytest.mark.parametrize(
    ("hidden", "shows"),
    [
        pytest.param(paragraph('<text:span text:style-name="Verborgen">Vul de naam in.</text:span>'), False, id="text"),
        pytest.param(paragraph("Vul de naam in.", "Sjabloon"), False, id="a paragraph"),
        pytest.param(
            paragraph('<text:span text:style-name="Zichtbaar">Vul de naam in.</text:span>', "Sjabloon"), True,
            id="shown in a hidden style",
        ),
        pytest.param(f'<text:section text:display="none">{paragraph("Vul de naam in.")}</text:section>', False,
                     id="a section"),
    ],
)  # fmt: skip
def test_hidden_text_is_not_read(tmp_path: Path, hidden: str, shows: bool) -> None:
    found = text_of(tmp_path / "a.odt", f"{paragraph(SENTENCE)}{hidden}{paragraph('Slot.')}")
    assert ("Vul de naam in." in found) is shows
    assert found.endswith("Slot.")


FRAME = f"<draw:frame><draw:text-box>{paragraph('Let op!')}</draw:text-box></draw:frame>"
SHAPE = f"<draw:custom-shape>{paragraph('Let op!')}</draw:custom-shape>"


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(f"{FRAME}{paragraph(SENTENCE)}{paragraph('Slot.')}", id="a frame on the page"),
        pytest.param(f"<draw:g>{SHAPE}</draw:g>{paragraph(SENTENCE)}{paragraph('Slot.')}", id="a group of shapes"),
        pytest.param(f"{paragraph(SHAPE + SENTENCE)}{paragraph('Slot.')}", id="a shape in a paragraph"),
        pytest.param(f"{paragraph(FRAME + SENTENCE)}{paragraph('Slot.')}", id="a frame in a paragraph"),
        pytest.param(f"{paragraph(f'<draw:a><draw:g>{SHAPE}</draw:g></draw:a>{SENTENCE}')}{paragraph('Slot.')}",
                     id="a group in a link in a paragraph"),
    ],
)  # fmt: skip
def test_text_in_frames_and_shapes_is_read_apart(tmp_path: Path, body: str) -> None:
    found = text_of(tmp_path / "a.odt", body).split("\n\n")
    assert sorted(found) == sorted([SENTENCE, "Let op!", "Slot."])


def test_an_item_that_is_set_to_a_number_has_it(tmp_path: Path) -> None:
    items = [("", "Een."), ("", "Twee."), (' text:start-value="5"', "Vijf."), ("", "Zes.")]
    body = "".join(f"<text:list-item{start}>{paragraph(text)}</text:list-item>" for start, text in items)
    heading = '<text:h text:style-name="Kop" text:outline-level="1"{}>{}</text:h>'
    headings = heading.format(' text:restart-numbering="true" text:start-value="4"', "Kosten") + paragraph(SENTENCE)
    found = text_of(tmp_path / "b.odt", f"{headings}{heading.format('', 'Slot')}{paragraph(SENTENCE)}")
    assert found == f"4. Kosten\n\n{SENTENCE}\n\n5. Slot\n\n{SENTENCE}"
    found = text_of(tmp_path / "a.odt", f'{paragraph("Leden:")}<text:list text:style-name="Leden">{body}</text:list>')
    assert found == "Leden:\n\n1. Een.\n2. Twee.\n5. Vijf.\n6. Zes."


def test_a_damaged_number_costs_nothing(tmp_path: Path) -> None:
    heading = '<text:h text:outline-level="x" text:start-value="²">Kosten</text:h>'
    cell = f'<table:table-cell table:number-columns-repeated="">{paragraph("7")}</table:table-cell>'
    table = f"<table:table>{f'<table:table-row>{cell * 2}</table:table-row>' * 2}</table:table>"
    spaced = paragraph(f'<text:s text:c="-"/>{SENTENCE}')
    assert text_of(tmp_path / "a.odt", heading + spaced + table) == f"Kosten\n\n{SENTENCE}\n\n7 | 7\n7 | 7"
