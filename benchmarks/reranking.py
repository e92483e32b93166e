"""What a second look at the first DEPTH hits (10) can gain, feature by feature and all together.

    python -m benchmarks.reranking SHARED CACHE [DEPTH [SET ...]]

SHARED is the folder of real texts beside the project, CACHE keeps indexes and sentence vectors between runs. Weights
are learned on headings and their sections (benchmarks/headings.py), never on the sets that are reported. A row is the
gain in nDCG@10 over the hybrid ranking, with the p-value of the paired randomisation test.
"""

from __future__ import annotations

import hashlib
import math
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from benchmarks import headings
from benchmarks.machine import described, print_table
from benchmarks.questions import QUESTIONS
from corpus import sample_texts
from index import Embedder
from index.analysis import terms
from index.arrays import FloatMatrix, FloatVector
from index.embedding.sentence_transformer import SentenceTransformerEmbedder
from retrieval import Hit, Searcher
from retrieval.evaluation import index_of, read_question_set
from retrieval.evaluation.measures import difference, scores
from retrieval.evaluation.question_sets import JudgedQuestion
from retrieval.ranking import Ranking
from retrieval.reranking import HITS_READ_BY_SENTENCE, SENTENCE_WEIGHT, SentenceReranker

TRAINING = "headings"
FEATURES = ("fused", "cosine", "sentence", "coverage", "title", "heading", "proximity", "pairs")
WEIGHTS = {"cosine": 8.0, "coverage": 0.2, "title": 0.2, "heading": 0.2, "proximity": 0.2, "pairs": 0.2}
WINDOW = 12  # terms that count as near each other
Weigh = Callable[[FloatMatrix], FloatVector]


@dataclass(frozen=True, slots=True)
class Candidates:
    """A question with its hits; row i of `features` is of hit i."""

    judged: JudgedQuestion
    hits: list[Hit]
    features: FloatMatrix


class KeptVectors:
    """An embedder that keeps what it embedded in a file, float16."""

    def __init__(self, embedder: Embedder, file: Path) -> None:
        self._embedder, self._file = embedder, file
        self._known: dict[str, FloatVector] = {}
        if file.exists():
            with np.load(file) as kept:
                self._known = dict(zip(kept["keys"].tolist(), kept["vectors"].astype(np.float32), strict=True))

    def __getattr__(self, name: str) -> object:
        return getattr(self._embedder, name)

    def embed_passages(self, texts: Sequence[str]) -> FloatMatrix:
        keys = [hashlib.sha256(text.encode()).hexdigest() for text in texts]
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._known}
        if missing:
            self._known.update(zip(missing, self._embedder.embed_passages(list(missing.values())), strict=True))
        return np.array([self._known[key] for key in keys], np.float32)

    def save(self) -> None:
        np.savez(self._file, keys=list(self._known), vectors=np.array(list(self._known.values()), np.float16))


def sets(shared: Path, cache: Path) -> dict[str, tuple[Path, Path]]:
    """Return where the questions and the texts of each set are; the training set is made if it is not there."""
    evaluation, training = shared / "data" / "evaluation", cache / TRAINING
    if not training.exists():
        found = list(headings.sections(shared / "data" / "documents", headings.known_titles(evaluation)))
        headings.write_set(found, training)
    folders = {TRAINING: training, **{n: evaluation / n for n in ("rijksoverheid_vac", "overheid_vraagkoppen")}}
    return {"own": (QUESTIONS, sample_texts()), **{n: (f, f / "corpus.jsonl") for n, f in folders.items()}}


def candidates(
    questions: Path, texts: Path, cache: Path, name: str, embedder: Embedder, depth: int
) -> list[Candidates]:
    place = index_of(texts, embedder, cache=cache)
    kept = KeptVectors(embedder, cache / f"sentences-{name}.npz")
    reader = SentenceReranker(kept)  # type: ignore[arg-type]
    found: list[Candidates] = []
    with Searcher.open(place) as searcher:
        for judged in read_question_set(questions).questions:
            hits = searcher.search(judged.question, 100, ranking=Ranking.HYBRID)
            nearest = reader.nearest_sentences(judged.question, hits[:depth])
            found.append(Candidates(judged, hits, features(judged.question, hits[:depth], nearest)))
    kept.save()
    return found


def features(question: str, hits: Sequence[Hit], nearest: FloatVector) -> FloatMatrix:
    """Return FEATURES of each hit, float32 (n, features). Shares of terms weigh each by its rarity among the hits."""
    asked = terms(question)
    texts = [terms(hit.passage.text) for hit in hits]
    titles = [set(terms(hit.passage.title)) for hit in hits]
    nearby = [set(terms(" ".join(hit.passage.headings[-1:]))) for hit in hits]
    rarity = {t: math.log(1 + len(hits) / (1 + sum(t in text for text in map(set, texts)))) for t in asked}

    def share(held: set[str]) -> float:
        return sum(weight for term, weight in rarity.items() if term in held) / max(sum(rarity.values()), 1e-9)

    rows = [
        (
            hit.score,
            hit.cosine,
            sentence,
            share(set(text)),
            share(title),
            share(heading),
            _together(asked, text) / max(len(rarity), 1),
            _pairs(asked, text),
        )
        for hit, sentence, text, title, heading in zip(hits, nearest.tolist(), texts, titles, nearby, strict=True)
    ]
    return np.array(rows, np.float32).reshape(len(hits), len(FEATURES))


def _together(asked: Sequence[str], text: Sequence[str]) -> int:
    """Return the most different terms of the question that stand within one window of the text."""
    places = [(place, term) for place, term in enumerate(text) if term in set(asked)]
    return max(
        (len({t for p, t in places[i:] if p < place + WINDOW}) for i, (place, _) in enumerate(places)), default=0
    )


def _pairs(asked: Sequence[str], text: Sequence[str]) -> float:
    """Return the share of neighbouring terms of the question that are neighbours, or but one apart, in the text."""
    pairs = set(pairwise(asked))
    near = set(pairwise(text)) | set(zip(text, text[2:], strict=False))
    return len(pairs & near) / max(len(pairs), 1)


def ndcg(found: Sequence[Candidates], weigh: Weigh, depth: int | None = None) -> list[float]:
    ranked: dict[str, list[str]] = {}
    for number, one in enumerate(found):
        order = np.argsort(-weigh(one.features[:depth]), kind="stable").tolist()
        hits = [*(one.hits[i] for i in order), *one.hits[len(order) :]]
        ranked[str(number)] = [one.judged.item(hit) for hit in hits]
    relevant = {str(number): one.judged.relevant for number, one in enumerate(found)}
    by_question = scores(relevant, ranked)
    return [by_question[str(number)]["nDCG@10"] for number in range(len(found))]


def learned(found: Sequence[Candidates], used: Sequence[str] = FEATURES) -> FloatVector:
    """Return a weight for each feature: pairwise logistic regression of right above wrong hits, with a ridge.

    Features that are not `used` get 0, and the fused score gets 1.
    """
    pairs = [
        one.features[i] - one.features[j]
        for one in found
        for right in [[one.judged.item(hit) in one.judged.relevant for hit in one.hits[: len(one.features)]]]
        for i in range(len(right))
        for j in range(len(right))
        if right[i] and not right[j]
    ]
    apart = np.array(pairs, np.float64)
    columns = [FEATURES.index(name) for name in used]
    apart = apart[:, columns]
    spread = apart.std(axis=0) + 1e-9
    scaled = apart / spread

    def loss(weights: FloatVector) -> tuple[float, FloatVector]:
        margins = scaled @ weights
        slopes = -1 / (1 + np.exp(margins))
        return (
            float(np.logaddexp(0, -margins).mean() + 0.01 * weights @ weights),
            slopes @ scaled / len(scaled) + 0.02 * weights,
        )

    fitted = minimize(loss, np.zeros(len(columns)), jac=True).x / spread
    weights = np.zeros(len(FEATURES), np.float32)
    weights[columns] = fitted / fitted[0]
    return weights


def ways(training: Sequence[Candidates]) -> Iterator[tuple[str, Weigh, int | None]]:
    """Yield ways to weigh the features, with the number of hits that change places, None for all that were read."""

    def plus(name: str, weight: float) -> Weigh:
        return lambda rows: rows[:, 0] + weight * rows[:, FEATURES.index(name)]

    for name, weight in WEIGHTS.items():
        yield f"hybrid + {weight} {name}", plus(name, weight), None
    for weight in (SENTENCE_WEIGHT / 2, SENTENCE_WEIGHT, SENTENCE_WEIGHT * 2):
        yield f"hybrid + {weight} sentence", plus("sentence", weight), None
    yield f"hybrid + {SENTENCE_WEIGHT} sentence, first 5", plus("sentence", SENTENCE_WEIGHT), 5
    for used in (("fused", "sentence"), ("fused", "sentence", "coverage"), FEATURES):
        weights = learned(training, used)
        shown = ", ".join(f"{weight:.2f} {n}" for n, weight in zip(FEATURES, weights.tolist(), strict=True) if weight)
        yield f"learned: {shown}", _weighing(weights), None


def _weighing(weights: FloatVector) -> Weigh:
    return lambda rows: rows @ weights


def main() -> None:
    print(described())
    shared, cache, *more = sys.argv[1:]
    depth, wanted = int(more[0]) if more else HITS_READ_BY_SENTENCE, more[1:]
    run(Path(shared), Path(cache), depth, wanted)


def run(shared: Path, cache: Path, depth: int, wanted: Sequence[str]) -> None:
    cache.mkdir(parents=True, exist_ok=True)
    embedder = SentenceTransformerEmbedder(None, precision="float32")
    places = {name: place for name, place in sets(shared, cache).items() if not wanted or name in (*wanted, TRAINING)}
    found = {name: candidates(*place, cache, name, embedder, depth) for name, place in places.items()}
    before = {name: ndcg(of, lambda rows: rows[:, 0]) for name, of in found.items()}

    def rows() -> Iterator[dict[str, object]]:
        yield {"ranking": "hybrid, nDCG@10", **{name: round(float(np.mean(b)), 4) for name, b in before.items()}}
        for title, weigh, depth in ways(found[TRAINING]):
            gains = {name: difference(ndcg(of, weigh, depth), before[name]) for name, of in found.items()}
            yield {"ranking": title, **{n: f"{gain.mean:+.4f} (p {gain.p_value:.3f})" for n, gain in gains.items()}}

    print_table(rows())


if __name__ == "__main__":
    main()
