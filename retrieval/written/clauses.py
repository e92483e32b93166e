"""Whether a sentence says of a thing what its source says of it: by clauses, since a source says several things."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from itertools import takewhile

from index.analysis import STOP_WORDS, stem
from retrieval.particulars import content_stems, measures
from retrieval.turning_words import DENIALS, OPPOSITES, OPPOSITES_BEFORE, OPPOSITES_OF_STATE, RULES, listed

_CONTRAST = re.compile(r"\b(?:maar|tenzij|behalve|uitgezonderd)\b", re.IGNORECASE)
_CLAUSE = re.compile(rf"(?<!\d)[,:]|[,:](?!\d)|[;()–—]|\b(?:en|of)\b|{_CONTRAST.pattern}", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_SAID = re.compile(r"\w+|;")
_PASSED = listed("de het een dan deze dit die dat zijn haar hun uw")
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
    texts = [_SAID.findall(text.casefold()) for text in (sentence, source)]
    return any(
        _are_apart([{bool(side & set(words))} - {False} for side in pair for words in texts]) for pair in OPPOSITES
    ) or any(
        _are_apart([found(words, side) for side in pair for words in texts])
        for pairs, found in ((OPPOSITES_BEFORE, _followers), (OPPOSITES_OF_STATE, _states))
        for pair in pairs
    )


def _are_apart(found: Sequence[Set[object]]) -> bool:
    """Tell whether a thing is on one side in the sentence and on the other in the source, and not on both in either.

    Of each side there is what is found in the sentence, and what in the source.
    """
    one, one_of_source, other, other_of_source = found
    return bool((one & other_of_source) - one_of_source - other or (other & one_of_source) - other_of_source - one)


def _followers(words: Sequence[str], side: Set[str]) -> set[str]:
    """Return the stems of what comes behind words of a side: of "na de eerste melding" the first one."""
    found: set[str] = set()
    for at, word in enumerate(words):
        behind = [*takewhile(";".__ne__, words[at + 1 :])] if word in side else []
        match [one for one in behind if one not in _PASSED]:
            case [number, unit, *_] if number.isdecimal():
                found.add(f"{number} {unit}")
            case [first, *_]:
                found.add(stem(first))
    return found


def _states(words: Sequence[str], side: Set[str]) -> set[bool]:
    """Return {True} if words of a side say how something is: no thing follows that they tell more of."""
    behind = [after for word, after in zip(words, [*words, ";"][1:], strict=True) if word in side]
    return {True for after in behind if after in STOP_WORDS or not after.isalpha()}


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
