"""Which files are in a file: attached to mail, or put into a document whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from corpus.failures import UnreadableError
from corpus.formats.containers import OPEN_DOCUMENT, OPEN_XML, WORKBOOKS
from corpus.formats.enclosed import Enclosed
from corpus.formats.inserted_files import files_in_open_document, files_in_open_xml
from corpus.formats.mail import read_eml
from corpus.formats.open_sheets import hidden_in_open_sheets
from corpus.formats.outlook import read_msg
from corpus.formats.pdf_attachments import files_in_pdf
from corpus.formats.sheets import told_hidden
from corpus.formats.workbook import hidden_in_workbook


def enclosed_in(path: Path, still_busy: Callable[[], None]) -> list[Enclosed]:
    """Return the files in a file, without small pictures; none if it is damaged, which its reader tells.

    `still_busy` is called between the parts of long work.
    """
    find = _FINDERS.get(path.suffix.lower())
    try:
        return [] if find is None else [one for one in find(path, still_busy) if not one.is_ornament]
    except UnreadableError:
        return []


_FINDERS: Mapping[str, Callable[[Path, Callable[[], None]], Iterable[Enclosed]]] = {
    ".pdf": files_in_pdf,
    ".eml": lambda path, _: read_eml(path).enclosed,
    ".msg": lambda path, _: read_msg(path).enclosed,
    **dict.fromkeys(OPEN_XML, lambda path, _: files_in_open_xml(path)),
    **dict.fromkeys(OPEN_DOCUMENT, lambda path, _: files_in_open_document(path)),
    **dict.fromkeys(
        WORKBOOKS, lambda path, busy: [*files_in_open_xml(path), *told_hidden(hidden_in_workbook(path, busy))]
    ),
    ".ods": lambda path, _: [*files_in_open_document(path), *told_hidden(hidden_in_open_sheets(path))],
}
