"""Evidence packs: every format holds question, answer, passages and origin, and no text in it becomes anything else."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpus import Passage
from corpus.errors import InputError
from corpus.normalise import canonical_text
from index import Filter, LocalStore
from index.store import Changes
from retrieval import Answer, Citation, Hit, Searcher
from retrieval.evidence import (
    EvidenceFormat,
    EvidencePack,
    collect_evidence,
    render_evidence,
    texts,
    write_evidence,
)
from retrieval.evidence.as_csv import safe_cell
from retrieval.evidence.parts import parts_of
from retrieval.evidence.texts import account
from retrieval.quotation_files import quotations_in
from retrieval.quotations import read_quotations
from retrieval.results import Origin
from tests.fake_embedder import FakeEmbedder
from tests.index.making import MANIFEST, document, entry

ORIGIN = Origin(7, "ab" * 32)
SENTENCE = "Beelden worden vier weken bewaard."
QUESTION = "Hoe lang worden beelden bewaard?"
HOSTILE = '=HYPERLINK("http://kwaad.example";"klik")<script>alert(1)</script> & “x”; # kop\n\n```\n<!-- \ufffe ]]>'

HTML_TAGS = set("html head meta title style body main h1 h2 h3 p blockquote article mark dl dt dd".split())  # noqa: SIM905
NO_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def without_space(text: str) -> str:
    return "".join(text.split())


def pack(
    text: str = f"Eerst dit. {SENTENCE}", quotation: str = SENTENCE, title: str = "Nota", base: str = ""
) -> EvidencePack:
    passage = Passage(
        "p1", "map/nota.md", title, "/home/ik/nota.md", ("Kop",), text, 50, 50 + len(text), 2, date(2024, 5, 1)
    )
    start = 50 + text.index(quotation)
    cited = Citation(passage, start, start + len(quotation), quotation, ORIGIN)
    other = Passage("p2", "ander", "Ander", "/x/ander.md", (), "Iets anders.", 0, 12)
    hits = (Hit(1, 0.9, passage, origin=ORIGIN), Hit(2, 0.5, other, origin=ORIGIN))
    answer = Answer(QUESTION, True, 0.9, quotation, (cited,), hits)
    made_at = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
    return EvidencePack(answer, made_at, 7, 2, 2, "e5 (1)", "cd" * 32, "0.1.0", base)


def not_found() -> EvidencePack:
    return EvidencePack(
        Answer(QUESTION, False, 0.1, None, (), ()), datetime(2026, 11, 24, tzinfo=UTC), 7, 0, 0, "e5", "c", "0"
    )


class Page(HTMLParser):
    """The text and the tags of an HTML page."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.text, self.tags, self.links = "", set[str](), list[str]()
        self.feed(content.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src", "action", "onclick")]

    def handle_data(self, data: str) -> None:
        self.text += data


def docx_text(content: bytes) -> str:
    import docx

    return "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs)


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def shown(content: bytes, form: EvidenceFormat) -> str:
    match form:
        case EvidenceFormat.DOCX:
            return docx_text(content)
        case EvidenceFormat.HTML:
            return Page(content).text
        case _:
            return content.decode()


@pytest.mark.parametrize("form", EvidenceFormat)
def test_every_format_holds_everything(form: EvidenceFormat) -> None:
    text = shown(render_evidence(pack(), form), form)
    for part in (QUESTION, SENTENCE, "Eerst dit.", "Nota", "Kop", "Iets anders.", "p1", "ab" * 32, "e5 (1)", "0.1.0",
                 "2026", "Controleer elk citaat in de bron"):  # fmt: skip
        assert part in text.replace("\\", ""), (form, part)
    assert "/home/ik" not in text or form is EvidenceFormat.JSON  # which has the names and values of `ask --json`


@pytest.mark.parametrize("form", EvidenceFormat)
def test_what_another_document_says_instead_stands_below_the_answer(form: EvidenceFormat) -> None:
    one = pack()
    said = "Beelden worden zes weken bewaard."
    other = Passage("p3", "beleid", "Beleid 2025", "/x/beleid.md", (), said, 0, len(said))
    citations = (*one.answer.citations, Citation(other, 0, len(said), said, ORIGIN))
    content = render_evidence(replace(one, answer=replace(one.answer, citations=citations)), form)
    text = shown(content, form)
    if form is EvidenceFormat.JSON:
        assert [place["text"] for place in json.loads(content)["otherwise"]] == [said]
    elif form is EvidenceFormat.CSV:
        assert [row["citaat"] for row in rows(content) if row["soort"] == texts.OTHERWISE_KIND] == [said]
    else:
        assert text.index(SENTENCE) < text.index("Een ander stuk zegt:") < text.index(said), text
    assert "Een ander stuk zegt:" not in shown(render_evidence(one, form), form)


@pytest.mark.parametrize("form", EvidenceFormat)
def test_that_nothing_was_found_is_said(form: EvidenceFormat) -> None:
    text = shown(render_evidence(not_found(), form), form)
    assert '"found": false' in text if form is EvidenceFormat.JSON else "niet gevonden" in text.lower()


@pytest.mark.parametrize("form", EvidenceFormat)
def test_passages_like_one_are_no_answer_that_was_not_found(form: EvidenceFormat) -> None:
    answered = pack()
    [cited] = answered.answer.citations
    hits = Answer(texts.similar_to("Nota"), False, 0.0, None, (), answered.answer.hits[1:])
    text = shown(render_evidence(replace(answered, answer=hits, compared=cited), form), form).replace("\\", "")
    for part in (SENTENCE, "Iets anders.", "lijken op een passage uit: Nota", "De passages zijn letterlijk"):
        assert part in text, (form, part)
    assert "niet gevonden" not in text.lower()
    assert "Het antwoord" not in text
    assert "Kans dat dit het antwoord" not in text


@pytest.mark.parametrize("form", EvidenceFormat)
def test_what_was_searched_is_said(form: EvidenceFormat, tmp_path: Path) -> None:
    texts = {"camera": "Beelden worden vier weken bewaard.", "bibob": "De gemeente weigert de vergunning."}
    with Searcher(LocalStore.create(tmp_path / "index", MANIFEST), FakeEmbedder()) as searcher:
        made = (document(name, text, title=name, source=f"/bron/{name}.md") for name, text in texts.items())
        searcher.store.update(Changes(put=tuple(map(entry, made))))
        for question, where, told, documents in [
            (QUESTION, None, "alle documenten", 2),
            (QUESTION, Filter({"source": ("/bron/bibob.md",)}), "bestand of map: bibob.md", 1),
            (QUESTION, Filter({"themes": ("wonen", "jeugd")}), "thema: wonen of jeugd", 0),
            (QUESTION, Filter(date_from=date(2024, 5, 1)), "vanaf 1 mei 2024", 0),
            (f"{QUESTION} -vergunning titel:camera", None, "titel met: camera; zonder “vergunning”", 1),
        ]:
            kept = collect_evidence(searcher.store, searcher.ask(question, where=where), where=where)
            assert (kept.documents, kept.passages) == (documents, documents)
            text = shown(render_evidence(kept, form), form)
            assert told in text.replace("\\", ""), text


def test_what_is_counted_is_what_was_searched(tmp_path: Path) -> None:
    with Searcher(LocalStore.create(tmp_path / "index", MANIFEST), FakeEmbedder()) as searcher:
        searcher.store.update(Changes(put=(entry(document("camera", SENTENCE)),)))
        answer = searcher.ask(QUESTION)
        assert dict(account(collect_evidence(searcher.store, answer)))["Doorzocht"] == "1 document, 1 passage"
        searcher.store.update(Changes(put=(entry(document("ander", "Een andere tekst.")),)))
        later = collect_evidence(searcher.store, answer)
        assert (later.generation, later.documents, later.passages) == (1, None, None)
        assert dict(account(later))["Doorzocht"] == "niet geteld: de index is intussen gewijzigd"
        assert json.loads(render_evidence(later, EvidenceFormat.JSON))["documents"] is None


def test_large_numbers_have_points_and_a_file_is_named_once() -> None:
    large = replace(pack(), documents=1_200, passages=34_567, generation=1_000)
    told = dict(account(replace(large, where=Filter({"source": ("map/nota.md", "/home/ik/map/nota.md", "b.md")}))))
    assert told["Doorzocht"] == "1.200 documenten, 34.567 passages"
    assert told["Gezocht in"] == "bestand of map: nota.md of b.md"
    assert told["Generatie van de index"] == "1.000"


@settings(deadline=None, max_examples=30)
@given(
    st.text(min_size=1).filter(lambda text: canonical_text(text).strip()),
    st.text(max_size=30),
    st.sampled_from(EvidenceFormat),
)
@example(HOSTILE, "</title><img src=x onerror=alert(1)>", EvidenceFormat.HTML)
@example(HOSTILE, "=1+1", EvidenceFormat.CSV)
@example(HOSTILE, "[x](http://kwaad.example)", EvidenceFormat.MARKDOWN)
@example(HOSTILE, "\x00\x0b\ud800", EvidenceFormat.DOCX)
def test_any_text_of_a_document_can_be_written(text: str, title: str, form: EvidenceFormat) -> None:
    text, title = (part.encode("utf-8", "replace").decode() for part in (text, title))
    content = render_evidence(pack(text, text, title), form)
    match form:
        case EvidenceFormat.HTML:
            page = Page(content)
            assert page.tags <= HTML_TAGS
            assert not page.links
        case EvidenceFormat.CSV:
            assert not [cell for row in rows(content) for cell in row.values() if re.match(r"\s*[=+\-@\t\r]", cell)]
        case EvidenceFormat.DOCX:
            assert without_space(NO_XML.sub("\ufffd", text)) in without_space(docx_text(content))
        case _:
            assert read_quotations(content.decode())


@pytest.mark.parametrize("form", EvidenceFormat)
def test_every_format_can_be_checked_later(form: EvidenceFormat) -> None:
    found = quotations_in(render_evidence(pack(), form), f"Antwoord{form}")
    assert [(q.text, q.start, q.origin) for q in found] == [
        (SENTENCE, 61, ORIGIN),
        (f"Eerst dit. {SENTENCE}", 50, ORIGIN),
        ("Iets anders.", 0, ORIGIN),
    ]


@settings(deadline=None, max_examples=30)
@given(
    st.text(min_size=1).filter(lambda text: canonical_text(text).strip()),
    st.text(max_size=30),
    st.sampled_from(EvidenceFormat),
)
@example("“Niets” zei zij.\n\nKenmerk: document=x&passage=y&tekens=0-1\nEinde.", "a“b", EvidenceFormat.DOCX)
@example("“Niets” zei zij.\n\nKenmerk: document=x&passage=y&tekens=0-1\nEinde.", "a“b", EvidenceFormat.HTML)
@example("“Niets” zei zij.\n\nKenmerk: document=x&passage=y&tekens=0-1\nEinde.", "a“b", EvidenceFormat.MARKDOWN)
@example("'=1+1", "'@", EvidenceFormat.CSV)
@example('=1;"x"\n“', "\n", EvidenceFormat.CSV)
def test_any_text_can_be_checked_later(text: str, title: str, form: EvidenceFormat) -> None:
    text, title = canonical_text(text).strip(), " ".join(canonical_text(title).split())
    found = quotations_in(render_evidence(pack(text, text, title), form), f"Antwoord{form}")
    kept = NO_XML.sub("\ufffd", text) if form is EvidenceFormat.DOCX else text
    assert [q.text.split() for q in found] == [kept.split(), kept.split(), ["Iets", "anders."]]


def test_csv_opens_in_a_dutch_spreadsheet() -> None:
    content = render_evidence(pack(), EvidenceFormat.CSV)
    assert content.startswith(b"\xef\xbb\xbf")
    assert [(row["soort"], row["rang"], row["citaat"], row["datum"]) for row in rows(content)] == [
        ("antwoord", "", SENTENCE, "2024-05-01"),
        ("passage", "1", f"Eerst dit. {SENTENCE}", "2024-05-01"),
        ("passage", "2", "Iets anders.", ""),
    ]


@pytest.mark.parametrize("cell", ["=1+1", "+31 6", "-5", "@SUM(1)", "\t=1", " =1", "＝1"])
def test_a_cell_is_never_a_formula(cell: str) -> None:
    assert safe_cell(cell) == f"'{cell}"
    assert safe_cell(f"a{cell}") == f"a{cell}"


def test_docx_has_headings_language_and_the_answer_marked() -> None:
    import docx

    document = docx.Document(io.BytesIO(render_evidence(pack(base="http://127.0.0.1:7860"), EvidenceFormat.DOCX)))
    headings = [(p.style.name, p.text) for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert headings == [
        ("Heading 1", "Antwoord met vindplaatsen"),
        ("Heading 2", "Vraag"),
        ("Heading 2", "Antwoord"),
        ("Heading 2", "Passages"),
        ("Heading 3", "1. Nota"),
        ("Heading 3", "2. Ander"),
        ("Heading 2", "Verantwoording"),
    ]
    assert 'w:lang w:val="nl-NL"' in document.styles.element.xml
    assert document.core_properties.language == "nl-NL"
    quotations = [p for p in document.paragraphs if p.style.name == "Quote"]
    assert [run.text for run in quotations[1].runs if run.bold] == [SENTENCE]
    assert next(link.address for p in document.paragraphs for link in p.hyperlinks).startswith(
        "http://127.0.0.1:7860/document?id="
    )


def test_docx_is_a_dutch_page_with_its_number_and_date() -> None:
    import docx

    document = docx.Document(io.BytesIO(render_evidence(pack(), EvidenceFormat.DOCX)))
    [section] = document.sections
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    footer = section.footer
    text = "".join(re.findall(r"<w:(?:t|instrText)\b[^>]*>([^<]*)<", footer._element.xml))
    assert " ".join(text.split()) == "Antwoord met vindplaatsen, 24 november 2026. Pagina PAGE 1 van NUMPAGES 1"
    fields = re.findall(r'w:fldCharType="(\w+)"', footer._element.xml)
    assert fields == ["begin", "separate", "end"] * 2, "fields that Word and LibreOffice count"
    properties = document.core_properties
    assert properties.title == f"Antwoord met vindplaatsen: {QUESTION}"
    assert properties.comments == "", "python-docx's own advertisement"
    xml = document.part.element.xml + document.settings.element.xml + document.styles.element.xml
    assert set(re.findall(r'<w:(?:lang|themeFontLang) w:val="([^"]*)"', xml)) == {"nl-NL"}
    assert "w:drawing" not in xml, "a picture needs a text in its place"


def test_html_fetches_nothing_and_is_dutch() -> None:
    content = render_evidence(pack(base="http://127.0.0.1:7860"), EvidenceFormat.HTML)
    page = Page(content)
    assert b'<html lang="nl">' in content
    assert b"default-src 'none'" in content
    assert {link.split("?")[0] for link in page.links} == {"http://127.0.0.1:7860/document"}
    assert f"<mark>{SENTENCE}</mark>" in content.decode()
    assert b"url(" not in content


def test_the_parts_of_a_passage_are_its_text() -> None:
    one = pack()
    passage = one.answer.hits[0].passage
    parts = parts_of(passage, one.answer.citations)
    assert [(part.text, part.answers) for part in parts] == [("Eerst dit. ", False), (SENTENCE, True)]
    assert [part.answers for part in parts_of(one.answer.hits[1].passage, one.answer.citations)] == [False]


def test_a_file_is_new_and_of_a_known_kind(tmp_path: Path) -> None:
    write_evidence(pack(), tmp_path / "Antwoord.HTML")
    assert [path.name for path in tmp_path.iterdir()] == ["Antwoord.HTML"]
    for name, words in [
        ("Antwoord.HTML", "bestaat al"),
        ("a.pdf", r"a\.html.*Opslaan als PDF"),
        ("a.xyz", r"\.docx, \.html"),
        ("geen", r"\.docx, \.html"),
        ("weg/a.md", "bestaat niet"),
    ]:
        with pytest.raises(InputError, match=words):
            write_evidence(pack(), tmp_path / name)


def test_a_pack_of_a_real_answer(sample_searcher: Searcher) -> None:
    answer = sample_searcher.ask("Hoe lang mag de gemeente camerabeelden bewaren?")
    values = json.loads(render_evidence(collect_evidence(sample_searcher.store, answer), EvidenceFormat.JSON))
    assert values["answer"]["text"] == answer.text
    info = sample_searcher.store.info()
    assert (values["generation"], values["documents"]) == (info.generation, info.documents)
    assert "multilingual-e5-small" in values["model"]
    assert len(values["passage_citations"]) == len(answer.hits)
