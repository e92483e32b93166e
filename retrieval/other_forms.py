"""Abbreviations of a question beside what they stand for, where texts hardly use the form that was typed."""

from __future__ import annotations

import re

from index import Filter, View
from index.analysis import STOP_WORDS, abbreviations, folded
from index.places import own_abbreviations

_MORE_USUAL = (
    4  # times as many documents; with fewer, questions about the form that is in the texts were answered worse
)


class OtherForms:
    """Writes out what a model has not learnt: "Hoe lang duurt een tijdelijk huisverbod (THV)?", also for who typed THV.

    Remembers in how many documents a form is; safe to use from several threads.
    """

    def __init__(self) -> None:
        self._counted: tuple[int, dict[str, int]] = (-1, {})

    def beside(self, question: str, view: View) -> str:
        """Return `question` with "long form (short form)" for a form of which texts of `view` use the other more."""
        known = abbreviations(own_abbreviations())
        found = known.known(question)
        there = {form for form, _ in found}
        others: dict[str, tuple[int, str]] = {}
        for form, other in found:
            if other not in there and not {folded(form), folded(other)} & STOP_WORDS:
                count = self._documents(other, view)
                if count > _MORE_USUAL * self._documents(form, view):
                    others[folded(form)] = max(others.get(folded(form), (0, "")), (count, other))
        if not others:
            return question
        shorts = {folded(short) for short, _ in known.pairs}

        def both(match: re.Match[str]) -> str:
            form = match[0]
            if folded(form) not in others:
                return form
            _, other = others[folded(form)]
            return f"{other} ({form})" if folded(form) in shorts else f"{form} ({other})"

        forms = "|".join(re.escape(form) for form in sorted(there, key=len, reverse=True))
        return re.sub(rf"(?<!\w)(?:{forms})(?!\w)", both, question, flags=re.IGNORECASE)

    def _documents(self, form: str, view: View) -> int:
        generation, counts = self._counted
        if generation != view.generation:
            counts = {}
            self._counted = view.generation, counts
        if form not in counts:
            counts[form] = len(view.counts("document", Filter(phrases=(form,))))
        return counts[form]
