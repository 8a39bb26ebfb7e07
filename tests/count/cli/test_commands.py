"""The commands keep their contract: keys, one line each, and sentences for what is wrong."""

import json
from pathlib import Path

import pytest
import typer
from tables_of_peers import DATA
from typer.testing import CliRunner

from khronika.cli import estimate, spikes, tables
from khronika.errors import TableError, UsageError

ACTS = """incident,act,date_from,date_to,admin1,country,victims_min,victims_max,published,outlets
i1,arrest,2024-01-21,2024-01-31,Hebei,CN,2,2,2024-02-08,Daily A;Daily B
i2,arrest,2024-03-20,2024-04-02,Jilin,CN,11,,2024-04-10,Daily B
i3,raid,,,,CN,,,2024-05-01,Daily C
"""


@pytest.fixture(scope="module")
def app() -> typer.Typer:
    made = typer.Typer(pretty_exceptions_enable=False)
    for module in (estimate, spikes, tables):
        module.register(made)
    return made


@pytest.fixture
def acts(tmp_path: Path) -> str:
    path = tmp_path / "acts.csv"
    path.write_text(ACTS)
    return str(path)


def run(app: typer.Typer, *words: str) -> str:
    done = CliRunner().invoke(app, list(words), catch_exceptions=False)
    assert done.exit_code == 0
    return done.stdout


def rows(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def test_estimate_prints_a_json_line_per_method(app: typer.Typer) -> None:
    (row,) = rows(
        run(
            app, "estimate", str(DATA / "Kosovo.csv"), "--method", "loglinear", "--json", "--replicates", "20"
        )
    )
    assert row["estimate"] == pytest.approx(10_356.5, abs=0.1)
    assert row["interval"] == pytest.approx([8_994, 12_110], rel=5e-3)
    (row,) = rows(run(app, "estimate", str(DATA / "Kosovo.csv"), "--method", "dga", "--json"))
    assert row["diagnostics"]["mean"] == pytest.approx(12_749.34929264, rel=1e-8)  # type: ignore[index]


def test_estimate_writes_a_table_a_plot_and_a_page(app: typer.Typer, tmp_path: Path) -> None:
    plot, page = tmp_path / "plot.svg", tmp_path / "page.md"
    said = run(
        app, "estimate", str(DATA / "MadiganYork3.csv"), "--method", "dga",
        "--plot", str(plot), "--report", str(page), "--lang", "zh",
    )  # fmt: skip
    assert "95 % interval" in said
    assert "does not say" in said
    assert plot.read_text().startswith("<svg")
    assert "本估计没有说明的事" in page.read_text()


def test_a_refusal_is_an_answer(app: typer.Typer, tmp_path: Path) -> None:
    path = tmp_path / "two.csv"
    path.write_text("A,B,count\n1,0,5\n0,1,4\n1,1,2\n")
    found = rows(run(app, "estimate", str(path), "--json"))
    assert [row["method"] for row in found] == ["loglinear", "dga", "lcmcr"]
    assert all("refused" in row for row in found)
    assert "refused" in run(app, "estimate", str(path))
    kosovo = str(DATA / "Kosovo.csv")
    for words in (["--open"], ["--rows-are", "groups"], ["--copy", "EXH=ABA"]):
        (row,) = rows(run(app, "estimate", kosovo, "--method", "dga", "--json", *words))
        assert row["refused"]


def test_estimate_by_stratum(app: typer.Typer, tmp_path: Path) -> None:
    lines = (DATA / "Kosovo.csv").read_text().splitlines()
    text = "\n".join([f"where,{lines[0]}", *(f"north,{line}" for line in lines[1:])])
    path = tmp_path / "strata.csv"
    path.write_text(text + "\n")
    *strata, total = rows(run(app, "estimate", str(path), "--by", "where", "--json", "--replicates", "50"))
    assert strata[0]["names"] == ["north"]
    assert total["total"] == pytest.approx(10_356.5, abs=0.1)
    assert "Total: 10,357" in run(app, "estimate", str(path), "--by", "where", "--replicates", "50")


def test_imputed_tables_and_other_thresholds(app: typer.Typer, tmp_path: Path) -> None:
    kosovo = DATA / "Kosovo.csv"
    folder = tmp_path / "imputed"
    folder.mkdir()
    for turn in range(12):
        text = kosovo.read_text().replace(",306", f",{290 + 3 * turn}")
        (folder / f"{turn:02}.csv").write_text(text)
    (row,) = rows(run(app, "estimate", str(folder), "--json"))
    assert row["interval"][0] < row["estimate"] < row["interval"][1]  # type: ignore[index, operator]
    assert row["diagnostics"]["total_variance"] > row["diagnostics"]["within_variance"]  # type: ignore[index]
    for path in sorted(folder.glob("*.csv"))[5:]:
        path.unlink()
    assert "At least ten" in run(app, "estimate", str(folder))
    other = str(sorted(folder.glob("*.csv"))[0])
    (row,) = rows(run(app, "estimate", str(kosovo), "--method", "dga", "--json", "--linked", other))
    assert set(row["diagnostics"]["linkage_thresholds"]) == {"Kosovo.csv", "00.csv"}  # type: ignore[index]


@pytest.mark.parametrize(
    "words",
    [
        ["--delta", "0"],
        ["--order", "0"],
        ["--unseen-max", "0"],
        ["--copy", "A"],
        ["--lang", "fr"],
        ["--plot", "/no/x.svg"],
    ],
)
def test_wrong_options_are_named(app: typer.Typer, words: list[str]) -> None:
    with pytest.raises(UsageError):
        run(app, "estimate", str(DATA / "MadiganYork3.csv"), "--method", "dga", "--json", *words)


def test_spikes_print_a_line_per_alarm(app: typer.Typer, tmp_path: Path) -> None:
    plot = tmp_path / "plot.svg"
    series = str(DATA / "surv" / "m5.csv")
    found = rows(run(app, "spikes", series, "--json", "--plot", str(plot)))
    assert len(found) == 10
    assert list(found[0]) == ["period", "expected", "bound", "observed", "method"]
    assert plot.read_text().startswith("<svg")
    assert len(rows(run(app, "spikes", series, "--json", "--every"))) == 105
    assert "period" in run(app, "spikes", series)
    assert "Nothing stands out" in run(app, "spikes", str(DATA / "surv" / "m1.csv"))


@pytest.mark.parametrize(
    "method", ["flexible", "ears-c1", "ears-c2", "ears-c3", "combined", "bursts", "bocpd", "changepoint"]
)
def test_every_method_runs(app: typer.Typer, method: str) -> None:
    series = str(DATA / "surv" / "salmonella_agona.csv")
    assert rows(run(app, "spikes", series, "--method", method, "--json"))


def test_a_short_series_is_not_called_quiet(app: typer.Typer, tmp_path: Path) -> None:
    path = tmp_path / "short.csv"
    path.write_text("t,count\n" + "".join(f"{t},1\n" for t in range(20)))
    with pytest.raises(TableError, match="too few"):
        run(app, "spikes", str(path))
    assert "Nothing stands out" in run(app, "spikes", str(path), "--method", "ears-c1")


def test_spikes_scan_and_watch(app: typer.Typer, acts: str, tmp_path: Path) -> None:
    places = tmp_path / "places.csv"
    places.write_text(
        "period,place,count\n"
        + "".join(f"2024-0{m},P{p},{1 + (p == m == 5) * 9}\n" for m in range(1, 6) for p in range(1, 6))
    )
    (found,) = rows(run(app, "spikes", str(places), "--method", "scan", "--json"))
    assert found["places"] == ["P5"]
    assert "New outlet" in run(app, "spikes", acts, "--watch", "--since", "2024-03-15")
    assert rows(run(app, "spikes", acts, "--watch", "--since", "2024-03-15", "--json"))


@pytest.mark.parametrize(
    "words", [["--watch"], ["--watch", "--since", "today"], ["--alpha", "2"], ["--start", "9999"]]
)
def test_wrong_use_of_spikes(app: typer.Typer, acts: str, words: list[str]) -> None:
    series = acts if "--watch" in words else str(DATA / "surv" / "m5.csv")
    with pytest.raises(UsageError):
        run(app, "spikes", series, *words)


def test_tables_are_made_from_acts(app: typer.Typer, acts: str, tmp_path: Path) -> None:
    found = rows(run(app, "tabulate", acts, "--by", "act,quarter", "--json"))
    assert found[0] | {"possible_incidents": 0} == {
        "act": "arrest", "quarter": "2024-Q1", "certain": 1, "possible": 2, "victims": [2, None],
        "victims_possible_floor": 13, "certain_incidents": ["i1"], "possible_incidents": 0,
    }  # fmt: skip
    assert "2+" in run(app, "tabulate", acts, "--by", "act,quarter", "--where", "act=arrest")
    assert run(app, "tabulate", acts, "--csv").startswith("act,admin1,quarter,certain")
    plot = tmp_path / "plot.svg"
    run(app, "tabulate", acts, "--plot", str(plot))
    assert plot.read_text().startswith("<svg")


def test_trends_are_made_from_acts(app: typer.Typer, acts: str, tmp_path: Path) -> None:
    plot = tmp_path / "plot.svg"
    found = rows(run(app, "trend", acts, "--json", "--plot", str(plot)))
    assert sum(row["expected"] for row in found) == pytest.approx(2)  # type: ignore[misc]
    assert plot.read_text().startswith("<svg")
    assert "Without a date" in run(app, "trend", acts, "--without")


def test_a_wrong_table_is_an_error_of_the_project(app: typer.Typer, acts: str, tmp_path: Path) -> None:
    with pytest.raises(TableError):
        run(app, "estimate", acts)
    with pytest.raises(UsageError):
        run(app, "tabulate", acts, "--where", "act")
    with pytest.raises(UsageError):
        run(app, "tabulate", acts, "--where", "colour=red")
