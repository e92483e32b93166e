"""An evidence pack as CSV for a Dutch spreadsheet: UTF-8 with a mark, semicolons, and no cell that is a formula."""

from __future__ import annotations

import csv
import io

from retrieval.citation_formats import file_name, place_of
from retrieval.citations import document_link
from retrieval.evidence import texts
from retrieval.evidence.pack import EvidencePack
from retrieval.filter_texts import searched_in
from retrieval.results import Citation

_BYTE_ORDER_MARK = "\ufeff"  # by which Excel knows UTF-8
# What makes spreadsheets take a cell for a formula, according to OWASP; the wide forms do so in East Asian ones.
_FORMULA_STARTS = frozenset("=+-@\t\r\n＝＋－＠")


def as_csv(pack: EvidencePack) -> bytes:
    """Return the pack as a table: a row for each citation of the answer or what was compared, then for each passage."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL)
    writer.writerow(texts.COLUMNS)
    answer = pack.answer
    if texts.not_found(pack):
        writer.writerow(_row(pack, texts.NOT_FOUND_KIND, "", None))
    for number, citation in enumerate(pack.quoted):
        kind = texts.ANSWER_KIND if pack.compared is None else texts.COMPARED_KIND
        writer.writerow(_row(pack, texts.OTHERWISE_KIND if number else kind, "", citation))
    for hit in answer.hits:
        writer.writerow(_row(pack, texts.PASSAGE_KIND, str(hit.rank), hit.citation))
    return (_BYTE_ORDER_MARK + out.getvalue()).encode()


def safe_cell(value: str) -> str:
    """Return `value` so that a spreadsheet shows it: what could be a formula gets an apostrophe, or one more."""
    return f"'{value}" if value.lstrip("' ")[:1] in _FORMULA_STARTS else value


def cell_value(cell: str) -> str:
    """Return the value that `safe_cell` made `cell` of."""
    return cell[1:] if cell[:1] == "'" and safe_cell(cell[1:]) == cell else cell


def _row(pack: EvidencePack, kind: str, rank: str, citation: Citation | None) -> list[str]:
    made_at = pack.made_at.astimezone().strftime("%Y-%m-%d %H:%M")
    about = [pack.answer.question, made_at, pack.model, pack.application_version, texts.note(pack)]
    about.append(searched_in(pack.where))
    return [safe_cell(cell) for cell in (kind, rank, *(_cells(citation, pack.base) if citation else [""] * 13), *about)]


def _cells(citation: Citation, base: str) -> list[str]:
    passage, origin = citation.passage, citation.origin
    return [
        citation.text,
        passage.title,
        place_of(citation),
        str(passage.page or ""),
        passage.date.isoformat() if passage.date else "",
        file_name(passage.source),
        passage.document_id,
        passage.passage_id,
        str(citation.start),
        str(citation.end),
        (origin.source_sha256 or "") if origin else "",
        str(origin.generation) if origin else "",
        document_link(passage, base) if base else "",
    ]
