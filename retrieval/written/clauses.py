"""Whether a sentence says of a thing what its source says of it: by clauses, since a source says several things."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from itertools import takewhile

from corpus.dutch import MONTHS
from index.analysis import folded
from retrieval.particulars import content_stems, dates_in_words, measures, numbers
from retrieval.turning_words import (
    DENIALS,
    NUMBER_WORDS,
    OPPOSITES,
    OPPOSITES_BEFORE,
    OPPOSITES_BEFORE_NUMBERS,
    OPPOSITES_OF_STATE,
    ORDINALS,
    RULES,
    listed,
)

_CONTRAST = re.compile(r"\b(?:maar|tenzij|behalve|uitgezonderd)\b", re.IGNORECASE)
_CLAUSE = re.compile(rf"(?<!\d)[,:]|[,:](?!\d)|[;()–—]|\b(?:en|of)\b|{_CONTRAST.pattern}", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_SAID = re.compile(r"\w+(?:[.,:]\d+)*|[;.!?…]")
_END = ";"  # of a clause
_PASSED = listed("de het een dan deze dit die dat zijn haar hun uw")
_MEASURED = listed("afloop aanvang begin start einde eind leeftijd")  # "na afloop van het evenement" is after it
_ARTICLES = listed("de een geen elk elke")  # not "het": in "als het open is" it stands for a thing
_KEPT = {
    "duty",
    "need",
    "permission",
    "only",
}  # without it a sentence says more than its source; without the others, less


def denies(text: str) -> bool:
    """Tell whether a text denies or forbids something."""
    return any(word in DENIALS for word in _WORD.findall(text.casefold()))


def rules(text: str) -> set[str]:
    """Return what a text speaks of: "duty", "need", "permission" (a power too), "only", "every", "most", "least"."""
    words = set(_WORD.findall(text.casefold()))
    return {name for name, group in RULES.items() if words & group}


def difference(sentence: str, source: str, lead: str = "") -> str | None:
    """Return what `source` says otherwise than `sentence`, or None.

    Clauses of the source count that the sentence takes words from, and `lead`, the line above the list that it is in.
    What these deny, oblige or permit the sentence does too, and it does nothing else of the kind.
    """
    stems = content_stems(sentence)
    clauses = [(clause, content_stems(clause)) for clause in _CLAUSE.split(source)]
    related = " ; ".join([lead, *(clause for clause, own in clauses if own & stems)])
    repeated = " ; ".join([lead, *(clause for clause, own in clauses if own and 2 * len(own & stems) >= len(own))])
    if denies(sentence) != denies(related) or _mixes_sides(sentence, stems, source):
        return "de bron ontkent iets anders"
    if _says_opposite(sentence, related):
        return "de bron zegt het tegendeel"
    asides = " ; ".join(clause for clause, own in clauses if not own)  # "wat u moet doen": only words that say nothing
    if rules(sentence) - rules(f"{related} ; {asides}") or (rules(repeated) & _KEPT) - rules(sentence):
        return "de bron zegt niet dat het zo moet of mag"
    if any(_mixes_measures(measures(clause), source) for clause in _CLAUSE.split(sentence)):
        return "de bron noemt deze getallen niet bij elkaar"
    return None


def _says_opposite(sentence: str, source: str) -> bool:
    """Tell whether each is on a side of its own of two opposites."""
    texts = (_in_order(sentence), _in_order(source))
    return any(
        _are_apart([found(words, side) for side in pair for words in texts])
        for pairs, found in (
            (OPPOSITES, _presence),
            (OPPOSITES_BEFORE, _followers),
            (OPPOSITES_BEFORE_NUMBERS, _numbers_behind),
            (OPPOSITES_OF_STATE, _states),
        )
        for pair in pairs
    )


def _in_order(text: str) -> list[str]:
    """Return the words of a text, folded and numbers in figures, with `_END` where a clause ends."""
    found = _SAID.findall(_CLAUSE.sub(f" {_END} ", dates_in_words(text)).casefold())
    return [_in_figures(word) if word[0].isalnum() else _END for word in found]


def _in_figures(word: str) -> str:
    is_number = word[0].isdecimal() or (word in NUMBER_WORDS and word not in ORDINALS)
    return min(numbers(word), default=word) if is_number else folded(word)


def _are_apart(found: Sequence[Set[str]]) -> bool:
    """Tell whether a thing is on one side in the sentence and on the other in the source, and not on both in either.

    Of each side there is what is found in the sentence, and what in the source.
    """
    one, one_of_source, other, other_of_source = found
    return bool((one & other_of_source) - one_of_source - other or (other & one_of_source) - other_of_source - one)


def _presence(words: Sequence[str], side: Set[str]) -> set[str]:
    """Return {""} if a word of a side is there."""
    return {"" for word in words if word in side}


def _followers(words: Sequence[str], side: Set[str]) -> set[str]:
    """Return what comes behind words of a side, each as `_first` does."""
    places = [at for at, word in enumerate(words) if word in side]
    return {_first([one for one in takewhile(_END.__ne__, words[at + 1 :]) if one not in _PASSED]) for at in places}


def _first(words: Sequence[str]) -> str:
    """Return the stem of the first word, "" if it says nothing or there is none; a number, with the month behind it."""
    match words:
        case [measured, "van", *others] if measured in _MEASURED:
            return _first(others)
        case [number, month, *_] if number[0].isdecimal() and month in MONTHS:
            return f"{number} {month}"
        case [first, *_]:
            return first if first[0].isdecimal() else min(content_stems(first), default="")
        case _:
            return ""


def _numbers_behind(words: Sequence[str], side: Set[str]) -> set[str]:
    return {follower for follower in _followers(words, side) if follower[:1].isdecimal()}


def _states(words: Sequence[str], side: Set[str]) -> set[str]:
    """Return for words of a side the stem of the thing they tell apart ("the open space"), "" if they say how it is."""
    return {
        _first([after]) if before in _ARTICLES and after != _END else ""
        for before, word, after in zip([_END, *words], words, [*words[1:], _END], strict=False)
        if word in side
    }


def _mixes_sides(sentence: str, stems: set[str], source: str) -> bool:
    """Tell whether a sentence melts the two sides of "tenzij" into one, or of "maar" where only one of them denies."""
    turn = _CONTRAST.search(source)
    if turn is None or _CONTRAST.search(sentence):
        return False
    before, after = source[: turn.start()], source[turn.end() :]
    of_before, of_after = content_stems(before), content_stems(after)
    both = bool(stems & (of_before - of_after)) and bool(stems & (of_after - of_before))
    return both and (turn[0].casefold() != "maar" or denies(before) != denies(after))


def _mixes_measures(wanted: set[tuple[str, str]], source: str) -> bool:
    """Tell whether a clause of `source` has one of these measures together with another of the kind of a second one."""
    held = [measures(clause) for clause in _CLAUSE.split(source)]
    if any(wanted <= clause for clause in held):
        return False
    return any(
        wanted & clause and {kind for kind, _ in wanted - clause} & {kind for kind, _ in clause - wanted}
        for clause in held
    )
