"""Every Dutch sentence that a reader of the web page sees, apart from errors, which carry their own."""

from __future__ import annotations

from datetime import date

from corpus.dutch import dutch_day, dutch_number
from retrieval import Answer, MatchKind
from retrieval.evidence.files import EvidenceFormat

NAME = "Veiligheidswijzer"
DESCRIPTION = "Zoek in teksten over openbare orde en veiligheid en lees het antwoord in de bron."
NO_SCRIPT = "Deze pagina werkt alleen met JavaScript. Zet JavaScript aan en laad de pagina opnieuw."
SKIP_TO_QUESTION = "Naar de vraag"
SKIP_TO_RESULTS = "Naar de resultaten"
SKIP_TO_PASSAGE = "Naar de gemarkeerde passage"
PRIVACY = "Vragen en teksten blijven op de computer waarop Veiligheidswijzer draait, tenzij u ze zelf laat versturen."
NO_ADVICE = "Geen juridisch advies: controleer een antwoord altijd in de bron."

ASK_TAB = "Vragen"
OVERVIEW_TAB = "Overzicht"
HELP_TAB = "Hulp"
PARTS_LABEL = "Onderdelen"

PAGE_HEADING = "Wat wilt u weten over openbare orde en veiligheid?"
QUESTION_LABEL = "Uw vraag"
QUESTION_PLACEHOLDER = "Typ een vraag of een paar woorden"
ASK = "Zoek"
PER_DOCUMENT, PER_DOCUMENT_LABEL = "één resultaat per document", "Eén resultaat per document"
COUNT_LABEL = "Aantal resultaten"
CHOICES_HEADING = "Filters en volgorde"
NO_CHOICES = "Alle filters wissen"
ORDER_LABEL = "Volgorde"
BY_RELEVANCE_LABEL = "best passend eerst"
BY_DATE, BY_DATE_LABEL = "nieuwste eerst", "nieuwste eerst (dezelfde resultaten)"
PERIOD_LABEL = "Periode"
FROM_LABEL = "van"
UNTIL_LABEL = "tot en met"
YEARS_LABEL = "Passages per jaar"
THEME_LABEL = "Thema"
SOURCE_LABEL = "Bron"
WHY = "Waarom dit resultaat"
MATCH_KINDS = {
    MatchKind.PHRASE: "Letterlijk:",
    MatchKind.WORD: "Woorden uit uw vraag:",
    MatchKind.RELATED: "Een andere naam of afkorting voor:",
    MatchKind.PART: "Lijkt op, of is een deel van:",
}
NO_MATCHES = "Geen woord uit uw vraag staat in deze passage. De passage lijkt er wel op in betekenis."
IN_HEADING = "in de titel of een kop"
USEFUL, NOT_USEFUL = "Nuttig", "Niet nuttig"
JUDGED = "Bedankt. Uw oordeel is bewaard."
JUDGING_TOLD = (
    "Kiest u bij een passage ‘Nuttig’ of ‘Niet nuttig’, dan worden uw vraag en uw oordeel bewaard voor de beheerder "
    "van deze pagina, zonder uw naam."
)
JUDGED_PASSAGE_MISSING = "Deze passage staat niet meer in de bronnen."
NO_ROOM = "Het bestand kan nu niet worden gegeven: de server heeft geen ruimte meer. Waarschuw uw beheerder."
WAITING = "Uw vraag wordt nog beantwoord."
ASK_AGAIN = "Stel uw vraag opnieuw; dan ziet u de passages die er nu zijn."
QUESTIONS_KEPT = "De beheerder van deze pagina bewaart elke vraag, zonder uw naam."
JUDGE_FAILED = "Uw oordeel kon niet worden bewaard."
NOT_JSON = "Stuur JSON (Content-Type: application/json)."
SIMILAR = "Vergelijkbare passages"
SIMILAR_HEADING = "Passages die lijken op deze"
DID_YOU_MEAN = "Bedoelde u:"
SUGGESTIONS_HEADING = "Misschien zoekt u dit:"
WITHOUT_CHOICES = "Dezelfde vraag zonder filters"
EXAMPLES_HEADING = "Probeer een voorbeeld"
HISTORY_HEADING, HISTORY_PLACE = "Eerder gevraagd", " in deze browser"
HISTORY_SWITCH = "Bewaar mijn vragen in deze browser"
HISTORY_CLEAR = "Wis de lijst"
TAKE_ALONG = "Meenemen:"
EVIDENCE_FORMATS = {
    EvidenceFormat.DOCX: "Word",
    EvidenceFormat.HTML: "afdrukken (HTML)",
    EvidenceFormat.MARKDOWN: "Markdown",
    EvidenceFormat.CSV: "CSV",
}
EVIDENCE_FILE = "antwoord-met-vindplaatsen"
SIMILAR_FILE = "vergelijkbare-passages"
ORIGINAL = "Download het oorspronkelijke bestand"
ORIGINAL_MISSING_HEADING = "Dit bestand is er niet"
ORIGINAL_MISSING = (
    "Het oorspronkelijke bestand staat niet meer op deze computer, is sinds het inlezen gewijzigd, of hoort bij meer "
    "teksten. De tekst die doorzocht wordt, staat op de pagina van het document."
)
NO_TEXT_LEFT_HEADING = "Geen tekst past bij deze vraag en filters"
NO_TEXT_LEFT_ADVICE = (
    "Kies een ruimere periode of minder filters. Staat er iets tussen aanhalingstekens, of achter titel: of bron:? "
    "Kijk dan of het precies zo in de teksten staat."
)

ANSWER_HEADING = "Antwoord"
NOT_FOUND_HEADING = "Niet gevonden in deze bronnen"
NOT_FOUND_EXPLANATION = "Geen passage beantwoordt deze vraag duidelijk genoeg. Wat u kunt doen:"
PASSAGES_HEADING = "Gevonden passages"
NEAREST_HEADING = "Passages die het dichtst in de buurt komen"
ANSWER_STARTS = "Begin van het antwoord: "
ANSWER_ENDS = " Einde van het antwoord."
CERTAINTY = "Hoe zeker:"
SHOW_IN_CONTEXT = "Toon in context"
COPY_QUOTATION = "Kopieer citaat"
COPIED = "Citaat gekopieerd"
COPY_FAILED = "Kopiëren lukt niet in deze browser. Selecteer de tekst en kopieer die zelf."

ERROR_HEADING = "Dit lukt zo niet"
MCP_MISSING = 'Voor --mcp ontbreekt een pakket. Installeer het met: pip install "veiligheidswijzer[mcp]".'
WRONG_INPUTS = (
    "Er ontbreekt een waarde, of er is er een die hier niet hoort. Op /gradio_api/info staat wat er verwacht wordt."
)
NO_SUCH_RESULT = "Hier wacht geen antwoord: het is al opgehaald of te oud. Stel de vraag opnieuw."
NO_SUCH_ENDPOINT = "Dit eindpunt is er niet. Op /gradio_api/info staat welke er zijn."
UNEXPECTED = "Er ging iets mis bij het zoeken. Probeer het opnieuw. Blijft het misgaan, vraag dan uw beheerder."
UNFINISHED = "Er ging iets mis. Blijft het misgaan, vraag dan uw beheerder."  # before a link to try again
UNFORESEEN = "Er ging iets mis. Probeer het opnieuw. Blijft het misgaan, vraag dan uw beheerder."
BY_STATUS = {  # of HTTP
    400: (ERROR_HEADING, "Wat u stuurde, kon niet worden gelezen. Probeer het opnieuw."),
    404: ("Niet gevonden", "Op dit adres is niets. Misschien is het verkeerd getypt, of verouderd."),
    405: (ERROR_HEADING, "Dit adres neemt verzoeken van deze soort niet aan."),
}
EMPTY_HEADING = "Er zijn nog geen teksten om in te zoeken"
EMPTY_ADVICE = "Voeg teksten toe met de opdracht “veiligheidswijzer build MAP” en stel uw vraag opnieuw."

INDEX_HEADING = "Over deze index"
VERSION_FACT = "Versie van Veiligheidswijzer"
DOCUMENTS_FACT = "Teksten"
PASSAGES_FACT = "Passages"
PERIOD_FACT = "Periode"
PERIOD_JOINT = " tot en met "
NO_DATES = "de teksten hebben geen datum"
UPDATED_FACT = "Laatst bijgewerkt"
GENERATION_FACT = "Generatie"
MODEL_FACT = "Model"

BACK_TO_SEARCH = "Terug naar zoeken"
MARKED_PASSAGE = "Gemarkeerde passage"
DOCUMENT_MISSING_HEADING = "Dit document is er niet"
DOCUMENT_MISSING = (
    "Het staat niet of niet meer in de bronnen. Misschien is het verwijderd of kreeg het een andere naam."
)
PASSAGE_MISSING = "De passage van deze koppeling staat niet meer in dit document. Misschien is de tekst gewijzigd."

# A document of the sample texts, and a question that it answers.
EXAMPLES = (
    ("cameratoezicht.md", "Hoelang mogen beelden van cameratoezicht bewaard worden?"),
    ("sluiting-drugspand.md", "Wanneer mag de burgemeester een drugspand sluiten?"),
    ("woonoverlast.md", "Wat kan de gemeente doen tegen woonoverlast?"),
    ("veiligheidsrisicogebied.md", "Wie wijst een veiligheidsrisicogebied aan?"),
    ("tijdelijk-huisverbod.md", "Voor hoeveel dagen geldt een huisverbod?"),
    ("bibob.md", "Waarvoor gebruikt een gemeente de Wet Bibob?"),
)

_CERTAIN, _PROBABLE = 0.85, 0.5  # estimated probabilities from which an answer is called so


def page(value: int) -> str:
    """Write a page number."""
    return f"pagina {value}"


def certainty(confidence: float) -> str:
    """Say in a word how sure it is that this is the answer."""
    if confidence >= _CERTAIN:
        return "zeker"
    return "waarschijnlijk" if confidence >= _PROBABLE else "onzeker, kijk ook bij de andere passages"


def wrong_value(name: str) -> str:
    """Say that a program sent something else than what this value can be."""
    return f"De waarde van {name!r} is niet van de goede soort. Op /gradio_api/info staat wat er verwacht wordt."


def no_number(value: str) -> str:
    """Say that the address has a word where a number belongs."""
    return f"Het aantal resultaten in het adres is {value!r}; dat is geen heel getal."


def too_many_choices(most: int) -> str:
    """Say that the address holds more than anybody chooses."""
    return f"Het adres heeft meer dan {most} onderdelen. Kies minder filters."


def period(first: date | None, last: date | None) -> str:
    """Name a period that may be open at one side."""
    told = [f"vanaf {dutch_day(first)}" if first else "", f"tot en met {dutch_day(last)}" if last else ""]
    return " ".join(filter(None, told))


def option(title: str, count: int) -> str:
    """Tell of a value of a filter what it is called, if it has a title, and how many passages it leaves."""
    return f"{title} ({passages(count)})" if title else passages(count)


def and_more(count: int) -> str:
    """Say how many are not named."""
    return f"en nog {dutch_number(count)}"


def elsewhere(count: int) -> str:
    """Say that other passages say the same."""
    return f"Staat ook op {'1 andere plaats' if count == 1 else f'{dutch_number(count)} andere plaatsen'}"


def similar_found(count: int, title: str) -> str:
    """Say what a comparison gave, for the line above the results and for screen readers."""
    return f"{passages(count)} die lijken op een passage uit “{title}”."


def similar_to(title: str) -> str:
    """Name the link to passages like one, for screen readers."""
    return f"{SIMILAR}: {title}"


def judged_of(label: str, title: str) -> str:
    """Name a button that judges a passage, for screen readers."""
    return f"{label}: {title}"


def other_value(label: str) -> str:
    """Name the field in which a value can be typed that has no box."""
    return f"{label}, een andere:"


def decimal(value: float) -> str:
    """Write a number with two decimals the Dutch way: 0,85."""
    return f"{value:.2f}".replace(".", ",")


def score_parts(score: float, meaning: float, words: float) -> str:
    """Say what a score is made of; a reranker gives scores of its own."""
    total = f"Score {decimal(score)}"
    if abs(score - meaning - words) > 0.005:
        return f"{total}, gegeven door het model dat de beste passages nog eens leest."
    return f"{total}: {decimal(meaning)} voor de betekenis en {decimal(words)} voor de woorden. Hoger is beter."


def no_such_format(value: str) -> str:
    """Say that an answer cannot be taken along in this format."""
    return f"Een bestand van het soort {value!r} kan niet worden gemaakt. Kies docx, html, md, csv of json."


def passages(count: int) -> str:
    """Count passages."""
    return f"{dutch_number(count)} {'passage' if count == 1 else 'passages'}"


def introduction(documents: int, count: int) -> str:
    """Say what is searched."""
    texts = "1 tekst" if documents == 1 else f"{dutch_number(documents)} teksten"
    return f"U zoekt in {texts} ({passages(count)}) en leest het antwoord in de bron."


def outcome(answer: Answer, shown: int) -> str:
    """Say what a question gave, for the line above the results and for screen readers."""
    if not answer.found:
        return f"Niet gevonden in deze bronnen. Hieronder: {passages(shown)} die in de buurt komen."
    return f"Antwoord gevonden, {passages(shown)} in totaal."


def document_link(title: str) -> str:
    """Name the link to a passage in its document, for screen readers."""
    return f"{SHOW_IN_CONTEXT}: {title}"


def copy_of(title: str) -> str:
    """Name the button that copies a passage, for screen readers."""
    return f"{COPY_QUOTATION}: {title}"


def port_taken(host: str, port: int) -> str:
    """Say that somebody else listens there."""
    return (
        f"Poort {port} op {host} is al in gebruik, misschien door een Veiligheidswijzer die al draait. "
        f"Sluit dat programma, of kies een andere poort, bijvoorbeeld {port + 1 if port < 65_535 else 7_860}."
    )


def address_refused(host: str, port: int, reason: str) -> str:
    """Say that the page cannot listen there."""
    return f"Luisteren op {host}, poort {port}, lukt niet: {reason}. Kies een ander adres of een andere poort."


def out_of_bounds(name: str, value: int, most: int | None) -> str:
    """Say to a program which numbers a value may be."""
    allowed = f"1 tot en met {most}" if most else "1 of meer"
    return f"De waarde van '{name}' is {value}; het mag {allowed} zijn."
