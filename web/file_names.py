"""Files by their name alone: no folder of this computer goes over the network."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PureWindowsPath
from typing import TypeVar

from retrieval import Answer, Citation, Hit

Found = TypeVar("Found", Hit, Citation)


def file_name(source: str) -> str:
    """Return the last part of a path of any operating system."""
    return PureWindowsPath(source).name or source


def without_folders(found: Found) -> Found:
    """Return a hit or citation with the names of its files only."""
    kept = replace(found, passage=replace(found.passage, source=file_name(found.passage.source)))
    if isinstance(kept, Hit):
        return replace(kept, elsewhere=tuple(replace(one, source=file_name(one.source)) for one in kept.elsewhere))
    return kept


def answer_without_folders(answer: Answer) -> Answer:
    """Return an answer with the names of its files only."""
    hits, citations = map(without_folders, answer.hits), map(without_folders, answer.citations)
    return replace(answer, hits=tuple(hits), citations=tuple(citations))
