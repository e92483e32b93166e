"""What docs says of commands works as it stands there, in one process and in its order."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

import cli

DOCS = Path(__file__).resolve().parents[1] / "docs"


def commands(page: str, language: str = "sh") -> list[str]:
    blocks = re.findall(rf"```{language}\n(.*?)```", (DOCS / page).read_text("utf-8"), re.DOTALL)
    return [line for block in blocks for line in block.splitlines()] if language == "sh" else blocks


@pytest.mark.parametrize("page", ["answers.md", "searching.md"])
def test_the_commands_of_the_page(
    page: str, sample_place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VEILIGHEIDSWIJZER_INDEX", str(sample_place))
    monkeypatch.chdir(tmp_path)
    assert len(commands(page)) >= 4
    for command in commands(page):
        program, *arguments = shlex.split(command)
        assert program == "veiligheidswijzer"
        assert not cli.app(arguments, standalone_mode=False), command
        assert capsys.readouterr().out.strip(), command
    assert page != "answers.md" or (tmp_path / "antwoord.json").exists()


def test_the_python_of_searching(
    sample_place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VEILIGHEIDSWIJZER_INDEX", str(sample_place))
    [program] = commands("searching.md", "python")
    names: dict[str, object] = {}
    exec(program, names)
    assert names["hits"]
    assert "{" in capsys.readouterr().out
