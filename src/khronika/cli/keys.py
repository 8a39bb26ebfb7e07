"""Commands on the keys of a casebook: cut them into shares, and open a casebook with two of three."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from khronika.cli.casebooks import Folder
from khronika.cli.passphrase import PassphraseFd, PassphraseFile, read_passphrase
from khronika.errors import UsageError


def register(app: typer.Typer) -> None:
    """Add the commands to the program."""
    keys = typer.Typer(help="Keep a casebook from being lost with its passphrase.", no_args_is_help=True)
    keys.command("split")(split)
    keys.command("recover")(recover)
    app.add_typer(keys, name="keys", rich_help_panel="Casebooks")


def split(
    casebook: Folder,
    to: Annotated[
        Path | None,
        typer.Option("--to", metavar="FOLDER", help="Write the shares to files for printing instead."),
    ] = None,
    passphrase_file: PassphraseFile = None,
    passphrase_fd: PassphraseFd = None,
) -> None:
    """Make three shares of words; any two of them open the casebook when its passphrase is lost.

    Give each to another person, on paper. Making new ones makes the old ones worthless.

    Example:  khronika keys split my-casebook
    """
    from khronika.casebook import open_casebook
    from khronika.casebook.operator import operator
    from khronika.casebook.recovery import split_keys

    if to is None and not sys.stdout.isatty():
        raise UsageError(
            what="Shares are shown on a terminal only; to write them to files, give --to FOLDER."
        )
    if to is not None and to.exists() and (not to.is_dir() or any(to.iterdir())):
        raise UsageError(what=f"{to} exists already and is not empty.")
    passphrase = read_passphrase(passphrase_file, passphrase_fd)
    with open_casebook(casebook, passphrase) as book:
        shares = split_keys(book, by=operator())
    for number, share in enumerate(shares, 1):
        if to is None:
            sys.stdout.write(f"Share {number} of 3:\n\n{_rows(share)}\n\n")
        else:
            _write(to, number, share)
    sys.stderr.write(
        "Any two of the three open the casebook: keep them apart, and never in the casebook's own bag.\n"
    )


def recover(
    casebook: Folder,
    share: Annotated[
        list[Path] | None,
        typer.Option(
            "--share",
            metavar="FILE",
            help="A file with the words of one share; give two.",
            show_default=False,
        ),
    ] = None,
    passphrase_file: PassphraseFile = None,
    passphrase_fd: PassphraseFd = None,
) -> None:
    """Give a casebook a new passphrase, with two of its three shares.

    Without --share the words are asked for and not shown. --passphrase-file holds the new passphrase.

    Example:  khronika keys recover my-casebook
    """
    from khronika.casebook.recovery import recover_keys

    words = [_read(file) for file in share] if share else _asked()
    passphrase = read_passphrase(passphrase_file, passphrase_fd, prompt="New passphrase", twice=True)
    recover_keys(casebook, words, passphrase)
    sys.stderr.write(f"{casebook} has a new passphrase. Make new shares: khronika keys split {casebook}\n")


def _rows(share: str) -> str:
    words = share.split()
    rows = [words[at : at + 6] for at in range(0, len(words), 6)]
    return "\n".join("  " + " ".join(f"{word:<9}" for word in row).rstrip() for row in rows)


def _write(folder: Path, number: int, share: str) -> None:
    from khronika.protect.shares import drawn

    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name, content in (
        (f"share-{number}.txt", f"{_rows(share)}\n".encode()),
        (f"share-{number}.svg", drawn(share)),
    ):
        descriptor = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)


def _read(file: Path) -> str:
    try:
        return " ".join(file.read_text(encoding="ascii")[:4_000].split())
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(what=f"The share {file} cannot be read.") from error


def _asked() -> list[str]:
    import getpass

    if not sys.stdin.isatty():
        raise UsageError(
            what="No share was given and there is no terminal to ask at. Give --share FILE twice."
        )
    return [getpass.getpass(f"The words of the {which} share: ") for which in ("first", "second")]
