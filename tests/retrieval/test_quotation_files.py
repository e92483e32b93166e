"""Citations in files: memos in Word, saved mail, tables that Excel saved again, and what cannot be read."""

from __future__ import annotations

import io
from email.message import EmailMessage

import docx
import pytest

from corpus.errors import InputError
from retrieval.citation_formats import CitationFormat, format_citation
from retrieval.evidence import EvidenceFormat, render_evidence
from retrieval.quotation_files import quotations_in
from tests.retrieval.evidence.test_formats import pack
from tests.retrieval.test_pasted_citations import CITED, OTHER, fold, quotation_of

WRITTEN = format_citation(CITED)
FOUND = [quotation_of(CITED)]


def word(*paragraphs: str, in_table: bool = False) -> bytes:
    document = docx.Document()
    place = document.add_table(1, 1).cell(0, 0) if in_table else document
    for paragraph in paragraphs:
        place.add_paragraph(paragraph)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize("name", ["memo.docx", "-"])
def test_a_memo_in_word(name: str) -> None:
    assert quotations_in(word("Geachte raad,", *WRITTEN.splitlines(), "Groet"), name) == FOUND
    assert quotations_in(word("Geachte raad,", f"Zie:\n{WRITTEN}\nGroet"), name) == FOUND, (
        "line ends within a paragraph"
    )
    assert quotations_in(word(WRITTEN, in_table=True), name) == FOUND


def test_saved_mail() -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@voorbeeld.nl", "b@voorbeeld.nl", "Kermis"
    mail.set_content(f"Dag,\n\n{fold(WRITTEN, 72)}\n\nGroet")
    assert [q.origin for q in quotations_in(bytes(mail), "bericht.eml")] == [CITED.origin]


def test_a_page_that_is_no_pack() -> None:
    lines = "".join(f"<div>{line.replace('&', '&amp;')}</div>" for line in WRITTEN.splitlines())
    assert quotations_in(f"<html><body><p>Zie <b>dit</b>:</p>{lines}</body></html>".encode(), "-") == FOUND


@pytest.mark.parametrize(
    ("delimiter", "encoding"), [(";", "cp1252"), (",", "utf-8"), ("\t", "utf-16"), (";", "utf-8-sig")]
)
def test_a_table_that_a_spreadsheet_saved_again(delimiter: str, encoding: str) -> None:
    made = render_evidence(
        pack("Café’s sluiten om 2 uur; altijd.", "Café’s sluiten om 2 uur; altijd."), EvidenceFormat.CSV
    )
    saved = made.decode("utf-8-sig").replace('";"', f'"{delimiter}"').encode(encoding)
    assert [q.text for q in quotations_in(saved, "pak.csv")] == ["Café’s sluiten om 2 uur; altijd."] * 2 + [
        "Iets anders."
    ]


def test_several_in_one_memo_keep_their_order() -> None:
    memo = word(WRITTEN, "en", format_citation(OTHER, CitationFormat.FOOTNOTE))
    assert quotations_in(memo, "memo.docx") == [quotation_of(CITED), quotation_of(OTHER)]


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        pytest.param(b"PK\x03\x04 stuk", "a.docx", "geen Word-bestand", id="half-word"),
        pytest.param(b"PK\x03\x04 stuk", "-", "geen Word-bestand", id="half-zip"),
        pytest.param(b"%PDF-1.7 stuk", "a.pdf", "a.pdf", id="half-pdf"),
        pytest.param(word("niets"), "a.docx", "geen citaat", id="memo-without"),
        pytest.param(b"<html></html>", "a.html", "geen citaat", id="page-without"),
        pytest.param(b"a;b\n1;2\n", "a.csv", "geen citaat", id="another-table"),
        pytest.param(
            b"citaat;document;passage;begin;einde;sha256;generatie\nx;d;p;een;2;;\n", "a.csv", "Rij 2", id="row"
        ),
        pytest.param(b"caf\xe9", "a.txt", "geen tekst", id="latin-1"),
    ],
)
def test_what_cannot_be_read_is_told(content: bytes, name: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        quotations_in(content, name)
