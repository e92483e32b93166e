"""What the page says about answers that a language model writes."""

from __future__ import annotations

WRITE = "Schrijf een antwoord"
HEADING = "Geschreven antwoord"
WRITING = "Het antwoord wordt geschreven."
LITERAL_INSTEAD = "Het letterlijke antwoord hierboven blijft staan."
LITERAL_HEADING = "Letterlijk in de bronnen"
NOTHING_LEAVES = "Ze blijven daar: er gaat niets naar een ander bedrijf of naar internet."
UNEXPECTED = "Er ging iets mis bij het schrijven van het antwoord. Probeer het nog eens."


def sends(model: str, address: str) -> str:
    """Say what the button sends, and where to."""
    return f"Deze knop stuurt uw vraag en de gevonden passages naar {address} (taalmodel {model})."


def introduced(model: str, address: str) -> str:
    """Say that a language model is configured, and when it gets something."""
    return (
        f"De beheerder heeft een taalmodel ingesteld ({model} op {address}). Alleen als u bij een antwoord op "
        f"‘{WRITE}’ drukt, gaan uw vraag en de gevonden passages daarheen."
    )


def by(model: str, address: str) -> str:
    """Say who wrote an answer, and what was done with it."""
    return f"Geschreven door {model} op {address}. Elke zin is met de bronnen vergeleken; lees die voor u hem gebruikt."


def left_out(count: int) -> str:
    """Say how many sentences are not shown as an answer."""
    which = "1 zin is weggelaten" if count == 1 else f"{count} zinnen zijn weggelaten"
    return f"{which}, omdat de bronnen dat niet zeggen"


def done(count: int) -> str:
    """Say, for screen readers, that an answer is written."""
    return f"Het geschreven antwoord is klaar: {'1 zin' if count == 1 else f'{count} zinnen'}."
