"""Parts of a regulation, articles of other laws in other texts, and leden however they are numbered."""

from __future__ import annotations

from pathlib import Path

import docx as word
import pytest
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate

from corpus import Chunking, Document, find_sources, read_source, split_document

TEXT = "De burgemeester kan regels stellen over dit onderwerp."
LEDEN = (
    "In deze afdeling is een terras een open plek bij een bedrijf.",
    "Een terras is na elf uur in de avond voor bezoekers gesloten.",
    "Het tweede lid geldt niet op de dagen die de burgemeester noemt.",
)


def read(path: Path, text: str) -> Document:
    path.write_text(text, "utf-8")
    (document,) = read_source(find_sources([path]).files[0])
    assert isinstance(document, Document)
    return document


def addresses(path: Path, headings: tuple[str, ...], *, text: str = TEXT) -> list[str | None]:
    """Return the addresses of a text in which such headings stand above a paragraph each."""
    is_markdown = path.suffix == ".md"
    parts = [part for heading in headings for part in (f"## {heading}" if is_markdown else heading, text)]
    return [section.address for section in read(path, "\n\n".join(parts)).sections]


@pytest.mark.parametrize("name", ["apv.txt", "apv.md"])
@pytest.mark.parametrize(
    ("headings", "numbers"),
    [
        pytest.param(("Artikel 2:27 Terras", "Artikel 2:28 Sluiting", "Artikel 2:29 Ontheffing", "Artikel 6:1 Straf"),
                     ("2:27", "2:28", "2:29", "6:1"), id="three in a row and another"),
        pytest.param(("Artikel 2:74", "Artikel 2:74a", "Artikel 2:75"), ("2:74", "2:74a", "2:75"), id="no titles"),
    ],
)  # fmt: skip
def test_a_few_articles_of_a_chapter_have_their_addresses(
    name: str, headings: tuple[str, ...], numbers: tuple[str, ...], tmp_path: Path
) -> None:
    assert addresses(tmp_path / name, headings) == [f"artikel {number}" for number in numbers]


@pytest.mark.parametrize(
    "headings",
    [
        pytest.param(("Artikel 1 Wet politiegegevens", "Artikel 3 AVG"), id="two laws"),
        pytest.param(("Artikel 1 Wpg", "Artikel 2 Wpg", "Artikel 3 Politiewet 2012"), id="abbreviations"),
        pytest.param(("Artikel 1 Wet open overheid", "Artikel 2 Wet open overheid"), id="name of several words"),
        pytest.param(("Artikel 1 UAVG", "Artikel 4 Woo", "Artikel 5 Wmo 2015"), id="more abbreviations"),
        pytest.param(("Artikel 3:2 Awb", "Artikel 3:3 Awb", "Artikel 3:4 Awb"), id="with colons"),
        pytest.param(("Artikel 3:2 Zorg", "Artikel 3:4 Belangen", "Artikel 3:46 Motivering"), id="picked"),
        pytest.param(("Artikel 27 Terras", "Artikel 28 Sluiting", "Artikel 29 Ontheffing"), id="no colons"),
    ],
)
def test_articles_of_other_laws_are_no_addresses_of_a_report(headings: tuple[str, ...], tmp_path: Path) -> None:
    assert set(addresses(tmp_path / "jaarverslag.md", headings)) == {None}


def test_an_article_that_changes_a_law_may_be_called_after_it(tmp_path: Path) -> None:
    headings = ("Artikel I Wet politiegegevens", "Artikel II Wet veiligheidsregio's", "Artikel III Inwerkingtreding")
    assert addresses(tmp_path / "wet.md", headings) == ["artikel I", "artikel II", "artikel III"]


@pytest.mark.parametrize(
    ("name", "leden", "shown"),
    [
        pytest.param("apv.html", "<ul>{}</ul>", "<li><p><span>{n}.</span>{text}</p></li>", id="glued"),
        pytest.param("apv.md", "{}", "- {n}.{text}\n", id="glued in markdown"),
        pytest.param("apv.txt", "{}", "Lid {n}: {text}\n", id="called lid"),
        pytest.param("apv.txt", "{}", "({n}) {text}\n", id="in brackets"),
        pytest.param("apv.txt", "{}", "{n} {text}\n", id="without a full stop"),
        pytest.param("apv.md", "{}", "{n} {text}\n", id="without a full stop in markdown"),
    ],
)
def test_leden_are_told_apart(name: str, leden: str, shown: str, tmp_path: Path) -> None:
    lines = leden.format("".join(shown.format(n=number, text=text) for number, text in enumerate(LEDEN, 1)))
    heading = {".html": "<h2>{}</h2>", ".md": "## {}\n", ".txt": "{}\n"}[Path(name).suffix]
    parts = (heading.format("Artikel 1 Terras"), lines, heading.format("Artikel 2 Slot"), f"{TEXT}\n")
    document = read(tmp_path / name, "\n".join(parts))
    passages = split_document(document, lambda texts: [len(text.split()) for text in texts], Chunking(12, 64))
    assert [(p.address, LEDEN[n % 3] in p.text) for n, p in enumerate(passages[:3])] == [
        ("artikel 1, lid 1", True), ("artikel 1, lid 2", True), ("artikel 1, lid 3", True),
    ]  # fmt: skip
    assert ".In" not in document.text


PICKED = ("Artikel 2:25 Evenementenvergunning", "Artikel 2:39 Speelgelegenheden", "Artikel 5:18 Standplaats")
EXTRACT = "Uittreksel APV Voorbeeldstad"


def tight_text(path: Path, title: str) -> None:
    path.write_text("\n\n".join([title, *(f"{heading}\n1. {TEXT}" for heading in PICKED)]), "utf-8")


def loose_text(path: Path, title: str) -> None:
    path.write_text("\n\n".join([title, *(f"{heading}\n\n1. {TEXT}" for heading in PICKED)]), "utf-8")


def markdown(path: Path, title: str) -> None:
    path.write_text("\n\n".join([f"# {title}", *(f"## {heading}\n\n1. {TEXT}" for heading in PICKED)]), "utf-8")


def docx(path: Path, title: str) -> None:
    document = word.Document()
    document.add_heading(title, 1)
    for heading in PICKED:
        document.add_heading(heading, 2)
        document.add_paragraph(f"1. {TEXT}")
    document.save(str(path))


def pdf(path: Path, title: str) -> None:
    styles = getSampleStyleSheet()
    parts = [(style, text) for heading in PICKED for style, text in (("Heading3", heading), ("BodyText", f"1. {TEXT}"))]
    SimpleDocTemplate(str(path)).build([Paragraph(text, styles[style]) for style, text in (("Title", title), *parts)])


WRITERS = (("a.txt", tight_text), ("a.txt", loose_text), ("a.md", markdown), ("a.docx", docx), ("a.pdf", pdf))


@pytest.mark.parametrize(("name", "write"), WRITERS)
@pytest.mark.parametrize(
    ("title", "is_extract"),
    [
        pytest.param(EXTRACT, True, id="extract"),
        pytest.param("Horecaverordening Voorbeeldstad", True, id="a regulation"),
        pytest.param("Evaluatie van de APV Voorbeeldstad", False, id="about it"),
        pytest.param("Jaarverslag Voorbeeldstad", False, id="a report"),
    ],
)
def test_picked_articles_of_an_extract_have_their_addresses(  # type: ignore[no-untyped-def]
    name: str, write, title: str, is_extract: bool, tmp_path: Path
) -> None:
    write(tmp_path / name, title)
    (document,) = read_source(find_sources([tmp_path / name]).files[0])
    assert isinstance(document, Document)
    numbers = [heading.split()[1] for heading in PICKED]
    passages = split_document(document, lambda texts: [len(text.split()) for text in texts], Chunking(300, 400))
    assert [p.address for p in passages if TEXT in p.text] == [f"artikel {n}" if is_extract else None for n in numbers]
    assert document.title == title


def test_the_name_of_a_file_tells_an_extract(tmp_path: Path) -> None:
    headings = "\n\n".join(f"{heading}\n1. {TEXT}" for heading in PICKED)
    document = read(tmp_path / "uittreksel_APV.txt", f"{TEXT}\n\n{headings}")
    assert [s.address for s in document.sections][1:] == ["artikel 2:25", "artikel 2:39", "artikel 5:18"]


@pytest.mark.parametrize(("name", "write"), WRITERS)
@pytest.mark.parametrize(
    "title", ["Toelichting op de APV Voorbeeldstad", "APV Voorbeeldstad – artikelsgewijze toelichting"]
)
def test_a_text_that_explains_a_regulation_is_none(name: str, write, title: str, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    write(tmp_path / name, title)
    path = tmp_path / name
    first = ("2:25", "2:1")
    if path.suffix in (".md", ".txt"):
        path.write_text(path.read_text("utf-8").replace(*first), "utf-8")
    (document,) = read_source(find_sources([path]).files[0])
    assert isinstance(document, Document)
    assert not [s.address for s in document.sections if s.address and not s.address.startswith("toelichting bij ")]
    if path.suffix in (".md", ".txt"):
        assert next(s.address for s in document.sections if s.address) == "toelichting bij artikel 2:1"
