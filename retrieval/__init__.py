"""Question in, passages and answer out: search, fusion, answering. Knows nothing of pages or terminals.

from retrieval import search
for hit in search("Wie mag een gebiedsverbod opleggen?"):
    print(hit.rank, hit.passage.title, hit.passage.text)
"""

from corpus import Span
from corpus.errors import InputError, ModelError, StoreError, VeiligheidswijzerError
from index import Filter
from retrieval.citation_formats import CitationFormat, format_citation
from retrieval.comparison import Comparison, compare
from retrieval.explanation import Explanation, Match, MatchKind
from retrieval.ranking import Ranking
from retrieval.reranking import CrossEncoderReranker, Reranker, SentenceReranker
from retrieval.results import Answer, Citation, Hit
from retrieval.searcher import Searcher, search

__all__ = [
    "Answer",
    "Citation",
    "CitationFormat",
    "Comparison",
    "CrossEncoderReranker",
    "Explanation",
    "Filter",
    "Hit",
    "InputError",
    "Match",
    "MatchKind",
    "ModelError",
    "Ranking",
    "Reranker",
    "Searcher",
    "SentenceReranker",
    "Span",
    "StoreError",
    "VeiligheidswijzerError",
    "compare",
    "format_citation",
    "search",
]
