"""Get a passphrase from a prompt, a file or a file descriptor: never from an argument or the environment."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from khronika.errors import ConfusedPassphraseError, UsageError

PassphraseFile = Annotated[
    Path | None,
    typer.Option(
        "--passphrase-file", metavar="FILE", help="Read the passphrase from the first line of a file."
    ),
]
PassphraseFd = Annotated[
    int | None,
    typer.Option("--passphrase-fd", metavar="N", help="Read the passphrase from an open file descriptor."),
]


def read_passphrase(
    file: Path | None, fd: int | None, *, prompt: str = "Passphrase of the casebook", twice: bool = False
) -> str:
    """Return a passphrase. Raises UsageError, ConfusedPassphraseError."""
    if file is not None and fd is not None:
        raise UsageError(what="Give --passphrase-file or --passphrase-fd, not both.")
    if file is not None:
        try:
            text = file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(what=f"The passphrase file {file} cannot be read.") from error
        return _first_line(text)
    if fd is not None:
        try:
            with os.fdopen(fd, "r", encoding="utf-8") as stream:
                return _first_line(stream.read())
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(what=f"The file descriptor {fd} cannot be read.") from error
    return _ask(prompt, twice=twice)


def _ask(prompt: str, *, twice: bool) -> str:
    import getpass

    if not sys.stdin.isatty():
        raise ConfusedPassphraseError
    given = getpass.getpass(f"{prompt}: ")
    if twice and getpass.getpass("Once more: ") != given:
        raise UsageError(what="The two passphrases are not the same.")
    return given


def _first_line(text: str) -> str:
    line = text.split("\n", 1)[0].rstrip("\r")
    if not line:
        raise UsageError(what="The passphrase is empty.")
    return line
