"""Every Dutch sentence of the overview."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.dutch import dutch_number
from web.texts import passages

HEADING = "Overzicht van de bronnen"
DRAWING = "Het overzicht wordt getekend."
FAILED = "Het overzicht kon niet worden getekend."
TOO_FEW = "Er zijn nog te weinig passages voor een overzicht. Voeg teksten toe."
MAP_HEADING = "Kaart van de passages"
THEMES_HEADING = "Passages per thema"
YEARS_HEADING = "Passages per jaar"
WORD_HEADING = "Een woord door de jaren heen"
NO_YEARS = "De teksten hebben geen datum, dus er is niets per jaar te tellen."
WORD_LABEL = "Woord"
WORD_PLACEHOLDER = "bijvoorbeeld: cameratoezicht"
WORD_BUTTON = "Tel"
OTHER_GROUP = "overig"
TITLE, PART, GROUP, RANK, PASSAGES, YEAR, THEME = "Titel", "Kop", "Groep", "Rang", "Passages", "Jaar", "Thema"
NEAREST = "Ligt het dichtst bij"
FOUND = "Rang bij uw vraag"
NOT_DRAWN = "niet getekend"
MAP_TABLE = "Bekijk de kaart als tabel: welke teksten er staan, en wat er naast ligt"
WITH_WORD, SHARE = "Met dit woord", "Deel van het jaar"
LEGEND = "Kleuren en vormen op de kaart"
AS_TABLE = "Bekijk als tabel"
FOUND_TABLE = "Bekijk de gevonden passages op de kaart als tabel"
NO_QUESTION = "Stel eerst een vraag op het tabblad Vragen: de gevonden passages zijn hier dan omcirkeld."


def map_told(drawn: int, of: int, by_theme: bool) -> str:
    """Say what the map shows and how it is to be read."""
    which = f"Elke stip is een passage ({passages(of)})"
    if drawn < of:
        which = f"Elke stip is een passage; {dutch_number(drawn)} van de {passages(of)} zijn getekend, gelijk verdeeld"
    what = "het thema" if by_theme else "de map waar de tekst uit komt"
    return (
        f"{which}. Passages die over hetzelfde gaan, liggen meestal dicht bij elkaar. De kleur en de vorm zeggen "
        f"{what}. De kaart is een benadering: twee richtingen kunnen niet alle verschillen laten zien."
    )


def map_table(shown: int, of: int) -> str:
    """Name the table of the map, and say which texts it has where there are too many for all."""
    return MAP_TABLE if shown == of else f"{MAP_TABLE} (de {shown} teksten met de meeste passages)"


def too_many_words(most: int) -> str:
    """Say that this is no place for a whole text."""
    return f"Tel hoogstens {most} woorden tegelijk."


def hits_told(question: str, count: int) -> str:
    """Say which passages stand out; without a question they are like the passage that the reader chose."""
    which = f"bij uw vraag “{question}” zijn gevonden" if question else "lijken op de passage die u koos"
    return f"Omcirkeld: de {passages(count)} die {which}, met hun rang."


def period(years: Sequence[str]) -> str:
    """Name the years from the first to the last of `years`."""
    return years[0] if len(years) == 1 else f"{years[0]} tot en met {years[-1]}"


def years_told(years: Sequence[str], left_out: int) -> str:
    """Say which years the picture has, and how many passages of other years it leaves out."""
    of = "is van een ander jaar en staat" if left_out == 1 else "zijn van andere jaren en staan"
    return f"De grafiek gaat over {period(years)}. Nog {passages(left_out)} {of} alleen in de tabel."


def word_told(word: str, total: int, years: Sequence[str], left_out: int) -> str:
    """Say how often a word is used and in how many passages it was not counted, for screen readers too."""
    told = f"“{word}” staat in {passages(total)} {f'uit {period(years)}' if years else 'met een datum'}."
    if not left_out:
        return told
    of = "is" if left_out == 1 else "zijn"
    return (
        f"{told} Niet meegeteld {of} {passages(left_out)} van {'een ander jaar' if left_out == 1 else 'andere jaren'}."
    )
