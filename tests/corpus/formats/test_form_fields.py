"""Forms in PDF that were filled in: what was filled in is read beside its label, a box as it is ticked."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from corpus import Document, FailureKind, ReadFailure, find_sources, read_source
from corpus.formats import ocr
from tests.corpus import hostile_files as hostile
from tests.corpus.formats.test_scans import needs_tesseract, scan


def read(path: Path) -> Document:
    (file,) = find_sources([path]).files
    document = next(iter(read_source(file)))
    assert isinstance(document, Document), document
    return document


def application(path: Path) -> Path:
    """Write an application for a permit whose fields are filled in, in another order than they stand."""
    canvas = Canvas(str(path), pagesize=A4)
    form = canvas.acroForm
    canvas.setFont("Helvetica-Bold", 16)
    canvas.drawString(72, 760, "Aanvraag evenementenvergunning")
    canvas.setFont("Helvetica", 11)
    canvas.drawString(72, 700, "Naam aanvrager:")
    canvas.drawString(72, 670, "Alcohol schenken:")
    canvas.drawString(220, 670, "Ja")
    canvas.drawString(280, 670, "Nee")
    canvas.drawString(72, 640, "Omschrijving van de activiteit")
    canvas.drawString(72, 530, "Soort:")
    canvas.drawString(72, 500, "Telefoon:")
    form.choice(name="soort", value="Braderie", options=["Braderie", "Kermis"], x=200, y=525, width=100, height=18)
    what = "Een braderie op de Markt\nmet veertig kramen."
    form.textfield(name="wat", value=what, x=72, y=560, width=400, height=70, fieldFlags="multiline")
    form.textfield(name="naam", value="J. de Vries", x=200, y=695, width=200, height=18)
    form.textfield(name="telefoon", value="", x=200, y=495, width=200, height=18)
    form.checkbox(name="ja", checked=True, x=200, y=668, size=14)
    form.checkbox(name="nee", checked=False, x=260, y=668, size=14)
    for left, name, is_ticked in ((72, "Binnen", False), (172, "Buiten", True)):
        form.radio(name="plaats", value=name, selected=is_ticked, x=left, y=470, size=12)
        canvas.drawString(left + 18, 472, name)
    canvas.drawString(72, 440, "De burgemeester beslist binnen acht weken op deze aanvraag.")
    canvas.save()
    return path


def test_what_was_filled_in_stands_beside_its_label(tmp_path: Path) -> None:
    assert read(application(tmp_path / "aanvraag.pdf")).text.split("\n") == [
        "Aanvraag evenementenvergunning",
        "",
        "Naam aanvrager: | J. de Vries",
        "Alcohol schenken: | ☒ Ja | ☐ Nee",
        "Omschrijving van de activiteit",
        "Een braderie op de Markt met veertig kramen.",
        "",
        "Soort: | Braderie",
        "Telefoon:",
        "",
        "☐ Binnen | ☒ Buiten",
        "De burgemeester beslist binnen acht weken op deze aanvraag.",
    ]


def test_labels_above_their_fields_keep_their_order(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "aanvraag.pdf"), pagesize=A4)
    canvas.drawString(72, 700, "Voornaam")
    canvas.drawString(300, 700, "Achternaam")
    canvas.acroForm.textfield(name="b", value="Jansen", x=300, y=675, width=150, height=18)
    canvas.acroForm.textfield(name="a", value="Johanna", x=72, y=675, width=150, height=18)
    canvas.drawString(72, 640, "Alle velden zijn verplicht.")
    canvas.save()
    assert "Voornaam | Achternaam\nJohanna | Jansen" in read(tmp_path / "aanvraag.pdf").text


def test_fields_in_a_drawn_table_are_in_their_cell(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "aanvraag.pdf"), pagesize=A4)
    for height in (700, 670, 640, 610):
        canvas.line(72, height, 400, height)
    for left in (72, 200, 400):
        canvas.line(left, 610, left, 700)
    for height, label, value in (
        (680, "Naam", "J. Jansen"),
        (650, "Adres", "Dorpsstraat 12"),
        (620, "Plaats", "Ergens"),
    ):
        canvas.drawString(80, height, label)
        canvas.acroForm.textfield(name=label, value=value, x=205, y=height - 5, width=190, height=20)
    canvas.drawString(72, 500, "Alle velden zijn verplicht.")
    canvas.save()
    assert "Naam | J. Jansen\nAdres | Dorpsstraat 12\nPlaats | Ergens" in read(tmp_path / "aanvraag.pdf").text


def scanned_form(path: Path) -> Path:
    canvas = Canvas(str(path), pagesize=A4)
    canvas.drawImage(
        scan([(140, "Naam van de aanvrager"), (400, "De burgemeester beslist binnen acht weken.")]), 0, 0, *A4
    )
    canvas.acroForm.textfield(name="naam", value="J. Jansen", x=280, y=A4[1] - 158, width=200, height=20)
    canvas.save()
    return path


def test_a_scan_with_fields_is_told_where_it_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    (file,) = find_sources([scanned_form(tmp_path / "aanvraag.pdf")]).files
    (failure,) = read_source(file)
    assert isinstance(failure, ReadFailure)
    assert failure.kind is FailureKind.SCANNED


@needs_tesseract
def test_fields_on_a_scan_stand_beside_their_label(tmp_path: Path) -> None:
    assert "Naam van de aanvrager | J. Jansen" in read(scanned_form(tmp_path / "aanvraag.pdf")).text


def test_a_box_stands_before_its_label_in_whatever_order_they_were_drawn(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "aanvraag.pdf"), pagesize=A4)
    canvas.drawString(72, 670, "Alcohol schenken:")
    canvas.drawString(72, 640, "De burgemeester beslist binnen acht weken.")
    for left, name, is_ticked in ((200, "Ja", True), (260, "Nee", False)):
        canvas.acroForm.checkbox(name=name, checked=is_ticked, x=left, y=668, size=14)
        canvas.drawString(left + 20, 670, name)
    canvas.save()
    assert "☒ Ja | ☐ Nee" in read(tmp_path / "aanvraag.pdf").text


def test_what_was_typed_over_a_form_without_fields_is_read(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "aanvraag.pdf"), pagesize=A4)
    canvas.drawString(72, 670, "Naam aanvrager: ____________________")
    canvas.drawString(72, 640, "De burgemeester beslist binnen acht weken.")
    canvas.freeTextAnnotation("J. de Vries", "/Helv 11 Tf", Rect=(175, 666, 300, 684))
    canvas.save()
    assert "Naam aanvrager: ____________________ J. de Vries" in read(tmp_path / "aanvraag.pdf").text


@pytest.mark.parametrize("drawn", [b"/NeedsRendering true", b""])
@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        (b"Please wait... If this message is not eventually replaced, your viewer cannot display this document.", True),
        (b"To view the full contents of this document, you need a later version of the PDF viewer.", True),
        (b"De burgemeester beslist binnen acht weken.", False),
        (b"Vul dit formulier in met Adobe Reader en stuur het op.", False),
        (b"Please wait for the police.", False),
    ],
)
def test_a_form_that_only_adobe_draws_is_told(tmp_path: Path, text: bytes, is_told: bool, drawn: bytes) -> None:
    page = hostile.stream(b"BT /F 12 Tf 72 700 Td (%s) Tj ET" % text)
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    form = [font, b"<</Fields[]/XFA 7 0 R>>", hostile.stream(b"<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'/>")]
    fonts = b"/Resources<</Font<</F 5 0 R>>>>"
    hostile.written_pdf(tmp_path / "aanvraag.pdf", page, fonts, form, b"/AcroForm 6 0 R" + drawn)
    (file,) = find_sources([tmp_path / "aanvraag.pdf"]).files
    (item,) = read_source(file)
    assert isinstance(item, ReadFailure if is_told else Document), item
    if isinstance(item, ReadFailure):
        assert item.kind is FailureKind.UNSUPPORTED
        assert "print het naar PDF" in item.reason
