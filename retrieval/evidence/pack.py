"""What an evidence pack holds: an answer, and with what it was made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from index import Filter, Store
from index.manifest import application_version
from retrieval.operators import both, sought
from retrieval.results import Answer, Citation


@dataclass(frozen=True, slots=True)
class EvidencePack:
    """An answer with its citations and passages, dated, with the index, model and application that gave it.

    `generation` is that of the index when it was asked; `documents` and `passages` count what was searched: all that
    `where` lets through, the operators of the question among it; None where the index has changed since. Links begin
    with `base`, the address of the web page; without one there are none, because a file has no page to link to. Where
    passages like another one were sought, that is `compared`, and there is no answer but its hits.
    """

    answer: Answer
    made_at: datetime
    generation: int
    documents: int | None
    passages: int | None
    model: str
    model_checksum: str
    application_version: str
    base: str = ""
    where: Filter | None = None
    compared: Citation | None = None

    @property
    def quoted(self) -> tuple[Citation, ...]:
        """What stands before the passages: the answer, or the passage that they are like."""
        return self.answer.citations if self.compared is None else (self.compared,)


def collect_evidence(
    store: Store,
    answer: Answer,
    *,
    where: Filter | None = None,
    base: str = "",
    made_at: datetime | None = None,
    compared: Citation | None = None,
) -> EvidencePack:
    """Return the evidence pack of an answer that `store` gave under `where`, made now unless `made_at` says when.

    With `compared`, the hits of the answer are passages like that one, and its question is no more than a title.
    """
    where = where if compared is not None else both(sought(answer.question).where, where)
    origins = [hit.origin.generation for hit in answer.hits if hit.origin is not None]
    with store.view() as view:
        generation = origins[0] if origins else view.generation
        searched = view.counts("document", where) if generation == view.generation else None
    info = store.info()
    name, revision = info.manifest.get("model_name", ""), info.manifest.get("model_revision", "")
    return EvidencePack(
        answer=answer,
        made_at=made_at or datetime.now(UTC),
        generation=generation,
        documents=None if searched is None else len(searched),
        passages=None if searched is None else sum(searched.values()),
        model=f"{name} ({revision})" if revision else name,
        model_checksum=info.manifest.get("model_checksum", ""),
        application_version=application_version(),
        base=base,
        where=where,
        compared=compared,
    )
