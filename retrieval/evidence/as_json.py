"""An evidence pack as JSON: the names of `ask --json`, and those of the pack."""

from __future__ import annotations

import json

from retrieval.as_json import answer_json
from retrieval.citations import citation_json
from retrieval.evidence import texts
from retrieval.evidence.pack import EvidencePack
from retrieval.filter_texts import searched_in


def as_json(pack: EvidencePack) -> bytes:
    """Return the pack as one JSON object; `cite check` reads all its citations."""
    values = {
        **answer_json(pack.answer, pack.base),
        "passage_citations": [citation_json(hit.citation, pack.base) for hit in pack.answer.hits],
        "compared_with": citation_json(pack.compared, pack.base) if pack.compared is not None else None,
        "made_at": pack.made_at.isoformat(timespec="seconds"),
        "generation": pack.generation,
        "searched_in": searched_in(pack.where),
        "documents": pack.documents,
        "passages": pack.passages,
        "model": pack.model,
        "model_checksum": pack.model_checksum,
        "application_version": pack.application_version,
        "note": texts.note(pack),
    }
    return json.dumps(values, ensure_ascii=False, indent=2).encode() + b"\n"
