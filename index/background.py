"""How near an index comes to any question at all, against which the nearness to a real question is judged.

The more texts there are, and the more they differ, the nearer is the nearest of them to a question that none answers.
So questions about other things are asked of every index, and what they get is kept with it.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np

from index.embedding.embedder import Embedder

if TYPE_CHECKING:
    from index.local.local_store import LocalStore
    from index.store import View

_NEAREST = 6  # passages whose statements are looked at, as for an answer
_ENOUGH_CHANGE = 0.1  # share of the passages; what is measured moves with the logarithm of their number


@dataclass(frozen=True, slots=True)
class Background:
    """Medians of the best cosines over `other_questions`, in an index of that many `passages`.

    `passage_cosine` is of the nearest passage, `statement_cosine` of the nearest statement in the nearest passages:
    None in an index that keeps no vectors of statements.
    """

    passages: int
    passage_cosine: float
    statement_cosine: float | None

    def is_of(self, passages: int) -> bool:
        """Tell whether it still holds for an index that now has that many passages."""
        return abs(passages - self.passages) <= _ENOUGH_CHANGE * self.passages

    def to_json(self) -> str:
        """Write all fields as one JSON object."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Background:
        """Read what `to_json` wrote."""
        return cls(**json.loads(text))


def other_questions() -> tuple[str, ...]:
    """Return questions about planets, cooking, music and the like, none about the work of a municipality."""
    return tuple((files("index") / "andere_vragen.txt").read_text("utf-8").splitlines())


def keep_background(store: LocalStore, embedder: Embedder, *, anew: bool = False) -> None:
    """Measure it where it was not yet, no longer holds, or is wanted `anew`; the caller is the only writer."""
    passages = store.passage_count()
    with store.view() as view:
        known = view.background
        if known is not None and known.is_of(passages) and not anew:
            return
        measured = background_of(view, embedder, passages)
    if measured is not None:
        store.keep_background(measured)


def background_of(view: View, embedder: Embedder, passages: int) -> Background | None:
    """Ask all `other_questions`; None of an index without texts."""
    if not passages:
        return None
    nearest, stated = [], []
    for question in embedder.embed_questions(other_questions()):
        found = view.dense(question, _NEAREST)
        nearest.append(float(found.scores.max()))
        cosines = np.concatenate(view.statement_cosines(question, found.keys.tolist()))
        stated += [float(cosines.max())] if len(cosines) else []
    return Background(passages, float(np.median(nearest)), float(np.median(stated)) if stated else None)
