"""What lexical search keeps of a passage, in the fields of a tantivy index, and the writing of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import tantivy

from index.analysis import grams, literal_words, terms
from index.analysis.own_articles import place_terms

LOCKS_OF_TANTIVY = {".tantivy-meta.lock", ".tantivy-writer.lock"}
NO_DATE = 0
TERMS, GRAMS, TITLE, HEADINGS, TEXT = "terms", "grams", "title", "headings", "text"
YEAR = "year"  # the field that is of the date, or that a text states
_WRITER_MEMORY_BYTES = 64_000_000
_BETWEEN_HEADINGS = " | "  # no word, so that no phrase runs from one into the next
_BETWEEN_PARTS = "\n\n"  # no reference runs from one into the next either
# tantivy's k1 is fixed at 1.2, while passages are short: that a word is there says more than how often. Counting it at
# most twice does what a lower k1 does.
_COUNTED_TIMES = 2


@dataclass(frozen=True, slots=True)
class LexicalRow:
    """A passage as lexical search sees it; `fields` are the (name, folded value) pairs of its document."""

    key: int
    title: str
    headings: tuple[str, ...]
    address: str
    text: str
    day: date | None
    fields: tuple[tuple[str, str], ...]


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("key", indexed=True, fast=True)
    for name in (TERMS, GRAMS):  # made by index.analysis; here they are only parted
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    for name in (TITLE, HEADINGS, TEXT):  # every word, with its place
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    builder.add_text_field("filter", tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("day", indexed=True, fast=True)
    return builder.build()


def write(folder: Path, rows: Iterable[LexicalRow], removed: Iterable[int] = ()) -> None:
    """Add `rows` to the tantivy index in `folder`, made if there is none, without the keys `removed`.

    Raises:
        OSError: the disk is full, or does not work.

    """
    try:
        _write(folder, rows, removed)
    except ValueError as error:  # what tantivy raises, whatever is wrong
        raise OSError(str(error)) from error


def _write(folder: Path, rows: Iterable[LexicalRow], removed: Iterable[int]) -> None:
    schema = _schema()
    lexical = tantivy.Index(schema, path=str(folder))
    writer = lexical.writer(heap_size=_WRITER_MEMORY_BYTES, num_threads=1)
    if gone := list(removed):  # not delete_documents_by_term: for an unsigned field it deletes nothing
        writer.delete_documents_by_query(tantivy.Query.term_set_query(schema, "key", gone))
    for row in rows:
        document = tantivy.Document()
        document.add_unsigned("key", row.key)
        text = _BETWEEN_PARTS.join((row.title, *row.headings, row.address, row.text))
        document.add_text(TERMS, _joined([*terms(text), *place_terms(row.title, row.headings, row.address)]))
        document.add_text(GRAMS, _joined(grams(text)))
        document.add_text(TITLE, " ".join(literal_words(row.title)))
        document.add_text(HEADINGS, _BETWEEN_HEADINGS.join(" ".join(literal_words(one)) for one in row.headings))
        document.add_text(TEXT, " ".join(literal_words(row.text)))
        document.add_unsigned("day", day_number(row.day))
        for name, value in row.fields:
            document.add_text("filter", filter_term(name, value))
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()


def _joined(found: Iterable[str]) -> str:
    return " ".join(term for term, count in Counter(found).items() for _ in range(min(count, _COUNTED_TIMES)))


def day_number(day: date | None) -> int:
    """Return 20260131 for 31 January 2026, so that days compare as numbers."""
    return NO_DATE if day is None else day.year * 10_000 + day.month * 100 + day.day


def filter_term(name: str, value: str) -> str:
    """Return what stands for a value of a field in the field of all filters."""
    return f"{name}={value}"
