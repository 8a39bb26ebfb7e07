"""The people who work in a casebook: list them, add one, change a role or a password."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from khronika.cli.casebooks import AsJson, Folder
from khronika.cli.passphrase import PassphraseFd, PassphraseFile, read_passphrase
from khronika.errors import UsageError


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("users", rich_help_panel="Casebooks")(users)


def users(
    casebook: Folder,
    passphrase_file: PassphraseFile = None,
    passphrase_fd: PassphraseFd = None,
    add: Annotated[str | None, typer.Option("--add", metavar="NAME", help="Add somebody.")] = None,
    change: Annotated[
        str | None, typer.Option("--change", metavar="NAME", help="Change somebody's role or password.")
    ] = None,
    role: Annotated[
        str | None,
        typer.Option("--role", metavar="ROLE", help="reader, coder, reviewer, custodian or admin."),
    ] = None,
    password_file: Annotated[
        Path | None,
        typer.Option(
            "--password-file", metavar="FILE", help="The password of the desk; asked for where not given."
        ),
    ] = None,
    new_password: Annotated[
        bool, typer.Option("--new-password", help="With --change: give a new password.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """List the people of a casebook, or add or change one.

    Example:  khronika users my-casebook --add mina --role reviewer
    """
    from khronika.casebook import open_casebook
    from khronika.casebook.members import add_member, list_members, set_password, set_role
    from khronika.casebook.operator import operator

    _check_options(add, change, role, new_password or password_file is not None)
    passphrase = read_passphrase(passphrase_file, passphrase_fd)
    password = ""
    if add or new_password or password_file:
        password = read_passphrase(password_file, None, prompt=f"Password of {add or change}", twice=True)
    with open_casebook(casebook, passphrase):
        by = operator()
        if add:
            add_member(add, password, role or "reader", by=by)
        if change and role:
            set_role(change, role, by=by)
        if change and password:
            set_password(change, password, by=by)
        rows = [(m.username, m.role, m.is_active) for m in list_members()]
    _print(rows, as_json=as_json)
    if not rows:
        sys.stderr.write(
            f"Nobody yet. Add somebody with: khronika users {casebook} --add NAME --role admin\n"
        )


def _check_options(add: str | None, change: str | None, role: str | None, password: bool) -> None:
    if add and change:
        raise UsageError(what="Give --add or --change, not both.")
    if (role or password) and not (add or change):
        raise UsageError(what="Say whom it is for: --add NAME or --change NAME.")
    if change and not (role or password):
        raise UsageError(what="Say what to change: --role ROLE or --new-password.")


def _print(rows: list[tuple[str, str, bool]], *, as_json: bool) -> None:
    for name, role, active in rows:
        if as_json:
            row = {"name": name, "role": role, "active": active}
            sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
        else:
            sys.stdout.write(f"{name:<24}{role}{'' if active else '  (closed)'}\n")
