"""The terminal door: parses, calls, prints. Results go to stdout, messages and progress to stderr."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

import answer_commands
import answer_messages
import messages
from terminal import guarded, show

app = typer.Typer(
    name="veiligheidswijzer",
    help=messages.APPLICATION_HELP,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

IndexOption = Annotated[Path | None, typer.Option("--index", metavar="MAP", help=messages.INDEX_HELP)]
ModelOption = Annotated[str | None, typer.Option("--model", metavar="MODEL", help=messages.MODEL_HELP)]
RerankerOption = Annotated[str | None, typer.Option("--reranker", metavar="WAARMEE", help=messages.RERANKER_HELP)]
JsonOption = Annotated[bool, typer.Option("--json", help=messages.JSON_HELP)]
QuestionArgument = Annotated[str, typer.Argument(metavar="VRAAG", help=messages.QUESTION_HELP)]
MaskOption = Annotated[bool, typer.Option("--mask-personal-data", help=messages.MASK_HELP)]
SourcesArgument = Annotated[list[str], typer.Argument(metavar="BRON...", help=messages.SOURCES_HELP)]


WebOption = Annotated[bool, typer.Option("--allow-web", help=messages.ALLOW_WEB_HELP)]


@app.command(help=messages.BUILD_HELP)
def build(
    sources: SourcesArgument,
    allow_web: WebOption = False,
    index: IndexOption = None,
    model: ModelOption = None,
    mask: MaskOption = False,
    as_json: JsonOption = False,
) -> None:
    """Bring the index up to date with files and folders; what vanished from them goes."""
    with guarded(as_json):
        from building import run_build

        run_build(sources, index, model, as_json, mask=mask, allow_web=allow_web)


@app.command(help=messages.ADD_HELP)
def add(
    sources: SourcesArgument,
    allow_web: WebOption = False,
    index: IndexOption = None,
    model: ModelOption = None,
    mask: MaskOption = False,
    as_json: JsonOption = False,
) -> None:
    """Add files and folders to the index; nothing that is in it goes."""
    with guarded(as_json):
        from building import run_build

        run_build(sources, index, model, as_json, mask=mask, allow_web=allow_web, keep_vanished=True)


@app.command(help=messages.REBUILD_HELP)
def rebuild(index: IndexOption = None, model: ModelOption = None, as_json: JsonOption = False) -> None:
    """Cut and embed all texts of the index anew, for another model or a newer version."""
    with guarded(as_json):
        from index import default_index, default_model, open_embedder
        from index.local.rebuild import rebuild as rebuild_index
        from terminal import BuildProgress

        embedder = open_embedder(model or default_model())
        with BuildProgress() as progress:
            report = rebuild_index(index or default_index(), embedder, progress=progress)
        from building import show_report

        show_report(report, None, as_json)


@app.command(help=messages.REMOVE_HELP)
def remove(
    names: Annotated[list[str], typer.Argument(metavar="NAAM...", help=messages.REMOVED_NAMES_HELP)],
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Remove sources or single documents from the index."""
    with guarded(as_json):
        from index import default_index
        from index.removal import remove as remove_from_index

        removed = remove_from_index(index or default_index(), names)
        show({"removed": removed}, as_json, lambda: messages.removed(removed))


@app.command(help=messages.SEARCH_HELP)
def search(
    question: QuestionArgument,
    k: Annotated[int, typer.Option("-k", metavar="AANTAL", help=messages.COUNT_HELP)] = 10,
    per_document: Annotated[bool, typer.Option("--per-document", help=messages.PER_DOCUMENT_HELP)] = False,
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

        with Searcher.open(index, model=model, reranker=reranker) as searcher:
            started = time.perf_counter()
            hits = searcher.search(question, k, per_document)
            elapsed_ms = (time.perf_counter() - started) * 1000
        show(search_json(question, hits, elapsed_ms), as_json, lambda: messages.hits(hits))


answer_commands.add_to(app)


@app.command(help=messages.EVALUATE_HELP)
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

        import evaluation_report
        from index import default_model, open_embedder
        from retrieval import Searcher
        from retrieval.evaluation import evaluate as evaluate_questions
        from retrieval.evaluation import index_of, read_question_set
        from terminal import BuildProgress, QuestionProgress

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


@app.command(help=messages.INFO_HELP)
def info(index: IndexOption = None, model: ModelOption = None, as_json: JsonOption = False) -> None:
    """Print what the index holds and what it was made with."""
    with guarded(as_json):
        from dataclasses import asdict

        from index import LocalStore, default_index, default_model, open_embedder
        from retrieval.settings import writing_endpoint

        with LocalStore(index or default_index()) as store:
            found = store.info()
        precision = open_embedder(model or default_model()).precision
        endpoint = writing_endpoint()
        writer = {"address": endpoint.address, "model": endpoint.model} if endpoint is not None else None
        show(
            {**asdict(found), "precision": asdict(precision), "written_answers": writer},
            as_json,
            lambda: messages.info(found, precision, answer_messages.writer(endpoint)),
        )


@app.command(help=messages.VERIFY_HELP)
def verify(index: IndexOption = None, as_json: JsonOption = False) -> None:
    """Check everything against everything; exit code 1 if something is wrong."""
    with guarded(as_json):
        from dataclasses import asdict

        from index import LocalStore, default_index

        with LocalStore(index or default_index()) as store:
            findings = store.verify()
        show({"findings": [asdict(f) for f in findings]}, as_json, lambda: messages.findings(findings))
        if findings:
            raise typer.Exit(1)


@app.command(help=messages.REPAIR_HELP)
def repair(index: IndexOption = None, as_json: JsonOption = False) -> None:
    """Make all search files anew from the truth."""
    with guarded(as_json):
        from index import LocalStore, default_index

        with LocalStore(index or default_index()) as store:
            store.repair()
        show({"repaired": True}, as_json, lambda: messages.REPAIRED)


@app.command(help=messages.BACKUP_HELP)
def backup(
    file: Annotated[Path, typer.Argument(metavar="BESTAND", help=messages.BACKUP_FILE_HELP)],
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write the whole index to one file, while others read and write."""
    with guarded(as_json):
        from index import default_index
        from index.local.backup import backup as back_up

        back_up(index or default_index(), file)
        size = file.stat().st_size
        show({"file": str(file), "bytes": size}, as_json, lambda: messages.backed_up(file, size))


@app.command(help=messages.RESTORE_HELP)
def restore(
    file: Annotated[Path, typer.Argument(metavar="BESTAND", help=messages.RESTORE_FILE_HELP)],
    replace: Annotated[bool, typer.Option("--replace", help=messages.REPLACE_HELP)] = False,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make the index what a backup says."""
    with guarded(as_json):
        from index import default_index
        from index.local.backup import restore as restore_index

        place = index or default_index()
        restore_index(file, place, replace=replace)
        show({"place": str(place)}, as_json, lambda: messages.restored(place))


@app.command(help=messages.SERVE_HELP)
def serve(
    host: Annotated[str, typer.Option(metavar="ADRES", help=messages.HOST_HELP)] = "127.0.0.1",
    port: Annotated[int, typer.Option(metavar="POORT", help=messages.PORT_HELP, min=1, max=65535)] = 7860,
    index: IndexOption = None,
    model: ModelOption = None,
    reranker: RerankerOption = None,
) -> None:
    """Serve the web page until Ctrl-C."""
    with guarded(as_json=False):
        from app import serve as serve_page
        from retrieval import Searcher

        with Searcher.open(index, model=model, reranker=reranker) as searcher:
            serve_page(searcher, host, port, ready=lambda address: print(messages.serving(address), flush=True))


def main() -> None:
    """Run the command line; the entry point of the console script."""
    from terminal import run

    sys.exit(run(app))


if __name__ == "__main__":
    main()
