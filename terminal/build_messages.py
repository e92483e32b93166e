"""The report of a build for people: short in the terminal, whole in a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus.dutch import dutch_number
from terminal.messages import BUILD_INTERRUPTED, WORDS_LEFT, count, duration

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from index import BuildReport, Failure
    from index.report import PersonalDataFound, RecognisedPages, TextlessPages

TEXT_FILE = "last-build.txt"
_SHOWN = 3  # of each kind, in the terminal

_KINDS = {
    "encrypted": "Met een wachtwoord",
    "empty": "Zonder tekst",
    "scanned": "Scan die niet kan worden gelezen",
    "too-large": "Te groot",
    "corrupt": "Beschadigd of anders dan de naam zegt",
    "unsafe": "Onveilig",
    "crash": "Het leesprogramma liep erop stuk",
    "timeout": "Het lezen duurde te lang",
    "memory": "Het lezen vroeg te veel geheugen",
    "access": "Geen toegang",
    "name": "Een naam die niet kan",
    "unsupported": "Van een soort dat niet wordt gelezen",
    "duplicate": "Dubbel: het bestand is er al",
    "link": "Een koppeling",
}
_PERSONAL_DATA = {
    "bsn": ("burgerservicenummer", "burgerservicenummers"),
    "email": ("e-mailadres", "e-mailadressen"),
    "phone": ("telefoonnummer", "telefoonnummers"),
    "iban": ("IBAN", "IBAN's"),
    "address": ("adres met straat en nummer", "adressen met straat en nummer"),
}


def summary(report: BuildReport, place: Path | None = None) -> str:
    """Write what a build did, what was not read by kind with a few examples, and where the whole list is."""
    lines = _counts(report)
    for title, failures in (("Niet gelezen", report.failed), ("Overgeslagen", report.skipped)):
        if failures:
            lines.append(f"{title} ({dutch_number(len(failures))}):")
            lines += _by_kind(failures, _SHOWN)
    if report.not_retried:
        lines.append(_not_retried(report))
    if report.pages_without_text:
        lines.append(f"{_pages(report.pages_without_text, 'zonder tekst')}.")
    if report.pages_recognised:
        lines.append(f"{_pages(report.pages_recognised, 'gelezen uit een scan')}: daar kunnen leesfouten in staan.")
    if report.personal_data:
        lines.append(_personal_data(report))
    is_long = report.failed or report.skipped or report.pages_without_text or report.pages_recognised
    if place is not None and (is_long or report.personal_data):
        lines.append(f"De hele lijst staat in {place / TEXT_FILE}.")
    return "\n".join(lines)


def whole(report: BuildReport) -> str:
    """Write everything that a build did, with a line for every file that was not read and every empty page."""
    lines = _counts(report)
    for title, failures in (("Niet gelezen", report.failed), ("Overgeslagen", report.skipped)):
        if failures:
            lines += ["", f"{title} ({dutch_number(len(failures))})", *_by_kind(failures, len(failures))]
    if report.not_retried:
        lines += ["", _not_retried(report)]
    if report.pages_without_text:
        lines += ["", "Bladzijden zonder tekst: een plaatje, leeg, of met letters die niet te lezen zijn"]
        for document in report.pages_without_text:
            lines.append(f"  {document.document_id}: bladzijde {_listed(document.pages)} van {document.total}")
    if report.pages_recognised:
        lines += ["", "Bladzijden die uit een scan zijn gelezen: daar kunnen leesfouten in staan"]
        lines += [f"  {found.document_id}: bladzijde {_listed(found.pages)}" for found in report.pages_recognised]
    if report.personal_data:
        lines += ["", _personal_data(report)]
        lines += [f"  {found.document_id}: {_amounts([found])}" for found in report.personal_data]
    return "\n".join([*lines, ""])


def _not_retried(report: BuildReport) -> str:
    files = "1 bestand is" if report.not_retried == 1 else f"{dutch_number(report.not_retried)} bestanden zijn"
    return f"{files} niet opnieuw geprobeerd, want er is niets aan veranderd. Met --reread gebeurt dat wel."


def _pages(documents: Sequence[TextlessPages] | Sequence[RecognisedPages], what: str) -> str:
    pages = count(sum(len(document.pages) for document in documents), "bladzijde", "bladzijden")
    return f"{pages} {what}, in {count(len(documents), 'document', 'documenten')}"


def _listed(pages: Sequence[int]) -> str:
    """Write page numbers, those that follow each other as a range: "1-4, 7"."""
    ranges: list[list[int]] = []
    for page in pages:
        if ranges and page == ranges[-1][-1] + 1:
            ranges[-1][1:] = [page]
        else:
            ranges.append([page])
    return ", ".join("-".join(map(str, one)) for one in ranges)


def _personal_data(report: BuildReport) -> str:
    documents = count(len(report.personal_data), "document", "documenten")
    kept = " Ze zijn vervangen; adressen met straat en nummer niet." if report.masked else ""
    return f"Gegevens van personen, in {documents}: {_amounts(report.personal_data)}.{kept}"


def _amounts(found: Sequence[PersonalDataFound]) -> str:
    amounts = {name: sum(getattr(one, name) for one in found) for name in _PERSONAL_DATA}
    return ", ".join(count(amount, *_PERSONAL_DATA[name]) for name, amount in amounts.items() if amount)


def _counts(report: BuildReport) -> list[str]:
    lines = [BUILD_INTERRUPTED] if report.interrupted else []
    return [
        *lines,
        f"{count(report.added, 'tekst', 'teksten')} toegevoegd, {dutch_number(report.changed)} gewijzigd, "
        f"{dutch_number(report.unchanged)} ongewijzigd, {dutch_number(report.removed)} verwijderd.",
        *([WORDS_LEFT] if report.words_left else []),
        f"De index telt nu {count(report.passages, 'passage', 'passages')}. Duur: {duration(report.elapsed_s)}.",
    ]


def _by_kind(failures: Sequence[Failure], shown: int) -> list[str]:
    lines: list[str] = []
    for kind in dict.fromkeys(failure.kind for failure in failures):
        same = [failure for failure in failures if failure.kind == kind]
        lines.append(f"  {_KINDS.get(kind, kind)} ({dutch_number(len(same))})")
        lines += [f"    {_line(failure)}" for failure in same[:shown]]
        if len(same) > shown:
            lines.append(f"    en nog {dutch_number(len(same) - shown)}")
    return lines


def _line(failure: Failure) -> str:
    """Return a failure as one line that begins with its source."""
    reason = failure.reason if failure.source in failure.reason else f"{failure.source}: {failure.reason}"
    return " ".join(reason.split())
