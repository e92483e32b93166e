"""Every Dutch sentence of the terminal about answers and citations."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from terminal import hit_messages, messages

if TYPE_CHECKING:
    from pathlib import Path

    from retrieval import Answer
    from retrieval.citation_check import CitationCheck
    from retrieval.written import Endpoint, WrittenAnswer, WrittenSentence

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")

ASK_HELP = "Stel een vraag en krijg het letterlijke antwoord met de vindplaats, of 'niet gevonden'."
CITE_HELP = "Maak een citaat met zijn vindplaats, of controleer of een citaat nog klopt."
CITE_ANSWER_HELP = "Geef het antwoord op een vraag als citaat."
CITE_PASSAGE_HELP = "Geef een passage, of woorden daaruit, als citaat."
CITE_CHECK_HELP = "Controleer citaten: staan ze er nog, zijn ze gewijzigd of weg? Exitcode 1: niet alles staat er nog."
FORMAT_HELP = "Vorm van het citaat: tekst, markdown, apa of voetnoot."
PASSAGE_ID_HELP = "Kenmerk van de passage (passage_id), zoals 'search --json' het geeft."
QUOTE_HELP = "Alleen deze woorden uit de passage, letterlijk."
CHECKED_FILE_HELP = (
    "Bestand met citaten: wat 'ask --evidence' of 'ask --json' schreef, of tekst, mail of Word-bestand met de regel "
    "'Kenmerk: …' onder het citaat; - leest standaardinvoer."
)
EVIDENCE_HELP = "Bewaar alles ook in dit bestand; de naam eindigt op .docx, .html, .md, .csv of .json."
NEAREST_PASSAGES = "Dit zijn de passages die er het dichtst bij komen:"
NOT_FOUND_HERE = "Niet gevonden in deze bronnen."
NEAREST = "Het dichtst in de buurt komt:"
NO_TEXTS = (
    "Hierin staan geen teksten. Controleer de naam met 'veiligheidswijzer search --json' of kies een andere. Van "
    "gelijke bestanden is er één gelezen: last-build.txt in de map van de index zegt welk."
)
COMPARE_HELP = "Vergelijk: bron:NAAM, jaar:2023, jaar:2019-2022 of thema:NAAM. Geef deze optie twee keer of vaker."
NOT_TOGETHER = "--evidence, --compare en --written gaan niet samen. Kies er één."
WRITTEN_HELP = (
    "Laat een taalmodel het antwoord schrijven. De vraag en de gevonden passages gaan naar het adres in "
    "VEILIGHEIDSWIJZER_LLM_URL; elke zin wordt daarna met de passages vergeleken."
)
WRITING_IS_OFF = (
    "Geschreven antwoorden staan uit; er is niets verstuurd. Zet VEILIGHEIDSWIJZER_LLM_URL op het adres van een "
    "taalmodel (zoals http://127.0.0.1:8080/v1) en VEILIGHEIDSWIJZER_LLM_MODEL op zijn naam."
)
LITERAL_INSTEAD = "Dit is daarom het letterlijke antwoord:"
NOTHING_TO_CITE = "Niet gevonden in deze bronnen: er is geen antwoord om te citeren."


def answer(given: Answer, citations: Sequence[str], meant: str | None = None) -> str:
    """Write an answer as its citations, with what may be meant above it and the passages below it."""
    above = hit_messages.did_you_mean(meant)
    if not given.found:
        return above + not_found(given)
    certainty = f"Kans dat dit het antwoord is: {given.confidence:.0%}"
    hint = f"\n{compare_hint(given.question)}" if compare_hint(given.question) else ""
    return f"{above}{together(citations, certainty)}{hint}\n\nGevonden passages:\n\n{hit_messages.hits(given.hits[:5])}"


def not_found(given: Answer) -> str:
    """Say that nothing was found and what to do, with the nearest passages if there are any."""
    advice = "\n".join(f"- {line}" for line in given.advice)
    nearest = f"\n\n{NEAREST_PASSAGES}\n\n{hit_messages.hits(given.hits[:3])}" if given.hits else ""
    return f"{NOT_FOUND_HERE}\n{advice}{nearest}"


def together(citations: Sequence[str], certainty: str = "") -> str:
    """Write the citations of an answer: its own, with how sure it is, then what another document says instead."""
    from retrieval.answer_texts import ANOTHER_SAYS

    own, *others = citations
    return "\n\n".join([f"{own}\n{certainty}".rstrip(), *(f"{ANOTHER_SAYS}\n\n{other}" for other in others)])


def compare_hint(question: str) -> str:
    """Tell who names several years how to see them side by side, and nobody else anything."""
    years = sorted(dict.fromkeys(_YEAR.findall(question)))
    sides = " ".join(f"--compare jaar:{year}" for year in years)
    return f'Zet de jaren naast elkaar met: veiligheidswijzer ask "…" {sides}' if len(years) > 1 else ""


def side(given: Answer) -> str:
    """Write one side of a comparison: the answer with its source, or the nearest passage."""
    from retrieval.citation_formats import described

    if given.found:
        cited = [f"“{citation.text}”\n— {described(citation)}" for citation in given.citations]
        return together(cited, f"Kans dat dit het antwoord is: {given.confidence:.0%}")
    if not given.hits:
        return NO_TEXTS
    nearest = given.hits[0].citation
    return f"{NOT_FOUND_HERE}\n\n{NEAREST}\n“{nearest.text}”\n— {described(nearest)}"


def writer(endpoint: Endpoint | None) -> str:
    """Say who writes answers, for `info`."""
    if endpoint is None:
        return "uit; er gaat niets naar buiten"
    return (
        f"{endpoint.model} op {endpoint.address}; alleen 'ask --written' en de knop ‘Schrijf een antwoord’ op de "
        "webpagina sturen daar vraag en passages heen"
    )


def sending_to(address: str, model: str) -> str:
    """Say to whom question and passages go."""
    return f"De vraag en de gevonden passages gaan naar {address} (model {model})."


def written_sentence(sentence: WrittenSentence) -> str:
    """Write a sentence of a model that the sources support."""
    from retrieval.written import marked

    return marked(sentence)


def written(given: WrittenAnswer, citations: Sequence[str]) -> str:
    """Write what comes below the supported sentences: what was left out and the sources; or the literal answer."""
    if given.failure is not None:
        literal = f" {LITERAL_INSTEAD}" if given.extractive.found else ""
        return f"{given.failure}{literal}\n\n{answer(given.extractive, citations)}"
    left_out = [sentence for sentence in given.sentences if not sentence.supported]
    lines = [f"\nGeschreven door {given.model} op {given.address}; elke zin hierboven is met de bronnen vergeleken."]
    if left_out:
        told = messages.count(len(left_out), "zin is", "zinnen zijn")
        lines.append(f"{told} weggelaten, omdat de bronnen ze niet ondersteunen:")
        lines += [f"  – {sentence.text} ({sentence.reason})" for sentence in left_out]
    cited = "\n\n".join(citations)
    return "\n".join(
        [*lines, "\nLetterlijk in de bronnen:\n", cited, f"\n{hit_messages.hits(given.extractive.hits[:6])}"]
    )


def evidence_written(file: Path) -> str:
    """Say where the evidence is."""
    return f"Vraag, antwoord en vindplaatsen staan in {file}."


def checks(found: Sequence[CitationCheck]) -> str:
    """Write what became of each citation, by its number where there are several, and what became of all together."""
    if len(found) == 1:
        return _check(found[0])
    told = (f"{number}. {_check(check)}" for number, check in enumerate(found, 1))
    return "\n\n".join([*told, f"{messages.count(len(found), 'citaat', 'citaten')} gecontroleerd: {_outcome(found)}."])


_STANDINGS = (
    ("present", "staat er nog", "staan er nog"),
    ("changed", "is gewijzigd", "zijn gewijzigd"),
    ("gone", "is weg", "zijn weg"),
)


def _outcome(found: Sequence[CitationCheck]) -> str:
    """Say how many citations stand there, changed or went, and which."""
    told: list[str] = []
    for standing, one, more in _STANDINGS:
        numbers = [str(number) for number, check in enumerate(found, 1) if check.standing == standing]
        if len(numbers) == len(found):
            return f"alle {more}"
        if numbers:
            which = "" if standing == "present" else f" ({', '.join(numbers)})"
            told.append(f"{messages.count(len(numbers), one, more)}{which}")
    return ", ".join(told)


def _check(check: CitationCheck) -> str:
    quotation = " ".join(check.quotation.text.split())
    where = f", {check.where}" if check.where else ""
    document = f"“{check.title}”{where} ({check.quotation.document_id})" if check.title else check.quotation.document_id
    if check.standing == "gone":
        why = "dit document bevat de woorden niet meer" if check.title else "dit document staat niet meer in de index"
        lines = [f"WEG: {document}: {why}.", f"  was:   {quotation}"]
        if check.elsewhere is not None:
            lines.append(f"  Dezelfde woorden staan wel in “{check.elsewhere.title}” ({check.elsewhere.document_id}).")
    elif check.standing == "changed":
        lines = [
            f"GEWIJZIGD: {document}. Wat verschilt, staat tussen [haken].",
            f"  was:   {_side(check, 'removed')}",
            f"  is nu: {_side(check, 'added')}",
        ]
    else:
        lines = [
            f"STAAT ER NOG: {document}{', op een andere plaats in de tekst' if check.moved else ''}.",
            f"  {quotation}",
        ]
    if check.source_changed:
        lines.append("  Het bronbestand is sinds het citaat veranderd.")
    return "\n".join(lines)


def _side(check: CitationCheck, shown: str) -> str:
    """Write one side of a difference: what stayed, and what went or came between brackets."""
    return " ".join(
        piece.text if piece.change == "same" else f"[{piece.text}]"
        for piece in check.difference
        if piece.change in ("same", shown)
    )
