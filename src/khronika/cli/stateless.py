"""Commands that read files and print JSON Lines; they keep nothing.

They exit 0 when all inputs worked, 3 when some failed (each named on stderr), 2 for wrong usage.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from khronika.cli.jobs import Jobs
from khronika.cli.progress import Bars
from khronika.errors import (
    KhronikaError,
    NoCoderError,
    NoTextError,
    ReadingUnavailableError,
    SomeInputsFailedError,
    UsageError,
)

if TYPE_CHECKING:
    from khronika.read.items import Item, Refused
    from khronika.read.sandbox import Sandbox
    from khronika.record import Claim, Report, ReportId

Paths = Annotated[
    list[Path],
    typer.Argument(metavar="PATH…", help="Files, or folders that hold reports.", show_default=False),
]


def register(app: typer.Typer) -> None:
    """Add the commands to the program."""
    panel = "Files in, JSON Lines out"
    app.command("read", rich_help_panel=panel)(read)
    app.command("code", rich_help_panel=panel)(code)
    app.command("link", rich_help_panel=panel)(link)
    app.command("dates", rich_help_panel=panel)(dates)


def read(paths: Paths) -> None:
    """Print the text and the bibliographic data of each report.

    Example:  khronika read inbox/ > readings.jsonl
    """
    from khronika.record.codec import report_to_json

    failures = _Failures()
    for report in _reports(paths, failures):
        _print(report_to_json(report))
    failures.end()


def code(paths: Paths, jobs: Jobs = 1) -> None:
    """Print the acts that each report tells, every value with the place of its words.

    Example:  khronika code inbox/ > acts.jsonl
    """
    failures = _Failures()
    for _report, row in _coded(_reports(paths, failures), jobs, failures):
        if row is not None:
            _print(row[0])
    failures.end()


def link(
    paths: Paths,
    incidents: Annotated[
        bool, typer.Option("--incidents", help="Print one line per incident instead of one per report.")
    ] = False,
    jobs: Jobs = 1,
) -> None:
    """Code all reports, then say which are copies and which acts belong to one incident.

    Example:  khronika link inbox/ --incidents > incidents.jsonl
    """
    from khronika.link.incidents import find_incidents
    from khronika.link.reports import link_reports
    from khronika.record.codec import claim_to_act, claim_to_json, incident_to_json, link_to_json

    failures = _Failures()
    reports: list[Report] = []
    rows: dict[ReportId, dict[str, Any]] = {}
    claims: list[Claim] = []
    for report, found in _coded(_reports(paths, failures), jobs, failures):
        reports.append(report)
        if found is not None:
            rows[report.id], told = found
            claims.extend(told)
    linked = link_reports(reports, claims)
    links, originals = linked.links, linked.original_of
    found_incidents = find_incidents(claims, linked.known())
    by_id = {claim.id: claim for claim in claims}
    if incidents:
        for incident in found_incidents:
            _print(
                {
                    **incident_to_json(incident),
                    "claims": [claim_to_json(by_id[c]) for c in incident.claims],
                    "copies": [
                        link_to_json(found)
                        for found in links
                        if found.left in incident.reports or found.right in incident.reports
                    ],
                }
            )
    else:
        incident_of = {c: incident.id for incident in found_incidents for c in incident.claims}
        told_by: dict[ReportId, list[dict[str, Any]]] = {report.id: [] for report in reports}
        for claim in claims:
            told_by[claim.report].append(claim_to_act(claim, incident=incident_of[claim.id]))
        for report_id, row in rows.items():
            original = originals[report_id]
            _print(
                {
                    **row,
                    "copy_of": None if original == report_id else original,
                    "acts": told_by[report_id],
                }
            )
    failures.end()


def dates(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="The text to look through.")],
    lang: Annotated[str, typer.Option("--lang", metavar="L", help="Its language: en, ko or zh.")],
    published: Annotated[
        str | None,
        typer.Option("--published", metavar="DATE", help="The day from which relative dates are counted."),
    ] = None,
) -> None:
    """Print the dates that a text tells, as closed intervals; a side that is open is null.

    Example:  khronika dates "arrested at the end of January" --lang en --published 2024-02-08
    """
    from khronika.code.dates import find_dates

    try:
        day = date.fromisoformat(published) if published else None
    except ValueError as error:
        raise UsageError(what=f"{published} is not a date; write it like 2024-02-08.") from error
    for found in find_dates(text, lang, day):
        interval = found.interval
        _print(
            {
                "start": found.start,
                "end": found.end,
                "text": found.text,
                "from": interval.first.isoformat() if interval and interval.first else None,
                "to": interval.last.isoformat() if interval and interval.last else None,
            }
        )


# ------------------------------------------------------------------ inputs and failures
class _Failures:
    """Name each input that failed on stderr at once, and end with exit status 3 if there were any."""

    def __init__(self) -> None:
        self.total = 0
        self.failed = 0

    def add(self, name: str, error: KhronikaError) -> None:
        self.failed += 1
        sentence = str(error) if str(error).startswith(Path(name).name) else f"{name}: {error}"
        sys.stderr.write(f"khronika: {sentence}\n")

    def end(self) -> None:
        if self.failed:
            raise SomeInputsFailedError(failed=self.failed, total=self.total)


def warn_of_weak_isolation() -> None:
    """Say aloud where the system cannot take the network away from the reading process."""
    from khronika.read.sandbox import isolation

    kept_off = isolation()
    if kept_off != "network namespace":
        sys.stderr.write(f"khronika: weaker protection while reading: {kept_off}.\n")


def _reports(paths: list[Path], failures: _Failures) -> Iterator[Report]:
    from khronika.casebook.files import report_files
    from khronika.casebook.intake import read_bytes
    from khronika.read.sandbox import Sandbox

    files = report_files(paths)
    failures.total = len(files)
    warn_of_weak_isolation()
    taken: dict[str, int] = {}
    with Sandbox() as sandbox, Bars() as bars:
        bars.start("read", len(files))
        for path in files:
            try:
                inside = sandbox.contents(path.name, read_bytes(path))
            except ReadingUnavailableError:
                raise
            except KhronikaError as error:
                failures.add(str(path), error)
            else:
                failures.total += len(inside) - 1
                yield from _inside(sandbox, path, inside, taken, failures)
            bars.advance("read")


def _inside(
    sandbox: Sandbox,
    path: Path,
    inside: list[Item | Refused],
    taken: dict[str, int],
    failures: _Failures,
) -> Iterator[Report]:
    """Read what a file holds: itself, or the reports in an archive, a letter or a web archive."""
    from khronika.read.items import Item

    for item in inside:
        if not isinstance(item, Item):
            failures.add(str(path), item.error)
            continue
        stem = Path(item.name).stem
        number = taken[stem] = taken.get(stem, 0) + 1
        try:
            report = sandbox.read(stem if number == 1 else f"{stem}~{number}", item.name, item.content)
        except ReadingUnavailableError:
            raise
        except NoTextError as error:
            # A letter may only cover what is attached to it.
            if not any(other.name.startswith(f"{item.name}/") for other in inside):
                failures.add(str(path), error)
        except KhronikaError as error:
            failures.add(str(path), error)
        else:
            yield report


def _coded(
    reports: Iterator[Report], jobs: int, failures: _Failures
) -> Iterator[tuple[Report, tuple[dict[str, Any], tuple[Claim, ...]] | None]]:
    """Code reports as they come; one that cannot be coded is named, and the others go on."""
    from khronika.code.many import code_many
    from khronika.record.codec import claim_to_act, report_to_json

    for outcome in code_many(reports, jobs=jobs):
        report, coded = outcome.report, outcome.coded
        row = {**report_to_json(report, text=False), "copy_of": None}
        if outcome.error is not None:
            failures.add(report.id, outcome.error)
            unknown = isinstance(outcome.error, NoCoderError)
            yield report, ({**row, "relevant": None, "acts": []}, ()) if unknown else None
        elif coded is not None:
            acts = [claim_to_act(c) for c in coded.claims]
            yield report, ({**row, "relevant": coded.relevant, "acts": acts}, coded.claims)


def _print(row: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
