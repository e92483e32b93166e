from __future__ import annotations

from string import ascii_lowercase

import pytest

from corpus import Chunking, Document, split_document
from corpus.markdown import read_markdown
from corpus.plain_text import read_plain_text
from corpus.statutes import with_articles
from corpus.structure import assemble


def sections_of(*parts: str) -> list[tuple[str | None, str]]:
    """Return the address and the heading path of each section; "# Kop" is a heading, anything else a paragraph."""
    markdown = "# Titel\n\n" + "\n\n".join(f"##{part}" if part.startswith("#") else part for part in parts)
    sections = assemble(with_articles(read_markdown(markdown)), "Titel").sections
    return [(section.address, " > ".join(section.headings)) for section in sections]


def articles(*numbers: str) -> list[str]:
    return [part for number in numbers for part in (f"# Artikel {number}", f"Regel {number} is van kracht.")]


def test_articles_of_another_law_in_an_annex_do_not_take_those_of_a_short_regulation() -> None:
    quoted = ("2.61 Mediawet 2008", "2.62 Mediawet 2008", "2.64 Mediawet 2008")
    found = sections_of(*articles("1", "2", "3"), "# Bijlage", "Uit de wet.", *articles(*quoted))
    assert [address for address, _ in found][:3] == ["artikel 1", "artikel 2", "artikel 3"]


@pytest.mark.parametrize(
    "text",
    [
        "Dit besluit wordt in de Staatscourant geplaatst en treedt in werking met ingang van 1 juli 2010.",
        "Dit besluit wordt geplaatst in het gemeenteblad en treedt in werking op 1 juli 2010.",
    ],
)
def test_the_last_article_may_say_where_it_is_published(text: str) -> None:
    found = sections_of(*articles("1"), "# Artikel 2", text, "Den Haag, 12 mei 2010")
    assert found == [("artikel 1", "Artikel 1"), ("artikel 2", "Artikel 2"), (None, "")]


def test_an_annex_with_another_name_stands_under_no_article() -> None:
    closed = (*articles("1", "2"), "Aldus vastgesteld op 12 mei 2010.")
    assert sections_of(*closed, "## Kaart", "Het gebied.")[-1] == (None, "Kaart")
    assert sections_of(*closed, "## Reglement 1995", "Tekst.", "### Deel", "Meer.")[-1] == (
        None,
        "Reglement 1995 > Deel",
    )
    assert sections_of(*closed, "# Bijlagen", "## Tarieven", "Tien euro.")[-1][1] == "Bijlagen Tarieven"


@pytest.mark.parametrize(
    "numbers",
    [
        pytest.param(("I", "II", "III", "IVA", "IVAA", "IVAB", "IVB", "IVC", "V"), id="letters behind Roman numbers"),
        pytest.param(("XXXIX", "XL", "XLI", "XLIX", "L", "XC", "XCI", "C"), id="Roman numbers"),
        pytest.param(
            ("1", "55", *(f"55{letter}" for letter in ascii_lowercase), "55aa", "55aaa", "55bb", "56"),
            id="letters after z",
        ),
    ],
)
def test_numbers_with_letters(numbers: tuple[str, ...]) -> None:
    numbers = numbers if numbers[0] in ("1", "I") else ("I", *numbers)
    assert sections_of(*articles(*numbers)) == [(f"artikel {number}", f"Artikel {number}") for number in numbers]


def test_an_approving_article_that_holds_a_law_goes_on_behind_it() -> None:
    inner = articles(*(str(number) for number in range(1, 13)))
    found = sections_of("# Artikel I", "Wet openbare manifestaties.", *inner, *articles("II", "III", "IV"))
    assert [address for address, _ in found][-3:] == ["artikel II", "artikel III", "artikel IV"]
    assert [path for _, path in found][-3:] == ["Artikel II", "Artikel III", "Artikel IV"]
    assert [address for address, _ in found][1:13] == [f"artikel {number}" for number in range(1, 13)]


def test_articles_behind_a_law_that_one_holds_stand_in_none_of_its_chapters() -> None:
    inner = ("# Hoofdstuk 1 Begrippen", *articles("1", "2"), "# Hoofdstuk 2 Slot", *articles("3"))
    found = sections_of("# Artikel I", "# Wet openbare manifestaties", *inner, *articles("II", "III"))
    assert [path.split(" > ")[-2:] for _, path in found] == [
        ["Hoofdstuk 1 Begrippen", "Artikel 1"], ["Hoofdstuk 1 Begrippen", "Artikel 2"],
        ["Hoofdstuk 2 Slot", "Artikel 3"],
        ["Artikel II"], ["Artikel III"],
    ]  # fmt: skip


@pytest.mark.parametrize("is_markdown", [True, False])
@pytest.mark.parametrize("number", ["1.1", "1.1."])
def test_a_heading_that_is_numbered_after_its_article_is_in_it(number: str, is_markdown: bool) -> None:
    parts = ("Artikel 1 Toezicht", "De burgemeester wijst aan.", f"{number} Aanwijzing", "Dat is schriftelijk.")
    lines = [*parts, "Artikel 2 Slot", "Dit treedt in werking.", "2.1 Datum", "Dat is 1 mei."]
    shown = [f"## {line}" if line[-1] != "." else line for line in lines] if is_markdown else ["Besluit", *lines]
    text = "\n\n".join(shown)
    elements = with_articles(read_markdown(text) if is_markdown else read_plain_text(text))
    found = [(s.address, s.headings) for s in assemble(elements, "Besluit").sections]
    assert found == [
        ("artikel 1", ("Artikel 1 Toezicht",)), ("artikel 1", ("Artikel 1 Toezicht", f"{number} Aanwijzing")),
        ("artikel 2", ("Artikel 2 Slot",)), ("artikel 2", ("Artikel 2 Slot", "2.1 Datum")),
    ]  # fmt: skip


def test_leden_that_are_bullets_in_html_are_cited() -> None:
    leden = "\n".join(f"- {number}. Het is verboden op de weg te slapen of te liggen." for number in (1, 2, 3, 4))
    markdown = f"# Titel\n\n### Artikel 1\n\n{leden}\n\n### Artikel 2\n\nTekst."
    structure = assemble(with_articles(read_markdown(markdown)), "Titel")
    document = Document("d", "Titel", "s", structure.text, structure.sections)
    passages = split_document(document, lambda texts: [len(text.split()) for text in texts], Chunking(22, 64))
    assert [passage.address for passage in passages] == [
        "artikel 1, leden 1 en 2",
        "artikel 1, leden 3 en 4",
        "artikel 2",
    ]
