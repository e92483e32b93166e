"""PDF files set line by line, and what is read of them."""

from __future__ import annotations

from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from corpus.formats.pdf_file import PdfFile
from corpus.formats.printed_pages import read_pages
from corpus.structure import Element

FILLER = "De gemeente houdt toezicht op de openbare ruimte en handhaaft waar dat nodig is voor de veiligheid."


class Print:
    """A PDF that is set line by line."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.canvas = Canvas(str(path), pagesize=A4)
        self.y = A4[1] - 100

    def line(
        self, text: str, *, size: float = 11, bold: bool = False, italic: bool = False, left: float = 72, gap: float = 0
    ) -> Print:
        self.y -= 1.3 * size + gap
        self.canvas.setFont("Helvetica-Bold" if bold else "Helvetica-Oblique" if italic else "Helvetica", size)
        self.canvas.drawString(left, self.y, text)
        return self

    def lines(self, *texts: str) -> Print:
        for text in texts:
            self.line(text)
        return self

    def at(self, height: float, text: str, size: float = 9) -> Print:
        self.canvas.setFont("Helvetica", size)
        self.canvas.drawString(72, height, text)
        return self

    def page(self) -> Print:
        self.canvas.showPage()
        self.y = A4[1] - 100
        return self

    def elements(self) -> list[Element]:
        self.canvas.save()
        with PdfFile(self.path) as file:
            return read_pages(list(file.pages()))


def texts(elements: list[Element]) -> list[str]:
    return [element.text for element in elements]
