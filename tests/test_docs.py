"""What docs/answers.md says works as it stands there, in one process and in its order."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

import cli

PAGE = (Path(__file__).resolve().parents[1] / "docs" / "answers.md").read_text("utf-8")
COMMANDS = [line for block in re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL) for line in block.splitlines()]


def test_the_commands_of_the_page(
    sample_place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VEILIGHEIDSWIJZER_INDEX", str(sample_place))
    monkeypatch.chdir(tmp_path)
    assert len(COMMANDS) >= 5
    for command in COMMANDS:
        program, *arguments = shlex.split(command)
        assert program == "veiligheidswijzer"
        assert not cli.app(arguments, standalone_mode=False), command
        assert capsys.readouterr().out.strip(), command
    assert (tmp_path / "antwoord.json").exists()
