"""From what was read of a file (elements, and what it says about itself) to a document."""

from __future__ import annotations

import codecs
from collections.abc import Mapping, Sequence
from contextlib import suppress

from corpus.documents import Document
from corpus.failures import FailureKind, UnreadableError
from corpus.metadata import Metadata, file_date
from corpus.normalise import canonical_line
from corpus.stated_dates import stated_date, titled_date
from corpus.statutes import with_articles
from corpus.structure import Element, assemble
from corpus.subjects import with_subject, without_general_headings, without_marks
from corpus.titles import title_of, usable_title

_USUAL = frozenset("àáâäçèéêëìíîïñòóôöùúûüÀÁÂÄÇÈÉÊËÌÍÎÏÑÒÓÔÖÙÚÛÜß€‘’“”„–—…•§°²³½¼¾·«»©®´¨×\xa0\xad")
_LONGEST_NAME = 120  # characters of a first line that may say what a text is
_NO_FACTS: Mapping[str, str] = {}


def compose(
    source: str,
    document_id: str,
    metadata: Metadata,
    elements: Sequence[Element],
    *,
    fallback_title: str,
    facts: Mapping[str, str] = _NO_FACTS,
    is_dated_by_text: bool = False,
) -> Document:
    """Make a document.

    Its title is what it says itself (front matter, then the properties of the file, `facts`: its title, or the subject
    of mail), or its first heading, or the subject that it states, or `fallback_title`, the name of the file; "Memo" is
    none without its subject. Its date is the one it says itself, or with `is_dated_by_text` the one on which it says it
    was adopted, or that of the file's properties.

    Raises:
        UnreadableError: there is no text.
    """
    beginning = "\n".join(element.text for element in elements[:80])
    title = metadata.title
    if not title:
        elements = without_marks(elements, beginning)
        of_mail = canonical_line(facts.get("subject", ""))
        found = usable_title(facts.get("title", ""), beginning, fallback_title) or of_mail
        found = found or canonical_line(title_of(elements) or "")
        name = canonical_line(fallback_title)
        is_of_mail = found != "" and found == of_mail
        title = found if is_of_mail else with_subject(found or None, elements, name)
        elements = elements if title == (found or name) else without_general_headings(elements, title)
    first = [canonical_line(element.text) for element in elements[:1] if len(element.text) <= _LONGEST_NAME]
    names = [title, fallback_title, *(line for line in first if not line.endswith("."))]
    structure = assemble(with_articles(elements, names), title)
    if not structure.sections:
        raise UnreadableError("Er staat geen tekst in. Vul de tekst aan of haal hem weg.", FailureKind.EMPTY)
    day = metadata.date
    if day is None and is_dated_by_text:
        day = titled_date(title) or stated_date("\n".join(element.text for element in elements))
    return Document(
        document_id=document_id,
        title=title,
        source=source,
        text=structure.text,
        sections=structure.sections,
        date=day or file_date(facts),
        metadata=metadata.fields,
    )


def decoded(content: bytes, *, is_windows_text: bool = False) -> str:
    """Decode UTF-8, with or without a byte order mark; with `is_windows_text` also what Windows' own editors write.

    Those write UTF-16 with such a mark, or the Western encoding of Windows.

    Raises:
        UnreadableError: it is binary, damaged, or text in another encoding.
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        with suppress(UnicodeDecodeError):
            if is_windows_text:
                return content.decode("utf-16")
        raise UnreadableError("De tekst is UTF-16. Sla hem op als UTF-8.")
    if (place := content.find(b"\0")) >= 0:
        raise UnreadableError(
            f"Dit is geen tekst maar een binair bestand (nulbyte op plaats {place + 1}). "
            "Controleer of de extensie klopt."
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if is_windows_text and (text := _windows_text(content)) is not None:
            return text
        value = content[error.start]
        raise UnreadableError(
            f"De tekst is geen geldige UTF-8: byte 0x{value:02X} op plaats {error.start + 1}. "
            "Open hem in een tekstverwerker en sla hem op met de codering UTF-8."
        ) from error


def _windows_text(content: bytes) -> str | None:
    """Decode the Western encoding of Windows; None if what is special in it is nothing that Dutch texts have.

    Damaged UTF-8 and the encoding of DOS would be garbage that way.
    """
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError:
        return None
    special = [character for character in text if not character.isascii()]
    usual = sum(character in _USUAL for character in special)
    return text if usual >= 0.9 * len(special) else None


def megabytes(size: int) -> str:
    """Write a number of bytes as megabytes, the Dutch way."""
    return f"{size / 1_000_000:.1f} MB".replace(".", ",").replace(",0 MB", " MB")
