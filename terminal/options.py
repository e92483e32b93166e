"""The options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from terminal import messages

IndexOption = Annotated[Path | None, typer.Option("--index", metavar="MAP", help=messages.INDEX_HELP)]
ModelOption = Annotated[str | None, typer.Option("--model", metavar="MODEL", help=messages.MODEL_HELP)]
RerankerOption = Annotated[str | None, typer.Option("--reranker", metavar="WAARMEE", help=messages.RERANKER_HELP)]
JsonOption = Annotated[bool, typer.Option("--json", help=messages.JSON_HELP)]
QuestionArgument = Annotated[str, typer.Argument(metavar="VRAAG", help=messages.QUESTION_HELP)]
MaskOption = Annotated[bool, typer.Option("--mask-personal-data", help=messages.MASK_HELP)]
SourcesArgument = Annotated[list[str], typer.Argument(metavar="BRON...", help=messages.SOURCES_HELP)]
WebOption = Annotated[bool, typer.Option("--allow-web", help=messages.ALLOW_WEB_HELP)]
ExplainOption = Annotated[bool, typer.Option("--explain", help=messages.EXPLAIN_HELP)]
SentencesOption = Annotated[
    bool | None, typer.Option("--sentences/--no-sentences", help=messages.SENTENCES_HELP, show_default=False)
]
RereadOption = Annotated[bool, typer.Option("--reread", help=messages.REREAD_HELP)]
SourceFilter = Annotated[list[str] | None, typer.Option("--source", metavar="BRON", help=messages.SOURCE_FILTER_HELP)]
TitleFilter = Annotated[list[str] | None, typer.Option("--title", metavar="WOORDEN", help=messages.TITLE_FILTER_HELP)]
ThemeFilter = Annotated[list[str] | None, typer.Option("--theme", metavar="THEMA", help=messages.THEME_FILTER_HELP)]
FieldFilter = Annotated[
    list[str] | None, typer.Option("--field", metavar="NAAM=WAARDE", help=messages.FIELD_FILTER_HELP)
]
FromFilter = Annotated[str | None, typer.Option("--from", metavar="DATUM", help=messages.FROM_FILTER_HELP)]
UntilFilter = Annotated[str | None, typer.Option("--until", metavar="DATUM", help=messages.UNTIL_FILTER_HELP)]
