"""Every Dutch sentence of the pages where documents are managed."""

from __future__ import annotations

from corpus.dutch import dutch_number

TITLE = "Documenten"
EXPLANATION = "Alles waarin wordt gezocht. Wat u toevoegt of verwijdert, geldt meteen voor iedereen."
SEARCH_LABEL = "Zoek in titels en bestandsnamen"
ORDER_LABEL = "Volgorde"
SHOW = "Toon"
NOTHING = "Geen document past hierbij. Zoek met minder of andere woorden."
EMPTY = "Er zijn nog geen documenten. Voeg er hierboven een toe."
PREVIOUS, NEXT = "Vorige", "Volgende"
PAGES_LABEL = "Bladzijden van de lijst"
SKIP_TO_LIST = "Naar de lijst"
LIST_HEADING = "Wat er in de index staat"
OPEN, REPLACE, REMOVE = "Open", "Vervang", "Verwijder"
OF_OPERATOR = "uit een map van de beheerder"
OF_SHARED_FILE = "met andere documenten in dit bestand"

ADD_HEADING = "Voeg documenten toe"
FILES_LABEL = "Bestanden"
FILE_LABEL = "Nieuw bestand"
OVERWRITE_LABEL = "Vervang bestanden die al zijn toegevoegd en dezelfde naam hebben"
ADD = "Voeg toe"
SENDING = "Bestanden versturen"
SENDING_FAILED = "De bestanden zijn niet aangekomen. Stuur er minder tegelijk, of probeer het later opnieuw."

REPLACE_HEADING = "Vervang dit document"
REMOVE_HEADING = "Verwijder dit document?"
REMOVE_UPLOADED = "Het wordt niet meer gevonden, en het bestand dat u toevoegde wordt gewist."
REMOVE_OF_OPERATOR = (
    "Het wordt niet meer gevonden. Het bestand blijft staan in de map van de beheerder, en komt terug als het daar "
    "verandert en de beheerder de index bijwerkt."
)
KEEP = "Nee, terug naar de lijst"
REMOVE_SURELY = "Ja, verwijder"

TASK_HEADINGS = {
    "waiting": "Wacht op een andere taak",
    "blocked": "Even geduld",
    "busy": "Bezig",
    "done": "Klaar",
    "failed": "Dit lukt niet",
}
BLOCKED = "De index wordt nu bijgewerkt door een ander programma. Daarna gaat dit vanzelf verder."
GIVEN_UP = "De index werd te lang bijgewerkt door een ander programma. Probeer het later opnieuw."
READING = "Bestanden lezen"
TASK_GONE_HEADING = "Deze taak is er niet meer"
TASK_GONE = "Van oude taken wordt het verslag niet bewaard. Kijk in de lijst wat er in de index staat."
MISSING_HEADING = "Dit document is er niet meer"
MISSING = "Misschien heeft iemand anders het al verwijderd. Kijk in de lijst."
NOT_REPLACEABLE = "Dit document komt uit een map van de beheerder. Vervang het daar en werk de index bij."
UNEXPECTED = "Er ging iets mis. Er is misschien maar een deel verwerkt. Kijk in de lijst, of vraag uw beheerder."
FORM_BROKEN = "Het versturen is onderweg misgegaan. Stuur de bestanden opnieuw."
DISK_FAILED = "De bestanden konden niet worden bewaard. Misschien is de schijf vol. Vraag het uw beheerder."
NO_FILES = "Kies eerst een of meer bestanden."
NOTHING_KEPT = "Er is niets toegevoegd."

ORDERS = {
    "titel": "Titel",
    "bestand": "Bestandsnaam",
    "nieuw": "Nieuwste eerst",
    "oud": "Oudste eerst",
    "groot": "Grootste eerst",
}


def limits(most_files: int, most_bytes: int, kinds: str) -> str:
    """Say what may be sent."""
    return f"Hoogstens {most_files} bestanden en {most_bytes / 1_000_000:.0f} MB tegelijk. Soorten: {kinds}."


def too_many(most_files: int) -> str:
    """Say that too many files were sent."""
    return f"Stuur hoogstens {most_files} bestanden tegelijk." if most_files > 1 else "Stuur één bestand."


def not_readable(name: str) -> str:
    """Say that files of this kind are not read."""
    return f"{name}: bestanden van deze soort worden niet gelezen."


def twice(name: str) -> str:
    """Say that two files were sent under one name."""
    return f"{name}: er kwamen twee bestanden met deze naam. Geef een van beide een andere naam."


def exists(name: str) -> str:
    """Say that a file of this name was added before."""
    return f"{name}: er is al een bestand met deze naam toegevoegd. Kies ‘{OVERWRITE_LABEL}’ om het te vervangen."


def other_kind(suffix: str) -> str:
    """Say that a document is replaced by a file of its own kind."""
    return f"Kies een bestand van dezelfde soort ({suffix}), of voeg het toe en verwijder het oude."


def amount(found: int, total: int) -> str:
    """Say how many documents there are, and how many of them are listed."""
    documents = f"{dutch_number(total)} {'document' if total == 1 else 'documenten'}"
    return documents if found == total else f"{dutch_number(found)} van {documents}"


def of_pages(page: int, pages: int) -> str:
    """Say which part of the list this is."""
    return f"Bladzijde {dutch_number(page)} van {dutch_number(pages)}"


def characters(count: int) -> str:
    """Say how long a document is."""
    return f"{dutch_number(count)} {'teken' if count == 1 else 'tekens'}"


def read_so_far(done: int, total: int, passages: int) -> str:
    """Say how far the reading is."""
    return (
        f"{dutch_number(done)} van {dutch_number(total)} bestanden gelezen, {dutch_number(passages)} passages berekend."
    )


def not_replaceable_alone(name: str) -> str:
    """Say why a document that shares its file with others is not replaced, and what can be done."""
    return (
        f"In {name} staan nog andere documenten. Wilt u ze allemaal vervangen, voeg dan een nieuwe {name} toe en kies "
        f"‘{OVERWRITE_LABEL}’. Wat daar niet meer in staat, verdwijnt."
    )


def remove_part(name: str) -> str:
    """Say what goes and what stays when a document is removed that shares its file with others."""
    return f"Het wordt niet meer gevonden. De andere documenten in {name} blijven, en het bestand zelf ook."


def added(added_: int, changed: int, unchanged: int, removed: int) -> str:
    """Say what came of files that were added."""
    parts = [f"{dutch_number(added_)} {'document' if added_ == 1 else 'documenten'} toegevoegd"]
    parts += [f"{dutch_number(changed)} vervangen"] if changed else []
    parts += [f"{dutch_number(unchanged)} ongewijzigd"] if unchanged else []
    parts += [f"{dutch_number(removed)} verwijderd, want niet meer in het bestand"] if removed else []
    return ", ".join(parts) + "."


def not_added(reason: str) -> str:
    """Say what was not added, and why, below what was."""
    return f"Niet toegevoegd: {reason}"


def removed(title: str) -> str:
    """Say what was removed."""
    return f"‘{title}’ is verwijderd."


WORDS_LEFT = (
    "De woorden ervan staan nog in de zoekbestanden tot 'veiligheidswijzer repair'. Vraag de beheerder die opdracht te "
    "geven."
)


def pages_without_text(name: str, count: int, total: int) -> str:
    """Say that a document has pages that cannot be searched."""
    return f"{name}: op {dutch_number(count)} van {dutch_number(total)} bladzijden is geen tekst gevonden."


def personal_data(documents: int, masked: bool) -> str:
    """Say that personal data was found, and what is done with it."""
    text = "1 document bevat" if documents == 1 else f"{dutch_number(documents)} documenten bevatten"
    kept = "Ze zijn vervangen door een melding." if masked else "Iedereen die mag zoeken, kan ze lezen."
    return f"{text} gegevens van personen (burgerservicenummer, e-mail, telefoon, IBAN of adres). {kept}"
