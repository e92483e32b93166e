"""What the README says works as it stands there: its commands run, its Python runs, its length is kept."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import time
import urllib.request
from contextlib import closing
from pathlib import Path
from socket import create_server

import pytest

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"```(sh|python)\n(.*?)```", README, re.DOTALL)
COMMANDS = [line.split("#")[0].strip() for kind, text in BLOCKS if kind == "sh" for line in text.splitlines()]


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return {**os.environ, "VEILIGHEIDSWIJZER_INDEX": str(tmp_path_factory.mktemp("readme") / "index")}


def run(command: list[str], environment: dict[str, str]) -> str:
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def test_it_is_short_and_begins_with_the_two_commands() -> None:
    assert len(README.splitlines()) < 150
    assert [command.split() for command in COMMANDS[:2]] == [["make", "run"], ["make", "test"]]


def test_make_knows_its_targets(environment: dict[str, str]) -> None:
    for command in COMMANDS[:2]:
        run([*shlex.split(command), "--dry-run"], environment)


def test_the_commands_then_the_python(environment: dict[str, str]) -> None:
    commands = [shlex.split(command) for command in COMMANDS[2:] if "serve" not in command]
    assert len(commands) >= 5
    for program, *arguments in commands:
        assert program == "veiligheidswijzer"
        assert run([sys.executable, "-m", "cli", *arguments], environment)
    [code] = [text for kind, text in BLOCKS if kind == "python"]
    shown = run([sys.executable, "-c", code], environment)
    assert shown.splitlines()[0].startswith("1 ")
    assert "True" in shown


@pytest.fixture
def port() -> int:
    with closing(create_server(("127.0.0.1", 0))) as probe:
        number: int = probe.getsockname()[1]
    return number


def test_the_page_is_served(environment: dict[str, str], sample_place: Path, port: int) -> None:
    command = [sys.executable, "-m", "cli", "serve", "--port", str(port), "--index", str(sample_place)]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            assert f"http://127.0.0.1:{port}" in server.stdout.readline()
            for _ in range(100):
                try:
                    with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as answer:
                        page = answer.read().decode()
                    break
                except OSError:
                    time.sleep(0.3)
            assert '<html lang="nl"' in re.sub(r"\s+", " ", page)
        finally:
            server.terminate()


def test_the_installed_command_is_the_same() -> None:
    command = shutil.which("veiligheidswijzer", path=str(Path(sys.executable).parent))
    assert command, "pip install made no veiligheidswijzer command"
    assert "build" in run([command, "--help"], dict(os.environ))


def test_the_table_names_every_command() -> None:
    from typer.main import get_command

    from cli import app

    table = "\n".join(line for line in README.splitlines() if line.startswith("| `"))
    for name, command in get_command(app).commands.items():  # type: ignore[attr-defined]
        named = [name, *getattr(command, "commands", {})]
        lines = [line for line in table.splitlines() if name in line]
        assert not [one for one in named if not any(one in line for line in lines)], f"{named} niet in de tabel"
