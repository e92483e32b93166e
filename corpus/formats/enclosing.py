"""Which files are in a file: attached to mail, or put into a document whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from corpus.failures import UnreadableError
from corpus.formats.enclosed import Enclosed, as_enclosed
from corpus.formats.mail import read_eml
from corpus.formats.outlook import read_msg
from corpus.formats.word_xml import inserted_documents


def enclosed_in(path: Path) -> list[Enclosed]:
    """Return the files in a file, without small pictures; none if it is damaged, which its reader tells."""
    find = _FINDERS.get(path.suffix.lower())
    try:
        return [] if find is None else [one for one in find(path) if not one.is_ornament]
    except UnreadableError:
        return []


def _in_word(path: Path) -> Sequence[Enclosed]:
    return [as_enclosed(name, content) for name, content in inserted_documents(path)]


_FINDERS: Mapping[str, Callable[[Path], Sequence[Enclosed]]] = {
    ".eml": lambda path: read_eml(path).enclosed,
    ".msg": lambda path: read_msg(path).enclosed,
    **dict.fromkeys((".docx", ".docm", ".dotx"), _in_word),
}
