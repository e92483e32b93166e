"""What a question asks for, and whether a sentence has it: a number, a duration, a date, somebody, a rule, a duty."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_NUMBER = (
    r"\d|\b(?:één|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|dertien|veertien|vijftien|twintig|dertig"
    r"|veertig|vijftig|honderd|duizend|miljoen|helft|kwart)\b|€|%|\bprocent\b"
)
_DURATION = (
    r"\b(?:minuten|minuut|uur|uren|dag|dagen|week|weken|maand|maanden|jaar|jaren|termijn|meteen|direct|tijdelijk)\b"
)
_TIME = (
    r"\d|\b(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december|sinds|vanaf"
    r"|uiterlijk|voordat|nadat|zodra|als|wanneer|pas|binnen|jaarlijks)\b"
)
_ACTOR = (
    r"\b(?:burgemeester|college|gemeenteraad|raad|officier|politie|rechter|minister|boa|boa’s|gemeenten?|commissaris"
    r"|voorzitter|OM|openbaar ministerie|bestuur|veiligheidsregio|wethouder|inspecteur|toezichthouders?|RIEC|LIEC"
    r"|provincie|waterschap|rijkswaterstaat|COA|GGD|organisator|eigenaar|ouders|halt|reclassering|veilig thuis)\b"
)
_RULE = r"\b(?:artikel|artikelen|wet|gemeentewet|verordening|besluit|APV|Awb|opiumwet)\b"
_DUTY = r"\b(?:mag|mogen|moet|moeten|kan|kunnen|verboden|verplicht|toegestaan|hoeft|niet|geen|alleen)\b"


@dataclass(frozen=True, slots=True)
class AnswerType:
    """A kind of question, known by its words, and what a sentence that answers it holds."""

    asked: re.Pattern[str]
    held: re.Pattern[str]


def _type(asked: str, *held: str) -> AnswerType:
    return AnswerType(re.compile(asked, re.IGNORECASE), re.compile("|".join(held), re.IGNORECASE))


ANSWER_TYPES = (
    _type(r"\b(?:hoe ?veel|aantal|percentage|hoe (?:hoog|vaak|oud)|leeftijd|how (?:many|much|old|often))\b", _NUMBER),
    _type(r"\b(?:hoe ?lang|termijn|duur|duurt|hoe snel|bewaartermijn|how long)\b", _DURATION),
    _type(r"\b(?:wanneer|in welk jaar|welke datum|hoe laat|when)\b", _TIME),
    _type(r"\b(?:wie|welke instantie|welk orgaan|bevoegd|who)\b", _ACTOR),
    _type(r"\b(?:welk artikel|welke wet|grondslag|which (?:law|article))\b", _RULE),
    _type(r"^(?:mag|moet|kan|mogen|moeten|kunnen|is|can|may|must)\b|\b(?:verplicht|toegestaan|verboden)\b", _DUTY),
)


def type_match(question: str, sentence: str) -> int:
    """Return how many of the kinds that `question` is of `sentence` has something for, minus those it has not."""
    return sum(1 if kind.held.search(sentence) else -1 for kind in _kinds_of(question))


@lru_cache(maxsize=64)  # a question is put to dozens of sentences
def _kinds_of(question: str) -> tuple[AnswerType, ...]:
    return tuple(kind for kind in ANSWER_TYPES if kind.asked.search(question))
