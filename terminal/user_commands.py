"""The commands of the terminal that say who may open the web page."""

from __future__ import annotations

import sys
from getpass import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from terminal import serving_messages as messages
from terminal.options import IndexOption, JsonOption
from terminal.printing import guarded, show

if TYPE_CHECKING:
    from web.access.users import UserFile

NameArgument = Annotated[str, typer.Argument(metavar="NAAM", help=messages.USER_NAME_HELP)]


def add_to(app: typer.Typer) -> None:
    """Add these commands to the application, under `users`."""
    users = typer.Typer(name="users", help=messages.USERS_HELP, no_args_is_help=True, rich_markup_mode=None)
    users.command("add", help=messages.ADD_USER_HELP)(add)
    users.command("list", help=messages.LIST_USERS_HELP)(list_users)
    users.command("remove", help=messages.REMOVE_USER_HELP)(remove)
    users.command("role", help=messages.ROLE_HELP)(role)
    users.command("password", help=messages.PASSWORD_HELP)(password)
    users.command("key", help=messages.KEY_HELP)(key)
    app.add_typer(users)


def add(
    name: NameArgument,
    manage: Annotated[bool, typer.Option("--manage", help=messages.MANAGE_HELP)] = False,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Add a user, whose password is asked for."""
    with guarded(as_json):
        from web.access.users import Role

        users = _users_of(index)
        users.require_new(name)
        user = users.add(name, _asked_password(), Role.MANAGE if manage else Role.READ)
        show({"name": user.name, "role": user.role}, as_json, lambda: messages.user_added(user))


def list_users(index: IndexOption = None, as_json: JsonOption = False) -> None:
    """Print who the users are, without anything of their passwords."""
    with guarded(as_json):
        found = _users_of(index).users()
        listed = [{"name": user.name, "role": user.role, "has_key": user.key_hash is not None} for user in found]
        show({"users": listed}, as_json, lambda: messages.users(found))


def remove(name: NameArgument, index: IndexOption = None, as_json: JsonOption = False) -> None:
    """Remove a user."""
    with guarded(as_json):
        users = _users_of(index)
        users.remove(name)
        left = len(users.users())
        show({"removed": name, "left": left}, as_json, lambda: messages.user_removed(name, left))


def role(
    name: NameArgument,
    manage: Annotated[bool, typer.Option("--manage/--read", help=messages.ROLE_OPTION_HELP)],
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Let a user do more or less, with the same password and key."""
    with guarded(as_json):
        from web.access.users import Role

        user = _users_of(index).set_role(name, Role.MANAGE if manage else Role.READ)
        show({"name": user.name, "role": user.role}, as_json, lambda: messages.role_changed(user))


def password(name: NameArgument, index: IndexOption = None, as_json: JsonOption = False) -> None:
    """Give a user another password, which is asked for."""
    with guarded(as_json):
        users = _users_of(index)
        users.require(name)
        users.set_password(name, _asked_password())
        show({"name": name}, as_json, lambda: messages.password_changed(name))


def key(name: NameArgument, index: IndexOption = None, as_json: JsonOption = False) -> None:
    """Print a new key with which a program asks as this user."""
    with guarded(as_json):
        made = _users_of(index).new_key(name)
        print(messages.KEY_ONCE, file=sys.stderr)
        show({"name": name, "key": made}, as_json, lambda: made)


def _users_of(index: Path | None) -> UserFile:
    """Return the users of an index that is there."""
    from corpus.errors import StoreMissingError
    from index import LocalStore, default_index
    from web.access.users import UserFile

    place = index or default_index()
    if not LocalStore.exists(place):
        raise StoreMissingError(messages.no_index(place))
    return UserFile(place)


def _asked_password() -> str:
    """Ask twice without showing what is typed, or take the first line of what a script gives."""
    from corpus.errors import InputError

    if not sys.stdin.isatty():
        given = sys.stdin.readline().rstrip("\r\n")
        if not given:
            raise InputError(messages.NO_PASSWORD)
        return given
    given = getpass(messages.PASSWORD_PROMPT)
    if getpass(messages.PASSWORD_AGAIN_PROMPT) != given:
        raise InputError(messages.PASSWORDS_DIFFER)
    return given
