"""Every Dutch sentence of an evidence pack, the same in each format."""

from __future__ import annotations

from corpus.dutch import dutch_day, dutch_number
from retrieval import answer_texts
from retrieval.evidence.pack import EvidencePack
from retrieval.filter_texts import searched_in

HEADING = "Antwoord met vindplaatsen"
SIMILAR_HEADING = "Vergelijkbare passages met vindplaatsen"
_NOTE = (
    "Dit is geen juridisch advies. {what} letterlijk overgenomen uit de genoemde bronnen en "
    "door een computer gekozen. Controleer elk citaat in de bron voordat u het gebruikt."
)
QUESTION = "Vraag"
SOUGHT = "Gezocht"
ANSWER = "Antwoord"
COMPARED = "De passage waarmee is vergeleken"
NOTHING = "Er zijn geen passages gevonden."
PASSAGES = "Passages"
ACCOUNT = "Verantwoording"
OPEN = "Open de vindplaats"
PAGE, OF_PAGES = "Pagina", "van"
ANSWER_KIND, PASSAGE_KIND, NOT_FOUND_KIND, COMPARED_KIND = "antwoord", "passage", "niet gevonden", "vergeleken met"
OTHERWISE_KIND = "ander stuk"
COLUMNS = (
    *("soort", "rang", "citaat", "titel", "plaats", "pagina", "datum", "bestand", "document", "passage"),
    *(
        "begin",
        "einde",
        "sha256",
        "generatie",
        "koppeling",
        "vraag",
        "gemaakt_op",
        "model",
        "versie",
        "let_op",
        "gezocht_in",
    ),
)


def heading(pack: EvidencePack) -> str:
    """Return what the whole file is called."""
    return HEADING if pack.compared is None else SIMILAR_HEADING


def note(pack: EvidencePack) -> str:
    """Return what whoever uses a pack has to know."""
    what = "Het antwoord en de passages zijn" if pack.compared is None else "De passages zijn"
    return _NOTE.format(what=what)


def asked_heading(pack: EvidencePack) -> str:
    """Return the heading of what was asked."""
    return QUESTION if pack.compared is None else SOUGHT


def quoted_heading(pack: EvidencePack) -> str:
    """Return the heading of the answer, or of the passage that others were compared with."""
    return ANSWER if pack.compared is None else COMPARED


def not_found(pack: EvidencePack) -> str:
    """Return what stands in the place of an answer, empty if there is one or none was sought."""
    if pack.answer.found or pack.compared is not None:
        return ""
    return " ".join((answer_texts.NOT_FOUND, *pack.answer.advice))


def similar_to(title: str) -> str:
    """Say in the place of a question what passages were sought."""
    return f"Passages die lijken op een passage uit: {title}"


def _searched(pack: EvidencePack) -> str:
    if pack.documents is None or pack.passages is None:
        return "niet geteld: de index is intussen gewijzigd"
    documents = f"{dutch_number(pack.documents)} {'document' if pack.documents == 1 else 'documenten'}"
    return f"{documents}, {dutch_number(pack.passages)} {'passage' if pack.passages == 1 else 'passages'}"


def account(pack: EvidencePack) -> tuple[tuple[str, str], ...]:
    """Return what the pack was made with, as names and values."""
    moment = pack.made_at.astimezone()
    chance = f"{pack.answer.confidence:.0%} (schatting)" if pack.answer.found else "geen antwoord"
    return (
        ("Gemaakt op", f"{dutch_day(moment.date())}, {moment:%H:%M} uur"),
        *([("Kans dat dit het antwoord is", chance)] if pack.compared is None else []),
        ("Gezocht in", searched_in(pack.where)),
        ("Doorzocht", _searched(pack)),
        ("Generatie van de index", dutch_number(pack.generation)),
        ("Model", pack.model),
        ("Controlegetal van het model", pack.model_checksum),
        ("Programma", f"Veiligheidswijzer {pack.application_version}"),
    )
