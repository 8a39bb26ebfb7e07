"""`khronika persons`: which rows of several lists are one person, and how a name is written elsewhere."""

from __future__ import annotations

import csv
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from khronika.errors import UsageError

if TYPE_CHECKING:
    from khronika.link.persons.lists import Listed
    from khronika.link.persons.matching import Match

OURS = ("left", "right", "probability", "why", "verdict", "reason")
DOUBTFUL = 0.995  # pairs above this are not asked about


def register(app: typer.Typer) -> None:
    """Add the commands to the program."""
    group = typer.Typer(help="Link lists of named people. Lists stay on this machine.", no_args_is_help=True)
    group.command("link")(link)
    group.command("romanise")(romanise)
    app.add_typer(group, name="persons", rich_help_panel="Figures")


def link(
    lists: Annotated[
        list[Path],
        typer.Argument(
            metavar="LIST…", help="CSV or XLSX files, one for each list; columns are known by name."
        ),
    ],
    table: Annotated[
        Path | None,
        typer.Option(metavar="FILE.csv", help="Write 0 and 1 per list, for `khronika estimate`: no names."),
    ] = None,
    people: Annotated[
        Path | None,
        typer.Option(metavar="FILE.csv", help="Write which rows are one person, by list and row: no names."),
    ] = None,
    review: Annotated[
        Path | None,
        typer.Option(metavar="FILE.csv", help="Write the doubtful pairs, for verdicts (same, not_same)."),
    ] = None,
    names: Annotated[
        bool, typer.Option("--names", help="With --review: put the names beside, in the clear.")
    ] = False,
    labels: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.csv", help="Take verdicts in, as --review wrote them and people filled in."
        ),
    ] = None,
    threshold: Annotated[
        float, typer.Option(metavar="P", help="How likely two rows must be one person.")
    ] = 0.9,
    once: Annotated[bool, typer.Option("--once", help="No list names a person twice.")] = False,
) -> None:
    """Say which rows of lists name one person, in whatever script or romanisation.

    Known columns: name, aliases, sex, born, age, as of, place, prison, arrested, released, in English,
    Korean or Chinese. What is written names rows by list and number alone, unless --names is given.

    Example:  khronika persons link prison.csv released.xlsx --table table.csv --review review.csv
    """
    from khronika.casebook.sheets import sheet_text, write_private
    from khronika.link.persons.lists import read_list
    from khronika.link.persons.matching import matches
    from khronika.link.persons.people import people_of, quality, table_of

    if not 0.5 <= threshold < 1:
        raise UsageError(what="--threshold lies between 0.5 and 1.")
    if len({path.stem for path in lists}) != len(lists):
        raise UsageError(what="Two lists have one name; call their files differently.")
    rows = [row for path in lists for row in read_list(path)]
    said = _labels(labels, {row.key for row in rows}) if labels else {}
    found = matches(rows)
    groups = people_of(rows, found, said, likely=threshold, once=once)
    if table is not None:
        made = table_of(rows, groups)
        write_private(
            table, sheet_text([list(made[0]) if made else [], *(list(line.values()) for line in made)])
        )
    if people is not None:
        write_private(people, sheet_text([["person", "list", "row"], *_numbered(groups)]))
    if review is not None:
        write_private(review, sheet_text(_review_rows(found, rows, said, names=names)))
    doubtful = sum(0.1 <= m.probability < DOUBTFUL for m in found)
    sys.stdout.write(
        f"{len(rows):,} rows on {len(lists)} lists name {len(groups):,} people; "
        f"{doubtful:,} pairs are doubtful.\n"
    )
    if said:
        told = quality(found, said, threshold)
        low, high = told.interval or (0.0, 1.0)
        precision = "–" if told.precision is None else f"{told.precision:.1%} ({low:.1%} – {high:.1%})"
        recall = "–" if told.recall is None else f"{told.recall:.1%}"
        sys.stdout.write(
            f"By {told.labelled:,} labels: precision {precision}, recall {recall} of the pairs compared.\n"
        )
    if names and review is not None:
        sys.stderr.write(
            f"{review} holds names in the clear: keep it where the lists may lie, and wipe it after.\n"
        )


def romanise(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name in Hangul or Chinese characters.")],
) -> None:
    """Print how a name is written in Latin letters by each system, and how it is read.

    Example:  khronika persons romanise 김정은
    """
    from khronika.link.persons import hangul, hanzi

    bare = "".join(name.split())
    if not hangul.is_hangul(bare) and not hanzi.is_hanzi(bare):
        raise UsageError(what="Write the name in Hangul or in Chinese characters.")
    korean = [bare] if hangul.is_hangul(bare) else sorted(hanzi.in_hangul(bare))
    for reading in korean:
        for system in hangul.SYSTEMS:
            sys.stdout.write(f"{reading}\t{system}\t{hangul.romanised(reading, system)}\n")
    for pinyin in [] if hangul.is_hangul(bare) else sorted(hanzi.in_pinyin(bare)):
        surname, *given = pinyin.split(" ")
        wade = [hanzi.wade_giles(part) for part in pinyin.split(" ")]
        sys.stdout.write(f"{bare}\tpinyin\t{surname.capitalize()} {''.join(given).capitalize()}\n")
        sys.stdout.write(f"{bare}\twade-giles\t{wade[0].capitalize()} {'-'.join(wade[1:]).capitalize()}\n")


def _review_rows(
    found: Sequence[Match], rows: Sequence[Listed], said: Mapping[frozenset[str], bool], *, names: bool
) -> list[list[str]]:
    name_of = {row.key: row.name for row in rows}
    made = [[*OURS, "left_name", "right_name"] if names else list(OURS)]
    doubtful = [m for m in found if 0.1 <= m.probability < DOUBTFUL]
    for match in sorted(doubtful, key=lambda m: (abs(m.probability - 0.5), m.left, m.right)):
        verdict = said.get(frozenset((match.left, match.right)))
        told = "" if verdict is None else "same" if verdict else "not_same"
        line = [match.left, match.right, f"{match.probability:.4f}", "; ".join(match.reasons), told, ""]
        made.append(line + ([name_of[match.left], name_of[match.right]] if names else []))
    return made


def _labels(path: Path, known: set[str]) -> dict[frozenset[str], bool]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(what=f"{path} cannot be read as a sheet in UTF-8.") from error
    sheet = csv.DictReader(text.splitlines())
    if not {"left", "right", "verdict"} <= set(sheet.fieldnames or ()):
        raise UsageError(what=f"{path} needs the columns left, right and verdict, as --review writes.")
    said: dict[frozenset[str], bool] = {}
    for number, row in enumerate(sheet, start=2):
        verdict = (row["verdict"] or "").strip().lower()
        if not verdict:
            continue
        pair = frozenset((row["left"] or "", row["right"] or ""))
        if verdict not in {"same", "not_same"} or len(pair) != 2 or not pair <= known:
            raise UsageError(
                what=f"{path}, line {number}: a verdict is same or not_same, of two rows of the lists."
            )
        if said.get(pair, verdict == "same") != (verdict == "same"):
            raise UsageError(what=f"{path}, line {number}: two verdicts on one pair contradict each other.")
        said[pair] = verdict == "same"
    return said


def _numbered(groups: Sequence[Sequence[str]]) -> list[list[str]]:
    return [
        [str(number), *key.rsplit(":", 1)] for number, group in enumerate(groups, start=1) for key in group
    ]
