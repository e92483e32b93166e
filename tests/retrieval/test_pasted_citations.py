"""Citations come back from what mail, Word and terminals make of them, and nothing else is taken for one."""

from __future__ import annotations

import textwrap
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import Passage
from corpus.errors import InputError
from corpus.normalise import canonical_text
from retrieval import Citation
from retrieval.citation_formats import CitationFormat, format_citation
from retrieval.quotations import read_quotations
from retrieval.quoted_text import Quotation
from retrieval.results import Origin

TEXT = "De kermis in Teststad duurt negen dagen. De sluitingstijd van de kermis is 23.00 uur."
PASSAGE = Passage(
    "k22miq74", "b/kermis 2019.md", "Kermisbeleid", "/b/kermis 2019.md", (), TEXT, 10, 95, 2, date(2019, 6, 1)
)
CITED = Citation(PASSAGE, 10, 95, TEXT, Origin(14, "5d7e26db" * 8))
OTHER = Citation(
    replace(PASSAGE, passage_id="andere", text="Een tweede zin."), 10, 25, "Een tweede zin.", Origin(14, "ab" * 32)
)
WORDS = st.text(st.sampled_from("abé “”„\"'«»>*_`|#&=1\n.:"), min_size=1, max_size=200).map(canonical_text)


def quotation_of(cited: Citation) -> Quotation:
    place = cited.start, cited.end
    return Quotation(
        " ".join(cited.text.split()), cited.passage.document_id, cited.passage.passage_id, *place, cited.origin
    )


def fold(text: str, width: int, *, spaces: bool = True) -> str:
    """Break lines as `fold -s` does: after a space, and within what is longer than a line."""
    lines = []
    for line in text.split("\n"):
        while len(line) > width:
            at = line.rfind(" ", 0, width) + 1 if spaces else 0
            lines.append(line[: at or width])
            line = line[at or width :]
        lines.append(line)
    return "\n".join(lines)


def replied(text: str, mark: str = "> ") -> str:
    return "\n".join(f"{mark}{line}".rstrip() for line in text.split("\n"))


@pytest.mark.parametrize("form", CitationFormat)
@pytest.mark.parametrize("width", [40, 60, 72, 76, 80, 100])
def test_a_broken_line_is_joined(form: CitationFormat, width: int) -> None:
    whole = "\n\n".join(format_citation(cited, form) for cited in (CITED, OTHER))
    if form is not CitationFormat.MARKDOWN or width > 90:  # whose quotation is one line that begins with ">"
        assert read_quotations(fold(f"Beste,\n\n{whole}\n\nGroet", width)) == [quotation_of(CITED), quotation_of(OTHER)]
    for text in (replied(fold(whole, width)), fold(replied(whole), width), replied(fold(whole, width), "> > ")):
        found = read_quotations(text)
        assert [(q.document_id, q.start, q.origin) for q in found] == [
            (c.passage.document_id, c.start, c.origin) for c in (CITED, OTHER)
        ]
        assert [q.text.replace("> ", "") for q in found] == [TEXT, OTHER.text]


def test_any_place_of_a_key_may_be_broken() -> None:
    whole = format_citation(CITED)
    key = whole.index("document=")
    for at in range(key, len(whole) - 1):
        assert read_quotations(f"{whole[:at]}\n{whole[at:]}\nGroeten,\nJan") == [quotation_of(CITED)], whole[:at][-20:]


@pytest.mark.parametrize("behind", ["2", "5", "Einde.", "R&D", "Kenmerk:", "> ", "&", "“"])
def test_what_follows_on_its_own_line_is_no_part_of_the_key(behind: str) -> None:
    assert read_quotations(f"{format_citation(CITED)}\n{behind}") == [quotation_of(CITED)]
    bare = replace(CITED, origin=None)
    assert read_quotations(f"{format_citation(bare)}\n{behind}") == [quotation_of(bare)]


@pytest.mark.parametrize("marks", ['""', "„”", "«»", "“”", '“"'])
def test_other_quotation_marks(marks: str) -> None:
    written = format_citation(CITED).replace("“", marks[0]).replace("”", marks[1])
    assert read_quotations(f'Zie "de nota":\n{written}') == [quotation_of(CITED)]


@pytest.mark.parametrize("form", [CitationFormat.PLAIN, CitationFormat.MARKDOWN])
def test_lost_quotation_marks_where_a_line_is_the_quotation(form: CitationFormat) -> None:
    written = format_citation(CITED, form).replace("“", "").replace("”", "")
    assert read_quotations(f"1. Kermisbeleid\n\n{written}") == [quotation_of(CITED)]
    with pytest.raises(InputError, match="tussen “ en ”"):
        read_quotations("Een heel andere zin.\n" + written.splitlines()[-1])


def test_a_letter_has_a_kenmerk_of_its_own() -> None:
    letter = f"Kenmerk: Z-2024-0012\nOns kenmerk: 12\n\nGeachte raad,\n\n{format_citation(CITED)}"
    assert read_quotations(letter) == [quotation_of(CITED)]
    with pytest.raises(InputError, match="geen citaat"):
        read_quotations("Kenmerk: Z-2024-0012")


def test_a_quotation_in_markdown_cannot_pose_as_a_citation() -> None:
    text = "Zij zei “niets”.\n\nKenmerk: document=x&passage=y&tekens=0-1\n\nKenmerk: document=x"
    posing = Citation(replace(PASSAGE, text=text), 10, 10 + len(text), text, CITED.origin)
    written = format_citation(posing, CitationFormat.MARKDOWN)
    for shown in (written, replied(written)):
        [found] = read_quotations(shown)
        assert found.document_id == PASSAGE.document_id
        assert found.text.split() == text.split()


@settings(deadline=None)
@given(WORDS.filter(str.strip), st.sampled_from(CitationFormat), st.integers(20, 90))
def test_any_words_come_back_from_a_reply(text: str, form: CitationFormat, width: int) -> None:
    text = text.strip()
    cited = Citation(replace(PASSAGE, text=text), 10, 10 + len(text), text, CITED.origin)
    [found] = read_quotations(f"Jan schreef:\n{replied(format_citation(cited, form))}\n")
    assert found.text.split() == text.split()
    assert found.origin == CITED.origin
    if form is not CitationFormat.MARKDOWN:
        [folded] = read_quotations(fold(format_citation(cited, form), width))
        assert "".join(folded.text.split()) == "".join(text.split())


def test_what_is_indented_or_a_list_item_is_read() -> None:
    assert read_quotations(textwrap.indent(format_citation(CITED), "    ")) == [quotation_of(CITED)]
