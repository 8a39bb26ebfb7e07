"""Open the desk: the web application for one casebook, on this machine alone."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from khronika.cli.passphrase import PassphraseFd, PassphraseFile, read_passphrase
from khronika.errors import UsageError

FirstUser = Annotated[
    str | None,
    typer.Option(
        "--first-user", metavar="NAME", help="Make the first member under this name, without asking."
    ),
]
PasswordFile = Annotated[
    Path | None,
    typer.Option("--password-file", metavar="FILE", help="Read the first member's password from a file."),
]


def desk(
    casebook: Annotated[Path, typer.Argument(help="The casebook to open.")],
    port: Annotated[int, typer.Option(help="The port on 127.0.0.1; 0 takes any free one.")] = 8471,
    first_user: FirstUser = None,
    password_file: PasswordFile = None,
    passphrase_file: PassphraseFile = None,
    passphrase_fd: PassphraseFd = None,
) -> None:
    """Open the desk in a browser on this machine.

    Nobody else can reach it. Without any member yet, the first one is asked for and is an administrator.

    Example:  khronika desk my-casebook
    """
    from khronika.web.serve import serve, use_desk_settings

    use_desk_settings()
    from khronika.casebook import open_casebook

    with open_casebook(casebook, read_passphrase(passphrase_file, passphrase_fd)) as opened:
        _ensure_member(first_user, password_file)
        serve(opened, port=port, ready=_say_address)


def _ensure_member(name: str | None, password_file: Path | None) -> None:
    from khronika.casebook.members import add_member, has_members

    if has_members():
        return
    if name is None:
        if not sys.stdin.isatty():
            raise UsageError(what="Nobody can sign in yet: give --first-user NAME and --password-file FILE.")
        typer.echo("Nobody can sign in yet. The first member is an administrator.")
        name = typer.prompt("Name")
    prompt = "Password for the desk (not the casebook's passphrase)"
    password = read_passphrase(password_file, None, prompt=prompt, twice=True)
    add_member(name, password, "admin")


def _say_address(address: str) -> None:
    typer.echo(f"The desk is open at {address}  (stop it with Ctrl-C)")
    sys.stdout.flush()
