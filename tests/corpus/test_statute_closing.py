"""What stands behind the last article of a decision is no part of it: who signed it, and how to object."""

from __future__ import annotations

import time
from pathlib import Path

import docx as word
import pytest

from corpus import Document, find_sources, read_source

DECISION = (
    "Aanwijzingsbesluit cameratoezicht Voorbeeldstad",
    "De burgemeester van Voorbeeldstad besluit:",
    *("Artikel 1 Gebied", "Het stationsplein is aangewezen als gebied voor cameratoezicht."),
    *("Artikel 2 Duur", "Het gebied is aangewezen voor de duur van een jaar."),
    *("Artikel 3 Inwerkingtreding", "Dit besluit treedt in werking op de dag na de bekendmaking."),
)
PARTS = ("Bezwaar", "Ondertekening", "Voetnoten")
BODIES = [*DECISION[3::2]]
CLOSINGS = (
    pytest.param(
        ("Voorbeeldstad, 30 december 2023", "De burgemeester van Voorbeeldstad,", "J. de Vries"), id="the mayor"
    ),
    pytest.param(
        ("Voorbeeldstad, 30 december 2023.", "Burgemeester en wethouders voornoemd,", "De secretaris, A. Bos"),
        id="the executive",
    ),
    pytest.param(
        ("Het college van burgemeester en wethouders van Voorbeeldstad,", "de secretaris,", "A. Bos"), id="no place"
    ),
    pytest.param(("De burgemeester,", "J. de Vries"), id="no name of the municipality"),
    pytest.param(("De burgemeester", "mr. A.B. van der Vries", "Dit besluit is op 3 mei bekend."), id="no comma"),
    pytest.param(("De voorzitter", "De griffier"), id="no names"),
    pytest.param(("Aldus overeengekomen op 3 mei 2024.", "De korpschef"), id="a covenant"),
    pytest.param(("Aldus in tweevoud opgemaakt en ondertekend te Voorbeeldstad,", "De korpschef"), id="copies of it"),
    pytest.param(("De raad van de gemeente Voorbeeldstad,", "de griffier,", "B. Smit"), id="the council"),
    pytest.param(("Tegen dit besluit kunt u binnen zes weken bezwaar maken.", "Doe dat per brief."), id="objections"),
    pytest.param(("Bezwaar maken", "Bent u het niet eens met dit besluit? Schrijf ons."), id="a heading of its own"),
    pytest.param(("Ondertekening", "Besloten in de vergadering van 14 mei."), id="a heading above who signs"),
    pytest.param(("Voetnoten", "Zie de wet en de nota van 3 mei."), id="notes"),
    pytest.param(("Bezwaarclausule", "Belanghebbenden kunnen bezwaar maken."), id="another heading"),
)  # fmt: skip


def read(path: Path) -> Document:
    (document,) = read_source(find_sources([path]).files[0])
    assert isinstance(document, Document)
    return document


def as_text(folder: Path, closing: tuple[str, ...]) -> Path:
    (folder / "besluit.txt").write_text("\n\n".join([*DECISION, *closing]), "utf-8")
    return folder / "besluit.txt"


def as_lines_of_text(folder: Path, closing: tuple[str, ...]) -> Path:
    (folder / "besluit.txt").write_text("\n\n".join([*DECISION, "\n".join(closing)]), "utf-8")
    return folder / "besluit.txt"


def as_markdown(folder: Path, closing: tuple[str, ...]) -> Path:
    lines = [f"## {line}" if line.startswith("Artikel") else line for line in DECISION]
    heading = "**{}**" if closing[0].startswith(PARTS) else "{}"
    (folder / "besluit.md").write_text(
        "\n\n".join([f"# {lines[0]}", *lines[1:], heading.format(closing[0]), *closing[1:]])
    )
    return folder / "besluit.md"


def as_word(folder: Path, closing: tuple[str, ...]) -> Path:
    document = word.Document()
    for number, line in enumerate([*DECISION, *closing]):
        if number == 0 or line.startswith("Artikel"):
            document.add_heading(line, 1 if number == 0 else 2)
        else:
            document.add_paragraph().add_run(line).bold = line.startswith(PARTS)
    document.save(str(folder / "besluit.docx"))
    return folder / "besluit.docx"


@pytest.mark.parametrize("write", [as_text, as_lines_of_text, as_markdown, as_word])
@pytest.mark.parametrize("closing", CLOSINGS)
def test_what_closes_a_decision_is_not_in_its_last_article(write, closing, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    document = read(write(tmp_path, closing))
    articles = [s for s in document.sections if s.address]
    assert [s.address for s in articles] == ["artikel 1", "artikel 2", "artikel 3"]
    assert [document.text[s.start : s.end] for s in articles] == BODIES
    behind = [s for s in document.sections if s.start > articles[-1].end]
    assert not [heading for s in behind for heading in s.headings if not heading.startswith(PARTS)]
    assert closing[-1] in "".join(document.text[s.start : s.end] for s in behind)


@pytest.mark.parametrize(
    "text",
    [
        "Burgemeester en wethouders van Voorbeeldstad kunnen nadere regels stellen.",
        "De burgemeester van Voorbeeldstad beslist binnen vier weken.",
        "Dit besluit vervangt het besluit van:\nVoorbeeldstad, 30 december 2019, kenmerk 12.",
        "Bezwaar schort de werking van dit besluit niet op.",
        "Tegen dit besluit van de commissie is geen beroep mogelijk.",
        "Mandaat wordt verleend aan:\nDe burgemeester\nDe gemeentesecretaris\nZij doen dat namens het college.",
        "Bij de sluiting zijn betrokken:\n\nDe burgemeester\n\nDe politie",
        "Bij de sluiting zijn betrokken:\n\nDe politie\n\nDe burgemeester",
        "Aanwezig zijn:\n\nDe burgemeester,\n\nDe griffier,\n\nDe voorzitter.",
        "De burgemeester\n\nDeze is bevoegd om het gebied te sluiten.",
        "Het college van burgemeester en wethouders\n\n1. wijst het gebied aan;\n2. sluit het weer.",
    ],
)
@pytest.mark.parametrize("write", [as_text, as_markdown, as_word])
def test_the_text_of_the_last_article_is_no_closing(write, text: str, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    document = read(write(tmp_path, tuple(text.split("\n\n"))))
    last = [document.text[s.start : s.end] for s in document.sections if s.address == "artikel 3"]
    assert ["\n".join(one.split()) for one in last] == ["\n".join(f"{DECISION[-1]} {text}".split())]


LEDEN = (
    pytest.param(
        (
            "1. Deze verordening wordt geplaatst in het gemeenteblad.",
            "2. Zij treedt in werking op 1 mei 2024.",
            "3. Zij wordt aangehaald als: Marktverordening.",
        ),
        id="begins with the words of a closing",
    ),
    pytest.param(
        (
            "1. De directeur kan ondermandaat verlenen.",
            "2. Vastgesteld door de directeur wordt een register.",
            "3. Tegen dit besluit kunt u geen mandaat inroepen.",
        ),
        id="a later lid begins with them",
    ),
    pytest.param(
        (
            "1. Vergunningen blijven gelden. De minister van Justitie hoort dat.",
            "2. De Minister van Binnenlandse Zaken krijgt een afschrift.",
            "3. Ontheffingen vervallen. De Minister van Justitie ziet toe.",
            "4. Zij gelden een jaar.",
        ),
        id="the words of a closing within a lid",
    ),
)


@pytest.mark.parametrize("write", [as_text, as_lines_of_text, as_markdown, as_word])
@pytest.mark.parametrize("leden", LEDEN)
def test_leden_of_the_last_article_are_no_closing(write, leden: tuple[str, ...], tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    closing = ("Aldus vastgesteld op 3 mei 2024.", "Een bezwaarschrift bevat:", "1. uw naam", "2. uw adres")
    document = read(write(tmp_path, ("Artikel 4 Slot", *leden, *closing)))
    last = [document.text[s.start : s.end] for s in document.sections if s.address == "artikel 4"]
    assert [one.replace("\n\n", "\n") for one in last] == ["\n".join(leden)]


@pytest.mark.parametrize("write", [as_text, as_lines_of_text, as_markdown, as_word])
def test_a_closing_behind_the_last_lid_on_its_line_is_none_of_it(write, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    leden = ("1. Dit besluit wordt bekend.", "2. Het geldt vanaf 1 mei 2024.")
    closing = " Aldus vastgesteld op 3 mei 2024."
    document = read(write(tmp_path, ("Artikel 4 Slot", leden[0], leden[1] + closing, "De burgemeester")))
    last = [document.text[s.start : s.end] for s in document.sections if s.address == "artikel 4"]
    assert [one.replace("\n\n", "\n") for one in last] == ["\n".join(leden)]


@pytest.mark.parametrize(
    "line",
    [
        "2. A" + ". Gegeven te" * 100_000,
        "A" + "-" * 100_000 + "!",
        "(" * 100_000,
        "De burgemeester\n" * 5_000,
        "Onderwerp" + " :" * 50_000,
    ],
)
def test_long_lines_do_not_keep_the_reader_busy(line: str, tmp_path: Path) -> None:
    (tmp_path / "besluit.txt").write_text("\n\n".join([*DECISION, f"Ja:\nDe burgemeester\n{line}"]), "utf-8")
    began = time.monotonic()
    read(tmp_path / "besluit.txt")
    (tmp_path / "memo.txt").write_text(f"Memo\n\n{line}\n\nTekst.", "utf-8")
    read(tmp_path / "memo.txt")
    assert time.monotonic() - began < 20
