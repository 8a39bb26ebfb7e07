"""Commands on a casebook: make one, take reports in, look at incidents, release, verify, back up."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from khronika.cli.jobs import Jobs
from khronika.cli.passphrase import PassphraseFd, PassphraseFile, read_passphrase
from khronika.errors import CustodyError, SomeInputsFailedError, UsageError

if TYPE_CHECKING:
    from khronika.casebook.verify import Check

Folder = Annotated[
    Path, typer.Argument(metavar="CASEBOOK", help="The folder of the casebook.", show_default=False)
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON Lines instead of a table.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the program."""
    panel = "Casebooks"
    custody = typer.Typer(help="Let outsiders check what was kept.", no_args_is_help=True)
    custody.command("export")(custody_export)
    custody.command("pages")(custody_pages)
    custody.command("timestamp")(custody_timestamp)
    app.add_typer(custody, name="custody", rich_help_panel=panel)
    for name, command in (
        ("new", new),
        ("add", add),
        ("incidents", incidents),
        ("count", count),
        ("release", release),
        ("verify", verify),
        ("backup", backup),
        ("restore", restore),
        ("doctor", doctor),
    ):
        app.command(name, rich_help_panel=panel)(command)


def new(
    casebook: Folder,
    passphrase_file: PassphraseFile = None,
    passphrase_fd: PassphraseFd = None,
    custodian_passphrase_file: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="A passphrase of its own for the custodian, who alone can open sealed identities.",
        ),
    ] = None,
) -> None:
    """Make a new casebook: an encrypted folder that holds a whole record.

    Example:  khronika new my-casebook
    """
    from khronika.casebook import create_casebook

    passphrase = read_passphrase(passphrase_file, passphrase_fd, twice=True)
    custodian = (
        read_passphrase(custodian_passphrase_file, None) if custodian_passphrase_file is not None else None
    )
    with create_casebook(casebook, passphrase, custodian):
        _say(f"Made the casebook {casebook}.")
        if custodian is None:
            _say(
                "One passphrase opens both the casebook and sealed identities. "
                "For two people, give --custodian-passphrase-file when making it."
            )
        _say(f"Next: khronika add {casebook} REPORTS")


def add(
    casebook: Folder,
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH…", help="Files, or folders that hold reports.")
    ],
    jobs: Jobs = 1,
    passphrase_file: PassphraseFile = None,
    passphrase_fd: PassphraseFd = None,
) -> None:
    """Take reports in: preserve, read, code and link them. Safe to stop and to repeat.

    Example:  khronika add my-casebook inbox/ letter.pdf
    """
    from khronika.casebook import open_casebook
    from khronika.casebook.intake import add_files
    from khronika.casebook.operator import operator
    from khronika.cli.progress import Bars
    from khronika.cli.stateless import warn_of_weak_isolation

    passphrase = read_passphrase(passphrase_file, passphrase_fd)
    warn_of_weak_isolation()
    with open_casebook(casebook, passphrase) as book, Bars() as bars:
        done = add_files(book, paths, by=operator(), progress=bars, jobs=jobs)
    for name, sentence in done.left:
        _say(f"khronika: {name}: {sentence}")
    for _, sentence in done.failed:
        sys.stderr.write(f"khronika: {sentence}\n")
    _say(
        f"{done.added} added, {done.known} known already, {len(done.failed)} failed. The casebook holds "
        f"{done.reports} reports, {done.claims} claims and {done.incidents} incidents."
    )
    if done.failed:
        raise SomeInputsFailedError(failed=len(done.failed), total=max(done.files, len(done.failed)))


def incidents(
    casebook: Folder,
    passphrase_file: PassphraseFile = None,
    passphrase_fd: PassphraseFd = None,
    as_json: AsJson = False,
    patterns: Annotated[bool, typer.Option("--patterns", help="Also show practices and trends.")] = False,
) -> None:
    """List the incidents: when, where, what, how many people, how many sources, how far reviewed.

    Example:  khronika incidents my-casebook --json > incidents.jsonl
    """
    from khronika.casebook import open_casebook
    from khronika.casebook.overview import incident_lines

    passphrase = read_passphrase(passphrase_file, passphrase_fd)
    with open_casebook(casebook, passphrase):
        lines = incident_lines(patterns=patterns)
    if as_json:
        for line in lines:
            sys.stdout.write(json.dumps(line.as_json(), ensure_ascii=False) + "\n")
        return
    if not lines:
        _say(f"No incidents yet. Take reports in with: khronika add {casebook} REPORTS")
        return
    _table(lines)


def count(
    casebook: Folder,
    passphrase_file: PassphraseFile = None,
    passphrase_fd: PassphraseFd = None,
    by: Annotated[
        str,
        typer.Option(
            "--by",
            metavar="NAMES",
            help="What to count by, with commas: act, admin1, country, actor, sex, minors, source_kind, "
            "root_sources, state, outlet, and one of month, quarter, year.",
        ),
    ] = "act,admin1,quarter",
    everything: Annotated[
        bool, typer.Option("--all", help="Also count what nobody has judged yet: what the reports tell.")
    ] = False,
    as_json: AsJson = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV.")] = False,
    plot: Annotated[Path | None, typer.Option(metavar="FILE.svg", help="Draw the table as bars.")] = None,
) -> None:
    """Count incidents and people, as certain and possible, as floors and ceilings.

    Example:  khronika count my-casebook --by act,year
    """
    from khronika.casebook import open_casebook
    from khronika.casebook.counting import casebook_table
    from khronika.cli.tables import show_table

    passphrase = read_passphrase(passphrase_file, passphrase_fd)
    names = [name.strip() for name in by.split(",") if name.strip()]
    with open_casebook(casebook, passphrase):
        rows = casebook_table(names, everything=everything)
    if not rows and not as_json:
        _say("There is no finding to count. Judge claims in the desk, or count what reports tell with --all.")
        return
    show_table(rows, names, as_json=as_json, as_csv=as_csv, plot=plot)


def release(
    casebook: Folder,
    to: Annotated[Path, typer.Option("--to", metavar="OUT", help="A new folder for the release.")],
    passphrase_file: PassphraseFile = None,
    passphrase_fd: PassphraseFd = None,
    audience: Annotated[str, typer.Option(help="Who will read it; kept in the ledger.")] = "public",
    established: Annotated[
        bool, typer.Option("--established", help="Only findings that two different people let stand.")
    ] = False,
) -> None:
    """Write what may leave: a page, a table and its description, each row safe in a crowd.

    Example:  khronika release my-casebook --to release-2024-q1
    """
    from khronika.casebook import open_casebook
    from khronika.casebook.operator import operator
    from khronika.casebook.releasing import make_release

    passphrase = read_passphrase(passphrase_file, passphrase_fd)
    with open_casebook(casebook, passphrase) as book:
        made = make_release(book, to, by=operator(), audience=audience, established=established)
    _say(f"Released {len(made.rows)} rows to {to}; {made.withheld} rows were withheld.")


def verify(
    casebook: Folder,
    passphrase_file: PassphraseFile = None,
    passphrase_fd: PassphraseFd = None,
    as_json: AsJson = False,
) -> None:
    """Check every byte, entry and quote of a casebook; name the first thing that is wrong.

    A bundle that `khronika custody export` wrote is checked too, without a passphrase.

    Example:  khronika verify my-casebook
    """
    from khronika.casebook.custody_bundle import is_bundle, verify_bundle

    if is_bundle(casebook):
        _print_checks(verify_bundle(casebook), as_json=as_json)
        return
    from khronika.casebook import open_casebook
    from khronika.casebook.verify import verify as checks_of

    passphrase = read_passphrase(passphrase_file, passphrase_fd)
    with open_casebook(casebook, passphrase) as book:
        _print_checks(checks_of(book), as_json=as_json)


def _print_checks(checks: Iterable[Check], *, as_json: bool) -> None:
    wrong = None
    for check in checks:
        if as_json:
            row = {"check": check.name, "ok": check.ok, "wrong": check.wrong}
            sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
        else:
            sys.stdout.write(f"{'ok   ' if check.ok else 'WRONG'}  {check.name}\n")
        wrong = wrong or check.wrong
    if wrong:
        raise CustodyError(what=wrong)


def custody_export(
    casebook: Folder,
    to: Annotated[Path, typer.Option("--to", metavar="OUT", help="A new folder for the bundle.")],
    passphrase_file: PassphraseFile = None,
    passphrase_fd: PassphraseFd = None,
    originals: Annotated[
        bool, typer.Option("--originals", help="Copy the sealed originals too; they stay encrypted.")
    ] = False,
) -> None:
    """Write the custody log with all that outsiders need to check it: sha256sum, openssl, one short script.

    Example:  khronika custody export my-casebook --to custody-2024
    """
    from khronika.casebook import open_casebook
    from khronika.casebook.custody_bundle import export_bundle
    from khronika.casebook.operator import operator

    passphrase = read_passphrase(passphrase_file, passphrase_fd)
    with open_casebook(casebook, passphrase) as book:
        entries = export_bundle(book, to, by=operator(), originals=originals)
    _say(f"Wrote {entries} entries to {to}. How to check them is in {to / 'VERIFY.md'}.")


def custody_timestamp(
    casebook: Folder,
    request: Annotated[
        Path | None,
        typer.Option("--request", metavar="FILE", help="Write a request (.tsq) to this new file."),
    ] = None,
    answer: Annotated[
        Path | None, typer.Option("--answer", metavar="FILE", help="Keep the answer (.tsr) of an authority.")
    ] = None,
    certificates: Annotated[
        Path | None,
        typer.Option("--certificates", metavar="FILE", help="The authority's root and chain (PEM)."),
    ] = None,
    passphrase_file: PassphraseFile = None,
    passphrase_fd: PassphraseFd = None,
) -> None:
    """Have an authority date the custody log (RFC 3161): write a request, then keep the answer.

    Khronika opens no connection: carry the request to the authority yourself, for instance through Tor.
    It holds a digest and nothing else.

    Example:  khronika custody timestamp my-casebook --request head.tsq
              curl -H "Content-Type: application/timestamp-query" --data-binary @head.tsq URL > head.tsr
              khronika custody timestamp my-casebook --answer head.tsr --certificates authority.pem
    """
    from khronika.casebook import open_casebook, timestamps
    from khronika.casebook.operator import operator

    if (request is None) == (answer is None) or (answer is not None and certificates is None):
        raise UsageError(what="Give either --request, or --answer together with --certificates.")
    passphrase = read_passphrase(passphrase_file, passphrase_fd)
    with open_casebook(casebook, passphrase) as book:
        if request is not None:
            entries = timestamps.ask(book, request)
            _say(f"Wrote {request}: it asks for the time of the {entries} entries of the custody log.")
        elif answer is not None and certificates is not None:
            kept = timestamps.keep(book, answer, certificates, by=operator())
            _say(
                f"Kept: {kept.authority} says that these entries were there on {kept.at:%Y-%m-%d %H:%M} UTC."
            )


def custody_pages(
    casebook: Folder,
    to: Annotated[Path, typer.Option("--to", metavar="FILE", help="The .wacz to write.")],
    passphrase_file: PassphraseFile = None,
    passphrase_fd: PassphraseFd = None,
) -> None:
    """Write the web pages of a casebook as a web archive (WACZ). They leave the casebook unsealed.

    Example:  khronika custody pages my-casebook --to pages.wacz
    """
    from khronika.casebook import open_casebook
    from khronika.casebook.operator import operator
    from khronika.casebook.web_pages import export_pages

    passphrase = read_passphrase(passphrase_file, passphrase_fd)
    with open_casebook(casebook, passphrase) as book:
        pages = export_pages(book, to, by=operator())
    _say(
        f"Wrote {pages} pages to {to}, as they were captured: names and faces in them can be read by anyone."
    )


def backup(
    casebook: Folder,
    target: Annotated[Path, typer.Argument(metavar="FILE", help="The backup to write.")],
    passphrase_file: PassphraseFile = None,
    passphrase_fd: PassphraseFd = None,
) -> None:
    """Write the whole casebook into one encrypted file, and read it back to be sure.

    Example:  khronika backup my-casebook /media/stick/my-casebook.khronika
    """
    from khronika.casebook import open_casebook
    from khronika.casebook.backup import write_backup

    passphrase = read_passphrase(passphrase_file, passphrase_fd)
    with open_casebook(casebook, passphrase) as book:
        digest = write_backup(book, target)
    _say(f"Wrote {target} and checked it. SHA-256 {digest}")


def restore(
    source: Annotated[Path, typer.Argument(metavar="FILE", help="The backup.", show_default=False)],
    casebook: Annotated[Path, typer.Argument(metavar="CASEBOOK", help="A new folder.", show_default=False)],
    passphrase_file: PassphraseFile = None,
    passphrase_fd: PassphraseFd = None,
) -> None:
    """Bring a casebook back from a backup into a new folder, and verify it.

    Example:  khronika restore my-casebook.khronika my-casebook-again
    """
    from khronika.casebook import open_casebook
    from khronika.casebook.backup import restore_backup
    from khronika.casebook.verify import verify as checks_of

    passphrase = read_passphrase(passphrase_file, passphrase_fd)
    restore_backup(source, casebook, passphrase)
    with open_casebook(casebook, passphrase) as book:
        wrong = next((check.wrong for check in checks_of(book) if check.wrong), None)
    if wrong:
        raise CustodyError(what=wrong)
    _say(f"Restored {casebook}; everything in it is as it was.")


def doctor() -> None:
    """Say what this machine has, and which protections work on it.

    Example:  khronika doctor
    """
    import platform
    import sqlite3

    from khronika import __version__
    from khronika.read.sandbox import isolation
    from khronika.read.scans import LANGUAGES, installed
    from khronika.store.connect import cipher_version

    for name, told in (
        ("khronika", __version__),
        ("python", platform.python_version()),
        ("system", f"{platform.system()} {platform.machine()}"),
        ("sqlite", sqlite3.sqlite_version),
        ("sqlcipher", cipher_version()),
        ("reading is kept off the network by", isolation()),
        ("pictures of text are read in", ", ".join(x for x in LANGUAGES if x in installed()) or "none"),
        ("not installed for pictures", ", ".join(_packages(x for x in LANGUAGES if x not in installed()))),
    ):
        sys.stdout.write(f"{name:<36}{told}\n")


def _packages(languages: Iterable[str]) -> list[str]:
    """Return the Debian packages that languages of Tesseract are in."""
    return [f"tesseract-ocr-{language.replace('_', '-')}" for language in languages] or ["nothing"]


def _table(lines: list[Any]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(title=f"{len(lines)} incidents", title_justify="left", header_style="bold", pad_edge=False)
    for name, side in (
        ("When", "left"),
        ("Where", "left"),
        ("Acts", "left"),
        ("People", "right"),
        ("Reports", "right"),
        ("Root sources", "right"),
        ("Review", "left"),
    ):
        table.add_column(name, justify=side, overflow="fold")  # type: ignore[arg-type]
    for line in lines:
        table.add_row(
            line.when, line.where, line.acts, line.people, str(line.reports), line.sources, line.review
        )
    Console(width=None if sys.stdout.isatty() else 140).print(table)


def _say(sentence: str) -> None:
    sys.stderr.write(sentence + "\n")
