"""Acts to count: from a CSV file, or straight from a casebook."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from khronika.cli.passphrase import read_passphrase

if TYPE_CHECKING:
    from khronika.count.acts import CountedAct

Everything = Annotated[
    bool,
    typer.Option("--all", help="Of a casebook: also count what nobody has judged yet, what reports tell."),
]


def acts_from(
    path: Path, passphrase_file: Path | None, passphrase_fd: int | None, *, everything: bool
) -> Sequence[CountedAct]:
    """Return the acts of a CSV file or of a casebook (a folder), which asks for its passphrase."""
    if path.is_dir():
        from khronika.casebook import open_casebook
        from khronika.casebook.counting import casebook_acts

        with open_casebook(path, read_passphrase(passphrase_file, passphrase_fd)):
            return casebook_acts(everything=everything)
    from khronika.count.acts_csv import read_acts

    return read_acts(path)
