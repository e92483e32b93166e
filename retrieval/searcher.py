"""Asking an index: dense and lexical search over one generation of the store, fused into hits and an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from corpus import Passage
from corpus.errors import InputError
from index import Embedder, Filter, LocalStore, Store, View, default_index, default_model, open_embedder
from index.analysis import abbreviations, placed_content_words
from index.arrays import FloatVector
from index.embedding.question_batching import QuestionBatching
from index.places import own_abbreviations
from retrieval.answering import answer_from
from retrieval.asked_words import AskedWords
from retrieval.candidates import ranked_groups
from retrieval.citations import passage_key, with_origins
from retrieval.explanation import AskedTerms, Explanation
from retrieval.grouping import say_the_same
from retrieval.letter_case import in_usual_case
from retrieval.municipalities import named_forms
from retrieval.operators import both, phrases_of, sought
from retrieval.other_forms import OtherForms
from retrieval.question import checked_count, checked_filter, checked_question
from retrieval.ranking import Ranking
from retrieval.reading import Reader, default_reader
from retrieval.request import Request
from retrieval.reranking import (
    BY_SENTENCE,
    RERANKED_HITS,
    CrossEncoderReranker,
    Reranker,
    SentenceReranker,
    reranked,
)
from retrieval.results import Answer, Hit

HITS_WITH_ANSWER = 10
REMEMBERED_QUESTIONS = 128  # vectors; of 384 numbers that is 0.2 MB


class Searcher:
    """Answers questions from one store; safe to call from several threads, and follows new generations by itself."""

    def __init__(
        self, store: Store, embedder: Embedder, reranker: Reranker | None = None, reader: Reader | None = None
    ) -> None:
        """Search `store` with the model that its vectors were made with; a `reranker` looks again at the best hits.

        A `reader` looks again at the best hits: which of their sentences answers the question, and whether any does.

        Raises:
            StoreMismatchError: `embedder` is another model.

        """
        self.store = store
        self.embedder = embedder
        self.reranker = reranker
        self.reader = reader
        # Who looks at hits wants their answer next, and asks the same again with other filters.
        self._embedded = lru_cache(maxsize=REMEMBERED_QUESTIONS)(QuestionBatching(embedder).embed)
        self._other_forms = OtherForms()
        with store.view() as view:
            view.require_model(embedder.identity)

    @classmethod
    def open(
        cls,
        path: str | Path | None = None,
        *,
        model: str | None = None,
        reranker: str | Path | Reranker | None = None,
    ) -> Searcher:
        """Open the index at `path`, by default the user's own, with the model that it was made with.

        `reranker` is a folder with a CrossEncoder of sentence-transformers, "zinnen" for `SentenceReranker`, or a
        reranker of your own.

        Raises:
            StoreError: there is no index, or it cannot be used.
            ModelError: the model cannot be loaded.
            InputError: the file of the user's own abbreviations is not there or not understood.

        """
        abbreviations(own_abbreviations())
        embedder = open_embedder(model or default_model())
        if isinstance(reranker, str | Path):
            by_sentence = str(reranker) == BY_SENTENCE
            reranker = SentenceReranker(embedder) if by_sentence else CrossEncoderReranker(reranker)
        store = LocalStore(Path(path) if path is not None else default_index())
        return cls(store, embedder, reranker, default_reader())

    @property
    def rankings(self) -> tuple[Ranking, ...]:
        """The ways in which this searcher can rank, the best one last."""
        return tuple(ranking for ranking in Ranking if ranking is not Ranking.RERANKED or self.reranker)

    def embed(self, question: str) -> FloatVector:
        """Return the vector of `question`, float32 (dim,), without its operators; searching for it uses the same one.

        An abbreviation that texts hardly use has beside it what it stands for, and the reverse.

        Raises:
            InputError: the question is empty or too long.

        """
        text = sought(checked_question(question)).text
        with self.store.view() as view:
            return self._vector_of(text, view)

    def search(
        self,
        question: str,
        k: int = 10,
        per_document: bool = False,
        *,
        where: Filter | None = None,
        ranking: Ranking | None = None,
        folded: bool = True,
        joined: bool = False,
        explained: bool = True,
    ) -> list[Hit]:
        """Return the at most `k` passages that fit `question` best, best first; one a document if `per_document`.

        `ranking` is for comparing: a part alone, whose scores are its own. None is the best one, the last of
        `rankings`. If `folded`, passages that say the same are one hit, with the others in `elsewhere`. If `joined`,
        neighbours that are found together are one passage, for reading (see `retrieval.grouping`), but not where a
        reranker orders them: it looks at each by itself. Unless `explained`, hits do not say which words of the
        question they have, which saves time where there are many.

        Raises:
            InputError: the question is empty or too long, `k` is out of bounds, or there is no such ranking here.

        """
        asked, k = sought(checked_question(question)), checked_count(k)
        with self.store.view() as view:
            request = Request(
                question=asked.text,
                vector=self._vector_of(asked.text, view),
                k=k,
                per_document=per_document,
                folded=folded,
                joined=joined,
                where=both(asked.where, checked_filter(where)),
                ranking=ranking or self.rankings[-1],
                explained=explained,
            )
            return self._ranked(view, request)

    def did_you_mean(self, question: str) -> str | None:
        """Return `question` with the words that no text has replaced by the nearest that texts have, None if none is.

        Nor is there one for a question in another language than that of the texts.

        Raises:
            InputError: the question is empty or too long.

        """
        question = checked_question(question)
        if not AskedWords.of(question).in_dutch:
            return None
        words = list(placed_content_words(in_usual_case(question)))
        with self.store.view() as view:
            meant = view.spelling([question[word.start : word.end] for word in words])
        corrected = question
        for word, other in reversed(list(zip(words, meant, strict=True))):
            if other is not None:
                other = other.upper() if question.isupper() else other
                corrected = corrected[: word.start] + other + corrected[word.end :]
        return corrected if corrected != question else None

    def similar(self, passage_id: str, k: int = 10, *, where: Filter | None = None) -> list[Hit]:
        """Return the at most `k` passages that mean most nearly the same as another one, best first, without itself.

        Their score is the cosine with it. Those that say the very same are left out too: they are in `elsewhere` of
        the passage where it was found.

        Raises:
            InputError: there is no such passage, or `k` is out of bounds.

        """
        checked_count(k)
        with self.store.view() as view:
            key = passage_key(view, passage_id)
            [twins] = view.twins([key])
            [vector] = view.vectors([key])
            passage, *others = view.passages([key, *twins])
            same = [twin for twin, other in zip(twins, others, strict=True) if say_the_same(passage, other)]
            request = Request(
                "", vector, k, where=checked_filter(where), ranking=Ranking.DENSE, unwanted=frozenset([key, *same])
            )
            return self._hits(view, request)

    def ask(self, question: str, *, where: Filter | None = None) -> Answer:
        """Return the literal answer with its place, or an answer that says that nothing was found.

        Raises:
            InputError: the question is empty or too long.

        """
        return self.answer(question, self.search(question, HITS_WITH_ANSWER, where=where))

    def answer(self, question: str, hits: Sequence[Hit]) -> Answer:
        """Return the answer to `question` in the first of its `hits`, for who shows hits before there is an answer.

        Raises:
            InputError: the question is empty or too long.

        """
        question = checked_question(question)
        text = sought(question).text
        with self.store.view() as view:
            vector = self._vector_of(text, view)

            def is_of_asked_place(passage: Passage) -> bool:
                own = {"document": (passage.document_id,)}
                return any(view.counts("document", Filter(phrases=(form,), fields=own)) for form in named_forms(text))

            answer = answer_from(
                text, vector, hits[:HITS_WITH_ANSWER], self.embedder, view.background, is_of_asked_place, self.reader
            )
        return replace(answer, question=question)

    def _vector_of(self, text: str, view: View) -> FloatVector:
        return self._embedded(self._other_forms.beside(text, view))

    def _ranked(self, view: View, request: Request) -> list[Hit]:
        if request.ranking is not Ranking.RERANKED:
            return self._hits(view, request)
        if self.reranker is None:
            raise InputError("Er is geen herordeningsmodel gekozen. Noem de map ervan met --reranker.")
        deeper = replace(request, k=max(request.k, RERANKED_HITS), joined=False, ranking=Ranking.HYBRID)
        return reranked(request.question, self._hits(view, deeper), self.reranker)[: request.k]

    def _hits(self, view: View, request: Request) -> list[Hit]:
        view.require_model(self.embedder.identity)  # the index may have been rebuilt since with another one
        ranked, made = ranked_groups(view, request)
        asked = AskedTerms(request.question, phrases_of(request.where))
        hits: list[Hit] = []
        for rank, group in enumerate(made, start=1):
            at = group.place
            said = ranked.of_statements[at].tolist() if ranked.of_statements and group.parts == 1 else ()
            matches = asked.matches(group.passage) if request.explained else ()
            why = Explanation(float(ranked.meaning[at]), float(ranked.words[at]), matches)
            hit = Hit(
                rank=rank,
                score=float(ranked.scores[at]),
                passage=group.passage,
                highlights=why.highlights,
                cosine=float(ranked.cosines[at]),
                explanation=why,
                elsewhere=tuple(group.elsewhere),
                statement_cosines=tuple(said),
            )
            hits.append(hit)
        return with_origins(view, hits)

    def close(self) -> None:
        """Release the store; calling it twice does no harm."""
        self.store.close()

    def __enter__(self) -> Searcher:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@lru_cache(maxsize=4)
def _searcher(path: Path) -> Searcher:
    return Searcher.open(path)


def search(question: str, k: int = 10) -> list[Hit]:
    """Return the `k` best passages of the default index for `question`; the index stays open for the next call.

    Raises:
        InputError: the question is empty or too long, or `k` is out of bounds.
        StoreError: there is no index, or it cannot be used.

    """
    return _searcher(default_index()).search(question, k)
