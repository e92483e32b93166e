"""How well questions are answered, by questions of which it is known what should be found.

from retrieval import Searcher
from retrieval.evaluation import evaluate, read_question_set
with Searcher.open() as searcher:
    evaluation = evaluate(searcher, read_question_set("vragen.jsonl"), searcher.rankings)
"""

from retrieval.evaluation.evaluating import Evaluation, Found, QuestionResult, RankingResult, RankingsCompared, evaluate
from retrieval.evaluation.measures import MEASURES, Difference, Estimate
from retrieval.evaluation.question_sets import JudgedQuestion, QuestionSet, read_question_set
from retrieval.evaluation.temporary_index import index_of

__all__ = [
    "MEASURES",
    "Difference",
    "Estimate",
    "Evaluation",
    "Found",
    "JudgedQuestion",
    "QuestionResult",
    "QuestionSet",
    "RankingResult",
    "RankingsCompared",
    "evaluate",
    "index_of",
    "read_question_set",
]
