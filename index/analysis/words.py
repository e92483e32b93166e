"""Words of a text as lexical search compares them: folded, without clitics, and their stems."""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import Stemmer

# A number with its letters ("151c", "2:74", "1.500"), or a run of letters ("veiligheidshuis", "boa").
_TOKEN = re.compile(r"\d+(?:[:.,]\d+)*[a-zA-Z]*|[^\W\d_]+")
# The genitive and plural ’s of "boa’s", "APV's", and the clitics of "’s avonds" and "’t": no words of their own.
_CLITIC = re.compile(r"(?<=\w)['’‘`´]s\b|(?<!\w)['’‘`´][snt]\b")
_LITERAL = re.compile(r"\w+")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_STEMMER = Stemmer.Stemmer("dutch")
_WORDS_KEPT = 20_000  # of which the form is remembered: 99% of what a text has; all of them would take 1 kB a passage
_STEMMER_LOCK = threading.Lock()  # PyStemmer objects must not be shared between running threads

_STOP_WORDS = """
    aan al alles als altijd ben bent bij daar dan dat de der deze die dit doch doen door dus een eens en er ge
    geen haar had heb hebben heeft hem het hier hij hoe hun ik in is ja je kan kon kunnen maar me meer men met mij
    mijn moet na naar niet niets nog nu of om omdat onder ons ook op over reeds te tegen toch toen tot u uit uw
    van veel voor want waren was wat we wel werd wezen wie wij wil worden wordt zal ze zei zelf zich zij zijn zo
    zonder zou welke welk waar wanneer waarom
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())


class PlacedWord(NamedTuple):
    """A content word, folded, with the stretch of the text where it stands; offsets are code points.

    A tuple, since a question makes a thousand of them.
    """

    text: str
    start: int
    end: int


def words(text: str) -> list[str]:
    """Return all words and numbers of `text` in order, folded, stop words included."""
    return _TOKEN.findall(_CLITIC.sub(" ", folded(text)))


def literal_words(text: str) -> list[str]:
    """Return every run of letters and digits of `text` in order, folded: all that a quotation must have in common."""
    return _LITERAL.findall(folded(text))


def placed_literal_words(text: str) -> Iterator[PlacedWord]:
    """Yield the words of `literal_words` with their places in `text`, which is in NFC."""
    for match in _LITERAL.finditer(text):
        for word in literal_words(match[0]):  # one, unless folding parts it
            yield PlacedWord(word, *match.span())


def content_words(text: str) -> list[str]:
    """Return the words of `text` that say what it is about, folded: all but stop words.

    A stop word in capitals is a name ("het OM"), and stays in capitals, so that it is not taken for the other.
    """
    found = map(_content, _TOKEN.findall(_CLITIC.sub(" ", unicodedata.normalize("NFC", text))))
    return [word for word in found if word is not None]


def placed_content_words(text: str) -> Iterator[PlacedWord]:
    """Yield the words of `content_words` with their places in `text`, which is in NFC."""
    for match in _TOKEN.finditer(_CLITIC.sub(_blank, text)):
        word = _content(match[0])
        if word is not None:
            yield PlacedWord(word, match.start(), match.end())


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


@lru_cache(_WORDS_KEPT)
def _content(written: str) -> str | None:
    word = folded(written)
    if word not in STOP_WORDS:
        return word
    return written if written.isupper() and len(written) > 1 else None


def folded(text: str) -> str:
    """Return `text` in lower case without diacritics, so that "Privé" and "prive" are one."""
    lower = text.casefold()
    if lower.isascii():  # most words, and there is nothing to take apart
        return lower
    return unicodedata.normalize("NFC", _NOT_ASCII.sub(_without_mark, unicodedata.normalize("NFD", lower)))


def _without_mark(found: re.Match[str]) -> str:
    return "" if unicodedata.combining(found[0]) else found[0]


@lru_cache(_WORDS_KEPT)
def stem(word: str) -> str:
    """Return the Snowball stem of one folded word."""
    with _STEMMER_LOCK:
        return str(_STEMMER.stemWord(word))
