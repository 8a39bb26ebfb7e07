"""`khronika spikes`: periods in which more is reported than their past lets expect."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from khronika.cli.acts import Everything
from khronika.cli.passphrase import PassphraseFd, PassphraseFile, read_passphrase
from khronika.errors import TableError, UsageError

if TYPE_CHECKING:
    from khronika.count.acts import CountedAct
    from khronika.count.spikes.series import Series, Tested


class Method(StrEnum):
    """The methods by their names on the command line."""

    FARRINGTON = "farrington"
    FLEXIBLE = "flexible"
    EARS_C1 = "ears-c1"
    EARS_C2 = "ears-c2"
    EARS_C3 = "ears-c3"
    COMBINED = "combined"
    BURSTS = "bursts"
    CHANGEPOINT = "changepoint"
    BOCPD = "bocpd"
    SCAN = "scan"


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("spikes", rich_help_panel="Figures")(spikes)


def spikes(
    series: Annotated[
        Path,
        typer.Argument(
            metavar="SERIES.csv", help="CSV: a column of periods (date, t, month…) and of counts."
        ),
    ],
    method: Annotated[Method, typer.Option(help="Which method.")] = Method.FARRINGTON,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON Lines.")] = False,
    every: Annotated[
        bool, typer.Option("--every", help="Print every period tested, not alarms alone.")
    ] = False,
    start: Annotated[str | None, typer.Option(metavar="PERIOD", help="First period to test.")] = None,
    frequency: Annotated[int | None, typer.Option(help="Periods in a year, where dates do not tell.")] = None,
    years: Annotated[int | None, typer.Option(help="Years of the past (farrington, flexible).")] = None,
    window: Annotated[int | None, typer.Option(help="Periods to each side (farrington, flexible).")] = None,
    alpha: Annotated[float | None, typer.Option(help="Rate of false alarms aimed at.")] = None,
    hazard: Annotated[float, typer.Option(help="Chance of a change per period (bocpd).")] = 0.01,
    plot: Annotated[Path | None, typer.Option(metavar="FILE.svg", help="Draw series and bounds.")] = None,
    watch: Annotated[
        bool, typer.Option("--watch", help="SERIES is a casebook or a CSV of acts: what changed.")
    ] = False,
    since: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="The day of the last look; a casebook remembers its own."),
    ] = None,
    everything: Everything = False,
    passphrase_file: PassphraseFile = None,
    passphrase_fd: PassphraseFd = None,
    seed: Annotated[int, typer.Option(help="The same seed gives the same figures (scan).")] = 1,
) -> None:
    """Print one line per alarm: period, expected, upper bound, observed.

    Example:  khronika spikes weekly.csv --method combined --plot weekly.svg
    """
    if watch:
        if series.is_dir():
            passphrase = read_passphrase(passphrase_file, passphrase_fd)
            _watch_casebook(series, passphrase, since, everything=everything, as_json=as_json)
        else:
            _watch(series, since, as_json=as_json)
        return
    if method is Method.SCAN:
        _scan(series, seed, as_json=as_json)
        return
    if alpha is not None and not 0 < alpha < 1:
        raise UsageError(what="--alpha must lie between 0 and 1.")
    from khronika.count.spikes.series import read_series

    read = read_series(series, frequency)
    if method in (Method.CHANGEPOINT, Method.BOCPD, Method.BURSTS):
        _changes(read, method, hazard, as_json=as_json)
        return
    tested = _tested(read, method, start, years, window, alpha)
    if not tested:
        what = f"{len(read.counts)} periods are too few for this method; ears-c1 needs more than seven."
        raise TableError(name=series.name, what=what)
    _print(_rows(tested, every=every), as_json=as_json)
    if plot:
        _draw(plot, read, tested)


def _tested(
    series: Series,
    method: Method,
    start: str | None,
    years: int | None,
    window: int | None,
    alpha: float | None,
) -> list[Tested]:
    first = series.at(start) if start is not None else None
    chosen = {"years": years, "window": window, "alpha": alpha}
    given: dict[str, Any] = {name: value for name, value in chosen.items() if value is not None}
    if "window" not in given and series.frequency < 52:
        given["window"] = 1 if series.frequency == 12 else 0
    if method is Method.FARRINGTON:
        from khronika.count.spikes.farrington import Farrington, farrington

        return farrington(series, Farrington(**given), start=first)
    if method is Method.FLEXIBLE:
        from khronika.count.spikes.flexible import Flexible, flexible

        return flexible(series, Flexible(**given), start=first)
    if method is Method.COMBINED:
        from khronika.count.spikes.combined import combined

        return combined(series, start=first)
    from khronika.count.spikes.ears import ears

    variant = {Method.EARS_C1: "C1", Method.EARS_C2: "C2"}.get(method, "C3")
    return ears(series, variant, alpha=alpha, start=first)  # type: ignore[arg-type]


def _rows(tested: Iterable[Tested], *, every: bool) -> list[dict[str, Any]]:
    keys = ("period", "expected", "bound", "observed")
    rows = []
    for one in tested:
        if one.alarm or every:
            held = asdict(one)
            row = {key: held[key] for key in keys}
            if every:
                row |= {"alarm": one.alarm, "note": one.note}
            rows.append(row | {"method": one.method})
    return rows


def _changes(series: Series, method: Method, hazard: float, *, as_json: bool) -> None:
    if method is Method.BURSTS:
        from khronika.count.spikes.bursts import bursts

        _print([asdict(burst) for burst in bursts(series)], as_json=as_json)
        return
    from khronika.count.spikes.changepoint import change_point, run_lengths

    if len(series.counts) < 3:
        raise UsageError(what="A change needs at least three periods.")
    if method is Method.CHANGEPOINT:
        found = change_point(series)
        row = {
            "mode": found.mode,
            "median": found.quantile(0.5),
            "interval": [found.quantile(0.025), found.quantile(0.975)],
            "rate_before": found.rate_before,
            "rate_after": found.rate_after,
            "log10_bayes_factor": found.log10_bayes_factor,
        }
        _print([row], as_json=as_json)
        return
    if not 0 < hazard < 1:
        raise UsageError(what="--hazard must lie between 0 and 1.")
    runs = run_lengths(series, hazard)
    rows = [
        {"period": series.periods[seen], "changed": series.periods[began], "delay": seen - began}
        for seen, began in runs.declared
    ]
    _print(rows, as_json=as_json)


def _scan(path: Path, seed: int, *, as_json: bool) -> None:
    from khronika.count.spikes.scan import read_places, space_time_scan

    counts, places, periods = read_places(path)
    found = space_time_scan(counts, places, seed=seed)
    if found is None:
        _print([], as_json=as_json)
        return
    _print([asdict(found) | {"periods": list(periods[-found.periods :])}], as_json=as_json)


def _watch(path: Path, since: str | None, *, as_json: bool) -> None:
    from khronika.count.acts_csv import read_acts

    if since is None:
        raise UsageError(what="--watch needs --since, the day of the last look.")
    _print_watch(read_acts(path), _day(since), as_json=as_json)


def _watch_casebook(
    path: Path, passphrase: str, since: str | None, *, everything: bool, as_json: bool
) -> None:
    """Say what changed in a casebook since the last look, and remember this one."""
    from khronika.casebook import open_casebook
    from khronika.casebook.counting import casebook_acts, last_look

    with open_casebook(path, passphrase):
        acts = casebook_acts(everything=everything)
        before = last_look(datetime.now(UTC).date())
    if since is None and before is None:
        sys.stderr.write("This is the first look; the next one tells what changed since today.\n")
        return
    _print_watch(acts, _day(since) if since else before or date.min, as_json=as_json)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(what="--since takes a day as YYYY-MM-DD.") from error


def _print_watch(acts: Sequence[CountedAct], day: date, *, as_json: bool) -> None:
    from khronika.count.watch import watch

    report = watch(acts, day)
    if as_json:
        _print([{"line": line} for line in report.lines], as_json=True)
        return
    for line in report.lines:
        typer.echo(line)


def _print(rows: Sequence[dict[str, Any]], *, as_json: bool) -> None:
    if as_json:
        for row in rows:
            sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
        return
    if not rows:
        typer.echo("Nothing stands out.")
        return
    from rich.console import Console
    from rich.table import Table

    shown = Table()
    for name in rows[0]:
        shown.add_column(name.replace("_", " "))
    for row in rows:
        shown.add_row(*(_said(value) for value in row.values()))
    Console().print(shown)


def _said(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.4g}"
    if isinstance(value, list | tuple):
        return " – ".join(str(part) for part in value)
    return str(value)


def _draw(path: Path, series: Series, tested: Sequence[Tested]) -> None:
    from khronika.count.svg import line_chart_svg

    by_period = {one.period: one for one in tested}
    drawn = line_chart_svg(
        series.periods,
        [float(count) for count in series.counts],
        title=f"Alarms by {tested[0].method if tested else 'no method'}",
        unit="counts",
        bounds=[by_period[p].bound if p in by_period else None for p in series.periods],
        marked=[i for i, p in enumerate(series.periods) if p in by_period and by_period[p].alarm],
    )
    try:
        path.write_text(drawn, encoding="utf-8")
    except OSError as error:
        raise UsageError(what=f"{path} cannot be written.") from error
