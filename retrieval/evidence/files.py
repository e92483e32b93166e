"""Evidence packs as files: the extension says which format.

There is no PDF of its own: what makes PDF here without a copyleft licence (reportlab) does not tag it, and a council
may publish tagged PDF only. A browser makes a tagged PDF of the HTML when it prints it, and Word of the DOCX.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from corpus.errors import InputError
from index.durable import write_file
from retrieval.evidence.pack import EvidencePack


class EvidenceFormat(StrEnum):
    """A format of evidence packs; the value is its extension."""

    DOCX = ".docx"
    HTML = ".html"
    MARKDOWN = ".md"
    CSV = ".csv"
    JSON = ".json"


def evidence_format(file: Path) -> EvidenceFormat:
    """Return the format that the extension of `file` asks for.

    Raises:
        InputError: there is no such format.

    """
    extension = file.suffix.lower()
    if extension == ".pdf":
        raise InputError(
            f"{file.name} wordt niet zelf gemaakt. Maak {file.stem}.html, open dat in een browser en kies Afdrukken, "
            "Opslaan als PDF: zo krijgt u een toegankelijke PDF."
        )
    try:
        return EvidenceFormat(extension)
    except ValueError:
        raise InputError(
            f"Het soort bestand van {file.name!r} kan niet worden gemaakt. Kies een naam die eindigt op "
            f"{', '.join(EvidenceFormat)}."
        ) from None


def render_evidence(pack: EvidencePack, form: EvidenceFormat) -> bytes:
    """Return the pack as the content of a file."""
    match form:
        case EvidenceFormat.DOCX:
            from retrieval.evidence.as_docx import as_docx

            return as_docx(pack)
        case EvidenceFormat.HTML:
            from retrieval.evidence.as_html import as_html

            return as_html(pack)
        case EvidenceFormat.MARKDOWN:
            from retrieval.evidence.as_markdown import as_markdown

            return as_markdown(pack)
        case EvidenceFormat.CSV:
            from retrieval.evidence.as_csv import as_csv

            return as_csv(pack)
        case EvidenceFormat.JSON:
            from retrieval.evidence.as_json import as_json

            return as_json(pack)


def check_evidence_file(file: Path) -> None:
    """Refuse a file that cannot become an evidence pack, before anything is asked.

    Raises:
        InputError: the extension names no format, the file is there already, or its folder is not.

    """
    evidence_format(file)
    if file.exists():
        raise InputError(f"{file} bestaat al en wordt niet overschreven. Kies een andere naam.")
    if not file.absolute().parent.is_dir():
        raise InputError(f"De map {file.absolute().parent} bestaat niet. Maak hem, of kies een andere.")


def write_evidence(pack: EvidencePack, file: Path) -> None:
    """Write the pack to a new file, completely or not at all.

    Raises:
        InputError: as `check_evidence_file`, or the file cannot be written.

    """
    check_evidence_file(file)
    try:
        write_file(file, render_evidence(pack, evidence_format(file)))
    except OSError as error:
        raise InputError(f"{file} kan niet worden geschreven: {error.strerror}. Kies een andere plaats.") from None
