"""`khronika links`: look at what the machine put together, and say what is one and what is not."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from khronika.cli.casebooks import AsJson, Folder
from khronika.cli.passphrase import PassphraseFd, PassphraseFile, read_passphrase
from khronika.errors import SomeInputsFailedError, UsageError

As = Annotated[str, typer.Option("--as", metavar="NAME", help="The member who says so.", show_default=False)]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why.")]
Incident = Annotated[str, typer.Argument(metavar="INCIDENT", help="Its id.", show_default=False)]


def register(app: typer.Typer) -> None:
    """Add the commands to the program."""
    group = typer.Typer(
        help="Say which claims and reports belong together, and which do not.", no_args_is_help=True
    )
    for name, command in (
        ("list", list_links),
        ("merge", merge),
        ("split", split),
        ("review", review),
        ("undo", undo),
        ("rule", rule),
    ):
        group.command(name)(command)
    app.add_typer(group, name="links", rich_help_panel="Casebooks")


def list_links(
    casebook: Folder,
    passphrase_file: PassphraseFile = None,
    passphrase_fd: PassphraseFd = None,
    state: Annotated[
        str | None, typer.Option("--state", help="Only these: unseen, same, not_same or disputed.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List links, the disputed and the most doubtful first, with reasons in words.

    Example:  khronika links list my-casebook --state unseen
    """
    from khronika.casebook import open_casebook
    from khronika.casebook.judging_links import proposals
    from khronika.casebook.link_sheets import rows_of

    if state not in {None, "unseen", "same", "not_same", "disputed"}:
        raise UsageError(what="A state is unseen, same, not_same or disputed.")
    with open_casebook(casebook, read_passphrase(passphrase_file, passphrase_fd)):
        found = [p for p in proposals() if state in {None, p.state}]
        said = {
            p.key: [
                {"judgement": j.id, "by": j.reviewer, "verdict": j.verdict, "reason": j.reason}
                for j in p.said
            ]
            for p in found
        }
        rows = list(rows_of(found))
    for row in rows:
        told = {key: value for key, value in row.items() if key not in {"verdict", "reason"}}
        if as_json:
            sys.stdout.write(json.dumps({**told, "judgements": said[row["link"]]}, ensure_ascii=False) + "\n")
        else:
            sys.stdout.write(_lines(told, said[row["link"]]))
    if not rows and not as_json:
        sys.stderr.write("No links to look at.\n")


def merge(
    casebook: Folder,
    incident: Incident,
    other: Annotated[str, typer.Argument(metavar="OTHER", help="The one that is the same.")],
    by: As,
    reason: Reason,
    passphrase_file: PassphraseFile = None,
    passphrase_fd: PassphraseFd = None,
) -> None:
    """Say that two incidents are one.

    Example:  khronika links merge my-casebook i-12… i-34… --as mina --reason "the same flat"
    """
    from khronika.casebook import open_casebook
    from khronika.casebook.judging_links import merge_incidents
    from khronika.casebook.members import find_member

    with open_casebook(casebook, read_passphrase(passphrase_file, passphrase_fd)):
        _say_judged(merge_incidents(find_member(by), incident, other, reason))


def split(
    casebook: Folder,
    incident: Incident,
    by: As,
    reason: Reason,
    claim: Annotated[
        list[str], typer.Option("--claim", metavar="ID", help="A claim that does not belong to the rest.")
    ],
    passphrase_file: PassphraseFile = None,
    passphrase_fd: PassphraseFd = None,
) -> None:
    """Say that some claims of an incident are not the same happening as the rest.

    Example:  khronika links split my-casebook i-12… --claim c-56… --as mina --reason "another town"
    """
    from khronika.casebook import open_casebook
    from khronika.casebook.judging_links import split_incident
    from khronika.casebook.members import find_member

    with open_casebook(casebook, read_passphrase(passphrase_file, passphrase_fd)):
        _say_judged(split_incident(find_member(by), incident, claim, reason))


def review(
    casebook: Folder,
    export: Annotated[
        Path | None, typer.Option("--export", metavar="FILE.csv", help="Write what can be judged.")
    ] = None,
    import_: Annotated[
        Path | None, typer.Option("--import", metavar="FILE.csv", help="Take verdicts and reasons in.")
    ] = None,
    by: Annotated[
        str | None, typer.Option("--as", metavar="NAME", help="With --import: the member who says so.")
    ] = None,
    passphrase_file: PassphraseFile = None,
    passphrase_fd: PassphraseFd = None,
) -> None:
    """Judge links in a spreadsheet: write a sheet, fill in verdict and reason, take it back in.

    The sheet holds words of reports in the clear, readable by you alone: keep it where the reports may lie.

    Example:  khronika links review my-casebook --export links.csv
    """
    from khronika.casebook import open_casebook
    from khronika.casebook.judging_links import proposals
    from khronika.casebook.link_sheets import sheet_of, take_in
    from khronika.casebook.members import find_member
    from khronika.casebook.sheets import write_private

    if (export is None) == (import_ is None):
        raise UsageError(what="Give --export FILE or --import FILE.")
    if import_ is not None and not by:
        raise UsageError(what="Say who judged: --as NAME.")
    text = _read(import_) if import_ else ""
    with open_casebook(casebook, read_passphrase(passphrase_file, passphrase_fd)):
        if export is not None:
            found = proposals()
            write_private(export, sheet_of(found))
            sys.stderr.write(f"Wrote {len(found)} links to {export}.\n")
            return
        done = take_in(find_member(by or ""), text)
    for number, sentence in done.failed:
        sys.stderr.write(f"khronika: line {number}: {sentence}\n")
    sys.stderr.write(f"{done.judged} links judged.\n")
    if done.failed:
        raise SomeInputsFailedError(failed=len(done.failed), total=done.judged + len(done.failed))


def undo(
    casebook: Folder,
    judgement: Annotated[str, typer.Argument(metavar="JUDGEMENT", help="Its id, as `links list` shows it.")],
    by: As,
    passphrase_file: PassphraseFile = None,
    passphrase_fd: PassphraseFd = None,
) -> None:
    """Take one's own judgement of a link back.

    Example:  khronika links undo my-casebook lj-12… --as mina
    """
    from khronika.casebook import open_casebook
    from khronika.casebook.judging_links import undo_link
    from khronika.casebook.members import find_member

    with open_casebook(casebook, read_passphrase(passphrase_file, passphrase_fd)):
        undo_link(find_member(by), judgement)
    sys.stderr.write("Taken back.\n")


def rule(
    casebook: Folder,
    sources: Annotated[
        int | None, typer.Option("--sources", metavar="N", help="At least so many root sources.")
    ] = None,
    kind: Annotated[
        list[str] | None, typer.Option("--kind", metavar="KIND", help="At least one source of this kind.")
    ] = None,
    passphrase_file: PassphraseFile = None,
    passphrase_fd: PassphraseFd = None,
) -> None:
    """Show or set how many sources an incident needs, counted on the low end of its root sources.

    Example:  khronika links rule my-casebook --sources 2 --kind anonymous
    """
    from khronika.casebook import open_casebook
    from khronika.casebook.corroboration import set_source_rule, source_rule
    from khronika.casebook.operator import operator

    with open_casebook(casebook, read_passphrase(passphrase_file, passphrase_fd)):
        held = source_rule()
        if sources is not None or kind is not None:
            least = held.least if sources is None else sources
            held = set_source_rule(least, held.kinds if kind is None else kind, by=operator())
    kinds = f", one of each of: {', '.join(held.kinds)}" if held.kinds else ""
    sys.stdout.write(f"At least {held.least} root sources{kinds}.\n")


def _say_judged(key: str) -> None:
    sys.stderr.write(f"Judged ({key}). Take it back with: khronika links undo\n")


def _lines(row: dict[str, str], said: list[dict[str, str]]) -> str:
    lines = [
        f"{row['link']}  {row['state']}, the machine: {row['machine']}, doubt {row['doubt']}",
        f"  {row['left_outlet'] or row['left_report']} {row['left_published']}: {row['left_words']}",
        f"  {row['right_outlet'] or row['right_report']} {row['right_published']}: {row['right_words']}",
        f"  because: {row['why']}",
    ]
    lines += [f"  {j['judgement']}: {j['by']} said {j['verdict']}: {j['reason']}" for j in said]
    return "\n".join(map(_printable, lines)) + "\n"


def _printable(line: str) -> str:
    """Leave out what could steer a terminal: the words come from reports."""
    return "".join(sign if sign.isprintable() else " " for sign in line)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(what=f"{path} cannot be read as a sheet in UTF-8.") from error
