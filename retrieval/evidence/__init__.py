"""An answer with all that it rests on, in one file: for council questions, Woo requests and articles."""

from retrieval.evidence.files import EvidenceFormat, check_evidence_file, render_evidence, write_evidence
from retrieval.evidence.pack import EvidencePack, collect_evidence

__all__ = [
    "EvidenceFormat",
    "EvidencePack",
    "check_evidence_file",
    "collect_evidence",
    "render_evidence",
    "write_evidence",
]
