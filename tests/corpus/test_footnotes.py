"""Footnotes are no leden of an article, and are cited with the paragraph that they are of."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate

from corpus import Chunking, Document, find_sources, read_source, split_document
from corpus.passages import address_of
from corpus.personal_data import mask_document
from corpus.wire import decoded, encoded
from tests.corpus.formats.test_word_xml import docx, paragraph
from tests.corpus.making_files import open_document

TEXT = "De burgemeester kan nadere regels stellen over het toezicht in de stad. " * 14
NOTES = ("Zie artikel 1:1 APV.", "Kamerstukken II 2019/20. En daarna. Tel. 06-12345678.")
LEDEN = (f"1. Eerste. {TEXT}[1]", f"2. Tweede. {TEXT}[2]", f"3. Derde. {TEXT}")


def count_words(texts: Sequence[str]) -> list[int]:
    return [2 + int(1.6 * len(text.split())) for text in texts]


def read(path: Path) -> Document:
    (found,) = read_source(*find_sources([path]).files)
    assert isinstance(found, Document)
    return found


def cited(document: Document) -> list[tuple[str | None, str, str]]:
    """Return address, first word and last sentence of each passage."""
    passages = split_document(document, count_words, Chunking())
    assert all(one.text == document.text[one.start : one.end] for one in passages)
    return [(one.address, one.text.split()[0], one.text.split("\n\n")[-1][-16:]) for one in passages]


def parted(text: str) -> tuple[str, int]:
    """Return the words of a paragraph, and the number of its footnote or 0."""
    words, _, number = text.rstrip("]").partition("[")
    return words, int(number or 0)


def as_docx(path: Path, paragraphs: Sequence[str]) -> None:
    def written(text: str) -> str:
        words, number = parted(text)
        mark = f'<w:r><w:footnoteReference w:id="{number}"/></w:r></w:p>' if number else "</w:p>"
        return paragraph(words).replace("</w:p>", mark)

    heading = '<w:outlineLvl w:val="0"/>'
    body = paragraph("Artikel 1 Toezicht", heading) + "".join(map(written, paragraphs))
    body += paragraph("Artikel 2 Slot", heading) + paragraph("Dit heet de regel.")
    notes = "".join(f'<w:footnote w:id="{n}">{paragraph(text)}</w:footnote>' for n, text in enumerate(NOTES, 1))
    docx(path, body, footnotes=notes)


def as_odt(path: Path, paragraphs: Sequence[str]) -> None:
    def written(text: str) -> str:
        words, number = parted(text)
        note = (
            f"<text:note><text:note-citation>{number}</text:note-citation><text:note-body><text:p>{NOTES[number - 1]}"
            "</text:p></text:note-body></text:note>"
        )
        return f"<text:p>{words}{note if number else ''}</text:p>"

    heading = '<text:h text:outline-level="1">{}</text:h>'
    body = heading.format("Artikel 1 Toezicht") + "".join(map(written, paragraphs))
    body += heading.format("Artikel 2 Slot") + "<text:p>Dit heet de regel.</text:p>"
    open_document(path, "text", f"<office:text>{body}</office:text>")


def as_rtf(path: Path, paragraphs: Sequence[str]) -> None:
    def written(text: str) -> str:
        words, number = parted(text)
        return rf"\pard {words}" + (rf"{{\footnote {NOTES[number - 1]}}}" if number else "") + r"\par "

    heading = r"\pard\outlinelevel0 {}\par "
    body = heading.format("Artikel 1 Toezicht") + "".join(map(written, paragraphs))
    path.write_text(
        r"{\rtf1\ansi " + body + heading.format("Artikel 2 Slot") + r"\pard Dit heet de regel.\par}", "ascii"
    )


def as_markdown(path: Path, paragraphs: Sequence[str]) -> None:
    apart = "\n" if paragraphs[0][0].isdigit() else "\n\n"
    body = apart.join(f"{words}[^{number}]" if number else words for words, number in map(parted, paragraphs))
    notes = "\n".join(f"[^{number}]: {text}" for number, text in enumerate(NOTES, 1))
    path.write_text(f"## Artikel 1 Toezicht\n\n{body}\n\n{notes}\n\n## Artikel 2 Slot\n\nDit heet de regel.\n", "utf-8")


def as_pdf(path: Path, paragraphs: Sequence[str]) -> None:
    def at_foot(canvas: Canvas, _: SimpleDocTemplate) -> None:  # drawn before the text of the page
        canvas.setFont("Helvetica", 7)
        for number, text in enumerate(NOTES, 1):
            if f"[{number}]" in "".join(paragraphs):
                canvas.drawString(72, 72 - 12 * number, f"{number} {text}")

    style = ParagraphStyle("body", fontSize=10, spaceAfter=10)
    marked = [
        f"{words.strip()}<super>{number}</super>" if number else words.strip()
        for words, number in map(parted, paragraphs)
    ]
    texts = ["<b>Artikel 1 Toezicht</b>", *marked, "<b>Artikel 2 Slot</b>", "Dit heet de regel."]
    SimpleDocTemplate(str(path), pagesize=A4).build([Paragraph(one, style) for one in texts], onFirstPage=at_foot)


@pytest.fixture(params=[as_docx, as_odt, as_rtf, as_markdown, as_pdf])
def noted(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[Sequence[str]], Document]:
    """Read a document with these paragraphs in its article 1, "[1]" being a footnote, from each format."""

    def written(paragraphs: Sequence[str]) -> Document:
        path = tmp_path / f"regel.{request.param.__name__.removeprefix('as_').replace('markdown', 'md')}"
        request.param(path, paragraphs)
        return read(path)

    return written


SLOT = ("artikel 2", "Dit", "Dit heet de regel."[-16:])
ENDS = [text[-16:] for text in (*NOTES, TEXT.strip())]


def test_footnotes_are_no_leden(noted: Callable[[Sequence[str]], Document]) -> None:
    found = cited(noted((f"Zonder nummer. {TEXT}[1]", f"Ook zonder. {TEXT}[2]", f"Net zo. {TEXT}")))
    expected = [("artikel 1", word, end) for word, end in zip(("Zonder", "Ook", "Net"), ENDS, strict=True)]
    assert found == [*expected, SLOT]


def test_leden_with_footnotes_keep_their_address(noted: Callable[[Sequence[str]], Document]) -> None:
    expected = [(f"artikel 1, lid {number}", f"{number}.", end) for number, end in enumerate(ENDS, 1)]
    assert cited(noted(LEDEN)) == [*expected, SLOT]


def test_a_footnote_stays_with_its_lid(noted: Callable[[Sequence[str]], Document]) -> None:
    found = cited(noted((LEDEN[0].removesuffix("[1]"), f"2. Tweede. {TEXT}[1]", LEDEN[2], f"4. Vierde. {TEXT}")))
    assert [address for address, _, _ in found] == [*(f"artikel 1, lid {n}" for n in range(1, 5)), "artikel 2"]


def test_footnotes_keep_their_place_in_what_is_masked_sent_and_cited(tmp_path: Path) -> None:
    as_docx(tmp_path / "regel.docx", LEDEN)
    masked = mask_document(read(tmp_path / "regel.docx"))
    ((one, other),) = [section.notes for section in masked.sections if section.notes]
    assert masked.text[slice(*one)] == f"1 {NOTES[0]}"
    assert masked.text[slice(*other)].startswith("2 Kamerstukken")
    assert "06-" not in masked.text[slice(*other)]
    assert masked.text[other[1] :].startswith("\n\n3. Derde.")
    assert decoded(json.loads(encoded(masked))) == masked
    at = masked.text.index("Kamerstukken")
    assert address_of(masked, 0, at, at + 5) == "artikel 1, lid 2"


@pytest.mark.parametrize(
    ("mark", "notes"),
    [
        (
            '<a href="#fn{}" id="fnref{}" role="doc-noteref"><sup>{}</sup></a>',
            '<section role="doc-endnotes"><hr /><ol><li id="fn1"><p>Zie de APV.'
            '<a href="#fnref1" role="doc-backlink">↩︎</a></p></li><li id="fn2"><p>3 mei 2024.'
            '<a href="#fnref2" role="doc-backlink">↩︎</a></p></li></ol></section>',
        ),
        (
            '<a href="#_ftn{}" name="_ftnref{}" title=""><span class=MsoFootnoteReference>[{}]</span></a>',
            '<div><hr><div id=ftn1><p><a href="#_ftnref1" name="_ftn1" title="">[1]</a> Zie de APV.</p></div>'
            '<div id=ftn2><p><a href="#_ftnref2" name="_ftn2">[2]</a> 3 mei 2024.</p></div></div>',
        ),
        (
            '<sup><a href="#n{}" id="r{}">{}</a></sup>',
            '<p id="n1">1 Zie de APV.</p><p id="n2">2. 3 mei 2024.</p>',
        ),
    ],
    ids=["pandoc", "word", "by hand"],
)
def test_footnotes_of_web_pages_stand_behind_their_paragraph(mark: str, notes: str, tmp_path: Path) -> None:
    one, other = (mark.format(number, number, number) for number in (1, 2))
    body = (
        f"<h1>Regel</h1><h2>Artikel 1 Toezicht</h2><p>Een.{one}</p><p>Twee.</p><h2>Artikel 2 Slot</h2>"
        f"<p>Dit heet de regel.{other}</p><p>Zij geldt.</p>"
    )
    (tmp_path / "regel.html").write_text(f"<html><body>{body}{notes}</body></html>", "utf-8")
    found = read(tmp_path / "regel.html")
    expected = "Een.\n\n1 Zie de APV.\n\nTwee.\n\nArtikel 2 Slot\n\nDit heet de regel.\n\n2 3 mei 2024.\n\nZij geldt."
    assert found.text.partition("Toezicht\n\n")[2] == expected
    (tmp_path / "regel.html").write_text(f"<html><body>{body}<h2>Noten</h2>{notes}</body></html>", "utf-8")
    assert read(tmp_path / "regel.html").text.index("Noten") < read(tmp_path / "regel.html").text.index("Zie de APV.")


@pytest.mark.parametrize(
    ("notes", "expected"),
    [
        pytest.param(
            '<ol><li id="n1"><p>Zie de APV.</p><p>Meer.</p></li><li id="n2">3 mei 2024.</li></ol>',
            ("1 Zie de APV.\nMeer.", "2 3 mei 2024.", ""),
            id="two paragraphs",
        ),
        pytest.param(
            '<section><ol><li id="n1"><p>Zie:</p><ul><li>een</li><li>twee</li></ul><p>of <b>drie</b></p></li>'
            '<li id="n2"><p>3 mei 2024.</p></li></ol></section>',
            ("1 Zie:\n- een\n- twee\nof drie", "2 3 mei 2024.", ""),
            id="a list",
        ),
        pytest.param(
            "<ul><li id=n1>Zie de APV.<li id=n2>3 mei 2024.</ul>", ("1 Zie de APV.", "2 3 mei 2024.", ""), id="no ends"
        ),
        pytest.param(
            '<div><p id="n1">1. Zie de <a href="#een">regel</a>. <a href="#r1">terug</a></p><p id="n2">2. 3 mei 2024. '
            '[<a href="#r2">naar <b>de tekst</b></a>]</p><p>Bel 14 0123.</p></div>',
            ("1 Zie de regel.", "2 3 mei 2024.", "\n\nBel 14 0123."),
            id="links back in words",
        ),
        pytest.param(
            '<div id="f1"><p><a href="#r1" name="n1">[1]</a> Zie de APV.</p><p>Meer.</p></div>'
            '<div id="f2"><p><a href="#r2" name="n2">[2]</a> 3 mei 2024.</p></div>',
            ("1 Zie de APV.\nMeer.", "2 3 mei 2024.", ""),
            id="paragraphs of word",
        ),
        pytest.param(
            '<p><a name="n1">1</a> Zie de APV.<br><a name="n2">2</a> 3 mei 2024.</p><p>Bel 14 0123.</p>',
            ("1 Zie de APV.", "2 3 mei 2024.", "\n\nBel 14 0123."),
            id="lines",
        ),
        pytest.param(
            '<a name="n1"></a><p>(1) Zie de APV.</p><a name="n2"></a><p>(2) 3 mei 2024.</p>',
            ("1 Zie de APV.", "2 3 mei 2024.", ""),
            id="anchors",
        ),
    ],
)
def test_a_footnote_of_a_web_page_is_all_of_its_element(
    notes: str, expected: tuple[str, str, str], tmp_path: Path
) -> None:
    body = (
        '<h1>Regel</h1><h2 id="een">Artikel 1 Toezicht</h2><p>Een.<sup id="r1"><a href="#n1">1</a></sup></p>'
        '<h2>Artikel 2 Slot</h2><p>Dit heet de regel.<sup><a href="#n2" id="r2">2</a></sup></p><p>Zij geldt.</p>'
    )
    (tmp_path / "regel.html").write_text(f"<html><body>{body}{notes}</body></html>", "utf-8")
    one, other, behind = expected
    text = f"Een.\n\n{one}\n\nArtikel 2 Slot\n\nDit heet de regel.\n\n{other}\n\nZij geldt.{behind}"
    assert read(tmp_path / "regel.html").text.partition("Toezicht\n\n")[2] == text


@pytest.mark.parametrize(
    "part",
    ['<div id="n1"><h2>Tarieven</h2><p>Tien euro.</p></div>', '<div id="n1"><table><tr><td>a</td></tr></table></div>'],
    ids=["heading", "table"],
)
def test_a_part_of_a_web_page_that_a_raised_number_goes_to_is_no_footnote(part: str, tmp_path: Path) -> None:
    (tmp_path / "regel.html").write_text(
        f'<html><body><h1>Nota</h1><p>Een.<sup><a href="#n1">1</a></sup></p><p>Twee.</p>{part}<p>Drie.</p>'
    )
    found = read(tmp_path / "regel.html")
    assert not any(section.notes for section in found.sections)
    assert "Een.\n\nTwee.\n\n" in found.text


@pytest.mark.parametrize("heading", ["Noten", "Voetnoten", "Eindnoten:"])
@pytest.mark.parametrize("level", [2, 3])
def test_footnotes_below_a_heading_of_their_own_are_of_no_article(heading: str, level: int, tmp_path: Path) -> None:
    (tmp_path / "regel.html").write_text(
        '<html><body><h1>Beleidsregel toezicht</h1><h2>Artikel 1 Doel</h2><p>1. De boa.<sup><a href="#n1">1</a></sup>'
        "<p>2. De burgemeester.</p><h2>Artikel 2 Slot</h2><p>Deze regel geldt.</p>"
        f'<h{level}>{heading}</h{level}><p id="n1">1. Zie de wet.</p></body></html>'
    )
    last = read(tmp_path / "regel.html").sections[-1]
    assert (last.address, last.headings) == (None, (heading,))
