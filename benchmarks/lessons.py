"""What the default model learns from: written questions with the sentences that answer, and headings with their texts.

The texts in the folders lessons and explainers were written for this, in November 2026, by language models, with the
questions of written.tsv about them: invented plans, letters, reports and pages of municipalities, with near ones beside
each other; and explanations of how things work, without names, so that a question shares little but its meaning with
what answers it. They were written without sight of the sample texts, the project's own questions and the evaluation
sets. Other texts, laws for the most part, are of the third kind.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks.headings import LEAST_CHARACTERS, is_subject
from benchmarks.scaled_encoder import Encoder
from benchmarks.written import EXPLAINERS, LESSONS, is_apart, key, part_of, written
from corpus import Passage, statements
from corpus.embedding_text import context_of
from index import Embedder

WRONG = 4  # sentences of a question: half of the same passage, half of others
NEAR = 40  # nearest sentences, from which those of others are taken
NEAR_PASSAGES = 6  # elsewhere, of which some are read beside the right one
NEAREST_ABSENT = 0.5  # of the times that no passage with an answer is read, so often the nearest one is
JUDGED = 300  # questions kept apart, of each kind
KINDS = {LESSONS.name: LESSONS, EXPLAINERS.name: EXPLAINERS}
OTHERS = "others"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A statement of the passage with number `passage`, as it is embedded, and what is told of its text.

    kind: one of KINDS, or OTHERS. part: which of so many unlike parts of them its text is of; None if it is kept apart.
    """

    text: str
    passage: int
    kind: str
    part: int | None


@dataclass(frozen=True, slots=True)
class Reading:
    """Passages to read with a question: of their sentences, one after the other, which is right, and which count.

    None is right where the passage with the answer is not among them.
    """

    passages: list[int]
    right: int | None
    counted: list[bool]


class Questions:
    """The written questions about these texts, and their sentences; `embedder` tells which are near."""

    def __init__(self, passages: Sequence[Passage], embedder: Embedder, parts: int = 1) -> None:
        asked = written()
        wanted = {sentence for one in asked for sentence in one.answers}
        self.passages: list[Passage] = []
        self.sentences: list[Sentence] = []
        self._within: defaultdict[int, list[int]] = defaultdict(list)  # sentences by passage
        by_key: defaultdict[str, list[int]] = defaultdict(list)
        kinds = {path.name: kind for kind, folder in KINDS.items() for path in folder.glob("*.md")}
        for passage in passages:
            said = [(key(passage.text[s.start : s.end]), s.in_context(passage)) for s in statements(passage)]
            if not any(one in wanted for one, _ in said):
                continue
            part = None if is_apart(passage.title) else part_of(passage.title, parts)
            kind = kinds.get(passage.document_id.rpartition("/")[2], OTHERS)
            for one, text in said:
                by_key[one].append(len(self.sentences))
                self._within[len(self.passages)].append(len(self.sentences))
                self.sentences.append(Sentence(text, len(self.passages), kind, part))
            self.passages.append(passage)
        self.asked = [(one.question, {at for name in one.answers for at in by_key[name]}) for one in asked]
        self.asked = [(question, answers) for question, answers in self.asked if answers]
        self._vectors = embedder.embed_passages([one.text for one in self.sentences])
        self._queries = embedder.embed_questions([question for question, _ in self.asked])

    def about(self, kind: str, part: int | None) -> list[int]:
        """Return the questions of which all answers are of this kind and part; None for those that are kept apart."""
        return [
            number
            for number, (_, answers) in enumerate(self.asked)
            if all((self.sentences[at].kind, self.sentences[at].part) == (kind, part) for at in answers)
        ]

    def cosines(self, number: int) -> np.ndarray[Any, Any]:
        """Return those of a question with all sentences, by the vectors of `embedder`, float32."""
        return np.asarray(self._vectors @ self._queries[number])

    def choice(self, number: int, chance: random.Random, most: int = 1 + WRONG) -> list[int]:
        """Return the nearest sentence that answers, then wrong ones: of its passage, and of others; `most` in all."""
        cosines = self.cosines(number)
        right, beside, away = self._near(number, cosines)
        away = self._wrong(right, away, cosines)[:10]
        chance.shuffle(away)
        wrong = beside[: most // 2] + away[: most - 1 - most // 2]
        return self._unlike([right, *self.asked[number][1]], wrong, right)

    def passages_for(self, number: int, chance: random.Random, most: int, *, absent: bool = False) -> Reading:
        """Return the passage of the nearest sentence that answers, and others with near ones; `most` in all.

        If `absent`, and others there are, only those.
        """
        cosines = self.cosines(number)
        right, _, away = self._near(number, cosines)
        answers = self.asked[number][1]
        homes = {self.sentences[at].passage for at in answers}
        near = (self.sentences[at].passage for at in self._wrong(right, away, cosines))
        others = list(dict.fromkeys(passage for passage in near if passage not in homes))[:NEAR_PASSAGES]
        nearest = others[:1]
        chance.shuffle(others)
        if absent and len(others) >= most:
            if chance.random() < NEAREST_ABSENT:
                others = nearest + [passage for passage in others if passage not in nearest]
            passages = others[:most]
        else:
            absent, passages = False, [self.sentences[right].passage, *others[: most - 1]]
        within = [at for passage in passages for at in self._within[passage]]
        said = {self.sentences[at].text for at in answers}
        counted = [at == right or self.sentences[at].text not in said for at in within]
        return Reading(passages, None if absent else within.index(right), counted)

    def right_first(self, encoder: Encoder) -> dict[str, float]:
        """Return how often an answer is nearest of twelve sentences, for questions whose texts are kept apart."""
        found = {}
        for kind in (*KINDS, OTHERS):
            kept = self.about(kind, None)
            if not kept:
                continue
            choices = []
            for number in random.Random(1).sample(kept, min(JUDGED, len(kept))):
                right, beside, away = self._near(number, self.cosines(number))
                wrong = [*beside[:3], *away[:8], *beside[3:]]
                choices.append((number, self._unlike([right, *self.asked[number][1]], wrong, right)[:12]))
            sentences = sorted({at for _, choice in choices for at in choice})
            said = dict(
                zip(sentences, encoder.vectors("sentence", [self.sentences[at].text for at in sentences]), strict=True)
            )
            asked = encoder.vectors("query", [self.asked[number][0] for number, _ in choices])
            firsts = [
                np.argmax([said[at] @ query for at in choice]) == 0
                for (_, choice), query in zip(choices, asked, strict=True)
            ]
            found[kind] = round(float(np.mean(firsts)), 3)
        return found

    def _near(self, number: int, cosines: np.ndarray[Any, Any]) -> tuple[int, list[int], list[int]]:
        """Return the nearest that answers, and those that do not, of its passage and of others, nearest first."""
        answers = self.asked[number][1]
        right = max(answers, key=lambda at: cosines[at])
        home = self.sentences[right].passage
        nearest = np.argpartition(-cosines, NEAR)[:NEAR]
        others = [at for at in nearest[np.argsort(-cosines[nearest])].tolist() if at not in answers]
        beside = sorted((at for at in self._within[home] if at not in answers), key=lambda at: -cosines[at])
        return right, beside, [at for at in others if self.sentences[at].passage != home]

    def _wrong(self, right: int, away: list[int], cosines: np.ndarray[Any, Any]) -> list[int]:
        """Return those of `away` that can be learned as wrong: of no text that is kept apart."""
        # A question about a law is often answered as well by another law, those about the others by one text.
        nearest = cosines[right] if self.sentences[right].kind == OTHERS else 1.0
        return [at for at in away if self.sentences[at].part is not None and cosines[at] < nearest]

    def _unlike(self, answers: list[int], wrong: list[int], right: int) -> list[int]:
        """Return `right` and the wrong ones without those that say the same as an answer or one another."""
        said, found = {self.sentences[at].text for at in answers}, [right]
        for at in wrong:
            if self.sentences[at].text not in said:
                said.add(self.sentences[at].text)
                found.append(at)
        return found


class HeadedPassages:
    """Headings that stand once in all texts, and what stands below them, for texts with more than one."""

    def __init__(self, passages: Sequence[Passage], excluded: set[str]) -> None:
        headed = [p for p in passages if p.headings and p.title.casefold() not in excluded]
        times = Counter(heading.casefold() for _, heading in {(p.title, p.headings[-1]) for p in headed})
        of_text: defaultdict[str, dict[str, str]] = defaultdict(dict)
        for passage in headed:
            heading = passage.headings[-1]
            if (
                times[heading.casefold()] == 1
                and is_subject(heading, passage.title)
                and len(passage.text) >= LEAST_CHARACTERS
            ):
                body = passage.text.removeprefix(heading).lstrip("# \n")
                of_text[passage.title].setdefault(
                    heading, f"{context_of(passage.title, passage.headings[:-1])}\n{body}"
                )
        self._texts = [list(found.items()) for found in of_text.values() if len(found) > 1]

    def batch(self, chance: random.Random) -> list[tuple[str, str]]:
        """Return headings and what stands below them: two of each of six texts."""
        return [pair for text in chance.sample(self._texts, 6) for pair in chance.sample(text, 2)]
