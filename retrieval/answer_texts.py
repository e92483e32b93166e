"""What every way of showing an answer says of it in Dutch: terminal, page, JSON and evidence packs alike."""

from __future__ import annotations

from corpus.normalise import canonical_text
from retrieval.filter_texts import searched_in
from retrieval.operators import phrases_of, sought

ANOTHER_SAYS = "Een ander stuk zegt:"
NOT_FOUND = "Niet gevonden in deze bronnen."
_NOT_ANSWERED = (
    "Kijk of een van de passages hieronder toch helpt.",
    "Stel de vraag in andere woorden, of als hele zin.",
    "Controleer de spelling van namen en afkortingen.",
)
_NO_TEXT = "Geen enkele tekst past bij de filters, of de index is leeg. Controleer de namen of kies minder filters."
_LITERAL = "Wat tussen aanhalingstekens staat, moet er precies zo staan. Laat ze weg om ook andere woorden te vinden."
_NAMED = "Controleer wat achter titel: of bron: staat, of laat het weg."


def advice(question: str, *, nearest: bool) -> tuple[str, ...]:
    """Return what who asked `question` can do now that nothing was found, except the `nearest` passages if any."""
    if nearest:
        return _NOT_ANSWERED
    where = sought(canonical_text(question)).where
    if where is None:
        return (_NO_TEXT,)
    demanded = f"Geen enkele tekst in deze keuze voldoet aan wat de vraag eist ({searched_in(where)})."
    named = bool(where.fields or where.without_fields)
    return (demanded, *([_LITERAL] if phrases_of(where) else []), *([_NAMED] if named else []))
