"""The option of every command that codes: how many processes share the work."""

from typing import Annotated

import typer

Jobs = Annotated[
    int,
    typer.Option(
        "--jobs", "-j", metavar="N", min=0, help="Processes that share the coding; 0 is one per processor."
    ),
]
