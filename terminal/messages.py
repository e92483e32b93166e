"""Every Dutch sentence that the terminal shows, but for hits, answers, reports of builds, and errors."""

from __future__ import annotations

import errno
import re
from typing import TYPE_CHECKING

from corpus.dutch import dutch_number

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from index import Precision, StoreInfo
    from index.local.verification import Finding
    from index.removal import Removed

APPLICATION_HELP = (
    "Zoek in teksten over openbare orde en veiligheid en krijg het antwoord met de vindplaats. "
    "Alles gebeurt op deze computer; er gaat niets naar buiten, tenzij u zelf een taalmodel aanwijst."
)
BUILD_HELP = "Lees teksten en werk de index bij. Wat niet is veranderd, wordt overgeslagen."
ADD_HELP = "Voeg teksten toe aan de index; er gaat niets uit weg."
REBUILD_HELP = (
    "Verdeel alle teksten in de index opnieuw en bereken hun vectoren opnieuw, voor een ander model of een nieuwere "
    "versie. De bronnen worden niet opnieuw gelezen."
)
REMOVE_HELP = "Haal bronnen of losse documenten uit de index."
SEARCH_HELP = "Zoek de passages die het best bij een vraag passen."
EVALUATE_HELP = "Meet hoe goed vragen worden beantwoord waarvan bekend is wat er gevonden moet worden."
INFO_HELP = "Toon wat er in de index staat en waarmee hij is gemaakt."
VERIFY_HELP = "Controleer de hele index en zeg per fout wat eraan te doen is."
REPAIR_HELP = "Maak de zoekbestanden opnieuw uit de opgeslagen teksten en vectoren."
BACKUP_HELP = "Maak een reservekopie van de hele index in één bestand. Dat kan tijdens het gebruik."
RESTORE_HELP = "Zet een reservekopie terug."

SOURCES_HELP = "Bestanden of mappen: PDF, Word, PowerPoint, Excel, OpenDocument, web, mail, tekst, JSON Lines, zip."
MASK_HELP = (
    "Vervang burgerservicenummers, e-mailadressen, telefoonnummers en IBAN's door een melding, voordat er iets wordt "
    "bewaard. Geef dit bij het maken van een index; daarna geldt het voor alles wat erbij komt."
)
SENTENCES_HELP = (
    "Bewaar ook van elke zin de betekenis, of niet. Met zinnen worden vragen beter en sneller beantwoord, maar het "
    "maken van de index duurt ruim twee keer zo lang. Een nieuwe index bewaart ze; rebuild kan dat veranderen."
)
REMOVED_NAMES_HELP = "Bestanden of mappen zoals ze zijn ingelezen, of kenmerken van documenten."
BACKUP_FILE_HELP = "Nieuw bestand voor de reservekopie."
RESTORE_FILE_HELP = "De reservekopie."
REPLACE_HELP = "Vervang de index die er al staat."
QUESTION_HELP = (
    'De vraag, tussen aanhalingstekens. Daarbinnen: "woorden tussen dubbele aanhalingstekens" staan er precies zo; '
    '-woord (of -"meer woorden") mag er niet staan; titel:woord zoekt in titels, bron:bestand in een bestand of map, '
    "-titel: en -bron: juist in de andere. "
    "Tussen enkele aanhalingstekens begrijpt de terminal het best: 'wie beslist \"lokaal gezag\" -voetbal titel:bibob'."
)
SOURCE_FILTER_HELP = "Zoek alleen in dit bestand of deze map. Mag vaker; een ervan is genoeg."
TITLE_FILTER_HELP = "Zoek alleen in documenten met deze woorden in de titel. Mag vaker."
THEME_FILTER_HELP = "Zoek alleen in documenten met dit thema. Mag vaker."
FIELD_FILTER_HELP = "Zoek alleen in documenten met deze waarde van een veld, zoals type=verordening. Mag vaker."
FROM_FILTER_HELP = "Zoek alleen in documenten vanaf deze datum: 2024-05-01, 1-5-2024, 1 mei 2024, mei 2024 of 2024."
UNTIL_FILTER_HELP = "Zoek alleen in documenten tot en met deze datum."
COUNT_HELP = "Hoeveel passages u wilt zien (1 tot en met 1000)."
EXPLAIN_HELP = (
    "Zeg bij elke passage waarom hij is gevonden: het deel van de score door betekenis en door woorden, en welke."
)
SEPARATE_HELP = (
    "Toon elke passage apart. Anders staat wat hetzelfde zegt bij elkaar, en wordt wat op elkaar volgt één passage."
)
PER_DOCUMENT_HELP = "Toon van elk document alleen de beste passage."
JUDGED_QUESTIONS_HELP = (
    "Map met corpus.jsonl, queries.jsonl en qrels.tsv, of een .jsonl-bestand met per regel een vraag (question) en "
    "het letterlijke antwoord (answer) of het document (text)."
)
COMPARE_HELP = "Vergelijk zoeken op betekenis, op woorden, op beide samen en (met --reranker) opnieuw geordend."
JUDGED_DOCUMENTS_HELP = "Zoek bij elke vraag het goede document, niet de passage met het antwoord."
OWN_INDEX_HELP = (
    "Stel de vragen aan uw eigen index, zoals met --index ook gebeurt. Anders krijgt een map met corpus.jsonl een "
    "tijdelijke index."
)
WORST_HELP = "Hoeveel van de slechtste vragen u wilt zien."
PICTURE_HELP = "Schrijf een pagina (.html) met een plaatje van de meting."
INDEX_HELP = "Map van de index. Anders: VEILIGHEIDSWIJZER_INDEX, of de map voor uw gegevens."
MODEL_HELP = "Ander sentence-transformers-model (map of naam). Anders: VEILIGHEIDSWIJZER_MODEL, of het meegeleverde."
RERANKER_HELP = (
    "Orden de beste resultaten opnieuw. 'zinnen' leest de beste 10 zin voor zin: beter, maar trager. Of noem een map "
    "met een CrossEncoder van sentence-transformers."
)
REREAD_HELP = "Lees ook opnieuw wat niet is veranderd, of eerder niet te lezen was."
ALLOW_WEB_HELP = "Haal ook bronnen op die een webadres zijn (http, https). Zonder deze optie gaat er niets naar buiten."
JSON_HELP = "Geef één JSON-object, voor programma's."

READING = "Teksten lezen"
ASKING = "Vragen stellen"
INTERRUPTED = "Gestopt."
BUILD_INTERRUPTED = "Gestopt. Wat hieronder staat, is bewaard; start dezelfde opdracht opnieuw om verder te gaan."
REPAIRED = "De zoekbestanden zijn opnieuw gemaakt."
SOUND = "De index is in orde."
WORDS_LEFT = (
    "Woorden van teksten die weg of gewijzigd zijn, staan nog in de zoekbestanden tot 'veiligheidswijzer repair'."
)


def count(value: int, one: str, many: str) -> str:
    """Write a number with its noun."""
    return f"{dutch_number(value)} {one if value == 1 else many}"


def size(value: int) -> str:
    """Write a number of bytes the Dutch way: 1,5 MB."""
    amount, unit = float(value), "B"
    for unit in ("B", "kB", "MB", "GB", "TB"):  # noqa: B007 - the unit that was reached is wanted
        if amount < 1000:
            break
        amount /= 1000
    return f"{amount:.0f} {unit}" if unit == "B" else f"{amount:.1f} {unit}".replace(".", ",")


def duration(seconds: float) -> str:
    """Write a duration the Dutch way: 4,2 s or 3 min 20 s."""
    if seconds < 60:
        return f"{seconds:.1f} s".replace(".", ",")
    return f"{int(seconds // 60)} min {int(seconds % 60)} s"


def files_of(done: int, total: int) -> str:
    """Say how many files are done."""
    return f"{dutch_number(done)} van {count(total, 'bestand', 'bestanden')}"


def passages_per_second(passages: int, per_second: float) -> str:
    """Say how far and how fast a build is."""
    return f"{dutch_number(passages)} passages, {per_second:.0f} per seconde"


def info(found: StoreInfo, precision: Precision, writer: str) -> str:
    """Write what the index holds and what it was made with."""
    period = f"{found.first_date:%d-%m-%Y} t/m {found.last_date:%d-%m-%Y}" if found.first_date else "onbekend"
    recall = (
        ""
        if found.vector_recall is None
        else f", vindt {found.vector_recall:.1%} van de naaste buren".replace(".", ",")
    )
    kind = "exact" if found.vector_kind == "exact" else "benaderend (IVF)"
    lines = [
        ("Map", found.place),
        ("Documenten", dutch_number(found.documents)),
        ("Passages", dutch_number(found.passages)),
        ("Periode", period),
        ("Thema's", ", ".join(f"{name} ({dutch_number(n)})" for name, n in found.themes.items()) or "geen"),
        ("Op schijf", size(found.disk_bytes)),
        ("In geheugen", f"{size(found.memory_bytes)} ({size(round(found.memory_per_passage))} per passage)"),
        ("Zoekwijze", kind + recall),
        ("Model", f"{found.manifest['model_name']} ({found.manifest['model_revision']})"),
        ("Rekenwijze", f"{precision.dtype}: {precision.reason}"),
        ("Geschreven", writer),
        ("Generatie", dutch_number(found.generation)),
        ("Bijgewerkt", f"{found.updated_at.astimezone():%d-%m-%Y %H:%M:%S}"),
    ]
    return "\n".join([*(f"{name:<12} {value}" for name, value in lines), *found.warnings])


def removed(what: Removed) -> str:
    """Say how many documents were removed."""
    told = f"{count(what.documents, 'document', 'documenten')} verwijderd."
    return f"{told} {WORDS_LEFT}" if what.words_left else told


def findings(found: Sequence[Finding]) -> str:
    """Write one line for everything that is wrong, or that nothing is."""
    return "\n".join(f"{finding.what} {finding.remedy}" for finding in found) or SOUND


def backed_up(file: Path, size_bytes: int) -> str:
    """Say where the backup is and how large."""
    return f"Reservekopie gemaakt: {file} ({size(size_bytes)})."


def restored(place_: Path) -> str:
    """Say where the index is now."""
    return f"De reservekopie is teruggezet in {place_}."


def computer_fails(error: OSError) -> str:
    """Say what the computer refuses, and where."""
    cause = "de schijf is vol" if error.errno == errno.ENOSPC else error.strerror or str(error)
    where = f" ({error.filename})" if error.filename else ""
    return (
        f"De computer geeft een fout: {cause}{where}. Wat eerder is opgeslagen, staat er nog. Controleer of er ruimte "
        "is en of u daar mag lezen en schrijven, en probeer het opnieuw."
    )


def unexpected(error: Exception) -> str:
    """Say that the fault is ours."""
    return (
        f"Er ging iets mis in Veiligheidswijzer zelf ({type(error).__name__}: {error}). De index is niet beschadigd; "
        "controleer hem met 'veiligheidswijzer verify' en meld deze fout aan de beheerder."
    )


def not_understood(error: Exception) -> str:
    """Say what is wrong with a command line, by the kind of typer's error, and where help is."""
    context = getattr(error, "ctx", None)
    parameter = getattr(error, "param", None)
    options = " / ".join(getattr(parameter, "opts", ()))
    name = (getattr(parameter, "metavar", None) or options).rstrip(".")
    message = str(getattr(error, "message", error))
    low, high = getattr(parameter, "min", None), getattr(parameter, "max", None)
    if low is not None and high is not None:
        name = f"een getal van {dutch_number(low)} tot en met {dutch_number(high)}"
    option = str(getattr(error, "option_name", ""))
    as_words = " Begint de vraag met -? Zet er -- voor." if re.fullmatch(r"-\w", option) else ""
    kinds = {
        "NoArgsIsHelpError": message,
        "MissingParameter": f"Er ontbreekt iets: {name}.",
        "NoSuchOption": f"De optie {option} bestaat niet.{as_words}",
        "BadParameter": f"De waarde van {options} klopt niet; geef {name}.",
    }
    other = f"Dit klopt niet: {message}"
    if unknown := re.match(r"No such command '([^']*)'", message):
        other = f"De opdracht '{unknown[1]}' bestaat niet."
    elif extra := re.match(r"Got unexpected extra argument\S* \((.*)\)", message):
        other = f"Dit is te veel: {extra[1]}. Zet een vraag, of een naam met spaties, tussen aanhalingstekens."
    told = kinds.get(type(error).__name__, other)
    command = getattr(context, "command_path", "veiligheidswijzer")
    return told if type(error).__name__ == "NoArgsIsHelpError" else f"{told} Zie '{command} --help'."
