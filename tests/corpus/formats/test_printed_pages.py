"""Printed pages become what a reader sees: no furniture, whole words and sentences, the right pages."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4

from corpus.structure import Block, Heading
from tests.corpus.printing import FILLER, Print, texts


@pytest.fixture
def printed(tmp_path: Path) -> Print:
    return Print(tmp_path / "stuk.pdf")


def test_running_lines_and_page_numbers_go(printed: Print) -> None:
    for number in range(1, 6):
        printed.at(800, f"Gemeente Voorbeeldstad | Nota toezicht {number}").at(40, f"{number}").line(
            f"Regel {number}. {FILLER}"
        )
        printed.at(28, f"Pagina {number} van 5").page()
    found = printed.elements()
    assert texts(found) == [f"Regel {number}. {FILLER}" for number in range(1, 6)]
    assert [element.page for element in found] == [1, 2, 3, 4, 5]


def test_a_sentence_that_runs_over_a_page_stands_whole_where_it_begins(printed: Print) -> None:
    printed.lines(FILLER, "Wie het gebied toch betreedt nadat de burgemeester dat heeft verboden, moet reke-")
    printed.at(40, "1").page()
    printed.lines("ning houden met een boete. Daarna volgt een nieuwe zin die op de tweede bladzijde begint.").at(
        40, "2"
    )
    first, second = printed.elements()
    assert first.text.endswith("moet rekening houden met een boete.")
    assert second == Block("Daarna volgt een nieuwe zin die op de tweede bladzijde begint.", 2)


def test_what_ends_with_its_page_is_left_alone(printed: Print) -> None:
    printed.lines(FILLER).page().lines("Een nieuwe alinea op de volgende bladzijde, met meer tekst erin.")
    assert [element.page for element in printed.elements()] == [1, 2]


def test_headings_by_type(printed: Print) -> None:
    printed.line("Nota toezicht en handhaving", size=22, bold=True).lines(FILLER, FILLER)
    printed.line("1. Toezicht", size=15, bold=True, gap=12).lines(FILLER, FILLER)
    printed.line("1.1 Boa's in de wijk", bold=True, gap=10).lines(FILLER, FILLER)
    printed.line("2. Handhaving", size=15, bold=True, gap=12).lines(FILLER, FILLER)
    headings = [element for element in printed.elements() if isinstance(element, Heading)]
    assert [(h.text, h.page) for h in headings] == [
        ("Nota toezicht en handhaving", 1), ("1. Toezicht", 1), ("1.1 Boa's in de wijk", 1), ("2. Handhaving", 1),
    ]  # fmt: skip
    title, one, below, two = (h.level for h in headings)
    assert title < one == two < below


def test_a_bold_paragraph_is_no_heading(printed: Print) -> None:
    printed.lines(FILLER, FILLER, FILLER)
    printed.line("Deze hele alinea is vet gezet, loopt over meer regels door en eindigt ook met", bold=True, gap=8)
    printed.line("een punt.", bold=True).line(FILLER, gap=8)
    assert not [element for element in printed.elements() if isinstance(element, Heading)]


def test_lists_keep_their_items_and_lead_in(printed: Print) -> None:
    printed.line("De boa controleert in elk geval:").line("•  de vergunningen van de horeca en van de").line(
        "evenementen in de stad;", left=84
    ).line("•  de sluitingstijden.").line(FILLER, gap=8)
    assert texts(printed.elements()) == [
        "De boa controleert in elk geval:",
        "- de vergunningen van de horeca en van de evenementen in de stad;\n- de sluitingstijden.",
        FILLER,
    ]


def test_columns_are_read_one_after_the_other(printed: Print) -> None:
    top = printed.y
    for text in ("De eerste kolom begint hier en", "loopt door tot het einde van", "de"):
        printed.line(text)
    printed.y = top
    for text in ("tweede kolom, waar de zin ook", "eindigt."):
        printed.line(text, left=320)
    assert " ".join(texts(printed.elements())) == (
        "De eerste kolom begint hier en loopt door tot het einde van de tweede kolom, waar de zin ook eindigt."
    )


def test_footnotes_stand_apart_and_their_numbers_go(printed: Print) -> None:
    printed.lines(FILLER, FILLER)
    printed.line("Dit volgt uit de wet")
    width = printed.canvas.stringWidth("Dit volgt uit de wet", "Helvetica", 11)
    printed.canvas.setFont("Helvetica", 6)
    printed.canvas.drawString(72 + width, printed.y + 4, "1")
    printed.canvas.setFont("Helvetica", 11)
    printed.canvas.drawString(72 + width + 4, printed.y, " en loopt door op de")
    printed.at(140, "1 Gemeentewet, artikel 172.", 8).page()
    printed.line("volgende bladzijde, waar de zin eindigt.")
    body, *_, note = printed.elements()
    assert "Dit volgt uit de wet en loopt door op de volgende bladzijde, waar de zin eindigt." in body.text
    assert note == Block("1 Gemeentewet, artikel 172.", 1, is_note=True)


def test_a_table_in_small_type_at_the_foot_of_a_page_stays_in_its_place(printed: Print) -> None:
    def rows(*cells: tuple[str, str]) -> None:
        for label, value in cells:
            printed.line(label, size=9)
            printed.canvas.drawString(300, printed.y, value)

    printed.lines(FILLER, FILLER, FILLER)
    rows(("Leeftijd", "Aantal"), ("17 - 24 jaar", "120"), ("25 - 34 jaar", "245"), ("Hoogste opleiding", ""))
    printed.page()
    rows(("basisonderwijs", "48"), ("vmbo", "321"))
    printed.line(FILLER, gap=20).line(FILLER)
    assert [(element.text, element.page) for element in printed.elements()] == [
        (f"{FILLER} {FILLER} {FILLER}", 1),
        ("Leeftijd | Aantal\n17 - 24 jaar | 120\n25 - 34 jaar | 245\nHoogste opleiding", 1),
        ("basisonderwijs | 48\nvmbo | 321", 2),
        (f"{FILLER} {FILLER}", 2),
    ]


@pytest.mark.parametrize("note", ["1 Gemeentewet, artikel 172.", "2) ‘Handreiking’ van het ministerie."])
def test_numbered_lines_in_small_type_are_footnotes(printed: Print, note: str) -> None:
    printed.lines(FILLER, FILLER, "Dit volgt uit de wet en loopt door op de").at(140, note, 8).page()
    printed.line("volgende bladzijde, waar de zin eindigt.")
    body, last = texts(printed.elements())
    assert (body.endswith("loopt door op de volgende bladzijde, waar de zin eindigt."), last) == (True, note)


def test_a_bold_label_below_a_value_begins_a_line(printed: Print) -> None:
    printed.line("Opdrachtgever:", bold=True).line("Ministerie van Volksgezondheid, Welzijn en Sport (VWS)")
    printed.line("Website:", bold=True).lines("coronamelder.nl", FILLER, FILLER)
    assert "Sport (VWS)\nWebsite: coronamelder.nl" in "\n".join(texts(printed.elements()))


def test_a_title_that_was_drawn_last_comes_first(printed: Print) -> None:
    top = printed.y
    printed.line(FILLER, gap=60).lines(FILLER, FILLER)
    printed.y = top
    printed.line("Nota toezicht", size=20).page().lines(FILLER)
    assert texts(printed.elements())[:1] == ["Nota toezicht"]


def test_the_heading_of_a_second_column_stays_in_its_place(printed: Print) -> None:
    top = printed.y
    printed.y -= 40
    printed.lines("De eerste kolom begint lager", "en loopt door tot hier.")
    printed.y = top
    printed.line("Kop van de tweede kolom", size=16, left=320).line("De tweede kolom.", left=320)
    assert [text[:6] for text in texts(printed.elements())] == ["De eer", "Kop va", "De twe"]


def test_what_stands_outside_the_page_is_not_read(printed: Print) -> None:
    printed.lines(FILLER, FILLER).at(-48, "Hoofdstuk V: buiten het papier").at(A4[1] + 400, "feb-25")
    printed.canvas.drawString(A4[0] + 20, 500, "Naast de bladzijde")
    printed.canvas.drawString(-200, 500, "Links van de bladzijde")
    wide = f"{FILLER} Deze regel loopt voorbij de rand."
    printed.line(wide)
    assert texts(printed.elements()) == [FILLER, FILLER, wide]


def test_tables_are_rows(printed: Print) -> None:
    printed.lines(FILLER, FILLER)
    for cells in (("Gebied", "Aantal", "Kosten"), ("Stationsplein", "12", "4.000"), ("Markt", "7", "2.500")):
        printed.y -= 16
        for column, cell in enumerate(cells):
            printed.canvas.drawString(72 + 150 * column, printed.y, cell)
    assert "Gebied | Aantal | Kosten\nStationsplein | 12 | 4.000\nMarkt | 7 | 2.500" in texts(printed.elements())


def test_a_table_of_contents_goes(printed: Print) -> None:
    printed.line("Inhoudsopgave", size=15, bold=True)
    for number, name in enumerate(("Inleiding", "Toezicht", "Handhaving", "Kosten", "Planning"), start=1):
        printed.line(f"{number}. {name} {'.' * 40} {number}")
    printed.page().line("1. Inleiding", size=15, bold=True).lines(FILLER, FILLER)
    assert texts(printed.elements()) == ["1. Inleiding", f"{FILLER} {FILLER}"]


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        pytest.param((("Een terras van ten hoogste 25 m", 11, 0), ("2", 7, 4), (" telt mee.", 11, 0)),
                     "Een terras van ten hoogste 25 m2 telt mee.", id="square metres"),
        pytest.param((("De inhoud is 10 m", 11, 0), ("3", 7, 4)), "De inhoud is 10 m3", id="cubic metres"),
        pytest.param((("Per km", 11, 0), ("2", 7, 4), (" wonen er 500.", 11, 0)), "Per km2 wonen er 500.", id="km2"),
        pytest.param((("De uitstoot van CO", 11, 0), ("2", 7, -2), (" daalt.", 11, 0)), "De uitstoot van CO2 daalt.",
                     id="subscript"),
        pytest.param((("De PR 10", 11, 0), ("-6", 7, 4), ("-contour geldt.", 11, 0)), "De PR 10-6-contour geldt.",
                     id="negative power"),
        pytest.param((("De kosten zijn  ", 11, 0), ("€ 1.250", 9, 0)), "De kosten zijn € 1.250", id="small amount"),
        pytest.param((("GGD Regio Utrecht" + 12 * " ", 11, 0), ("26362", 7, 4)), "GGD Regio Utrecht | 26362",
                     id="label of a bar"),
        pytest.param((("Volgens de wet", 11, 0), ("12", 7, 4), (" mag dit.", 11, 0)), "Volgens de wet mag dit.",
                     id="footnote"),
        pytest.param((("Volgens de wet", 11, 0), ("1,2", 7, 4), (" mag.", 11, 0)), "Volgens de wet mag.",
                     id="two notes"),
        pytest.param((("Vastgesteld in 2023.", 11, 0), ("4", 7, 4)), "Vastgesteld in 2023.", id="behind a stop"),
        pytest.param((("Zie het programma", 11, 0), ("2", 7, 4), (" van 2023", 11, 0), ("3", 7, 4), (".", 11, 0)),
                     "Zie het programma van 2023.", id="footnote behind a word that ends as a unit"),
    ],
)  # fmt: skip
def test_small_digits_stay_but_for_footnotes(
    printed: Print, parts: tuple[tuple[str, int, int], ...], expected: str
) -> None:
    left = 72.0
    for text, size, rise in parts:
        printed.canvas.setFont("Helvetica", size)
        printed.canvas.drawString(left, 500 + rise, text)
        left += printed.canvas.stringWidth(text, "Helvetica", size)
    assert texts(printed.elements()) == [expected]


def test_dotted_lines_to_fill_in_are_text(printed: Print) -> None:
    form = (
        f"De gemeente Voorbeeldstad, vertegenwoordigd door {'.' * 30}",
        "hierna te noemen: de gemeente;",
        f"De politie, vertegenwoordigd door {'.' * 30}",
        f"Naam: {'_' * 20}",
        "Ik verklaar dat ik bevoegd ben.",
        f"Handtekening: {'_' * 20}",
        f"Voorbeeldstad, {'.' * 12} 2024",
    )
    printed.lines(*form)
    found = " ".join(texts(printed.elements())).split()
    assert [line for line in form if any(word not in found for word in line.split())] == []


@pytest.mark.parametrize("leader", [" " + "." * 40 + " ", " " * 40], ids=["dots", "a gap"])
def test_text_behind_a_table_of_contents_stays(printed: Print, leader: str) -> None:
    printed.line("Inhoudsopgave", size=15, bold=True)
    for number, name in enumerate(("Inleiding", "Toezicht", "Handhaving", "Kosten", "Planning"), start=1):
        printed.line(f"{number}. {name}")
        printed.canvas.drawRightString(500, printed.y, f"{leader}{number}")
    text = ("Deze nota gaat over toezicht.", "Zij berust op de wet, en wel op", "de bevoegdheid van artikel 40")
    printed.line(text[0], gap=10).lines(*text[1:])
    printed.page().line("1. Inleiding", size=15, bold=True).lines(FILLER, FILLER)
    found = " ".join(texts(printed.elements()))
    assert found == f"{' '.join(text)} 1. Inleiding {FILLER} {FILLER}"


def test_a_table_of_contents_goes_over_pages_and_with_long_entries(printed: Print) -> None:
    printed.line("Inhoud", size=15, bold=True)
    printed.lines(f"Voorwoord {'.' * 40} ii", "Een lange titel van een hoofdstuk die over twee regels loopt en")
    printed.line(f"daar eindigt {'.' * 40} 3").line(f"Kosten {'.' * 40} 4").page()
    printed.line(f"Planning {'.' * 40} 5").line(FILLER, gap=20)
    assert texts(printed.elements()) == [FILLER]


def test_a_page_number_on_a_line_of_its_own_ends_an_entry_of_a_table_of_contents(printed: Print) -> None:
    printed.line("Inhoud", size=15, bold=True)
    printed.lines(
        f"Voorwoord {'.' * 40} 2", f"Inleiding {'.' * 40} 3", "Een titel die de hele regel vult, zodat het nummer"
    )
    printed.line("4", left=120).lines("Een lange titel van een hoofdstuk die over twee regels loopt en")
    printed.line(f"daar eindigt {'.' * 40} 5").line(f"Kosten {'.' * 40} 6").line(FILLER, gap=20)
    assert texts(printed.elements()) == [FILLER]


def test_footnotes_that_were_drawn_first_stand_at_the_foot_of_their_page(printed: Print) -> None:
    for number in (1, 2):
        printed.at(72, f"{2 * number - 1} Gemeentewet, artikel 172.", 7).at(56, f"{2 * number} Zie de nota.", 7)
        printed.line(f"Artikel {number} Toezicht", bold=True, size=13).line(FILLER, gap=8).line(FILLER).page()
    assert [(element.text[:20], element.page) for element in printed.elements()] == [
        (text, page)
        for page in (1, 2)
        for text in (
            f"Artikel {page} Toezicht",
            FILLER[:20],
            f"{2 * page - 1} Gemeentewet, artikel 172."[:20],
            f"{2 * page} Zie de nota.",
        )
    ]


def test_footnotes_stand_behind_the_paragraph_item_or_heading_that_has_their_number(printed: Print) -> None:
    def marked(text: str, mark: str, *, size: float = 11, bold: bool = False) -> None:
        printed.line(text, size=size, bold=bold, gap=8)
        font = "Helvetica-Bold" if bold else "Helvetica"
        end = 72 + printed.canvas.stringWidth(text, font, size)
        printed.canvas.setFont(font, 6)
        printed.canvas.drawString(end, printed.y + 4, mark)

    printed.line("Artikel 1 Toezicht", bold=True, size=13)
    marked("1. Het toezicht is aan de burgemeester.", "1")
    marked("2. Het college stelt regels.", "2,3")
    printed.line("3. De raad wordt gehoord.", gap=8)
    marked("Artikel 2 Slot", "4", size=13, bold=True)
    marked("Dit heet de regel.", "5")
    printed.line("Zij geldt vanaf nu, ook waar een zin over het einde van deze bladzijde heen loopt tot", gap=8)
    for number in range(1, 7):
        printed.at(130 - 10 * number, f"{number} Noot {number}.", 8)
    printed.page().line("op de volgende.").line(FILLER, gap=20).lines(FILLER, FILLER, FILLER)
    assert texts(printed.elements())[:-1] == [
        "Artikel 1 Toezicht",
        "1. Het toezicht is aan de burgemeester.",
        "1 Noot 1.",
        "2. Het college stelt regels.",
        "2 Noot 2.",
        "3 Noot 3.",
        "3. De raad wordt gehoord.",
        "Artikel 2 Slot",
        "Dit heet de regel.",
        "4 Noot 4.",
        "5 Noot 5.",
        "Zij geldt vanaf nu, ook waar een zin over het einde van deze bladzijde heen loopt tot op de volgende.",
        "6 Noot 6.",
    ]


@pytest.mark.parametrize("has_another", [False, True])
@pytest.mark.parametrize("is_placed", [False, True], ids=["at the foot", "behind its paragraph"])
def test_a_footnote_that_runs_over_the_page_end_stays_whole(printed: Print, has_another: bool, is_placed: bool) -> None:
    printed.line("De regel geldt hier.")
    if is_placed:
        printed.canvas.setFont("Helvetica", 6)
        printed.canvas.drawString(178, printed.y + 4, "1")
    printed.line("Tot hier.", gap=20).lines(*[FILLER] * 30)
    printed.at(90, "1 Zie het besluit van de raad, waarin staat dat de burgemeester", 8)
    printed.at(80, "verslag uitbrengt over de klachten van", 8).page().lines(*[FILLER] * 20).line("Zo eindigt dit.")
    printed.at(90, "omwonenden, en dat de raad daarover spreekt.", 8)
    if has_another:
        printed.at(80, "2 Zie het besluit van het college.", 8)
    found = [element for element in printed.elements() if isinstance(element, Block)]
    notes = [block.text for block in found if block.is_note]
    assert (found[1].is_note, len(notes)) == (is_placed, 1 + has_another)
    assert notes[0].endswith("klachten van omwonenden, en dat de raad daarover spreekt.")
    assert notes[1:] == ["2 Zie het besluit van het college."] * has_another
    assert [block for block in found if "omwonenden" in block.text and not block.is_note] == []


def test_small_type_at_the_foot_behind_a_footnote_that_ends_stays(printed: Print) -> None:
    printed.lines(*[FILLER] * 30).at(80, "1 Zie het besluit van de raad.", 8)
    printed.page().lines(*[FILLER] * 20).at(80, "volgens de nota van het college", 8)
    found = [element for element in printed.elements() if isinstance(element, Block)]
    assert [block.text for block in found if block.is_note] == ["1 Zie het besluit van de raad."]
    assert "volgens de nota" in found[-1].text
