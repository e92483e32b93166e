"""The commands of the terminal that make an index and look after it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from terminal import answer_messages, messages
from terminal.options import (
    IndexOption,
    JsonOption,
    MaskOption,
    ModelOption,
    RereadOption,
    SentencesOption,
    SourcesArgument,
    WebOption,
)
from terminal.printing import guarded, show


def add_to(app: typer.Typer) -> None:
    """Add these commands to the application."""
    app.command(help=messages.BUILD_HELP)(build)
    app.command(help=messages.ADD_HELP)(add)
    app.command(help=messages.REBUILD_HELP)(rebuild)
    app.command(help=messages.REMOVE_HELP)(remove)
    app.command(help=messages.INFO_HELP)(info)
    app.command(help=messages.VERIFY_HELP)(verify)
    app.command(help=messages.REPAIR_HELP)(repair)
    app.command(help=messages.BACKUP_HELP)(backup)
    app.command(help=messages.RESTORE_HELP)(restore)


def build(
    sources: SourcesArgument,
    allow_web: WebOption = False,
    index: IndexOption = None,
    model: ModelOption = None,
    mask: MaskOption = False,
    sentences: SentencesOption = None,
    reread: RereadOption = False,
    as_json: JsonOption = False,
) -> None:
    """Bring the index up to date with files and folders; what vanished from them goes."""
    with guarded(as_json):
        from terminal.building import run_build

        run_build(sources, index, model, as_json, mask=mask, sentences=sentences, allow_web=allow_web, reread=reread)


def add(
    sources: SourcesArgument,
    allow_web: WebOption = False,
    index: IndexOption = None,
    model: ModelOption = None,
    mask: MaskOption = False,
    sentences: SentencesOption = None,
    reread: RereadOption = False,
    as_json: JsonOption = False,
) -> None:
    """Add files and folders to the index; nothing that is in it goes."""
    with guarded(as_json):
        from terminal.building import run_build

        run_build(
            sources,
            index,
            model,
            as_json,
            mask=mask,
            sentences=sentences,
            allow_web=allow_web,
            reread=reread,
            keep_vanished=True,
        )


def rebuild(
    index: IndexOption = None,
    model: ModelOption = None,
    sentences: SentencesOption = None,
    as_json: JsonOption = False,
) -> None:
    """Cut and embed all texts of the index anew, for another model or a newer version."""
    with guarded(as_json):
        from index import default_index, default_model, open_embedder
        from index.local.rebuild import rebuild as rebuild_index
        from terminal.progress import BuildProgress

        embedder = open_embedder(model or default_model())
        with BuildProgress() as progress:
            report = rebuild_index(index or default_index(), embedder, progress=progress, keep_statements=sentences)
        from terminal.building import show_report

        show_report(report, None, as_json)


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
        values = {"removed": removed.documents, "words_left": removed.words_left}
        show(values, as_json, lambda: messages.removed(removed))


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


def repair(index: IndexOption = None, as_json: JsonOption = False) -> None:
    """Make all search files anew from the truth."""
    with guarded(as_json):
        from index import LocalStore, default_index

        with LocalStore(index or default_index()) as store:
            store.repair()
        show({"repaired": True}, as_json, lambda: messages.REPAIRED)


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
