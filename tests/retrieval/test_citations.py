"""Citations: written in every form, read back the same, and nothing in a text can make them say something else."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from corpus import Passage, split_document
from corpus.errors import InputError
from corpus.normalise import canonical_text
from retrieval import Citation
from retrieval.citation_formats import CitationFormat, citation_key, format_citation, markdown_text
from retrieval.citations import citation_from_json, citation_json, document_link
from retrieval.quotations import read_quotations
from retrieval.quoted_text import Quotation
from retrieval.results import Origin
from retrieval.settings import LINK_BASE_VARIABLE, link_base
from tests.index.making import CHUNKING, EMBEDDER, document

SHA256 = "ab" * 32
ORIGIN = Origin(7, SHA256)
TEXT = "Beelden worden vier weken bewaard."
PASSAGE = Passage(
    passage_id="p1",
    document_id="beleid/nota één & twee.md",
    title="Nota cameratoezicht",
    source="/home/iemand/beleid/nota één & twee.md",
    headings=("Bewaren", "Termijn"),
    text=f"Inleiding. {TEXT}",
    start=100,
    end=145,
    page=3,
    date=date(2024, 5, 1),
)
CITED = Citation(PASSAGE, 111, 145, TEXT, Origin(7, SHA256))
KEY = f"Kenmerk: document=beleid%2Fnota+%C3%A9%C3%A9n+%26+twee.md&passage=p1&tekens=111-145&sha256={SHA256}&generatie=7"
LINK = "/document?id=beleid%2Fnota+%C3%A9%C3%A9n+%26+twee.md&passage=p1#vindplaats"
BASE = "https://zoek.example"

HOSTILE = (
    "“Niets” zei zij.\n\nKenmerk: document=x&passage=y&tekens=0-1\n<script>alert(1)</script>",
    "a” b “c” d“",
    "=1+1;[klik](http://kwaad.example) ![x](y) `code` **vet** \\* | tabel |\n# Kop\n- lijst\n1. een\n---\n> citaat",
    "é ë 𝔘 👩‍👩‍👧 שלום \u202eomgekeerd",
)
lines = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp", "Zs"), include_characters=" "), max_size=60)


def test_the_forms() -> None:
    assert format_citation(CITED, base=BASE).splitlines() == [
        f"“{TEXT}”",
        "Nota cameratoezicht, Bewaren › Termijn, pagina 3, 1 mei 2024 (nota één & twee.md)",
        BASE + LINK,
        KEY,
    ]
    assert format_citation(CITED, CitationFormat.FOOTNOTE, f"{BASE}/").splitlines() == [
        f"“{TEXT}” Nota cameratoezicht, Bewaren › Termijn, pagina 3, 1 mei 2024 (nota één & twee.md), "
        f"te raadplegen via {BASE}{LINK}.",
        KEY,
    ]
    assert format_citation(CITED, CitationFormat.APA, BASE).splitlines() == [
        f"“{TEXT}” (Nota cameratoezicht, 2024, Bewaren › Termijn, pagina 3)",
        "",
        "Nota cameratoezicht. (2024, 1 mei). Bewaren › Termijn, pagina 3. [nota één & twee.md]. " + BASE + LINK,
        KEY,
    ]
    assert format_citation(CITED, CitationFormat.MARKDOWN, BASE).splitlines() == [
        f"> “{TEXT}”",
        "",
        f"[Nota cameratoezicht]({BASE}{LINK}), Bewaren › Termijn, pagina 3, 1 mei 2024 (nota één \\& twee.md)",
        "",
        f"`{KEY}`",
    ]


@pytest.mark.parametrize("form", CitationFormat)
def test_without_the_address_of_a_page_there_is_no_dead_link(form: CitationFormat) -> None:
    shown = format_citation(CITED, form)
    assert "/document" not in shown
    assert "](" not in shown
    assert "via" not in shown
    assert shown == "\n".join(line.rstrip() for line in shown.splitlines())
    [read] = read_quotations(shown)
    assert read == quotation_of(CITED)


def test_an_article_takes_the_place_of_headings_and_what_is_unknown_is_left_out() -> None:
    bare = Passage(
        "p", "d", "Verordening", "C:\\map\\apv.docx", ("Hoofdstuk 2",), "x", 0, 1, address="artikel 2:74, lid 1"
    )
    shown = format_citation(Citation(bare, 0, 1, "x"), CitationFormat.APA)
    assert "Verordening. (z.d.). Artikel 2:74, lid 1. [apv.docx]." in shown
    assert "Hoofdstuk" not in shown
    assert shown.endswith("Kenmerk: document=d&passage=p&tekens=0-1")


def test_no_form_tells_a_folder_of_this_computer() -> None:
    assert not [form for form in CitationFormat if "/home" in format_citation(CITED, form)]


def test_json_there_and_back() -> None:
    values = json.loads(json.dumps(citation_json(CITED, "http://127.0.0.1:7860")))
    assert citation_from_json(values) == CITED
    assert values["link"] == f"http://127.0.0.1:7860{LINK}"
    assert (values["source_sha256"], values["generation"]) == (SHA256, 7)


def quotation_of(citation: Citation) -> Quotation:
    passage = citation.passage
    place = citation.start, citation.end
    return Quotation(citation.text, passage.document_id, passage.passage_id, *place, citation.origin)


@settings(deadline=None)
@given(st.text(min_size=1).filter(str.strip), st.text(), st.text(), st.integers(0, 10**9), st.none() | st.dates())
@example(HOSTILE[0], "a\nb", "Kop “x”", 3, None)
def test_any_citation_comes_back_from_json(text: str, title: str, heading: str, start: int, day: date | None) -> None:
    end = start + len(text)
    passage = Passage("p", title, heading, "bron", (heading,), text, start, end, None, day, title or None)
    cited = Citation(passage, start, end, text, Origin(1, None))
    written = json.dumps({"iets": [{"citations": [citation_json(cited)]}]})
    assert citation_from_json(citation_json(cited)) == cited
    assert read_quotations(written) == [quotation_of(cited)]


@settings(deadline=None)
@given(
    st.text(min_size=1).map(lambda t: canonical_text(t).strip()).filter(bool),
    lines.map(lambda t: " ".join(t.split()) or "Titel"),
    st.sampled_from(CitationFormat),
)
@example(canonical_text(HOSTILE[0]), "Titel “met” aanhalingstekens", CitationFormat.MARKDOWN)
@example(canonical_text(HOSTILE[0]), "Titel “met” aanhalingstekens", CitationFormat.PLAIN)
@example(canonical_text(HOSTILE[1]), "Titel", CitationFormat.APA)
@example(canonical_text(HOSTILE[2]), "“", CitationFormat.MARKDOWN)
@example(canonical_text(HOSTILE[3]), "”", CitationFormat.FOOTNOTE)
def test_the_words_come_back_from_text(text: str, title: str, form: CitationFormat) -> None:
    passage = Passage("p", f"map/{title}", title, "bron.md", (), text, 0, len(text))
    cited = Citation(passage, 0, len(text), text, Origin(2, SHA256))
    for before in ("Zie ook dit:", "[1]", "{noot}"):
        [found] = read_quotations(f"{before}\n\n{format_citation(cited, form)}\n\nEinde.")
    assert (found.document_id, found.passage_id, found.end, found.origin) == (
        passage.document_id,
        "p",
        len(text),
        cited.origin,
    )
    assert found.text.split() == text.split()


def test_several_in_one_text_each_with_their_own_words() -> None:
    first = Citation(PASSAGE, 100, 110, "Inleiding.", Origin(7, SHA256))
    content = "\r\n\r\n".join(format_citation(c, f) for c, f in zip((first, CITED), CitationFormat, strict=False))
    assert [q.text for q in read_quotations(content)] == ["Inleiding.", TEXT]


def test_a_list_keeps_its_lines_as_text_and_is_found_again() -> None:
    text = "Hij doet dit:\n\n- hij belt;\n-  hij schrijft."
    cited = Citation(Passage("p", "d", "Titel", "d.md", (), text, 0, len(text)), 0, len(text), text, ORIGIN)
    written = format_citation(cited)
    assert written.startswith("“Hij doet dit:\n\n- hij belt;\n- hij schrijft.”\n"), written
    assert format_citation(cited, CitationFormat.FOOTNOTE).count("\n") == 1
    [found] = read_quotations(written)
    assert found.text.split() == text.split()


def test_words_that_look_like_our_key_stay_on_the_line_of_the_quotation() -> None:
    text = "Brief.\nKenmerk: document=x&passage=y&tekens=0-1\nEinde."
    cited = Citation(Passage("p", "d", "Titel", "d.md", (), text, 0, len(text)), 0, len(text), text, ORIGIN)
    assert format_citation(cited).startswith("“Brief. Kenmerk:")
    assert [quotation.document_id for quotation in read_quotations(format_citation(cited))] == ["d"]


@settings(deadline=None)
@given(st.sampled_from(HOSTILE) | st.text())
def test_markdown_shows_text_as_it_is(text: str) -> None:
    for line in canonical_text(text).split("\n"):
        if not line.strip():
            continue
        tokens = MarkdownIt("commonmark").enable("table").parse(markdown_text(line.strip()))
        assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"], line
        children = tokens[1].children or []
        assert {child.type for child in children} <= {"text", "text_special"}, line
        assert "".join(child.content for child in children) == line.strip()


@settings(deadline=None)
@given(st.sampled_from(HOSTILE) | st.text(min_size=1), st.data())
def test_a_quotation_is_what_stands_at_its_offsets(text: str, data: st.DataObject) -> None:
    whole = document("d", canonical_text(text))
    for passage in split_document(whole, EMBEDDER.count_tokens, CHUNKING):
        start = data.draw(st.integers(0, len(passage.text) - 1))
        end = data.draw(st.integers(start + 1, len(passage.text)))
        cited = Citation(passage, passage.start + start, passage.start + end, passage.text[start:end])
        again = citation_from_json(json.loads(json.dumps(citation_json(cited))))
        assert again.text == whole.text[again.start : again.end]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param("", "geen citaat", id="empty"),
        pytest.param("zomaar tekst", "geen citaat", id="no-citation"),
        pytest.param("{}", "geen citaat", id="empty-object"),
        pytest.param("{", "geen geldige JSON", id="half-json"),
        pytest.param("[" * 5_000, "JSON", id="deep"),
        pytest.param('{"passage": {}}', "passage.title|passage.passage_id", id="passage-without-id"),
        pytest.param('{"passage": 3}', "passage ontbreekt", id="passage-of-another-kind"),
        pytest.param(json.dumps({**citation_json(CITED), "start": "1"}), "start", id="start-is-text"),
        pytest.param(json.dumps({**citation_json(CITED), "start": -5}), "plaats -5", id="negative"),
        pytest.param(json.dumps({**citation_json(CITED), "text": " "}), "1 tot en met", id="blank"),
        pytest.param(json.dumps({**citation_json(CITED), "text": "x" * 10_001}), "10001", id="too-long"),
        pytest.param("Kenmerk: document=x", "heel kenmerk", id="half-key"),
        pytest.param(KEY, "tussen “ en ”", id="key-without-words"),
    ],
)
def test_what_is_no_citation_is_told(content: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        read_quotations(content)


def test_the_base_of_links(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(LINK_BASE_VARIABLE, raising=False)
    assert link_base() == ""
    monkeypatch.setenv(LINK_BASE_VARIABLE, "https://zoek.example/veiligheid/")
    assert document_link(PASSAGE, link_base()).startswith("https://zoek.example/veiligheid/document?id=")
    for wrong in ("zoek.example", "javascript:alert(1)", "file:///etc", "http://", "http://a/?b"):
        monkeypatch.setenv(LINK_BASE_VARIABLE, wrong)
        with pytest.raises(InputError, match=LINK_BASE_VARIABLE):
            link_base()


def test_the_key_is_one_word() -> None:
    assert "Kenmerk: " + citation_key(CITED) == KEY
