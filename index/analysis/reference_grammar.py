"""How a text names articles: a small grammar, read word by word.

reference = "artikel" articles [["van de"] law] | articles ["van de"] law | law ["artikel"] articles
articles  = article {("," | "en" | "jo." | "tot en met") ["artikel"] article}
article   = number [letter] {part}
part      = ordinals "lid" | "lid" numbers | "onder" letters | "aanhef" | "e.v."
law       = (a known name | a word like "marktverordening") [year]
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from index.analysis.law_names import LawNames

# Numbers ("172a", "2:74"), words, what joins numbers, what parts sentences, paragraphs and the items of lists.
_TOKEN = re.compile(
    r"\d+(?:[:.]\d+)*[^\W\d_]*|t/m|[^\W\d_]+|(?<=\w)[-–/](?=\d)|[,;:()?!]|\.(?=\s|$)|\n(?=\s*\n|[a-z]{1,2}[.)]\s)",
)
_NUMBER = re.compile(r"\d+(?:[:.]\d+)*[a-z]{0,3}")
_YEAR = re.compile(r"(?:18|19|20)\d\d")
_LID = re.compile(r"[12]?\d[a-z]?")
_ONDERDEEL = re.compile(r"([a-z])\1?|\d{1,2}o?")
_ORDINAL_NUMBER = re.compile(r"(\d{1,2})(?:e|de|ste)")
_COUNTING = """
    eerste tweede derde vierde vijfde zesde zevende achtste negende tiende elfde twaalfde dertiende veertiende
    vijftiende zestiende zeventiende achttiende negentiende twintigste
"""
_ORDINALS = {word: str(number) for number, word in enumerate(_COUNTING.split(), start=1)}
_ARTICLE, _ARTICLES = frozenset(["artikel", "art"]), frozenset(["artikelen", "artt"])
_LEDEN = frozenset(["lid", "leden"])
_ONDER = frozenset(["onder", "onderdeel", "onderdelen", "sub", "letter"])
_SENTENCES = frozenset(["volzin", "volzinnen", "zin"])
_AND, _UNTIL = frozenset(["en", "of", "jo", "juncto"]), frozenset(["t/m", "-", "–"])
_OTHERS = (["aanhef"], ["e", "v"], ["ev"], ["en", "volgende"], ["en", "verder"])
_NO_LETTERS = frozenset("uvwxyz")  # "artikel 5 u"; no article has that many before it
_MOST_BETWEEN = 30  # of "11 tot en met 14", which names 12 and 13 too


@dataclass(frozen=True, slots=True)
class NamedArticle:
    """The number of an article, the one name of its law, words joined by "_", if that is said, and the leden named."""

    number: str
    law: str | None = None
    leden: tuple[str, ...] = ()


def read_articles(text: str, laws: LawNames) -> Iterator[tuple[NamedArticle, int, int]]:
    """Yield the articles that a folded text names, with where the reference stands: articles of one have it all."""
    found = list(_TOKEN.finditer(text))
    reader = _Reader([match[0] for match in found], laws)
    at = 0
    while at < len(found):
        articles, end = reader.reference(at)
        for article in articles:
            yield article, found[at].start(), found[end - 1].end()
        at = end


class _Reader:
    """Reads the grammar. A method takes a place among the words, and returns what it read and the place behind it."""

    def __init__(self, words: Sequence[str], laws: LawNames) -> None:
        self._words = [*words, *[""] * 4]  # so that one may look ahead
        self._laws = laws

    def reference(self, at: int) -> tuple[list[NamedArticle], int]:
        """Read the reference that begins at `at`; without one, the place behind is where the next may begin."""
        word = self._words[at]
        if not (word[0].isdigit() or _is_article(word) or self._laws.may_begin(word)):
            return [], at + 1
        law_before, behind_law = self._law(at)
        start = self._past(behind_law, ",:(") if law_before else at
        is_marked, is_several = _is_article(self._words[start]), self._words[start] in _ARTICLES
        start = self._past(start + 1, ".") if is_marked else start
        articles, ends = self._articles(start)
        if articles and (is_marked or not _YEAR.fullmatch(articles[0].number)):
            law, end = self._law_behind(ends[-1])
            if law is None and law_before and self._is_of_law_before(start, ends[-1], is_marked):
                law, end = law_before, ends[-1]
            if law:
                return [NamedArticle(one.number, law, one.leden) for one in articles], end
            if is_marked and not law_before:  # "artikel 5, 10 dagen" names one
                return (articles, ends[-1]) if is_several else (articles[:1], ends[0])
        return [], max(behind_law, at + 1)

    def _is_of_law_before(self, start: int, end: int, is_marked: bool) -> bool:
        """Tell whether articles behind a law are its: "Gemeentewet 172a", but not "Gemeentewet 12 keer"."""
        if is_marked:
            return self._words[end] not in ("van", "uit")
        return not self._words[start].isdecimal() or end > start + 1 or not self._words[end]

    def _articles(self, at: int) -> tuple[list[NamedArticle], list[int]]:
        """Read articles that are joined; of each there is the place behind it."""
        found: list[NamedArticle] = []
        ends: list[int] = []
        is_range = False
        while (read := self._article(at)) is not None:
            article, end = read
            between = _between(found[-1].number, article.number) if is_range else []
            found += [*map(NamedArticle, between), article]
            ends += [end] * (len(between) + 1)
            at, is_range = self._joint(end)
            if at == end:
                break
            at += self._words[at] == "de"
            at = self._past(at + 1, ".") if _is_article(self._words[at]) else at
        return found, ends

    def _article(self, at: int) -> tuple[NamedArticle, int] | None:
        number = self._words[at]
        if not _NUMBER.fullmatch(number) or (_ordinal(number) and self._words[at + 1] in _LEDEN):
            return None
        at += 1
        if number[-1].isdecimal() and self._is_letter_of_number(at):
            number += self._words[at]
            at += 1
        leden, at = self._parts(at)
        return NamedArticle(number, None, leden), at

    def _is_letter_of_number(self, at: int) -> bool:
        """Tell whether the letter of "172 a Gemeentewet" is here, and not "e.v.", an onderdeel "a." or "a en b"."""
        letter, after, then = self._words[at : at + 3]
        if not _is_letter(letter) or letter in _NO_LETTERS or after == ".":
            return False
        in_list = after in (",", "en", "of") and _is_letter(then)
        return not in_list and (not _is_letter(after) or (after, then) == ("e", "v"))

    def _parts(self, at: int) -> tuple[tuple[str, ...], int]:
        """Read where in the article: of leden the numbers are returned, onderdelen and the like are passed over."""
        leden: list[str] = []
        while (read := self._part(at)) is not None:
            found, at = read
            leden += found
        return tuple(leden), at

    def _part(self, at: int) -> tuple[list[str], int] | None:
        at = self._past(at, ",()")
        for words in _OTHERS:
            if self._words[at : at + len(words)] == words:
                return [], self._past(at + len(words), ".")
        at += self._words[at] == "en"
        if self._words[at] in _LEDEN:
            found, end = self._series(at + 1, _lid)
            return (found, end) if found else None
        if self._words[at] in _ONDER:
            found, end = self._series(at + 1, _onderdeel)
            return ([], end) if found else None
        found, end = self._series(at, _ordinal)
        if found and self._words[end] in _LEDEN | _SENTENCES:
            return (found if self._words[end] in _LEDEN else []), end + 1
        return None

    def _series(self, at: int, item: Callable[[str], str | None]) -> tuple[list[str], int]:
        """Read items that are joined: "1, 2 en 3"."""
        found: list[str] = []
        end = at
        is_range = False
        while (one := item(self._words[at])) is not None:
            if found and self._words[at + 1] in _LEDEN and item is _lid:
                break  # "lid 1, 7 lid 2": a next article
            found += [*(_between(found[-1], one) if is_range else []), one]
            end = at + 1
            at, is_range = self._joint(end)
            if at == end:
                break
        return found, end

    def _joint(self, at: int) -> tuple[int, bool]:
        """Read what joins two of a kind; tell whether it means all that is between them too."""
        at = self._past(at, ",/")
        if self._words[at : at + 3] == ["tot", "en", "met"]:
            return at + 3, True
        if self._words[at] in _UNTIL:
            return at + 1, True
        return (self._past(at + 1, ".") if self._words[at] in _AND else at), False

    def _law_behind(self, at: int) -> tuple[str | None, int]:
        at = self._past(at, ",()")
        at += self._words[at] in ("van", "uit", "in", "onder")
        at += self._words[at] in ("de", "het")
        return self._law(self._past(at, "("))

    def _law(self, at: int) -> tuple[str | None, int]:
        law, end = self._laws.at(self._words, at)
        return law, end + (law is not None and _YEAR.fullmatch(self._words[end]) is not None)

    def _past(self, at: int, marks: str) -> int:
        while self._words[at] and self._words[at] in marks:
            at += 1
        return at


def _is_article(word: str) -> bool:
    return word in _ARTICLE or word in _ARTICLES


def _is_letter(word: str) -> bool:
    return len(word) == 1 and word.isalpha()


def _lid(word: str) -> str | None:
    return word if _LID.fullmatch(word) else None


def _onderdeel(word: str) -> str | None:
    return word if _ONDERDEEL.fullmatch(word) else None


def _ordinal(word: str) -> str | None:
    number = _ORDINAL_NUMBER.fullmatch(word)
    return number[1] if number else _ORDINALS.get(word)


def _between(first: str, last: str) -> list[str]:
    if not (first.isdecimal() and last.isdecimal() and int(last) - int(first) <= _MOST_BETWEEN):
        return []
    return [str(number) for number in range(int(first) + 1, int(last))]
