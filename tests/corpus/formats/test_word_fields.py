"""Tables of contents that a Word file keeps as a field, without a style of their own."""

from __future__ import annotations

from pathlib import Path

from tests.corpus.formats.test_word_xml import documents, docx, paragraph, text_of
from tests.corpus.making_files import SENTENCE


def mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def code(text: str) -> str:
    return f'<w:r><w:instrText xml:space="preserve">{text}</w:instrText></w:r>'


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def entry(title: str, number: int) -> str:
    """An entry of a table of contents, with its page number as a field within the field."""
    page = f"{mark('begin')}{code(' PAGEREF _Toc1 ')}{mark('separate')}{run(str(number))}{mark('end')}"
    return f"{run(title)}<w:r><w:tab/></w:r>{page}"


HEADING = paragraph("Inleiding", '<w:outlineLvl w:val="0"/>')
BEGIN = f"{mark('begin')}{code(' TO')}{code('C &quot;1-3&quot; ')}{mark('separate')}"


def test_a_table_of_contents_is_left_out(tmp_path: Path) -> None:
    title = paragraph("Inhoudsopgave", '<w:outlineLvl w:val="0"/>')
    contents = f"<w:p>{BEGIN}{entry('1 Inleiding', 3)}</w:p><w:p>{entry('2 Kosten', 5)}{mark('end')}</w:p>"
    path = docx(tmp_path / "a.docx", title + contents + HEADING + paragraph(SENTENCE))
    assert text_of(path) == f"Inleiding\n\n{SENTENCE}"
    assert {section.headings for section in documents(path)[0].sections} == {("Inleiding",)}


def test_a_table_of_contents_that_was_never_made_is_left_out(tmp_path: Path) -> None:
    hint = f"<w:p>{BEGIN}{run('Klik rechtermuisknop om de inhoudsopgave bij te werken.')}{mark('end')}</w:p>"
    whole = (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText>TOC \\o "1-3"</w:instrText>'
        '<w:fldChar w:fldCharType="separate"><w:t>Klik om bij te werken.</w:t></w:fldChar>'
        '<w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )
    simple = f'<w:p><w:fldSimple w:instr=" TOC \\o ">{run("1 Inleiding 3")}</w:fldSimple></w:p>'
    assert text_of(docx(tmp_path / "a.docx", hint + whole + simple + paragraph(SENTENCE))) == SENTENCE


def test_other_fields_and_one_without_an_end_are_read(tmp_path: Path) -> None:
    date = f"<w:p>{mark('begin')}{code(' DATE ')}{mark('separate')}{run('3 mei 2024')}{mark('end')}</w:p>"
    unended = f"<w:p>{BEGIN}{run('1 Inleiding')}</w:p>"
    assert text_of(docx(tmp_path / "a.docx", date + unended + paragraph(SENTENCE))) == (
        f"3 mei 2024\n\n1 Inleiding\n\n{SENTENCE}"
    )
