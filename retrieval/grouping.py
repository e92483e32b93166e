"""What says the same becomes one result, and so does what reads on: every result brings something of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from corpus import Passage
from index import View
from retrieval.alike import Alike, Words
from retrieval.fusion import Fused
from retrieval.request import Request
from retrieval.turning_words import turning

_MOST_PARTS = 3  # passages in one result; more is a chapter, not an answer
_LONGEST_GAP = 8  # characters of white space between passages that follow each other


@dataclass(slots=True)
class Group:
    """A result in the making: its best passage, at `place` in the ranking, and those that were added to it.

    `passage` grows when its neighbour is added; `elsewhere` are the passages that say the same, the best ones first.
    """

    place: int
    passage: Passage
    elsewhere: list[Passage] = field(default_factory=list)
    parts: int = 1


def groups(view: View, request: Request, ranked: Fused) -> list[Group]:
    """Return the first `request.k` results of `ranked`.

    If `request.folded`, passages with the same words are one result, and so are those that nearly have: with nine
    tenths of their words, and all that turns what is said (`retrieval.turning_words`) in the same order. If
    `request.joined`, neighbours in one section, page and article are one when both are among the first k: both would be
    shown anyway, and belong together. What is folded is not joined: elsewhere stands a part of it only.
    """
    made: list[Group] = []
    documents: set[str] = set()
    known: set[str] = set()
    alike = Alike[Group]()
    sections: defaultdict[tuple[object, ...], list[Group]] = defaultdict(list)
    for candidate in _in_order(view, request, ranked):
        passage = candidate.passage
        if passage.passage_id in known or (request.per_document and passage.document_id in documents):
            continue
        words = Words(passage.text) if request.folded else None
        likes = alike.those_like(words) if words else []
        group = next((group for group in likes if group.parts == 1), None)
        if group is not None:
            group.elsewhere.append(passage)
        elif request.joined and candidate.place < request.k and not candidate.same:
            here = sections[_section(passage)]
            group = next((group for group in here if not group.elsewhere and _joined(view, group, passage)), None)
        if group is None:
            if len(made) == request.k:
                break
            made.append(group := Group(candidate.place, passage))
            sections[_section(passage)].append(group)
            if words:
                alike.add(group, words)
        documents.add(passage.document_id)
        twins = [twin for twin in candidate.same if twin.passage_id not in known]
        group.elsewhere += twins
        known |= {twin.passage_id for twin in twins}
    return made


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A passage at `place` in the ranking, and the others that say the very same."""

    place: int
    passage: Passage
    same: Sequence[Passage]


def _in_order(view: View, request: Request, ranked: Fused) -> Iterator[_Candidate]:
    """Yield the candidates, best first; asked of the store k at a time."""
    wanted_keys = [(place, key) for place, key in enumerate(ranked.keys.tolist()) if key not in request.unwanted]
    for first in range(0, len(wanted_keys), request.k):
        batch = [key for _, key in wanted_keys[first : first + request.k]]
        twins = view.twins(batch, request.where) if request.folded else [()] * len(batch)
        wanted = list(dict.fromkeys(chain(batch, *twins)))
        passages = dict(zip(wanted, view.passages(wanted), strict=True))
        for (place, key), same in zip(wanted_keys[first : first + request.k], twins, strict=True):
            passage = passages[key]
            others = [passages[twin] for twin in same if say_the_same(passage, passages[twin])]
            yield _Candidate(place, passage, others)


def say_the_same(one: Passage, twin: Passage) -> bool:
    """Tell whether two passages with the same words have the same signs too: "€" and "☒" are no words."""
    return one.text == twin.text or turning(one.text) == turning(twin.text)


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
