"""Lists within lists keep their place and depth, whatever the format; so does what only looks like markup."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import docx as word
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from corpus.formats.list_levels import indented
from tests.corpus.formats.test_alike import read
from tests.corpus.making_files import epub, odt, zipped

LEAD_IN = "De burgemeester verleent de vergunning alleen als:"
ITEMS = (
    (1, "er een veiligheidsplan is met:"),
    (2, "een plattegrond van het terrein,"),
    (2, "een lijst van hulpverleners, zoals:"),
    (3, "brandweer en"),
    (3, "politie;"),
    (1, "de organisator verzekerd is."),
)
EXPECTED = f"{LEAD_IN}\n\n" + "\n".join("  " * (depth - 1) + f"- {text}" for depth, text in ITEMS)


def _docx(path: Path) -> None:
    document = word.Document()
    document.add_heading("Regels voor evenementen", 1)
    document.add_paragraph(LEAD_IN)
    for depth, text in ITEMS:
        document.add_paragraph(text, style="List Bullet" if depth == 1 else f"List Bullet {depth}")
    document.save(str(path))


def _markup(item: str, around: str, title: str, text: str) -> str:
    """The list in XML, with these tags for an item and for the list around items."""
    written, depth = f"{title}{text}", 0
    for level, words in ITEMS:
        while depth < level:
            written += f"<{around}>"
            depth += 1
        while depth > level:
            written += f"</{item}></{around}>"
            depth -= 1
        written += f"</{item}>" if not written.endswith(f"<{around}>") else ""
        written += f"<{item}>{text.replace(LEAD_IN, words) if item.startswith('text') else words}"
    return written + f"</{item}></{around}>"


def _html(path: Path) -> None:
    body = _markup("li", "ul", "<h1>Regels voor evenementen</h1>", f"<p>{LEAD_IN}</p>")
    path.write_text(f"<html><head><title>Regels voor evenementen</title></head><body>{body}</body></html>", "utf-8")


def _epub(path: Path) -> None:
    epub(path, _markup("li", "ul", "<h1>Regels voor evenementen</h1>", f"<p>{LEAD_IN}</p>"))


def _odt(path: Path) -> None:
    import zipfile

    odt(path)
    with zipfile.ZipFile(path) as whole:
        parts = {info.filename: whole.read(info) for info in whole.infolist()}
    content = parts["content.xml"].decode()
    title = '<text:h text:outline-level="1">Regels voor evenementen</text:h>'
    body = _markup("text:list-item", "text:list", title, f"<text:p>{LEAD_IN}</text:p>")
    begin, end = content.index("<office:text>") + len("<office:text>"), content.index("</office:text>")
    zipped(path, {**parts, "content.xml": content[:begin] + body + content[end:]})


def _pdf(path: Path) -> None:
    canvas = Canvas(str(path), pagesize=A4)
    canvas.setFont("Helvetica-Bold", 16)
    canvas.drawString(72, 740, "Regels voor evenementen")
    canvas.setFont("Helvetica", 11)
    canvas.drawString(72, 700, LEAD_IN)
    for number, (depth, text) in enumerate(ITEMS, start=1):
        canvas.drawString(72 + 18 * depth, 700 - 15 * number, f"• {text}")
    canvas.save()


@pytest.mark.parametrize(
    ("kind", "make"), [("docx", _docx), ("odt", _odt), ("html", _html), ("epub", _epub), ("pdf", _pdf)]
)
def test_a_list_in_a_list_keeps_its_place_and_depth(tmp_path: Path, kind: str, make: object) -> None:
    assert callable(make)
    make(tmp_path / f"regels.{kind}")
    (section,) = read(tmp_path / f"regels.{kind}").sections
    text = read(tmp_path / f"regels.{kind}").text[section.start : section.end]
    assert text == EXPECTED


def test_numbers_that_are_set_flush_right_are_of_one_level() -> None:
    assert indented([(75.0, "9. negen"), (69.0, "10. tien")]) == "9. negen\n10. tien"


def test_a_list_in_the_next_column_begins_anew() -> None:
    assert indented([(50.0, "- links"), (68.0, "- dieper"), (320.0, "- rechts")]) == "- links\n  - dieper\n- rechts"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        pytest.param("<p><b>Vet</b> en <a href='https://x.nl'>verwijzing</a>.</p>", "Vet en verwijzing.", id="markup"),
        pytest.param("<p># 1 * 2 *ster* voor_naam_x</p>", "# 1 * 2 *ster* voor_naam_x", id="what looks like markup"),
        pytest.param("<p>Vul &lt;naam gemeente&gt; in.</p>", "Vul <naam gemeente> in.", id="a place to fill in"),
        pytest.param("<p>1. Eerste lid.</p>", "1. Eerste lid.", id="a number"),
    ],
)  # fmt: skip
def test_the_text_of_a_page_is_what_a_reader_sees(tmp_path: Path, html: str, text: str) -> None:
    (tmp_path / "pagina.html").write_text(f"<html><body><h1>Regels</h1>{html}<p>Einde.</p></body></html>", "utf-8")
    assert read(tmp_path / "pagina.html").text == f"Regels\n\n{text}\n\nEinde."


ENCODINGS = (("iso-8859-1", "cp1252"), ("utf-8", "utf-8"), ("", "cp1252"), ("utf-8", "cp1252"), ("x", "utf-8"),
             ("undefined", "cp1252"))  # fmt: skip


@pytest.mark.parametrize(("stated", "encoding"), ENCODINGS)
def test_letters_of_a_page_are_right_in_any_encoding(tmp_path: Path, stated: str, encoding: str) -> None:
    head = f'<head><meta charset="{stated}"></head>' if stated else ""
    page = f"<html>{head}<body><h1>Cafés</h1><p>Leges: € 5 per café.</p></body></html>"
    (tmp_path / "pagina.html").write_bytes(page.encode(encoding))
    assert read(tmp_path / "pagina.html").text == "Cafés\n\nLeges: € 5 per café."


def test_a_bold_line_of_a_page_is_a_heading(tmp_path: Path) -> None:
    html = "<h1>Regels</h1><p><strong>Toezicht</strong></p><p>De boa kijkt toe.</p><p><b>Let op:</b> niet in juli.</p>"
    (tmp_path / "pagina.html").write_text(f"<html><body>{html}</body></html>", "utf-8")
    assert [section.headings for section in read(tmp_path / "pagina.html").sections] == [("Toezicht",)]


def test_mail_that_is_html_only_is_read_as_a_page(tmp_path: Path) -> None:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = "Besluit", "griffie@voorbeeldstad.nl", "raad@voorbeeldstad.nl"
    message.set_content("<p>Beste raad,</p><ul><li>een</li><li>twee</li></ul><p>Dag &lt;naam&gt;</p>", subtype="html")
    (tmp_path / "mail.eml").write_bytes(message.as_bytes())
    assert read(tmp_path / "mail.eml").text == "Beste raad,\n\n- een\n- twee\n\nDag <naam>"


@pytest.mark.parametrize(
    "mark",
    [
        '<a epub:type="noteref" href="#n1">1</a>',
        '<sup><a role="doc-noteref" href="noten.xhtml#n1" id="r1">1</a></sup>',
        '<a href="#n1"><sup>1</sup></a>',
        '<sup class="noot"><a href="#n1">[1]</a></sup>',
        '<a href="#_ftn1" name="_ftnref1"><span class="x">[1]</span></a>',
    ],
)
def test_marks_of_footnotes_are_no_part_of_a_word(tmp_path: Path, mark: str) -> None:
    body = (
        f'<h1>Regels</h1><p>Het beleid{mark} geldt voor 5 m<sup>2</sup>, zie <a href="#h2">hoofdstuk 2</a>.</p>'
        '<aside epub:type="footnote" id="n1"><p>1 Vastgesteld door de raad. <a href="#r1">↩</a></p></aside>'
    )
    epub(tmp_path / "boek.epub", body)
    (tmp_path / "pagina.html").write_text(f"<html><meta charset=utf-8><body>{body}</body></html>", "utf-8")
    for name in ("boek.epub", "pagina.html"):
        assert read(tmp_path / name).text == (
            "Regels\n\nHet beleid geldt voor 5 m2, zie hoofdstuk 2.\n\n1 Vastgesteld door de raad."
        )


def test_numbered_lists_within_lists_of_a_book_keep_their_order(tmp_path: Path) -> None:
    body = (
        "<h1>Regels</h1><p>De aanvraag bevat:</p><ol><li>de plattegrond<ol><li>met maten;</li>"
        "<li>met uitgangen;</li></ol></li><li>het veiligheidsplan.</li></ol>"
    )
    epub(tmp_path / "boek.epub", body)
    items = "1. de plattegrond\n  1. met maten;\n  2. met uitgangen;\n2. het veiligheidsplan."
    assert read(tmp_path / "boek.epub").text == f"Regels\n\nDe aanvraag bevat:\n\n{items}"
