"""Statutes: articles are recognised in whatever format they come, and passages carry their address."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import docx as word
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import PageBreak, Paragraph

from corpus import Chunking, Document, find_sources, read_source, split_document
from corpus.markdown import read_markdown
from corpus.plain_text import read_plain_text
from corpus.statutes import address_within, with_articles
from corpus.structure import Element, assemble
from tests.corpus import making_files

LAWS = Path(__file__).parents[3] / "shared" / "data" / "documents" / "wetten_veiligheid"
TITLE = "Algemene plaatselijke verordening Voorbeeldstad"
BODY = (
    ("Hoofdstuk 2 Openbare orde", ""),
    ("Afdeling 1 Ongeregeldheden", ""),
    (
        "Artikel 2:1 Samenscholing",
        "1. Het is verboden op de weg deel te nemen aan een samenscholing.\n"
        "2. Wie aanwezig is bij een voorval, vervolgt op bevel van de politie zijn weg:\n"
        "a. als het voorval tot ongeregeldheden leidt; of\n"
        "b. als de politie het publiek uit elkaar wil halen.\n"
        "3. De burgemeester kan ontheffing verlenen van het verbod in het eerste lid.",
    ),
    ("Artikel 2:2", "Vervallen."),
    ("Afdeling 2 Drugsoverlast", ""),
    (
        "Artikel 2:74 Drugshandel op straat",
        "Het is verboden op de weg post te vatten om te handelen.",
    ),
    ("Hoofdstuk 3 Slotbepalingen", ""),
    ("Artikel 3:1 Citeertitel", "Deze verordening wordt aangehaald als: APV Voorbeeldstad."),
)
ARTICLES = ["artikel 2:1", "artikel 2:2", "artikel 2:74", "artikel 3:1"]


def count_words(texts: Sequence[str]) -> list[int]:
    return [2 + len(text.split()) for text in texts]


def document_of(elements: Sequence[Element]) -> Document:
    structure = assemble(with_articles(elements), TITLE)
    return Document("apv", TITLE, "/apv", structure.text, structure.sections)


def addresses(document: Document) -> list[str]:
    return list(dict.fromkeys(section.address for section in document.sections if section.address))


def as_text(path: Path) -> None:
    paragraphs = [TITLE, "De raad van de gemeente besluit de volgende verordening vast te stellen:"]
    path.write_text("\n\n".join([*paragraphs, *(part for pair in BODY for part in pair if part)]), "utf-8")


def as_docx(path: Path) -> None:
    document = word.Document()
    document.add_heading(TITLE, 1)
    document.add_paragraph("De raad van de gemeente besluit de volgende verordening vast te stellen:")
    for heading, text in BODY:
        document.add_heading(heading, 2 if heading.startswith("Hoofdstuk") else 3)
        for line in filter(None, text.split("\n")):
            document.add_paragraph(line)
    document.save(str(path))


def as_pdf(path: Path) -> None:
    styles = getSampleStyleSheet()
    story = [Paragraph(TITLE, styles["Title"])]
    for heading, text in BODY:
        story += [PageBreak()] if heading.startswith("Hoofdstuk 3") else []
        story.append(Paragraph(heading, styles["Heading2" if heading.startswith("Hoofdstuk") else "Heading3"]))
        story += [Paragraph(line, styles["BodyText"]) for line in filter(None, text.split("\n"))]
    making_files.pdf(path, story)


@pytest.mark.parametrize("write", [as_text, as_docx, as_pdf])
def test_articles_are_recognised_in_every_format(write, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / f"apv.{ {as_text: 'txt', as_docx: 'docx', as_pdf: 'pdf'}[write] }"
    write(path)
    (document,) = [d for f in find_sources([str(path)]).files for d in read_source(f) if isinstance(d, Document)]
    assert addresses(document) == ARTICLES
    paths = {section.address: section.headings for section in document.sections}
    assert paths["artikel 2:1"] == tuple(heading for heading, _ in BODY[:3])
    assert paths["artikel 2:74"] == ("Hoofdstuk 2 Openbare orde", "Afdeling 2 Drugsoverlast", BODY[5][0])
    assert paths["artikel 3:1"] == ("Hoofdstuk 3 Slotbepalingen", "Artikel 3:1 Citeertitel")
    passages = split_document(document, count_words, Chunking(20, 64))
    assert [p.address for p in passages if p.address] == [
        "artikel 2:1, leden 1 en 2",
        "artikel 2:1, lid 2, onderdeel b, tot en met lid 3",
        *ARTICLES[1:],
    ]


ARTICLE = (
    "1. Eerste lid.\n2. Tweede lid:\na. onderdeel a;\nb. onderdeel b:\n1°. punt een;\n2°. punt twee;\nc. onderdeel c. "
    "3. Derde lid, waarvan de regel niet begint.\n3a. Ingevoegd lid.\n4. Vierde lid."
)


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        pytest.param("1. Eerste", "Vierde lid.", "artikel 5", id="whole"),
        pytest.param("1. Eerste", "Eerste lid.", "artikel 5, lid 1", id="one-lid"),
        pytest.param("1. Eerste", "Tweede lid:", "artikel 5, leden 1 en 2", id="two-leden"),
        pytest.param("2. Tweede", "Vierde lid.", "artikel 5, leden 2 tot en met 4", id="several-leden"),
        pytest.param("lid:\na", "onderdeel a;", "artikel 5, lid 2", id="within-the-lead-in"),
        pytest.param("b. onderdeel", "punt twee;", "artikel 5, lid 2, onderdeel b", id="onderdeel"),
        pytest.param("2°. punt", "onderdeel c.", "artikel 5, lid 2, onderdelen b en c", id="within-an-onderdeel"),
        pytest.param("c. onderdeel", "niet begint.", "artikel 5, lid 2, onderdeel c, tot en met lid 3", id="runs-on"),
        pytest.param("3. Derde", "Ingevoegd lid.", "artikel 5, leden 3 en 3a", id="lid-in-the-midst-of-a-line"),
    ],
)
def test_addresses_within_an_article(first: str, last: str, expected: str) -> None:
    start, end = ARTICLE.index(first), ARTICLE.index(last) + len(last)
    assert address_within("artikel 5", ARTICLE, start, end) == expected


@pytest.mark.parametrize(
    ("article", "piece", "expected"),
    [
        pytest.param("Wij verstaan onder:\na. boa;\nb. weg.", "b. weg.", "artikel 5, onderdeel b", id="no-leden"),
        pytest.param("Wij doen dit:\n1. tellen;\n2. meten.", "2. meten.", "artikel 5", id="numbers-of-a-list"),
        pytest.param("Een zin. Nog een zin.", "Nog een zin.", "artikel 5", id="nothing-numbered"),
        pytest.param("1. Een:\na.dit;\nb.dat.\no.a. zo.", "b.dat.", "artikel 5, lid 1, onderdeel b", id="no-space"),
        pytest.param("1. Een:\na. dit:\n1. x;\n2. y.\n2. Twee.", "2. y.", "artikel 5", id="two-lists-that-look-alike"),
        pytest.param("1. Een.\nIn 2024. Dat jaar.\n2. Twee.", "Dat jaar.", "artikel 5, lid 1", id="a-year-is-no-lid"),
        pytest.param("1. Een:\na. x;\n1°. p:\na. q;\nb. r.\n2. Twee.", "b. r.", "artikel 5, lid 1", id="letters-anew"),
    ],
)
def test_an_address_says_no_more_than_is_known(article: str, piece: str, expected: str) -> None:
    start = article.index(piece)
    assert address_within("artikel 5", article, start, start + len(piece)) == expected


@pytest.mark.parametrize(
    "markdown",
    [
        pytest.param("# Nota\n\n## Artikel 13b Opiumwet\n\nSluiten.\n\n## Artikel 172a Gemeentewet\n\nVerbod.",
                     id="names-articles-of-others"),
        pytest.param("# Nota\n\nTekst.\n\nArtikel 5 van de wet geldt.\n\nArtikel 6, eerste lid, ook.", id="mentions"),
        pytest.param("# Inhoud\n\nArtikel 1 Begrippen ..... 3\n\nArtikel 2 Verbod ..... 4\n\nTekst.", id="contents"),
    ],
)  # fmt: skip
def test_what_mentions_articles_is_no_statute(markdown: str) -> None:
    assert addresses(document_of(read_markdown(markdown))) == []


LINES = ["Artikel 1", "Artikel 2", "Artikel 2a Titel", "Artikel 3", "Hoofdstuk 1", "Toelichting", "Bijlage 1",
         "1. Een zin staat hier.", "2. Nog een zin.", "a. onderdeel;", "Hij kan dit doen.", "\n"]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(lines=st.lists(st.sampled_from(LINES), max_size=40), is_markdown=st.booleans())
def test_no_passage_holds_two_articles(lines: list[str], is_markdown: bool) -> None:
    text = "\n\n".join(f"### {line}" if is_markdown and line.startswith("Artikel") else line for line in lines)
    document = document_of(read_markdown(text) if is_markdown else read_plain_text(text))
    covered = 0
    for passage in split_document(document, count_words, Chunking(30, 64)):
        assert passage.text == document.text[passage.start : passage.end]
        held = {s.address for s in document.sections if s.start < passage.end and passage.start < s.end}
        assert len(held) == 1, (held, passage.text)
        (address,) = held
        assert (passage.address or "").startswith(address or "")
        assert (passage.address is None) == (address is None)
        covered += len(re.sub(r"\s", "", passage.text))
    assert covered >= sum(len(re.sub(r"\s", "", document.text[s.start : s.end])) for s in document.sections)


@pytest.mark.skipif(not LAWS.exists(), reason="../shared/data is not here")
def test_articles_of_real_laws_are_found_where_they_stand() -> None:
    for file in find_sources([str(path) for path in sorted(LAWS.glob("BWBR003[12]*.md"))]).files:
        for document in read_source(file):
            assert isinstance(document, Document)
            for section in document.sections:
                if section.address and section.address.startswith("artikel "):
                    number = section.address.removeprefix("artikel ")
                    above = document.text[: section.start].rstrip()[-400:]
                    inside = any(re.match(rf"Artikel {re.escape(number)}\b", heading) for heading in section.headings)
                    assert inside, (file.path.name, section.address, section.headings, above[-80:])


def test_what_closes_a_statute_stands_under_no_article() -> None:
    text = (
        "# Verordening\n\n### Artikel 1\n\nHet is verboden te samenscholen.\n\n### Artikel 2\n\nDeze verordening wordt "
        "aangehaald als: Verordening, met vermelding van het Staatsblad waarin zij wordt geplaatst.\n\n"
        "Aldus vastgesteld in de raadsvergadering van 12 maart 2024.\n\nDe griffier,\n\nDe voorzitter,\n"
    )
    structure = assemble(with_articles(read_markdown(text)), "Verordening")
    found = [
        (section.address, section.headings, structure.text[section.start :][:18]) for section in structure.sections
    ]
    assert found == [
        ("artikel 1", ("Artikel 1",), "Het is verboden te"),
        ("artikel 2", ("Artikel 2",), "Deze verordening w"),
        (None, (), "Aldus vastgesteld "),
    ]


def test_the_minister_who_is_charged_with_it_is_no_part_of_the_last_article() -> None:
    text = (
        "### Artikel 1\n\nTekst van een.\n\n### Artikel 2\n\nTekst van twee.\n\nOnze Minister-President, Minister van "
        "Algemene Zaken, is belast met de uitvoering van dit besluit.\n"
    )
    sections = assemble(with_articles(read_markdown(text)), "Besluit").sections
    assert [section.address for section in sections] == ["artikel 1", "artikel 2", None]


def test_a_chapter_without_text_is_not_above_the_next() -> None:
    text = (
        "## Hoofdstuk 1 Begin\n\n### Artikel 1\n\nEen.\n\n### Artikel 2\n\nTwee.\n\n## Hoofdstuk 2 Vervallen\n\n"
        "## Hoofdstuk 3 Slot\n\n### Artikel 3\n\nDrie.\n"
    )
    structure = assemble(with_articles(read_markdown(text)), "Wet")
    assert structure.sections[-1].headings == ("Hoofdstuk 3 Slot", "Artikel 3")
    assert "Hoofdstuk 2 Vervallen" in structure.text


def statute(*headings: str, is_markdown: bool = True) -> str:
    mark = "### " if is_markdown else ""
    parts = "".join(f"{mark}{heading}\n\nRegel {n} is van kracht.\n\n" for n, heading in enumerate(headings, start=1))
    return ("# " if is_markdown else "") + f"{TITLE}\n\nDe raad besluit als volgt:\n\n{parts}"


@pytest.mark.parametrize("is_markdown", [True, False])
@pytest.mark.parametrize(
    "headings",
    [
        pytest.param(("Artikel 1 – Begrippen", "Artikel 2 — Verbod", "Artikel 3 - Slot"), id="dash"),
        pytest.param(("Artikel 1 begripsbepalingen", "Artikel 2 verbod", "Artikel 3 slot"), id="small"),
        pytest.param(("Artikel 1 | Begrippen", "Artikel 2 | Verbod", "Artikel 3 | Slot"), id="cell"),
        pytest.param(("Artikel 1. begrippen", "Artikel 2. het verbod", "Artikel 3: slot"), id="stop"),
        pytest.param(("Artikel 1–Begrippen", "Artikel 2–Verbod", "Artikel 3–Slot"), id="no-space"),
    ],
)
def test_titles_however_they_are_written(headings: tuple[str, ...], is_markdown: bool) -> None:
    text = statute(*headings, is_markdown=is_markdown)
    document = document_of(read_markdown(text) if is_markdown else read_plain_text(text))
    assert addresses(document) == ["artikel 1", "artikel 2", "artikel 3"]


@pytest.mark.parametrize("is_markdown", [True, False])
@pytest.mark.parametrize(
    "note", ["(vervallen)", "(gereserveerd)", "[Vervallen per 1 januari 2020]", "vervallen", "Vervallen"]
)
def test_a_repealed_article_is_an_article(note: str, is_markdown: bool) -> None:
    mark = "### " if is_markdown else ""
    text = (
        f"{'# ' if is_markdown else ''}{TITLE}\n\nDe raad besluit:\n\n"
        f"{mark}Artikel 2:1 Markt\n\nMarkten zijn verboden.\n\n{mark}Artikel 2:4 {note}\n\n"
        f"{mark}Artikel 2:4a {note}\n\n{mark}Artikel 2:5 Optochten\n\nOptochten zijn vrij.\n\n"
        f"{mark}Artikel 2:6 Muziek\n\nMuziek mag.\n"
    )
    document = document_of(read_markdown(text) if is_markdown else read_plain_text(text))
    assert [(s.address, s.headings[-1:]) for s in document.sections if s.address] == [
        ("artikel 2:1", ("Artikel 2:1 Markt",)),
        ("artikel 2:4", ("Artikel 2:4",)),
        ("artikel 2:4a", ("Artikel 2:4a",)),
        ("artikel 2:5", ("Artikel 2:5 Optochten",)),
        ("artikel 2:6", ("Artikel 2:6 Muziek",)),
    ]
    assert not any("2:4" in heading for s in document.sections[-2:] for heading in s.headings)
    passages = [p.text for p in split_document(document, count_words, Chunking(200, 480)) if p.address == "artikel 2:4"]
    assert passages == [note]


@pytest.mark.parametrize(
    "markdown",
    [
        pytest.param("## Artikel 13b Opiumwet\n\nSluiten kan.\n\n## Artikel 172a Gemw\n\nVerbod.", id="headings"),
        pytest.param("Artikel 13b Opiumwet\n\nSluiten kan.\n\nArtikel 172a Gemeentewet\n\nVerbod.", id="lines"),
        pytest.param("## Artikel 4, lid 2\n\nSluiten kan.\n\n## Artikel 6, eerste lid\n\nVerbod.", id="leden"),
    ],
)  # fmt: skip
def test_articles_that_are_not_recognised_do_not_share_a_passage(markdown: str) -> None:
    document = document_of(read_markdown(f"# Nota\n\nTekst.\n\n{markdown}"))
    passages = [passage.text for passage in split_document(document, count_words, Chunking(200, 480))]
    assert any("Sluiten kan." in text for text in passages)
    assert not [text for text in passages if "Sluiten kan." in text and "Verbod." in text]


@pytest.mark.parametrize(
    "mention",
    [
        "Artikel 5 is van toepassing", "Artikel 5 van de wet geldt", "Artikel 5 lid 2 geldt", "Artikel 5 en 6",
        "Artikel 5 – 7 Toezicht", "Artikel 5 tot en met 9", "Artikel 5 bepaalt dit", "Artikel 5 jo. artikel 6",
    ],
)  # fmt: skip
def test_a_heading_that_mentions_an_article_is_none(mention: str) -> None:
    text = statute("Artikel 4 Vier", mention, "Artikel 6 Zes").replace("Artikel 4 Vier", "Artikel 1 Een")
    assert addresses(document_of(read_markdown(text))) == ["artikel 1", "artikel 6"]
