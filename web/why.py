"""Why a passage is among the results, in words."""

from __future__ import annotations

from html import escape

from retrieval import Hit, Match, MatchKind
from web import texts

_MOST_FORMS = 4


def why(hit: Hit) -> str:
    """Return what can be unfolded to see why `hit` was found, or nothing where that is not known."""
    if hit.explanation is None:
        return ""
    matches = hit.explanation.matches
    lines = [escape(texts.score_parts(hit.score, hit.explanation.meaning, hit.explanation.words))]
    by_kind = {kind: [_words(m, hit.passage.text) for m in matches if m.kind is kind] for kind in MatchKind}
    lines += [f"{escape(texts.MATCH_KINDS[kind])} {', '.join(found)}" for kind, found in by_kind.items() if found]
    if not matches:
        lines.append(escape(texts.NO_MATCHES))
    title = f'<span class="alleen-voorlezen">: {escape(hit.passage.title)}</span>'
    items = "".join(f"<li>{line}</li>" for line in lines)
    return f'<div class="waarom"><details><summary>{escape(texts.WHY)}{title}</summary><ul>{items}</ul></details></div>'


def _words(match: Match, text: str) -> str:
    """Return a word of the question with the forms in which the passage has it, where they differ."""
    forms = dict.fromkeys(text[span.start : span.end].casefold() for span in match.spans)
    forms.pop(match.asked.casefold(), None)
    told = [f"“{escape(form)}”" for form in list(forms)[:_MOST_FORMS]]
    if match.in_heading:
        told.append(escape(texts.IN_HEADING))
    return f"<strong>{escape(match.asked)}</strong>" + (f" ({', '.join(told)})" if told else "")
