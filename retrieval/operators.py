"""The operators that people type within a question: "exacte zin", -uitsluiten, titel:, bron:, and these with -.

Quotation marks and hyphens may be any that keyboards and Word make.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace

from index import Filter
from index.analysis import content_words, literal_words
from retrieval.letter_case import in_usual_case

_VALUES = ("quoted_value", "value", "unwanted_phrase", "unwanted", "phrase")
_PUNCTUATION = ".,;:?!)"  # of the sentence that the value ends
_MARKS = r"\"“”„«»"
_QUOTED = rf"[{_MARKS}](?P<{{0}}>[^{_MARKS}]+)[{_MARKS}]"
# As Word writes a hyphen before a word; not where one more ends a thought in between (–zoals hier–).
_DASHES = "–−‐"
_LEFT_OUT = rf"(?:-|[{_DASHES}](?!.*\w[{_DASHES}](?:[\s,.;:?!]|$)))"
# Only at the beginning of a word: the hyphens of "zorg- en veiligheidshuis" and the colon of "artikel 2:74" are none.
_OPERATOR = re.compile(
    r"(?<![^\s(])(?:"
    + rf"(?P<left_out>{_LEFT_OUT}?)(?P<field>titel|bron):(?:{_QUOTED.format('quoted_value')}|(?P<value>[^\s{_MARKS}]+))"
    + rf"|{_LEFT_OUT}(?:{_QUOTED.format('unwanted_phrase')}"
    + rf"|(?P<unwanted>(?:[^\W\d_]|(?<!\d\s[-{_DASHES}])\d{{4}})[\w’'-]*))"
    + rf"|{_QUOTED.format('phrase')}"
    + rf")(?![\w{_MARKS}]|:\S)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Sought:
    """What a question asks without its operators (`text`), and what the passages must be (`where`).

    Of what is in capitals, `text` is in the letters that texts use (see `retrieval.letter_case`).
    The words of an exact phrase are still asked; so are the values of titel: and bron: where nothing else is.
    """

    text: str
    where: Filter | None = None


def sought(question: str) -> Sought:
    """Return what `question`, in canonical form, seeks. What is no complete operator is ordinary words.

    So is a stop word with a hyphen that slipped ("zorg -en veiligheid"). Operators of one kind widen each other
    (titel:boa titel:bibob), those of different kinds narrow; every exact phrase must be there, and nothing that is left
    out (-voetbal, -titel:bibob). Leaving out is an operator only where something else is sought.
    """
    phrases: list[str] = []
    without: list[str] = []
    fields: defaultdict[str, list[str]] = defaultdict(list)
    without_fields: defaultdict[str, list[str]] = defaultdict(list)
    kept: list[str] = []
    end = 0
    for match in _OPERATOR.finditer(question):
        value = next(match[name] for name in _VALUES if match[name] is not None).strip()
        if not literal_words(value) or (match["unwanted"] and not content_words(value)):
            continue
        if match["value"]:
            value = value.rstrip(_PUNCTUATION)
        kept.append(question[end : match.start()])
        end = match.end()
        if match["field"]:
            (without_fields if match["left_out"] else fields)[match["field"]].append(value)
        elif match["phrase"] is None:
            without.append(value)
        else:
            phrases.append(value)
            kept.append(value)
    if end == 0:
        return Sought(in_usual_case(question))
    text = " ".join("".join([*kept, question[end:]]).split())
    if not literal_words(text):
        text = " ".join(value for values in fields.values() for value in values)
    if not text:
        return Sought(in_usual_case(question))  # nothing but what should be left out
    where = Filter(
        fields={name: tuple(values) for name, values in fields.items()},
        phrases=tuple(phrases),
        without=tuple(without),
        without_fields={name: tuple(values) for name, values in without_fields.items()},
    )
    return Sought(in_usual_case(text), where)


def both(first: Filter | None, second: Filter | None) -> Filter | None:
    """Return the filter that lets through what both let through, None if that is everything."""
    return replace(first, also=second) if first and second else first or second


def phrases_of(where: Filter | None) -> tuple[str, ...]:
    """Return the exact phrases that a filter asks for."""
    return tuple(phrase for part in where or () for phrase in part.phrases)
