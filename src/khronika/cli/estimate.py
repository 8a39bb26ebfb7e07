"""`khronika estimate`: how many nobody reported, or why that cannot be said."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from khronika.errors import UsageError

if TYPE_CHECKING:
    from khronika.count.undercount.captures import CaptureTable
    from khronika.count.undercount.estimate import Estimate, Settings
    from khronika.count.undercount.refusals import Circumstances


class Method(StrEnum):
    """The methods by their names on the command line."""

    LOGLINEAR = "loglinear"
    DGA = "dga"
    LCMCR = "lcmcr"
    ALL = "all"


class Rows(StrEnum):
    """What a row of the lists stands for."""

    PEOPLE = "people"
    GROUPS = "groups"
    REPORTS = "reports"


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("estimate", rich_help_panel="Figures")(estimate)


def estimate(
    table: Annotated[
        Path,
        typer.Argument(
            metavar="TABLE.csv",
            help="CSV: one column of 0 and 1 per list, and `count`; or a folder of imputed ones.",
        ),
    ],
    method: Annotated[Method, typer.Option(help="Which method; all by default.")] = Method.ALL,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON line per method.")] = False,
    plot: Annotated[Path | None, typer.Option(metavar="FILE.svg", help="Draw the intervals.")] = None,
    report: Annotated[Path | None, typer.Option(metavar="FILE.md", help="Write the one-page report.")] = None,
    lang: Annotated[str, typer.Option(help="Language of report and plot: en, ko or zh.")] = "en",
    order: Annotated[int | None, typer.Option(help="Most lists in one dependence (loglinear).")] = None,
    delta: Annotated[float | None, typer.Option(help="Prior per cell (dga); 2^-lists by default.")] = None,
    unseen_max: Annotated[int | None, typer.Option(help="Most unseen people tried (dga).")] = None,
    replicates: Annotated[int, typer.Option(help="Bootstrap replicates (loglinear); 0 for none.")] = 200,
    seed: Annotated[int, typer.Option(help="The same seed gives the same figures.")] = 1,
    rows_are: Annotated[Rows, typer.Option(help="What the rows of the lists stand for.")] = Rows.PEOPLE,
    copy_of: Annotated[
        list[str] | None, typer.Option("--copy", metavar="A=B", help="List B is drawn from list A.")
    ] = None,
    open_population: Annotated[
        bool, typer.Option("--open", help="People came or left while the lists were made.")
    ] = False,
    linked: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE.csv", help="The same people, linked at another threshold."),
    ] = None,
    by: Annotated[
        str | None, typer.Option(metavar="COLUMN", help="Estimate by stratum, and the total.")
    ] = None,
) -> None:
    """Estimate how many people are on none of the lists, or say why no number may be given.

    A refusal is an answer: the command says why, what would be needed, and exits with 0.

    Example:  khronika estimate lists.csv --plot estimate.svg --report estimate.md --lang ko
    """
    from khronika.count.report import estimates_svg, one_page
    from khronika.count.sentences import notes
    from khronika.count.undercount.captures import read_captures
    from khronika.count.undercount.estimate import METHODS, Settings, estimates
    from khronika.count.undercount.refusals import Circumstances

    notes(lang)
    if by is not None:
        _by_stratum(table, by, as_json=as_json, replicates=replicates, seed=seed)
        return
    told = Circumstances(rows_are=rows_are.value, copies=_pairs(copy_of or []), closed=not open_population)
    settings = _checked(
        Settings(
            circumstances=told,
            order=order,
            delta=delta,
            unseen_max=unseen_max,
            replicates=replicates,
            seed=seed,
            linked=tuple(read_captures(path) for path in linked or []),
        )
    )
    if table.is_dir():
        _over_imputations(table, told, as_json=as_json)
        return
    lists = read_captures(table)
    methods = [known for known in METHODS if method in (Method.ALL, known)]
    answers: list[Estimate] = []
    for answer in estimates(lists, methods, settings):
        answers.append(answer)
        if as_json:
            _print_json(answer.as_dict())
    if not as_json:
        _print_table(lists, answers)
    if plot:
        _write(plot, estimates_svg(lists, answers, lang))
    if report:
        _write(report, one_page(lists, answers, lang))


def _checked(settings: Settings) -> Settings:
    if settings.delta is not None and settings.delta <= 0:
        raise UsageError(what="The prior --delta must be above zero.")
    if settings.unseen_max is not None and settings.unseen_max < 1:
        raise UsageError(what="--unseen-max must be at least 1.")
    if settings.order is not None and settings.order < 1:
        raise UsageError(what="--order must be at least 1.")
    return settings


def _pairs(told: Sequence[str]) -> tuple[tuple[str, str], ...]:
    pairs = []
    for pair in told:
        first, equals, second = pair.partition("=")
        if not equals or not first or not second:
            raise UsageError(what=f"--copy takes LIST=LIST, not {pair!r}.")
        pairs.append((first, second))
    return tuple(pairs)


def _over_imputations(folder: Path, told: Circumstances, *, as_json: bool) -> None:
    from khronika.count.undercount.captures import read_captures
    from khronika.count.undercount.imputed import over_imputations

    answer = over_imputations([read_captures(path) for path in sorted(folder.glob("*.csv"))], told)
    if as_json:
        _print_json(answer.as_dict())
    else:
        typer.echo(str(answer.refused) if answer.refused else _span(answer.estimate, answer.interval))


def _by_stratum(table: Path, column: str, *, as_json: bool, replicates: int, seed: int) -> None:
    from dataclasses import asdict

    from khronika.count.undercount.captures import read_strata
    from khronika.count.undercount.strata import stratified

    done = stratified(read_strata(table, column), replicates=max(50, replicates), seed=seed)
    if as_json:
        for stratum in done.strata:
            _print_json(asdict(stratum))
        _print_json({"total": done.total, "interval": done.interval})
        return
    for stratum in done.strata:
        said = stratum.refused or _span(stratum.estimate, stratum.interval)
        typer.echo(f"{' + '.join(stratum.names)}: {stratum.n:,} identified; {said}")
    typer.echo(f"Total: {_span(done.total, done.interval) if done.total else 'no number'}")


def _print_json(row: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(_finite(row), ensure_ascii=False, allow_nan=False) + "\n")
    sys.stdout.flush()


def _finite(value: Any) -> Any:
    """JSON has no infinity: a figure that is not finite is null."""
    if isinstance(value, dict):
        return {key: _finite(held) for key, held in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(held) for held in value]
    if isinstance(value, float) and value - value != 0:
        return None
    return value


def _print_table(lists: CaptureTable, answers: Sequence[Estimate]) -> None:
    from rich.console import Console
    from rich.table import Table

    from khronika.count.report import one_page
    from khronika.count.sentences import notes

    console = Console()
    shown = Table(title=f"{lists.n:,} people on {lists.t} lists ({', '.join(lists.lists)})")
    for column in ("method", "estimate", "95 % interval"):
        shown.add_column(column, justify="left" if column == "method" else "right")
    for answer in answers:
        name = notes("en")["names"][answer.method]
        shown.add_row(name, *_cells(answer))
    console.print(shown)
    page = one_page(lists, answers)
    console.print(page[page.index("- **") :], markup=False, highlight=False)


def _cells(answer: Estimate) -> tuple[str, str]:
    if answer.interval is None or answer.estimate is None:
        return "refused", "–"
    low, high = answer.interval
    return f"{answer.estimate:,.0f}", f"{low:,.0f} – {'no upper limit' if high is None else f'{high:,.0f}'}"


def _span(estimate: float | None, interval: Sequence[float | None] | None) -> str:
    if estimate is None or interval is None:
        return "no number"
    low, high = interval
    upper = "no upper limit" if high is None else f"{high:,.0f}"
    return f"{estimate:,.0f} ({low:,.0f} – {upper})"


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(what=f"{path} cannot be written.") from error
