"""Say how likely two rows of lists are one person, with Splink on DuckDB and comparisons of our own.

Splink adds up what speaks for and against (Fellegi and Sunter 1969, JASA 64); the names are compared by
`names.alike`, days as intervals. Nothing is written to disk and nothing is fetched: the database is in memory
and may not reach outside.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

from khronika.errors import PersonsUnavailableError
from khronika.link.persons.lists import Listed
from khronika.link.persons.names import alike as names_alike
from khronika.link.persons.names import all_names, keys_of, read_name
from khronika.record import DateInterval

LEAST = 0.02  # pairs less likely than this are not kept
SHARE = 0.3  # of the rows of a list that one expects on another one, before anything is compared

_REASONS = {
    "name": {
        4: "the names are written alike",
        3: "the names sound alike",
        2: "the Chinese reading of one name is a Korean reading of the other",
        1: "the names differ by a slip of the pen",
        0: "other names",
    },
    "born": {
        4: "born on the same day",
        3: "born in the same year",
        2: "born within the same years",
        1: "born within two years of one another",
        0: "born years apart",
    },
    "arrested": {
        3: "arrested on the same days",
        2: "arrested in the same year",
        1: "arrested within months",
        0: "arrested at other times",
    },
    "released": {
        3: "released on the same days",
        2: "released in the same year",
        1: "released within months",
        0: "released at other times",
    },
    "sex": {1: "the same sex", 0: "one a woman, the other a man"},
    "place": {1: "the same place", 0: "other places"},
    "prison": {1: "the same prison", 0: "other prisons"},
}


@dataclass(frozen=True, slots=True)
class Match:
    """Two rows (keys), how likely they are one person, and why, in words."""

    left: str
    right: str
    probability: float
    reasons: tuple[str, ...]


def matches(rows: Sequence[Listed]) -> list[Match]:
    """Return the pairs of rows that may be one person, the likeliest first; the same rows give the same.

    Rows of one list are compared as well: a list may name somebody twice. Raises PersonsUnavailableError.
    """
    if len(rows) < 2:
        return []
    try:
        import duckdb
        import pyarrow as pa
        from splink import DuckDBAPI, Linker, SettingsCreator, block_on
        from splink.comparison_library import CustomComparison
        from splink.internals.comparison_level_library import CustomLevel, NullLevel
    except ImportError as error:
        raise PersonsUnavailableError from error
    ordered = sorted(rows, key=lambda r: (r.list, r.row))
    table = pa.table(_columns(ordered))
    connection = duckdb.connect(
        ":memory:",
        config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"},
    )
    connection.execute("SET temp_directory = ''")
    connection.create_function("names_alike", _level, ["VARCHAR", "VARCHAR"], "INTEGER")

    def comparison(column: str) -> Any:
        levels: list[Any] = [NullLevel(_null(column))]
        for name, condition in _conditions(column):
            told = _weights()[column][name]
            more: dict[str, Any] = {}
            if column == "name" and name in {"writing", "sound"}:
                more = {
                    "tf_adjustment_column": "sound",
                    "tf_adjustment_weight": 0.7,
                    "tf_minimum_u_value": told["other"] / 20,
                    "disable_tf_exact_match_detection": True,
                }
            levels.append(
                CustomLevel(condition).configure(
                    m_probability=told["same"], u_probability=told["other"], **more
                )
            )
        return CustomComparison(levels, output_column_name=column)

    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[comparison(column) for column in _weights()],
        blocking_rules_to_generate_predictions=[
            block_on("keys", arrays_to_explode=["keys"]),
            block_on("born_from", "born_to", "sex"),
            block_on("arrested_from", "arrested_to", "prison"),
        ],
        probability_two_random_records_match=min(0.3, SHARE * 2 / len(ordered)),
        retain_intermediate_calculation_columns=False,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        database = DuckDBAPI(connection)
        linker = Linker(database.register(table, table_name="rows"), settings, log_level="ERROR")
        frame = linker.inference.predict(threshold_match_probability=LEAST, warning_mode="never")
    gammas = ", ".join(f"gamma_{column}" for column in _weights())
    found = connection.execute(
        f"SELECT unique_id_l, unique_id_r, match_probability, {gammas} FROM {frame.physical_name}"  # noqa: S608
    ).fetchall()
    connection.close()
    made = [
        Match(
            min(left, right),
            max(left, right),
            round(likely, 5),
            _in_words(dict(zip(_weights(), levels, strict=True))),
        )
        for left, right, likely, *levels in found
    ]
    return sorted(made, key=lambda m: (-m.probability, m.left, m.right))


def _columns(rows: Sequence[Listed]) -> dict[str, list[Any]]:
    columns: dict[str, list[Any]] = {
        "unique_id": [r.key for r in rows],
        "name": [r.name for r in rows],
        "sound": [_sound(r.name) for r in rows],
        "keys": [keys_of(r.name) for r in rows],
        "sex": [r.sex for r in rows],
        "place": [r.place for r in rows],
        "prison": [r.prison for r in rows],
    }
    for key in ("born", "arrested", "released"):
        told = [getattr(r, key) for r in rows]
        columns[f"{key}_from"] = [_number(i, last=False) for i in told]
        columns[f"{key}_to"] = [_number(i, last=True) for i in told]
    return columns


def _number(interval: DateInterval | None, *, last: bool) -> int | None:
    if interval is None or interval.first is None or interval.last is None:
        return None
    return (interval.last if last else interval.first).toordinal()


def _sound(cell: str) -> str:
    """Return one word for how a name sounds, for counting how rare it is."""
    for written in all_names(cell)[:1]:
        name = read_name(written)
        if name.korean:
            return min(name.korean)
        return min(name.chinese) if name.chinese else name.letters or name.native
    return ""


@lru_cache(maxsize=500_000)
def _alike(one: str, other: str) -> int:
    return int(names_alike(one, other))


def _level(one: str, other: str) -> int:
    return _alike(one, other) if one <= other else _alike(other, one)


def _null(column: str) -> str:
    return column if column in {"name", "sex", "place", "prison"} else f"{column}_from"


def _conditions(column: str) -> list[tuple[str, str]]:
    """Return the levels of a column from the best, each with its condition in SQL."""
    if column == "name":
        levels = [("writing", 4), ("sound", 3), ("cross", 2), ("near", 1)]
        return [
            *((name, f"names_alike(name_l, name_r) = {level}") for name, level in levels),
            ("else", "ELSE"),
        ]
    if column in {"sex", "place", "prison"}:
        return [("same", f"{column}_l = {column}_r"), ("else", "ELSE")]
    a, b = f"{column}_from_l", f"{column}_to_l"
    c, d = f"{column}_from_r", f"{column}_to_r"
    overlap, widest = f"{a} <= {d} AND {c} <= {b}", f"greatest({b} - {a}, {d} - {c})"
    gap = f"greatest({c} - {b}, {a} - {d})"
    levels_of_days = [
        ("day", f"{overlap} AND {widest} <= 7"),
        ("year", f"{overlap} AND {widest} <= 740"),
    ]
    if column == "born":
        levels_of_days += [("wide", overlap), ("close", f"{gap} <= 740")]
    else:
        levels_of_days += [("close", f"{overlap} OR {gap} <= 90")]
    return [*levels_of_days, ("else", "ELSE")]


def _in_words(levels: Mapping[str, int]) -> tuple[str, ...]:
    return tuple(_REASONS[column][level] for column, level in levels.items() if level >= 0)


@cache
def _weights() -> dict[str, dict[str, dict[str, float]]]:
    loaded: dict[str, dict[str, dict[str, float]]] = yaml.safe_load(
        (Path(__file__).parent / "weights.yaml").read_text(encoding="utf-8")
    )
    return loaded
