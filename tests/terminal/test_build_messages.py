"""The report of a build as people read it."""

from __future__ import annotations

from pathlib import Path

from index import BuildReport, Failure, TextlessPages
from index.removal import Removed
from index.report import RecognisedPages
from terminal import build_messages, messages


def a_report() -> BuildReport:
    failed = [Failure(f"/stukken/{n}.pdf", f"/stukken/{n}.pdf: Beveiligd.", "encrypted") for n in range(5)]
    return BuildReport(
        added=2,
        passages=1_234,
        failed=[*failed, Failure("/stukken/scan.pdf", "/stukken/scan.pdf: Dit is een scan.", "scanned")],
        skipped=[Failure("/stukken/kopie.docx", "/stukken/kopie.docx: Hetzelfde als a.docx.", "duplicate")],
        pages_without_text=[TextlessPages("/stukken/nota.pdf", "stukken/nota.pdf", (2, 7), 9)],
        pages_recognised=[RecognisedPages("/stukken/oud.pdf", "stukken/oud.pdf", (1, 2, 3, 5))],
        not_retried=4,
        elapsed_s=3.25,
    )


def test_words_that_are_still_in_the_search_files_are_told() -> None:
    told = "weg of gewijzigd zijn, staan nog in de zoekbestanden tot 'veiligheidswijzer repair'."
    report = BuildReport(changed=1, removed=2, words_left=True)
    for text in (build_messages.summary(report), build_messages.whole(report), messages.removed(Removed(2, True))):
        assert told in text
    for text in (build_messages.summary(a_report()), messages.removed(Removed(2, words_left=False))):
        assert told not in text


def test_the_terminal_shows_a_few_of_each_kind_and_where_the_rest_is(tmp_path: Path) -> None:
    assert build_messages.summary(a_report(), tmp_path).splitlines() == [
        "2 teksten toegevoegd, 0 gewijzigd, 0 ongewijzigd, 0 verwijderd.",
        "De index telt nu 1.234 passages. Duur: 3,2 s.",
        "Niet gelezen (6):",
        "  Met een wachtwoord (5)",
        "    /stukken/0.pdf: Beveiligd.",
        "    /stukken/1.pdf: Beveiligd.",
        "    /stukken/2.pdf: Beveiligd.",
        "    en nog 2",
        "  Scan die niet kan worden gelezen (1)",
        "    /stukken/scan.pdf: Dit is een scan.",
        "Overgeslagen (1):",
        "  Dubbel: het bestand is er al (1)",
        "    /stukken/kopie.docx: Hetzelfde als a.docx.",
        "4 bestanden zijn niet opnieuw geprobeerd, want er is niets aan veranderd. Met --reread gebeurt dat wel.",
        "2 bladzijden zonder tekst, in 1 document.",
        "4 bladzijden gelezen uit een scan, in 1 document: daar kunnen leesfouten in staan.",
        f"De hele lijst staat in {tmp_path / 'last-build.txt'}.",
    ]


def test_the_file_names_everything() -> None:
    whole = build_messages.whole(a_report())
    assert all(f"/stukken/{number}.pdf" in whole for number in range(5))
    assert "  stukken/nota.pdf: bladzijde 2, 7 van 9\n" in whole
    assert "  stukken/oud.pdf: bladzijde 1-3, 5\n" in whole


def test_nothing_wrong_is_two_lines() -> None:
    assert len(build_messages.summary(BuildReport(added=1, passages=3), Path("/index")).splitlines()) == 2
