"""`antwoord users`: who may sign in, with what role, and the tokens of programs."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any, Final

import click

from antwoord_rules.commands import usage
from antwoord_rules.commands.group import Group
from antwoord_rules.commands.serve import store_option, store_url
from antwoord_rules.errors import UsageError, problem
from antwoord_rules.language import Language, Text
from antwoord_rules.store.records import ROLES

if TYPE_CHECKING:
    from antwoord_rules.store.people import People

_LONGEST: Final = 2000
_ABOUT = Text(
    "Beheer wie er mag inloggen bij antwoord serve --accounts. Rollen: reader (bekijken), analyst (ook invullen en bewaren),"
    " author (ook de werkbank), admin (ook beheren). Een wachtwoord wordt gevraagd, of met --password-stdin gelezen.",
    "Manage who may sign in to antwoord serve --accounts. Roles: reader (look), analyst (also fill in and save), author (also the"
    " workbench), admin (also manage). A password is asked for, or read with --password-stdin.",
)
_TEXTS: Final = {
    "add": Text("Voeg een gebruiker toe.", "Add a user."),
    "password": Text("Geef een gebruiker een nieuw wachtwoord.", "Give a user a new password."),
    "role": Text("Geef een gebruiker een andere rol.", "Give a user another role."),
    "off": Text("Blokkeer een gebruiker; alle sessies en tokens vervallen.", "Lock a user out; all sessions and tokens end."),
    "on": Text("Laat een gebruiker weer toe.", "Let a user in again."),
    "remove": Text(
        "Verwijder een gebruiker; het logboek en de versies houden de naam.",
        "Remove a user; the log and the versions keep the name.",
    ),
    "list": Text("Toon alle gebruikers.", "List all users."),
    "token": Text("Maak een token voor een programma; u ziet het eenmaal.", "Make a token for a program; it is shown once."),
    "tokens": Text("Toon de tokens van een gebruiker.", "List the tokens of a user."),
    "revoke": Text("Trek een token in.", "Revoke a token."),
}
_STDIN = Text("Lees het wachtwoord van de standaardinvoer, als één regel.", "Read the password from standard input, as one line.")
_ROLE = Text("De rol (standaard reader).", "The role (default reader).")
_LABEL = Text("Waar het token voor is.", "What the token is for.")
_ASK = Text("Wachtwoord: ", "Password: ")
_AGAIN = Text("Nog een keer: ", "Once more: ")
_DONE = Text("Gedaan: {name}.\n", "Done: {name}.\n")
_ON = Text("ja", "yes")
_OFF = Text("geblokkeerd", "locked out")


class _Users(Group):
    """The group of these commands."""

    def __init__(self, language: Language, commands: list[click.Command]) -> None:
        params = usage.common_options(language)
        super().__init__(
            language, "users", _ABOUT, _TEXTS, prefix="users ", commands=commands, params=params, no_args_is_help=False
        )

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Without arguments the help page is shown."""
        return super().parse_args(ctx, args or ["--help"])


def command(language: Language) -> click.Command:
    """The group in the given language."""

    def change(name: str, act: Callable[[People], object], store: str | None) -> None:
        with _people(store) as people:
            act(people)
        usage.emit(_DONE.to(language).format(name=name))

    def add(name: str, role: str, password_stdin: bool, store: str | None) -> None:
        change(name, lambda people: people.add(name, _password(language, read=password_stdin), role, _by()), store)

    def password(name: str, password_stdin: bool, store: str | None) -> None:
        change(name, lambda people: people.set_password(name, _password(language, read=password_stdin), _by()), store)

    def role(name: str, role: str, store: str | None) -> None:
        change(name, lambda people: people.set_role(name, role, _by()), store)

    def off(name: str, store: str | None) -> None:
        change(name, lambda people: people.set_active(name, False, _by()), store)

    def on(name: str, store: str | None) -> None:
        change(name, lambda people: people.set_active(name, True, _by()), store)

    def remove(name: str, store: str | None) -> None:
        change(name, lambda people: people.remove(name, _by()), store)

    def list_(store: str | None) -> None:
        with _people(store) as people:
            users = people.all()
        for user in users:
            state = (_ON if user.active else _OFF).to(language)
            usage.emit(f"{user.name}\t{user.role}\t{state}\t{user.created_at:%Y-%m-%d}\n")

    def token(name: str, label: str, store: str | None) -> None:
        with _people(store) as people:
            made = people.new_token(name, label, _by())
        usage.emit(f"{made}\n")

    def tokens(name: str, store: str | None) -> None:
        with _people(store) as people:
            known = people.tokens(name)
        for found in known:
            usage.emit(f"{found.id}\t{found.label}\t{found.created_at:%Y-%m-%d}\n")

    def revoke(token: str, store: str | None) -> None:
        change(token, lambda people: people.revoke(token, _by()), store)

    name = click.Argument(["name"], metavar="NAME")
    a_role = click.Option(["--role"], type=click.Choice(ROLES), default="reader", help=_ROLE.to(language))
    read = click.Option(["--password-stdin"], is_flag=True, help=_STDIN.to(language))
    label = click.Option(["--label"], required=True, metavar="TEXT", help=_LABEL.to(language))
    parts: dict[str, tuple[Callable[..., Any], list[click.Parameter]]] = {
        "add": (add, [name, a_role, read]),
        "password": (password, [name, read]),
        "role": (role, [name, click.Argument(["role"], type=click.Choice(ROLES), metavar="ROLE")]),
        "off": (off, [name]),
        "on": (on, [name]),
        "remove": (remove, [name]),
        "list": (list_, []),
        "token": (token, [name, label]),
        "tokens": (tokens, [name]),
        "revoke": (revoke, [click.Argument(["token"], metavar="ID")]),
    }
    store = store_option(language)
    made: list[click.Command] = [
        usage.LocalizedCommand(language, title, act, _TEXTS[title], [*params, store]) for title, (act, params) in parts.items()
    ]
    return _Users(language, made)


@contextmanager
def _people(store: str | None) -> Iterator[People]:
    """The people of a store, which is closed at the end."""
    try:
        from antwoord_rules.store.people import People
        from antwoord_rules.store.store import Store
    except ImportError as error:
        raise UsageError([problem("EXTRA-MISSING", extra="web", reason=str(error))]) from error
    with closing(Store.open(store_url(store))) as opened:
        yield People(opened)


def _by() -> str:
    """Who does it, for the audit log."""
    return f"{getpass.getuser()} (antwoord users)"[:100]


def _password(language: Language, *, read: bool) -> str:
    """A password, typed twice or read; never an argument, since others can see those."""
    if read:
        return sys.stdin.readline(_LONGEST).rstrip("\r\n")
    if not sys.stdin.isatty():
        raise UsageError([problem("USERS-PASSWORD")])
    first = getpass.getpass(_ASK.to(language))
    if getpass.getpass(_AGAIN.to(language)) != first:
        raise UsageError([problem("USERS-TWICE")])
    return first
