"""Real documents of the government: what comes out is checked against what kreuzberg finds on their pages."""

from __future__ import annotations

import random
import re
import unicodedata
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from corpus import Document, Section, find_sources, read_source, split_sentences

ORIGINALS = Path(__file__).resolve().parents[4] / "shared" / "data" / "originals"
pytestmark = pytest.mark.skipif(not ORIGINALS.exists(), reason="../shared/data/originals is not here")

COALITION = "coalitieakkoord2021__coalitieakkoord-2021-2025.pdf"
SURVEY = "nl-covid19-notification-app-website__Rapportage_Evaluatie_CoronaMelder_TilburgUniversity_LISSpanel_Wave6.pdf"
AUDIT = "nl-covid19-notification-app-website__toegankelijkheidsonderzoek_CoronaMelder_april2022.PDF"
SUMMARY = "nl-covid19-notification-app-website__Samenvatting_evalatie_CoronaMelder_na_9_maanden.pdf"
COUNCIL = "open-raadsinformatie__Besluitenlijst-raadsvergadering-29-juni-2015.pdf"
CRITERIA = "LearningLion__Acceptatiecriteria.v1.0.pdf"
SLIDES = "Kwaliteitsaanpak__ICTU-Kwaliteitsaanpak.pptx"
SAMPLE = 30


@cache
def document(name: str) -> Document:
    (file,) = find_sources([ORIGINALS / name]).files
    first = next(read_source(file))
    assert isinstance(first, Document), first
    return first


@cache
def pages(name: str) -> dict[int, str]:
    """The letters of each page, as another reader finds them."""
    import kreuzberg

    config = kreuzberg.ExtractionConfig(use_cache=False, pages=kreuzberg.PageConfig(extract_pages=True))
    result = kreuzberg.extract_file_sync(ORIGINALS / name, config=config)
    return {page["page_number"]: letters(page["content"]) for page in result.pages or ()}


def letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).casefold()


def sentences(name: str) -> list[tuple[Section, str]]:
    whole = document(name)
    return [
        (section, text)
        for section in whole.sections
        for start, end in split_sentences(whole.text[section.start : section.end])
        if len(text := whole.text[section.start + start : section.start + end]) > 50
        and text.endswith((".", "?", "!"))
        and " | " not in text
    ]


@pytest.mark.parametrize("name", [COALITION, SURVEY, AUDIT, SUMMARY, COUNCIL, CRITERIA])
def test_sampled_quotations_begin_on_their_page_and_are_literal(name: str) -> None:
    sampled = random.Random(2024).sample(sentences(name), SAMPLE)
    wrong_page = [
        (section.page, text)
        for section, text in sampled
        if section.page is None or letters(text)[:20] not in pages(name)[section.page]
    ]
    assert wrong_page == []
    changed = [
        text
        for section, text in sampled
        if section.page and letters(text) not in pages(name)[section.page] + pages(name).get(section.page + 1, "")
    ]
    # A footer or footnote between two pages parts the text of the other reader, not ours.
    assert len(changed) <= 2, changed


@pytest.mark.parametrize(
    ("name", "furniture"),
    [
        (AUDIT, "Toegankelijkheidsonderzoek CoronaMelder (coronamelder.nl) op WCAG 2.1 {page}/32"),
        (SURVEY, "{page}"),
        (COALITION, "{printed}"),
    ],
)
def test_no_running_line_is_left(name: str, furniture: str) -> None:
    whole = document(name)
    left = [
        (section.page, line)
        for section in whole.sections
        for line in whole.text[section.start : section.end].splitlines()
        if section.page and line.strip() == furniture.format(page=section.page, printed=section.page - 3)
    ]
    assert left == []
    assert furniture.split("{")[0].strip() == "" or furniture.split(" {")[0] not in whole.text


@pytest.mark.parametrize(
    ("name", "title", "day"),
    [
        (COALITION, "Omzien naar elkaar, vooruitkijken naar de toekomst", date(2021, 12, 15)),
        (AUDIT, "Onderzoeksrapport van CoronaMelder (coronamelder.nl) op WCAG 2.1", date(2022, 4, 12)),
        (SUMMARY, "CoronaMelder: de resultaten", date(2021, 5, 28)),
        (COUNCIL, "Besluitenlijst raadsvergadering 29 juni 2015 aanvang 17.00 uur", date(2015, 6, 29)),
        (CRITERIA, "Acceptatie criteria", None),
        (SLIDES, "ICTU Kwaliteitsaanpak Softwareontwikkeling", date(2025, 4, 11)),
        (
            "Kwaliteitsaanpak__ICTU-Kwaliteitsaanpak.docx",
            "ICTU Kwaliteitsaanpak Softwareontwikkeling",
            date(2025, 12, 24),
        ),
    ],
)
def test_titles_and_dates(name: str, title: str, day: date | None) -> None:
    assert (document(name).title, document(name).date) == (title, day)


@pytest.mark.parametrize(
    ("name", "words", "page", "headings"),
    [
        (COALITION, "De democratische rechtsorde is het fundament", 4,
         ("1. Democratische rechtsorde", "Versterking van de democratische rechtsorde")),
        (COALITION, "zowel van oppositie- als coalitiepartijen", 2, ()),
        (SURVEY, "Ten tijde van deze meting was het nog niet bekend", 5,
         ("Samenvatting", "Methode")),
        (COALITION, "Ondermijnende criminaliteit", 19, ("3. Veiligheid en sterke samenleving", "Ondermijning")),
        (SURVEY, "basisonderwijs | 48 (2.9%)", 15,
         ("3 Resultaten", "3.1 Karakteristieken van de steekproef", "3.1.1 Demografische factoren")),
        (AUDIT, "Pagina | URL\nFAQ 2-8", 8, ("3 Het onderzoek", "3.2 Steekproef")),
        (SUMMARY, "samen hadden in het totaal aantal testaanvragen", 2,
         ("CoronaMelder als aanvulling op het reguliere BCO",)),
        (COUNCIL, "Een eventuele hoofdelijke stemming begint bij de heer Karhof.", 1, ("4. Bepalen stemvolgorde.",)),
        (SLIDES, "Projecten hebben een voorbereidingsfase", 15,
         ("Processen", "M14: Het project bereidt samen met opdrachtgevende organisatie en betrokken partijen de "
                       "realisatie voor")),
    ],
)  # fmt: skip
def test_pages_and_headings(name: str, words: str, page: int, headings: tuple[str, ...]) -> None:
    whole = document(name)
    found = [s for s in whole.sections if words in whole.text[s.start : s.end]]
    assert [(section.page, section.headings) for section in found] == [(page, headings)]


def test_every_original_is_read_and_every_page_counts() -> None:
    for file in find_sources([ORIGINALS]).files:
        if file.path.suffix in (".docx", ".pptx") or file.path.name in (COUNCIL, CRITERIA, SUMMARY):
            assert document(file.path.name).text, file.path.name
    numbers = {section.page for section in document(SURVEY).sections}
    assert numbers >= set(range(5, 120))


def test_letters_are_read_as_their_page_shows_them() -> None:
    text = document(COUNCIL).text
    assert "deelname in de coöperatie GGD" in text
    assert "ˆ" not in text
