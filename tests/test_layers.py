"""The shape of the project: imports point one way, few names are public, and heavy things load late."""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("corpus", "index", "retrieval")
DOORS = ("app", "cli", "terminal", "web")


def imported_by(path: Path) -> set[str]:
    """The first parts of all absolute imports in a file."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("package", PACKAGES)
def test_imports_point_one_way(package: str) -> None:
    later = {*PACKAGES[PACKAGES.index(package) + 1 :], *DOORS}
    wrong = {
        str(path.relative_to(ROOT)): imported_by(path) & later
        for path in (ROOT / package).rglob("*.py")
        if imported_by(path) & later
    }
    assert not wrong


def test_only_the_local_store_knows_its_libraries() -> None:
    knowing = {
        path.relative_to(ROOT).as_posix()
        for package in (*PACKAGES, "terminal", "web")
        for path in (ROOT / package).rglob("*.py")
        if imported_by(path) & {"sqlite3", "faiss", "tantivy"}
    }
    assert not {name for name in knowing if not name.startswith("index/local/")}


@pytest.mark.parametrize("package", PACKAGES)
def test_public_names_are_sorted_and_exist(package: str) -> None:
    module = importlib.import_module(package)
    assert list(module.__all__) == sorted(module.__all__)
    assert all(hasattr(module, name) for name in module.__all__)
    assert (ROOT / package / "py.typed").exists()


@pytest.mark.parametrize("command", [["--help"], ["search", "--help"], ["build", "--help"], ["evaluate", "--help"]])
def test_help_loads_nothing_heavy(command: list[str]) -> None:
    script = (
        "import sys, cli\ntry:\n    cli.app()\nexcept SystemExit:\n    pass\n"
        "heavy = {'torch', 'faiss', 'gradio', 'numpy', 'tantivy', 'sentence_transformers'}\n"
        "print('GELADEN', sorted(heavy & set(sys.modules)))"
    )
    shown = subprocess.run(
        [sys.executable, "-c", script, *command], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert shown.stdout.splitlines()[-1] == "GELADEN []", shown.stdout


def modules() -> list[Path]:
    folders = (*PACKAGES, "terminal", "web")
    return [*ROOT.glob("*.py"), *(path for folder in folders for path in (ROOT / folder).rglob("*.py"))]


def test_numbers_and_days_are_written_in_one_place() -> None:
    writing = {
        str(path.relative_to(ROOT))
        for path in modules()
        if re.search(r":,\}|\"januari\",\s*\"februari\"", path.read_text("utf-8"))
    }
    assert writing == {"corpus/dutch.py"}


def test_modules_are_of_a_size_to_read() -> None:
    scripts = (ROOT / "web" / "static").glob("*.js")
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines()) for path in (*modules(), *scripts)
    }
    assert not {name: length for name, length in lengths.items() if length > 300}


def test_a_question_wakes_no_other_threads_to_multiply() -> None:
    multiplying = {
        path.relative_to(ROOT).as_posix()
        for package in ("index", "retrieval")
        for path in (ROOT / package).rglob("*.py")
        if any(isinstance(node, ast.MatMult) for node in ast.walk(ast.parse(path.read_text("utf-8"))))
    }
    assert multiplying == {"index/local/vector_kinds.py"}, "use products(): only building may use all processors"
