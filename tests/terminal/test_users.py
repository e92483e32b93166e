"""The commands that say who may open the page, and what `serve` refuses without them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

import cli
from index import build
from tests.fake_embedder import FakeEmbedder
from web.access.sessions import Sessions
from web.access.users import USERS_FILE, Role, UserFile

PASSWORD = "vier woorden zonder zin"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "nota.md").write_text("# Nota\n\nDe camera hangt op het plein.\n", "utf-8")
    build(tmp_path / "index", [tmp_path / "nota.md"], FakeEmbedder())
    return tmp_path / "index"


def run(place: Path, *arguments: str, typed: str = "", code: int = 0) -> Result:
    done = CliRunner().invoke(cli.app, [*arguments, "--index", str(place)], input=typed)
    assert done.exit_code == code, (done.stdout, done.stderr)
    return done


def test_users_are_added_listed_changed_and_removed(place: Path) -> None:
    assert "geen gebruikers" in run(place, "users", "list").stdout
    assert "mag lezen en beheren" in run(place, "users", "add", "jan", "--manage", typed=f"{PASSWORD}\n").stdout
    assert "mag lezen." in run(place, "users", "add", "piet", typed=f"{PASSWORD}\n").stdout
    users = UserFile(place)
    assert [(user.name, user.role) for user in users.users()] == [("jan", Role.MANAGE), ("piet", Role.READ)]
    run(place, "users", "password", "jan", typed="een nieuw wachtwoord\n")
    assert users.with_password("jan", "een nieuw wachtwoord") is not None
    key = run(place, "users", "key", "piet").stdout.strip()
    assert users.with_key(key) == users.require("piet")
    listed: dict[str, Any] = json.loads(run(place, "users", "list", "--json").stdout)
    assert listed["users"][1] == {"name": "piet", "role": "read", "has_key": True}
    assert "jan" in run(place, "users", "remove", "jan").stdout
    assert "geen gebruikers" in run(place, "users", "remove", "piet").stdout


def test_a_role_is_changed_and_nothing_else(place: Path) -> None:
    run(place, "users", "add", "jan", typed=f"{PASSWORD}\n")
    key = run(place, "users", "key", "jan").stdout.strip()
    users = UserFile(place)
    token = (sessions := Sessions(users)).start(users.require("jan"))
    for option, told, may_manage in (("--manage", "lezen en beheren", True), ("--read", "mag nu lezen.", False)):
        assert told in run(place, "users", "role", "JAN", option).stdout
        for found in (users.with_password("jan", PASSWORD), users.with_key(key), sessions.user(token)):
            assert found is not None, "het wachtwoord, de sleutel of de sessie geldt niet meer"
            assert found.may_manage == may_manage
    assert "--manage" in run(place, "users", "role", "jan", code=2).stderr
    assert "bestaat niet" in run(place, "users", "role", "piet", "--read", code=2).stderr


def test_what_cannot_be_done_is_told_and_changes_nothing(place: Path) -> None:
    assert "12" in run(place, "users", "add", "jan", typed="kort\n", code=2).stderr
    assert "standaardinvoer" in run(place, "users", "add", "jan", code=2).stderr
    assert "geen naam" in run(place, "users", "add", "jan jansen", typed=f"{PASSWORD}\n", code=2).stderr
    assert "bestaat niet" in run(place, "users", "remove", "jan", code=2).stderr
    assert not (place / USERS_FILE).exists()
    assert "build" in run(place / "nergens", "users", "add", "jan", typed=f"{PASSWORD}\n", code=2).stderr


def test_a_page_for_others_is_refused_without_users(place: Path) -> None:
    for options in (["--host", "0.0.0.0"], ["--name", "wijzer.voorbeeldstad.nl"], ["--proxy", "10.1.2.9"]):
        told = run(place, "serve", *options, code=2).stderr
        assert "users add" in told
        assert "iedereen op het netwerk" in told
    assert "'elders' is geen IP-adres" in run(place, "serve", "--proxy", "elders", code=2).stderr
    assert "--key" in run(place, "serve", "--certificate", "x.pem", code=2).stderr


def test_a_backup_holds_no_users(place: Path, tmp_path: Path) -> None:
    run(place, "users", "add", "jan", typed=f"{PASSWORD}\n")
    run(place, "backup", str(tmp_path / "kopie"))
    assert b"argon2" not in (tmp_path / "kopie").read_bytes()
