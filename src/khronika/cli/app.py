"""Put the commands together, and turn errors into one sentence and an exit status."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from khronika import __version__
from khronika.cli import (
    casebooks,
    desk,
    estimate,
    keys,
    learn,
    links,
    persons,
    spikes,
    stateless,
    tables,
    users,
)
from khronika.errors import CustodyError, DiskFullError, KhronikaError

app = typer.Typer(
    name="khronika",
    help="Turn reports of arrests, detentions and forced returns into a record that is protected, "
    "corroborated and countable. Offline.\n\n"
    "Start with:  khronika new my-casebook  then  khronika add my-casebook REPORTS  "
    "then  khronika desk my-casebook",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Reports, names and passphrases are never sent anywhere. Documentation: docs/ in the source.",
)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"khronika {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and end.")
    ] = False,
) -> None:
    pass


casebooks.register(app)
links.register(app)
app.command("desk", rich_help_panel="Casebooks")(desk.desk)
app.command("learn", rich_help_panel="Casebooks")(learn.learn)
users.register(app)
keys.register(app)
stateless.register(app)
estimate.register(app)
persons.register(app)
spikes.register(app)
tables.register(app)


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit status."""
    try:
        app(list(arguments))
    except KhronikaError as error:
        return _say(error)
    except KeyboardInterrupt:
        sys.stderr.write("Stopped. What was finished is kept; the same command goes on from here.\n")
        return 130
    except BrokenPipeError:
        # The reader of our output went away (`| head`): that is no failure of ours.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 0 if ended.code is None else 1
    except Exception as error:  # noqa: BLE001 - a traceback could hold a passphrase or a name
        return _say(_known(error) or _UnforeseenError(where=_where(error)))
    return 0


class _UnforeseenError(KhronikaError):
    template = "Something failed that Khronika did not foresee ({where})."
    next_step = (
        "Nothing that was accepted is lost: run the command again. If it fails again, report this line."
    )


def _say(error: KhronikaError) -> int:
    sys.stdout.flush()
    sys.stderr.write(f"khronika: {error}\n")
    return error.exit_status


def _known(error: BaseException) -> KhronikaError | None:
    """Find the fault of the disk or the database behind an error of a library."""
    seen: BaseException | None = error
    while seen is not None:
        full = isinstance(seen, OSError) and seen.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
        if full or "disk is full" in str(seen) or "disk I/O error" in str(seen):
            return DiskFullError()
        if type(seen).__name__ == "DatabaseError" and type(seen).__module__.startswith("sqlcipher3"):
            return CustodyError(what="casebook.db is damaged.")
        seen = seen.__cause__ or seen.__context__
    return None


def _where(error: BaseException) -> str:
    """Name the kind of an error and its line, and nothing of what it says."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return type(error).__name__
    module = trace.tb_frame.f_globals.get("__name__", "?")
    return f"{type(error).__name__} at {module}:{trace.tb_lineno}"
