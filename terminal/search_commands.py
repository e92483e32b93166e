"""The commands of the terminal that search, and measure searching."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from terminal import hit_messages, messages
from terminal.options import (
    ExplainOption,
    FieldFilter,
    FromFilter,
    IndexOption,
    JsonOption,
    ModelOption,
    QuestionArgument,
    RerankerOption,
    SourceFilter,
    ThemeFilter,
    TitleFilter,
    UntilFilter,
)
from terminal.printing import guarded, show


def add_to(app: typer.Typer) -> None:
    """Add these commands to the application."""
    app.command(help=messages.SEARCH_HELP)(search)
    app.command(help=messages.EVALUATE_HELP)(evaluate)


def search(
    question: QuestionArgument,
    k: Annotated[int, typer.Option("-k", metavar="AANTAL", help=messages.COUNT_HELP)] = 10,
    per_document: Annotated[bool, typer.Option("--per-document", help=messages.PER_DOCUMENT_HELP)] = False,
    separate: Annotated[bool, typer.Option("--separate", help=messages.SEPARATE_HELP)] = False,
    explain: ExplainOption = False,
    source: SourceFilter = None,
    title: TitleFilter = None,
    theme: ThemeFilter = None,
    field: FieldFilter = None,
    day_from: FromFilter = None,
    day_until: UntilFilter = None,
    index: IndexOption = None,
    model: ModelOption = None,
    reranker: RerankerOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print the passages that fit a question best."""
    with guarded(as_json):
        import time

        from retrieval import Searcher
        from retrieval.as_json import search_json
        from retrieval.filters import sources_here, written_filter

        where = written_filter(sources_here(source or ()), title or (), theme or (), field or (), day_from, day_until)
        with Searcher.open(index, model=model, reranker=reranker) as searcher:
            started = time.perf_counter()
            hits = searcher.search(question, k, per_document, where=where, folded=not separate, joined=not separate)
            elapsed_ms = (time.perf_counter() - started) * 1000
            meant = searcher.did_you_mean(question)
        found = search_json(question, hits, elapsed_ms, meant)
        told = hit_messages.hits(hits, explain) if hits else hit_messages.nothing(question)
        show(found, as_json, lambda: hit_messages.did_you_mean(meant) + told)


def evaluate(
    questions: Annotated[Path, typer.Argument(metavar="VRAGEN", help=messages.JUDGED_QUESTIONS_HELP)],
    compare: Annotated[bool, typer.Option("--compare", help=messages.COMPARE_HELP)] = False,
    per_document: Annotated[bool, typer.Option("--per-document", help=messages.JUDGED_DOCUMENTS_HELP)] = False,
    own_index: Annotated[bool, typer.Option("--own-index", help=messages.OWN_INDEX_HELP)] = False,
    worst: Annotated[int, typer.Option("--worst", metavar="AANTAL", help=messages.WORST_HELP, min=0, max=1000)] = 5,
    picture: Annotated[Path | None, typer.Option("--picture", metavar="BESTAND", help=messages.PICTURE_HELP)] = None,
    index: IndexOption = None,
    model: ModelOption = None,
    reranker: RerankerOption = None,
    as_json: JsonOption = False,
) -> None:
    """Measure how well questions are answered of which it is known what should be found."""
    with guarded(as_json):
        from dataclasses import asdict

        from index import default_model, open_embedder
        from retrieval import Searcher
        from retrieval.evaluation import evaluate as evaluate_questions
        from retrieval.evaluation import index_of, read_question_set
        from terminal import evaluation_report
        from terminal.progress import BuildProgress, QuestionProgress

        page = picture and evaluation_report.checked_page_name(picture)
        judged = read_question_set(questions, per_document=per_document)
        place = index
        if judged.corpus and not (own_index or index):
            with BuildProgress() as reading:
                place = index_of(judged.corpus, open_embedder(model or default_model()), progress=reading)
        with Searcher.open(place, model=model, reranker=reranker) as searcher, QuestionProgress() as asking:
            rankings = searcher.rankings if compare else None
            evaluation = evaluate_questions(searcher, judged, rankings, progress=asking)
        if page:
            evaluation_report.write_page(page, evaluation, worst)
        show(asdict(evaluation), as_json, lambda: evaluation_report.as_text(evaluation, worst))
