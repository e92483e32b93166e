"""The sentences of a passage that say something, each with the heading that it stands under."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.documents import Passage
from corpus.embedding_text import context_of
from corpus.sentences import LIST_MARKER, split_sentences

LONGEST_STATEMENT_CHARACTERS = 1_000
_LONGEST_HEADING_CHARACTERS = 150


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of a passage that is no heading. `number` counts all sentences of the passage, headings too.

    `start` and `end` are its place in `passage.text`. `heading` is the nearest one above it, or "".
    """

    number: int
    start: int
    end: int
    heading: str

    def in_context(self, passage: Passage) -> str:
        """Return it after the title and its heading, which often hold the subject that it leaves out.

        A model that reads the whole passage as it is embedded reads this too.
        """
        context = context_of(passage.title, [self.heading] if self.heading else [])
        return f"{context}\n{passage.text[self.start : self.end]}"


def statements(passage: Passage) -> list[Statement]:
    """Return the statements of `passage` in their order, without those too long to be read as one sentence."""
    text = passage.text
    heading = passage.headings[-1] if passage.headings else ""
    found = []
    for number, span in enumerate(split_sentences(text)):
        if _is_heading(text, span.start, span.end):
            heading = text[span.start : span.end]
        elif span.end - span.start <= LONGEST_STATEMENT_CHARACTERS:
            found.append(Statement(number, span.start, span.end, heading))
    return found


def _is_heading(text: str, start: int, end: int) -> bool:
    """Tell whether a sentence is a short line of its own above a paragraph, with no full stop."""
    alone = text[:start].endswith("\n\n") or start == 0
    return (
        alone
        and text.startswith("\n\n", end)
        and end - start <= _LONGEST_HEADING_CHARACTERS
        and text[end - 1] not in ".!:;,"
        and not LIST_MARKER.match(text, start)
    )
