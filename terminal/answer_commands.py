"""The commands of the terminal about answers: asking, citing, and checking citations."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from terminal import answer_messages
from terminal.options import (
    FieldFilter,
    FromFilter,
    IndexOption,
    JsonOption,
    ModelOption,
    QuestionArgument,
    SourceFilter,
    ThemeFilter,
    TitleFilter,
    UntilFilter,
)
from terminal.printing import columns, guarded, show

if TYPE_CHECKING:
    from retrieval import Citation, Filter

NOT_ALL_PRESENT = 1  # exit code of `cite check`
STANDARD_INPUT = "-"

EvidenceOption = Annotated[
    Path | None, typer.Option("--evidence", metavar="BESTAND", help=answer_messages.EVIDENCE_HELP)
]

CompareOption = Annotated[
    list[str] | None, typer.Option("--compare", metavar="KANT", help=answer_messages.COMPARE_HELP)
]

WrittenOption = Annotated[bool, typer.Option("--written", help=answer_messages.WRITTEN_HELP)]


class Form(StrEnum):
    """The forms of `retrieval.citation_formats`, named here too so that help needs none of it."""

    PLAIN = "tekst"
    MARKDOWN = "markdown"
    APA = "apa"
    FOOTNOTE = "voetnoot"


FormOption = Annotated[
    Form, typer.Option("--format", metavar="tekst|markdown|apa|voetnoot", help=answer_messages.FORMAT_HELP)
]

cite = typer.Typer(help=answer_messages.CITE_HELP, no_args_is_help=True, rich_markup_mode=None)


def add_to(app: typer.Typer) -> None:
    """Add these commands to the application."""
    app.command(help=answer_messages.ASK_HELP)(ask)
    app.add_typer(cite, name="cite")


def ask(
    question: QuestionArgument,
    evidence: EvidenceOption = None,
    compare: CompareOption = None,
    written: WrittenOption = False,
    source: SourceFilter = None,
    title: TitleFilter = None,
    theme: ThemeFilter = None,
    field: FieldFilter = None,
    day_from: FromFilter = None,
    day_until: UntilFilter = None,
    index: IndexOption = None,
    model: ModelOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print the literal answer with its citation and the passages, or say that there is none."""
    with guarded(as_json):
        from corpus.errors import InputError

        if sum((evidence is not None, bool(compare), written)) > 1:
            raise InputError(answer_messages.NOT_TOGETHER)
        from retrieval.filters import sources_here, written_filter

        where = written_filter(sources_here(source or ()), title or (), theme or (), field or (), day_from, day_until)
        if compare:
            _ask_sides(question, compare, where, index, model, as_json)
            return
        if written:
            _ask_written(question, where, index, model, as_json)
            return
        from retrieval import Searcher
        from retrieval.as_json import answer_json
        from retrieval.citation_formats import format_citation
        from retrieval.evidence import check_evidence_file, collect_evidence, write_evidence
        from retrieval.settings import link_base

        base = link_base()
        if evidence is not None:
            check_evidence_file(evidence)
        with Searcher.open(index, model=model) as searcher:
            answer, meant = searcher.ask(question, where=where), searcher.did_you_mean(question)
            if evidence is not None:
                write_evidence(collect_evidence(searcher.store, answer, where=where, base=base), evidence)
        show(
            answer_json(answer, base) | {"did_you_mean": meant},
            as_json,
            lambda: answer_messages.answer(answer, [format_citation(c, base=base) for c in answer.citations], meant),
        )
        if evidence is not None:
            print(answer_messages.evidence_written(evidence), file=sys.stderr)


def _ask_sides(
    question: str, names: list[str], where: Filter | None, index: Path | None, model: str | None, as_json: bool
) -> None:
    from retrieval import Searcher
    from retrieval.comparison import compare, comparison_json, filters_of
    from retrieval.filters import from_here
    from retrieval.operators import both
    from retrieval.settings import link_base

    base = link_base()
    filters = {name: both(from_here(side), where) or side for name, side in filters_of(names).items()}
    with Searcher.open(index, model=model) as searcher:
        comparison = compare(searcher, question, filters)
    show(
        comparison_json(comparison, base),
        as_json,
        lambda: columns({side.name: answer_messages.side(side.answer) for side in comparison.sides}),
    )


def _ask_written(question: str, where: Filter | None, index: Path | None, model: str | None, as_json: bool) -> None:
    """Print each sentence of the model once it is checked, then its sources; or the literal answer and why."""
    from corpus.errors import InputError
    from retrieval import Searcher
    from retrieval.citation_formats import format_citation
    from retrieval.settings import link_base, writing_endpoint
    from retrieval.written import WrittenSentence, write_answer, written_json

    base, endpoint = link_base(), writing_endpoint()
    if endpoint is None:
        raise InputError(answer_messages.WRITING_IS_OFF)

    def show_supported(sentence: WrittenSentence) -> None:
        if not as_json and sentence.supported:
            print(answer_messages.written_sentence(sentence), flush=True)

    with Searcher.open(index, model=model) as searcher:
        answer = searcher.ask(question, where=where)
        if answer.found:
            print(answer_messages.sending_to(endpoint.address, endpoint.model), file=sys.stderr)
        written = write_answer(answer, endpoint, searcher.embedder, show_supported)
    cited = written.citations if written.failure is None else answer.citations
    citations = [format_citation(citation, base=base) for citation in cited]
    show(written_json(written, base), as_json, lambda: answer_messages.written(written, citations))


@cite.command("answer", help=answer_messages.CITE_ANSWER_HELP)
def cite_answer(
    question: QuestionArgument,
    form: FormOption = Form.PLAIN,
    source: SourceFilter = None,
    title: TitleFilter = None,
    theme: ThemeFilter = None,
    field: FieldFilter = None,
    day_from: FromFilter = None,
    day_until: UntilFilter = None,
    index: IndexOption = None,
    model: ModelOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print the answer to a question as a citation."""
    with guarded(as_json):
        from corpus.errors import InputError
        from retrieval import Searcher
        from retrieval.filters import sources_here, written_filter

        where = written_filter(sources_here(source or ()), title or (), theme or (), field or (), day_from, day_until)
        with Searcher.open(index, model=model) as searcher:
            answer = searcher.ask(question, where=where)
        if not answer.found:
            raise InputError(answer_messages.NOTHING_TO_CITE)
        _show_citations(answer.citations, form, as_json)


@cite.command("passage", help=answer_messages.CITE_PASSAGE_HELP)
def cite_passage(
    passage_id: Annotated[str, typer.Argument(metavar="KENMERK", help=answer_messages.PASSAGE_ID_HELP)],
    quote: Annotated[str | None, typer.Option("--quote", metavar="WOORDEN", help=answer_messages.QUOTE_HELP)] = None,
    form: FormOption = Form.PLAIN,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print a passage, or words of it, as a citation."""
    with guarded(as_json):
        from index import LocalStore, default_index
        from retrieval.citations import cite as make_citation

        with LocalStore(index or default_index()) as store, store.view() as view:
            citation = make_citation(view, passage_id, quote)
        _show_citations((citation,), form, as_json)


@cite.command("check", help=answer_messages.CITE_CHECK_HELP)
def cite_check(
    file: Annotated[str, typer.Argument(metavar="BESTAND", help=answer_messages.CHECKED_FILE_HELP)],
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say of each citation whether it still stands there; exit code 1 unless all do."""
    with guarded(as_json):
        from index import LocalStore, default_index
        from retrieval.citation_check import Standing, check_citation, check_json
        from retrieval.quotation_files import quotations_in

        quotations = quotations_in(_read(file), file)
        with LocalStore(index or default_index()) as store, store.view() as view:
            checks = [check_citation(view, quotation) for quotation in quotations]
        values = {"checks": [check_json(check, number) for number, check in enumerate(checks, 1)]}
        show(values, as_json, lambda: answer_messages.checks(checks))
        if any(check.standing is not Standing.PRESENT for check in checks):
            raise typer.Exit(NOT_ALL_PRESENT)


def _show_citations(citations: tuple[Citation, ...], form: Form, as_json: bool) -> None:
    from retrieval.citation_formats import CitationFormat, format_citation
    from retrieval.citations import citation_json
    from retrieval.settings import link_base

    base = link_base()
    written = [format_citation(citation, CitationFormat(form.value), base) for citation in citations]
    show(
        {"citations": [citation_json(citation, base) for citation in citations], "written": written},
        as_json,
        lambda: answer_messages.together(written),
    )


def _read(file: str) -> bytes:
    """Return what is in a file, or comes in on standard input.

    Raises:
        InputError: it cannot be read.

    """
    from corpus.errors import InputError

    try:
        return sys.stdin.buffer.read() if file == STANDARD_INPUT else Path(file).read_bytes()
    except OSError as error:
        raise InputError(f"{file!r} kan niet worden gelezen: {error.strerror}. Controleer de naam.") from None
