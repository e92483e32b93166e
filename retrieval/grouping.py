"""What says the same becomes one result, and so does what reads on: every result brings something of its own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from corpus import Passage
from index import View
from index.analysis import folded
from retrieval.fusion import Fused
from retrieval.request import Request
from retrieval.turning_words import turns

# Of all words of two passages, the part that they share. Below it, what differs is worth a result of its own.
_LEAST_ALIKE = 0.9
_SIGNS = "[€$£%‰]"
_SAID = re.compile(rf"\w+|{_SIGNS}")
_MOST_PARTS = 3  # passages in one result; more is a chapter, not an answer
_LONGEST_GAP = 8  # characters of white space between passages that follow each other


@dataclass(slots=True)
class Group:
    """A result in the making: its best passage, at `place` in the ranking, and those that were added to it.

    `passage` grows when its neighbour is added; `elsewhere` are the passages that say the same, the best ones first.
    """

    place: int
    passage: Passage
    words: Counter[str] = field(default_factory=Counter)
    elsewhere: list[Passage] = field(default_factory=list)
    parts: int = 1


def groups(view: View, request: Request, ranked: Fused) -> list[Group]:
    """Return the first `request.k` results of `ranked`.

    If `request.folded`, passages with the same words are one result, and so are those that nearly have: with nine
    tenths of their words, and nothing that turns what is said (`retrieval.turning_words`) in one of them only. If
    `request.joined`, neighbours in one section, page and article are one when both are among the first k: both would be
    shown anyway, and belong together. What is folded is not joined: elsewhere stands a part of it only.
    """
    made: list[Group] = []
    documents: set[str] = set()
    known: set[str] = set()
    for place, passage, same in _in_order(view, request, ranked):
        if passage.passage_id in known or (request.per_document and passage.document_id in documents):
            continue
        words = Counter(_SAID.findall(folded(passage.text))) if request.folded else Counter[str]()
        alike = (group for group in made if request.folded and group.parts == 1 and _alike(group.words, words))
        group = next(alike, None)
        if group is not None:
            group.elsewhere.append(passage)
        elif request.joined and place < request.k and not same:
            group = next((group for group in made if not group.elsewhere and _joined(view, group, passage)), None)
        if group is None:
            if len(made) == request.k:
                break
            made.append(group := Group(place, passage, words))
        documents.add(passage.document_id)
        if request.folded:
            twins = [twin for twin in same if twin.passage_id not in known]
            group.elsewhere += twins
            known |= {twin.passage_id for twin in twins}
    return made


def _in_order(view: View, request: Request, ranked: Fused) -> Iterator[tuple[int, Passage, Sequence[Passage]]]:
    """Yield place and passage of each candidate, and those with the same words; asked of the store k at a time."""
    wanted_keys = [(place, key) for place, key in enumerate(ranked.keys.tolist()) if key not in request.unwanted]
    for first in range(0, len(wanted_keys), request.k):
        batch = [key for _, key in wanted_keys[first : first + request.k]]
        twins = view.twins(batch, request.where) if request.folded else [()] * len(batch)
        wanted = list(dict.fromkeys(chain(batch, *twins)))
        passages = dict(zip(wanted, view.passages(wanted), strict=True))
        for (place, key), same in zip(wanted_keys[first : first + request.k], twins, strict=True):
            yield place, passages[key], _with_same_signs(passages[key], [passages[twin] for twin in same])


def _with_same_signs(passage: Passage, twins: Sequence[Passage]) -> Sequence[Passage]:
    """Return those of `twins`, which have the same words, that have the same signs, in order: € and % are no words."""
    signs = re.findall(_SIGNS, passage.text)
    return [twin for twin in twins if re.findall(_SIGNS, twin.text) == signs]


def _alike(first: Counter[str], second: Counter[str]) -> bool:
    """Tell whether two passages have nearly the same words, and all the words and signs that turn what is said."""
    fewer, more = sorted((first.total(), second.total()))
    most_different = (1 - _LEAST_ALIKE) * (fewer + more)  # words that only one has; counted only where few can be
    if more - fewer > most_different or len(first.keys() ^ second.keys()) > most_different:
        return False
    shared, all_words = first & second, first | second
    different = all_words - shared
    return shared.total() >= _LEAST_ALIKE * all_words.total() and not any(map(turns, different))


def _joined(view: View, group: Group, passage: Passage) -> bool:
    """Add `passage` to a result that it follows or leads to in one section, and tell whether it does."""
    before, after = sorted((group.passage, passage), key=lambda part: part.start)
    if (
        group.parts == _MOST_PARTS
        or _section(before) != _section(after)
        or not 0 <= after.start - before.end <= _LONGEST_GAP
    ):
        return False
    document = view.document(passage.document_id)
    if document is None or document.text[before.end : after.start].strip():
        return False
    text = document.text[before.start : after.end]
    group.passage = replace(group.passage, text=text, start=before.start, end=after.end)
    group.parts += 1
    return True


def _section(passage: Passage) -> tuple[object, ...]:
    return passage.document_id, passage.headings, passage.page, passage.address
