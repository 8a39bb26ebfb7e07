"""`khronika tabulate` and `khronika trend`: counts with floors and ceilings, and their series over time."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from khronika.cli.acts import Everything, acts_from
from khronika.cli.passphrase import PassphraseFd, PassphraseFile
from khronika.errors import UsageError

if TYPE_CHECKING:
    from khronika.count.tables import TableRow

Acts = Annotated[
    Path,
    typer.Argument(metavar="ACTS", help="A casebook, or a CSV of acts (docs/counting.md has its columns)."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON Lines.")]


class Grain(StrEnum):
    """The length of a period."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


def register(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.command("tabulate", rich_help_panel="Figures")(tabulate)
    app.command("trend", rich_help_panel="Figures")(trend)


def tabulate(
    acts: Acts,
    by: Annotated[str, typer.Option(help="Dimensions, parted by commas.")] = "act,admin1,quarter",
    where: Annotated[
        list[str] | None, typer.Option(metavar="NAME=VALUE", help="Only acts with this value.")
    ] = None,
    as_json: AsJson = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV.")] = False,
    plot: Annotated[Path | None, typer.Option(metavar="FILE.svg", help="Draw the table as bars.")] = None,
    everything: Everything = False,
    passphrase_file: PassphraseFile = None,
    passphrase_fd: PassphraseFd = None,
) -> None:
    """Count incidents and victims: certain and possible, floor and ceiling, with the incidents behind each.

    Example:  khronika tabulate acts.csv --by act,year --where country=CN
    """
    from khronika.count.tables import filtered, incident_table

    names = tuple(name.strip() for name in by.split(",") if name.strip())
    told = acts_from(acts, passphrase_file, passphrase_fd, everything=everything)
    rows = incident_table(told, by=names, where=filtered(_pairs(where or [])))
    show_table(rows, names, as_json=as_json, as_csv=as_csv, plot=plot)


def show_table(
    rows: Sequence[TableRow], names: Sequence[str], *, as_json: bool, as_csv: bool, plot: Path | None
) -> None:
    """Print the rows of a table as JSON Lines, CSV or for people, and draw them if asked."""
    if as_json:
        for row in rows:
            sys.stdout.write(json.dumps(_plain(row), ensure_ascii=False) + "\n")
    elif as_csv:
        _print_csv(rows, names)
    else:
        _print_table(rows, names)
    if plot:
        _write(plot, _bars(rows))


def trend(
    acts: Acts,
    grain: Annotated[Grain, typer.Option(help="Length of a period.")] = Grain.MONTH,
    as_json: AsJson = False,
    nowcast: Annotated[bool, typer.Option("--nowcast", help="Estimate what is yet to be reported.")] = False,
    without: Annotated[bool, typer.Option("--without", help="The series with each outlet left out.")] = False,
    plot: Annotated[Path | None, typer.Option(metavar="FILE.svg", help="Draw the series.")] = None,
    seed: Annotated[int, typer.Option(help="The same seed gives the same figures.")] = 1,
    everything: Everything = False,
    passphrase_file: PassphraseFile = None,
    passphrase_fd: PassphraseFd = None,
) -> None:
    """Print the series: certain, possible and expected per period with a band, and the outlets at work.

    Example:  khronika trend acts.csv --grain quarter --plot trend.svg
    """
    from khronika.count.delay import delay_triangle, delays_of
    from khronika.count.delay import nowcast as forecast
    from khronika.count.svg import bar_chart_svg
    from khronika.count.trends import trend as series_of
    from khronika.count.trends import without_each_outlet

    told = acts_from(acts, passphrase_file, passphrase_fd, everything=everything)
    found = series_of(told, grain.value, seed=seed)
    if nowcast:
        rows = [asdict(one) for one in forecast(delay_triangle(delays_of(told), grain.value), seed=seed)]
    elif without:
        series = without_each_outlet(told, grain.value)
        rows = [{"outlet": outlet, **counts} for outlet, counts in series.items()]
    else:
        rows = [asdict(point) for point in found.points]
    _print_rows(rows, as_json=as_json)
    if found.undated and not as_json:
        typer.echo(f"Without a date, in no period: {len(found.undated)} incidents.")
    if plot:
        _write(plot, bar_chart_svg(found.bars, title=f"Incidents by {grain.value}"))


def _pairs(told: Sequence[str]) -> dict[str, str]:
    pairs = {}
    for pair in told:
        name, equals, value = pair.partition("=")
        if not equals:
            raise UsageError(what=f"--where takes NAME=VALUE, not {pair!r}.")
        pairs[name.strip()] = value.strip()
    return pairs


def _plain(row: TableRow) -> dict[str, Any]:
    return {
        **row.values,
        "certain": row.certain,
        "possible": row.possible,
        "victims": [row.victims.floor, row.victims.ceiling],
        "victims_possible_floor": row.victims_possible_floor,
        "certain_incidents": list(row.certain_incidents),
        "possible_incidents": list(row.possible_incidents),
    }


def _print_csv(rows: Sequence[TableRow], names: Sequence[str]) -> None:
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow([*names, "certain", "possible", "victims_floor", "victims_ceiling", "incidents"])
    for row in rows:
        ceiling = "" if row.victims.ceiling is None else row.victims.ceiling
        incidents = ";".join(row.possible_incidents)
        out.writerow([*row.key, row.certain, row.possible, row.victims.floor, ceiling, incidents])


def _print_table(rows: Sequence[TableRow], names: Sequence[str]) -> None:
    from rich.console import Console
    from rich.table import Table

    shown = Table()
    for name in (*names, "certain", "possible", "victims"):
        shown.add_column(name)
    for row in rows:
        shown.add_row(*row.key, str(row.certain), str(row.possible), str(row.victims))
    Console().print(shown)


def _print_rows(rows: Sequence[dict[str, Any]], *, as_json: bool) -> None:
    if as_json:
        for row in rows:
            sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
        return
    from rich.console import Console
    from rich.table import Table

    shown = Table()
    columns = [name for name in dict.fromkeys(name for row in rows for name in row) if name != "incidents"]
    for name in columns:
        shown.add_column(name.replace("_", " "))
    for row in rows:
        shown.add_row(*(_said(row.get(name, "")) for name in columns))
    Console().print(shown)


def _said(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.2f}"
    if isinstance(value, list | tuple):
        return " – ".join(str(part) for part in value)
    return str(value)


def _bars(rows: Sequence[TableRow]) -> str:
    from khronika.count.svg import Bar, bar_chart_svg

    bars = [
        Bar(label=" · ".join(row.key) or "all", certain=row.certain, possible=row.possible) for row in rows
    ]
    return bar_chart_svg(bars, title="Incidents")


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(what=f"{path} cannot be written.") from error
