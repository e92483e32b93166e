"""Running headers, footers and page numbers go from printed pages; what only looks like one stays."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from string import ascii_lowercase, ascii_uppercase

import pytest
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Table

from corpus import Document, find_sources, read_source
from corpus.formats.pdf_file import PdfFile
from corpus.formats.printed_pages import read_pages
from corpus.structure import Element
from tests.corpus.printing import FILLER, Print

TOP, LAST = A4[1] - 85, 75  # first and last line of the text on a page with Word's margins
SENTENCES = (
    "De gemeente houdt toezicht op de openbare ruimte in wijk {}.",
    "Daarbij werkt zij samen met de politie en de bewoners van wijk {}.",
    "Het college evalueert dat elk jaar en bericht de raad over wijk {}.",
)

Lines = Sequence[tuple[float, str]]  # height from the foot of the page, and what stands there


def full_page(number: int, **replaced: str) -> Lines:
    """Lines at the beginning and the end of a page, all their own; `first` and `last` may be other ones."""
    heights = [TOP, TOP - 15, TOP - 30, LAST + 30, LAST + 15, LAST]
    texts = [SENTENCES[line % 3].format(ascii_uppercase[number] + ascii_lowercase[line]) for line in range(6)]
    texts[0], texts[-1] = replaced.get("first", texts[0]), replaced.get("last", texts[-1])
    return list(zip(heights, texts, strict=True))


def elements(
    path: Path, pages: Sequence[Lines], *, size: float = 11, also: Callable[[Canvas], None] | None = None
) -> list[Element]:
    canvas = Canvas(str(path), pagesize=A4)
    for page in pages:
        for height, text in page:
            canvas.setFont("Helvetica", size if LAST - 10 < height <= TOP else 9)
            canvas.drawString(72, height, text)
        if also:
            also(canvas)
        canvas.showPage()
    canvas.save()
    with PdfFile(path) as file:
        return read_pages(list(file.pages()))


def words(found: Sequence[Element]) -> str:
    return " ".join(element.text for element in found)


def test_articles_that_begin_their_page_keep_their_headings(tmp_path: Path) -> None:
    articles = {3: "Artikel 4", 6: "Artikel 9", 9: "Artikel 15"}
    pages = [
        full_page(number, **({"first": articles[number]} if number in articles else {})) for number in range(1, 10)
    ]
    found = words(elements(tmp_path / "regeling.pdf", pages))
    assert [article for article in articles.values() if article not in found] == []


@pytest.mark.parametrize("word", ["Artikel ", "Artikel 2:", "Bijlage ", "Stap "])
def test_headings_counted_page_by_page_are_no_page_numbers(tmp_path: Path, word: str) -> None:
    pages = [
        [*full_page(number, **({"first": f"{word}{number - 3}"} if number > 3 else {})), (30, f"Pagina {number}")]
        for number in range(1, 8)
    ]
    found = words(elements(tmp_path / "regeling.pdf", pages))
    assert [number for number in range(1, 5) if f"{word}{number}" not in found] == []
    assert "Pagina" not in found


@pytest.mark.parametrize("height", [A4[1] - 40, 40], ids=["top", "foot"])
@pytest.mark.parametrize(
    "text",
    [
        "Toelichting: zie de nota over artikel {} van het college",
        "Bron: politie 202{}, bewerking gemeente",
        "Cijfers van het jaar 202{}",
        "Tabel {} in de nota",
        "{}. De houder zorgt voor toezicht",
        "Dit volgt uit artikel {}.",
    ],
)
def test_what_is_counted_page_by_page_has_no_page_numbers(tmp_path: Path, height: float, text: str) -> None:
    pages = [[*full_page(number), (height, text.format(number))] for number in range(1, 6)]
    found = words(elements(tmp_path / "nota.pdf", pages))
    assert [number for number in range(1, 6) if text.format(number) not in found] == []


def test_headings_counted_page_by_page_in_large_type_stay(tmp_path: Path) -> None:
    printed = Print(tmp_path / "wijken.pdf")
    for number in range(1, 6):
        printed.line(f"Overzicht wijk {number}", size=16, gap=-40).lines(*[FILLER] * 20).page()
    found = words(printed.elements())
    assert [number for number in range(1, 6) if f"Overzicht wijk {number}" not in found] == []


def test_page_numbers_in_large_type_go_where_they_are_called_so(tmp_path: Path) -> None:
    printed = Print(tmp_path / "nota.pdf")
    for number in range(1, 6):
        printed.lines(*[FILLER] * 20).at(40, f"Nota cameratoezicht - pagina {number} van 5", 13).page()
    assert "pagina" not in words(printed.elements())


def test_a_heading_that_comes_back_where_other_pages_have_text_stays(tmp_path: Path) -> None:
    pages = [full_page(number, **({"first": "Besluit"} if number in (2, 5, 7) else {})) for number in range(1, 9)]
    assert words(elements(tmp_path / "lijst.pdf", pages)).count("Besluit") == 3


def test_cells_of_a_table_over_pages_stay(tmp_path: Path) -> None:
    rows = [["Gebied", "Camera", "Kosten"], *([f"Wijk {n}", "Ja", "€ 1.250"] for n in range(1, 50))]

    def draw(canvas: Canvas) -> None:
        table = Table(
            rows, colWidths=[150, 100, 100], rowHeights=15.2, style=[("GRID", (0, 0), (-1, -1), 0.5, colors.black)]
        )
        table.wrapOn(canvas, 400, 800)
        table.drawOn(canvas, 72, 40)

    found = words(elements(tmp_path / "tabel.pdf", [[], [], []], also=draw))
    assert [n for n in range(1, 50) if found.count(f"Wijk {n} | Ja | € 1.250") != 3] == []


@pytest.mark.parametrize("last", ["2024.", "(2023)", "III", "c.", "1-2", "12 van 40"])
def test_a_last_line_that_is_a_number_is_no_page_number(tmp_path: Path, last: str) -> None:
    pages = [
        [*full_page(number, **({"last": last} if number == 2 else {})), (30, str(number))] for number in range(1, 5)
    ]
    found = elements(tmp_path / "regeling.pdf", pages)
    assert re.search(rf"(?<!\S){re.escape(last)}(?!\S)", words(found)), found
    assert not [element for element in found if element.text in "1234"], found


@pytest.mark.parametrize(
    "footer",
    [
        "{}",
        "- {} -",
        "Pagina {} van 5",
        "{}/5",
        "{} | Nota toezicht 2024",
        "Nota toezicht 2024, versie 1.2, blz. {}",
        "Gemeente Voorbeeldstad",
    ],
)
@pytest.mark.parametrize("first", [1, 2], ids=["from the first page", "from the second page"])
@pytest.mark.parametrize("offset", [0, -1, 40], ids=["from 1", "the cover is no page", "from 41"])
def test_page_numbers_and_footers_go(tmp_path: Path, footer: str, first: int, offset: int) -> None:
    pages = [
        [*full_page(number), *([(30, footer.format(number + offset))] if number >= first else [])]
        for number in range(1, 6)
    ]
    found = words(elements(tmp_path / "nota.pdf", pages))
    assert found == words(elements(tmp_path / "zonder.pdf", [full_page(number) for number in range(1, 6)]))


def test_roman_page_numbers_and_those_that_begin_again_go(tmp_path: Path) -> None:
    numbers = ["i", "ii", "iii", "iv", "1", "2", "3", "4", "1", "2"]
    pages = [[*full_page(place), (30, number)] for place, number in enumerate(numbers)]
    found = words(elements(tmp_path / "nota.pdf", pages))
    assert found == words(elements(tmp_path / "zonder.pdf", [full_page(place) for place in range(len(numbers))]))


@pytest.mark.parametrize("count", [1, 2, 3])
def test_page_numbers_of_short_documents_go(tmp_path: Path, count: int) -> None:
    pages = [[*full_page(number), (30, str(number))] for number in range(1, count + 1)]
    found = words(elements(tmp_path / "brief.pdf", pages))
    assert found == words(elements(tmp_path / "zonder.pdf", [full_page(number) for number in range(1, count + 1)]))


def test_headers_in_a_small_table_go(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        rows = [["Gemeente", "Nota", "Versie"], ["Voorbeeldstad", "Toezicht", f"blad {canvas.getPageNumber()}"]]
        table = Table(rows, colWidths=[150, 100, 100], style=[("GRID", (0, 0), (-1, -1), 0.5, colors.black)])
        table.wrapOn(canvas, 400, 100)
        table.drawOn(canvas, 72, A4[1] - 60)

    found = words(elements(tmp_path / "nota.pdf", [full_page(number) for number in range(1, 6)], also=draw))
    assert found == words(elements(tmp_path / "zonder.pdf", [full_page(number) for number in range(1, 6)]))


def test_the_title_stays_where_the_other_pages_have_it_as_a_header(tmp_path: Path) -> None:
    path = tmp_path / "beleid.pdf"
    canvas = Canvas(str(path), pagesize=A4)
    for number in range(1, 5):
        canvas.setFont("Helvetica-Bold" if number == 1 else "Helvetica", 20 if number == 1 else 9)
        canvas.drawString(72, A4[1] - (91 if number == 1 else 40), "Beleidsregel coffeeshops")
        canvas.setFont("Helvetica", 11)
        for height, text in full_page(number)[3:]:
            canvas.drawString(72, height, text)
        canvas.showPage()
    canvas.save()
    (file,) = find_sources([path]).files
    document = next(iter(read_source(file)))
    assert isinstance(document, Document)
    assert document.title == "Beleidsregel coffeeshops"
    assert document.text.count("Beleidsregel coffeeshops") == 1


def test_what_returns_in_the_text_of_a_form_stays(tmp_path: Path) -> None:
    """A label or header at the same height on every page is no running line: it says what stands beside or below."""
    pages = [
        [
            *full_page(number),
            (620.0, "Vergunning verlenen: Ja / Nee"),
            (500.0, "Advies:"),
            (30, "Gemeente Voorbeeldstad"),
        ]
        for number in range(1, 6)
    ]
    found = words(elements(tmp_path / "adviezen.pdf", pages))
    assert (found.count("Vergunning verlenen: Ja / Nee"), found.count("Advies:")) == (5, 5)
    assert "Voorbeeldstad" not in found


@pytest.mark.parametrize("degrees", [90, 270, 45], ids=["left margin", "right margin", "watermark"])
def test_turned_text_on_every_page_goes(tmp_path: Path, degrees: int) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.translate({90: 30, 270: 570, 45: 200}[degrees], 400)
        canvas.rotate(degrees)
        canvas.setFont("Helvetica", 60 if degrees == 45 else 8)
        canvas.drawString(0, 0, "Vertrouwelijk concept")
        canvas.restoreState()

    found = words(elements(tmp_path / "nota.pdf", [full_page(number) for number in range(1, 6)], also=draw))
    assert found.count("Vertrouwelijk") <= 1, found  # once, as the title on the first page may be
    assert found.count("ouwelijk") <= 1, found


def test_articles_are_counted_without_a_gap(tmp_path: Path) -> None:
    """Seen as a reader of a citation does: the text of an article is not cited as that of the one before."""
    path = tmp_path / "verordening.pdf"
    canvas = Canvas(str(path), pagesize=A4)
    canvas.setFont("Helvetica", 11)
    y = TOP
    for article in range(1, 19):
        if article in (4, 9, 15):
            canvas.showPage()
            canvas.setFont("Helvetica", 11)
            y = TOP
        canvas.drawString(72, y, f"Artikel {article}")
        canvas.drawString(
            72, y - 15, f"De burgemeester kan maatregel {article} treffen als de openbare orde dat vraagt."
        )
        y -= 45
    canvas.save()
    (file,) = find_sources([path]).files
    document = next(iter(read_source(file)))
    assert isinstance(document, Document)
    addresses = {
        section.address: document.text[section.start : section.end] for section in document.sections if section.address
    }
    assert {name: text for name, text in addresses.items() if f"maatregel {name.split()[-1]} " not in text} == {}
    assert len(addresses) == 18


CHAPTERS = ["Algemeen", "Openbare orde", "Horeca", "Markten en standplaatsen", "Slot"]


@pytest.mark.parametrize("pages_each", [1, 2])
@pytest.mark.parametrize("height", [A4[1] - 40, 40], ids=["header", "footer"])
@pytest.mark.parametrize("is_mirrored", [False, True], ids=["one side", "mirrored"])
def test_running_lines_that_name_the_chapter_go(
    tmp_path: Path, pages_each: int, height: float, is_mirrored: bool
) -> None:
    chapters = [chapter for chapter in CHAPTERS for _ in range(pages_each)]

    def draw(canvas: Canvas) -> None:
        number = canvas.getPageNumber()
        canvas.setFont("Helvetica", 8)
        place = canvas.drawRightString if is_mirrored and number % 2 else canvas.drawString
        place(520 if is_mirrored and number % 2 else 72, height, f"APV Voorbeeldstad 2024 | {chapters[number - 1]}")

    pages = [full_page(number, first=f"{number}. {chapter}") for number, chapter in enumerate(chapters, 1)]
    found = words(elements(tmp_path / "apv.pdf", pages, also=draw))
    assert found == words(elements(tmp_path / "zonder.pdf", pages))


@pytest.mark.parametrize("height", [A4[1] - 40, 40], ids=["top", "foot"])
@pytest.mark.parametrize(
    "text",
    [
        "Bron: politie {year}, bewerking team {chapter}",
        "Cijfers over {chapter} per wijk",
        "{chapter} per wijk in procenten",
        "Cijfers per wijk, {chapter} in de stad",
        "Totaal | {year}",
        "De gegevens over {chapter} zijn voorlopig",
    ],
)
def test_small_lines_at_one_place_that_say_something_else_each_stay(tmp_path: Path, height: float, text: str) -> None:
    said = [text.format(year=2018 + 3 * at, chapter=chapter.lower()) for at, chapter in enumerate(CHAPTERS)]
    pages = [[*full_page(number), *([(height, one)] if number > 1 else [])] for number, one in enumerate(said, 1)]
    found = words(elements(tmp_path / "jaarverslag.pdf", pages))
    assert [one for one in said[1:] if one not in found] == []


def test_a_running_header_that_names_the_chapter_is_no_title(tmp_path: Path) -> None:
    pages = [[(A4[1] - 40, f"APV Voorbeeldstad, {chapter}"), *full_page(at)] for at, chapter in enumerate(CHAPTERS, 1)]
    pages = [[*page[:2], (A4[1] - 100, chapter), *page[3:]] for page, chapter in zip(pages, CHAPTERS, strict=True)]
    pages[0] = [pages[0][0], (A4[1] - 85, "Algemene plaatselijke verordening"), *pages[0][2:]]
    elements(tmp_path / "apv.pdf", pages)
    (file,) = find_sources([tmp_path / "apv.pdf"]).files
    document = next(iter(read_source(file)))
    assert isinstance(document, Document)
    assert document.title == "Algemene plaatselijke verordening"
    assert "Voorbeeldstad" not in document.text


@pytest.mark.parametrize("lines", [1, 2])
@pytest.mark.parametrize("mark", ["{} ", "{}. ", "[{}] ", "* "])
def test_footnotes_on_every_page_stay(tmp_path: Path, lines: int, mark: str) -> None:
    notes = [(f"{mark.format(n)}Kamerstuk {chapter}", f"en de nota {chapter}.") for n, chapter in enumerate(CHAPTERS)]
    pages = [
        [*full_page(number), *[(30 + 11 * (lines - 1 - at), note[at]) for at in range(lines)]]
        for number, note in enumerate(notes, 1)
    ]
    found = words(elements(tmp_path / "nota.pdf", pages))
    assert [chapter for chapter in CHAPTERS if f"Kamerstuk {chapter}" not in found] == []
    assert lines == 1 or [chapter for chapter in CHAPTERS if f"en de nota {chapter}." not in found] == []


def test_the_date_of_a_letter_stays_where_the_next_pages_have_their_header(tmp_path: Path) -> None:
    headers = ["Voorbeeldstad, 3 april 2024", *(f"Ons kenmerk Z24-1234, blad {number}" for number in range(2, 6))]
    found = words(
        elements(tmp_path / "brief.pdf", [[(A4[1] - 40, text), *full_page(n)] for n, text in enumerate(headers)])
    )
    assert "Voorbeeldstad, 3 april 2024" in found
    assert "kenmerk" not in found


def test_a_line_of_a_paragraph_that_returns_at_the_top_of_pages_stays(tmp_path: Path) -> None:
    line = "2. De burgemeester houdt toezicht op de naleving en kan daarover nadere"
    pages = [full_page(number, first=line) if number in (2, 4, 6) else full_page(number)[1:] for number in range(1, 8)]
    found = words(elements(tmp_path / "apv.pdf", [[(A4[1] - 40, "Gemeente Voorbeeldstad"), *page] for page in pages]))
    assert found.count(line) == 3
    assert "Gemeente Voorbeeldstad" not in found
