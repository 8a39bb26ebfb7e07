"""Figures of `count` and their speed, beside those of the R packages where they are installed.

    python bench/count.py                # about two minutes
    python bench/count.py --coverage     # simulations of known populations as well

R comes with `apt-get install r-base-core`; `r-cran-surveillance` is in Debian, Rcapture, dga, LCMCR and
SparseMSE are on CRAN: install.packages(c("Rcapture", "dga", "LCMCR", "SparseMSE")). They are peers to be
compared with, never a part."""

import argparse
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from khronika.count.spikes.combined import cross_validated
from khronika.count.spikes.flexible import flexible
from khronika.count.spikes.series import read_series
from khronika.count.undercount.captures import CaptureTable, read_captures
from khronika.count.undercount.dga import dga
from khronika.count.undercount.existence import observable, reduced
from khronika.count.undercount.irls import fit_models
from khronika.count.undercount.lcmcr import Effort, lcmcr
from khronika.count.undercount.models import hierarchical, padded
from khronika.count.undercount.profile import profile_interval
from khronika.count.undercount.search import Search, search

HERE = Path(__file__).parent
TABLES = HERE.parent / "tests" / "count" / "data"
LABELLED = ["k1", "m1", "m2", "m3", "m4", "m5", "n1", "n2", "q1_nrwh", "q2", "s1", "s2", "s3", "h1_nrwrp"]


def main() -> None:
    """Print one line per figure."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--coverage", action="store_true", help="simulate known populations")
    asked.add_argument("--tables", type=Path, default=TABLES, help="folder of the tables")
    told = asked.parse_args()
    loglinear(told.tables)
    graphs(told.tables)
    classes(told.tables)
    outbreaks(told.tables / "surv")
    peers(told.tables)
    if told.coverage:
        coverage()


def timed(work: Callable[[], object], least: int = 3) -> float:
    """The shortest of some runs, in seconds."""
    took = []
    for _ in range(least):
        start = time.perf_counter()
        work()
        took.append(time.perf_counter() - start)
    return min(took)


def loglinear(folder: Path) -> None:
    """All 1,024 pairwise models of five lists at once, and one by one as textbooks do it."""
    for name in ("Western", "UKdat_5"):
        table = read_captures(folder / f"{name}.csv")
        models = hierarchical(table.t, 2)
        terms, sizes = padded(models)
        counts, live = table.counts.astype(float), observable(table.t)
        together = timed(lambda t=terms, s=sizes, c=counts, v=live: fit_models(t, s, c, v))
        one_by_one = timed(lambda c=counts, m=models, v=live: [textbook(model, c, v) for model in m], 1)
        print(
            f"loglinear {name}: {len(models)} models in {together * 1e3:.1f} ms; one by one (numpy) "
            f"{one_by_one:.2f} s; {one_by_one / together:.0f} x; best {search(table).estimates[0]:,.1f}"
        )


def textbook(model: tuple[int, ...], counts: np.ndarray, live: np.ndarray) -> float:
    """Iteratively reweighted least squares with a design matrix, as R's glm does it."""
    cells = np.flatnonzero(live)
    design = ((cells[:, None] & np.array(model)) == np.array(model)).astype(float)
    y = counts[live]
    mean = y + 0.1
    linear, before, beta = np.log(mean), np.inf, np.zeros(len(model))
    for _ in range(25):
        root = np.sqrt(mean)
        beta = np.linalg.lstsq(design * root[:, None], root * (linear + (y - mean) / mean), rcond=None)[0]
        linear = design @ beta
        mean = np.exp(np.clip(linear, -30, 60))
        deviance = float(2 * (np.where(y > 0, y * np.log(np.maximum(y, 1) / mean), 0) - (y - mean)).sum())
        if abs(deviance - before) < 1e-8 * (abs(deviance) + 0.1):
            break
        before = deviance
    return float(beta[0])


def graphs(folder: Path) -> None:
    """All decomposable graphs of five and six lists."""
    for name in ("Ned_5", "UKdat", "Ned"):
        table = read_captures(folder / f"{name}.csv")
        took = timed(lambda t=table: dga(t), 1)
        print(f"dga {name}: {table.t} lists in {took:.2f} s; mean {dga(table).mean:,.2f}")


def classes(folder: Path) -> None:
    """Effective samples per second of the latent class model on all cores."""
    table = read_captures(folder / "Kosovo.csv")
    lcmcr(table, effort=Effort(chains=2, plain_sweeps=400, sweeps=400, rounds=1))
    effort = Effort(chains=24, plain_sweeps=400, sweeps=20_000, rounds=1)
    start = time.perf_counter()
    found = lcmcr(table, effort=effort)
    took = time.perf_counter() - start
    print(
        f"lcmcr Kosovo: {found.effective:,.0f} effective of 24 chains in {took:.1f} s = "
        f"{found.effective / took:,.0f} per second; median {found.quantile(0.5):,.0f}, R-hat {found.rhat:.3f}"
    )


def outbreaks(folder: Path) -> None:
    """What the combined detector finds beside Farrington's, each series left out in turn."""
    labelled = {
        name: (read_series(folder / f"{name}.csv"), pd.read_csv(folder / f"{name}.csv").state.to_numpy())
        for name in LABELLED
    }
    for start in (104, 56):
        ours, theirs = cross_validated(labelled, start=start, learn_from=56)
        for name, found in (("combined", ours), ("Farrington", theirs)):
            print(
                f"spikes from week {start + 1}, {name}: {found.found} of {found.labelled} outbreak weeks, "
                f"{found.outbreaks_found} of {found.outbreaks} outbreaks, "
                f"{found.false_alarms} false alarms in {found.quiet} quiet weeks"
            )
    series = read_series(folder / "salmNewport.csv")
    start = series.at("2011-01-03")
    took = timed(lambda: flexible(series, start=start), 1)
    total = sum(one.bound for one in flexible(series, start=start))
    print(f"flexible salmNewport: 163 weeks in {took:.2f} s; sum of bounds {total:,.0f}")


def peers(folder: Path) -> None:
    """The R packages, where R is."""
    if shutil.which("Rscript") is None:
        print("R is not installed: apt-get install r-base-core")
        return
    done = subprocess.run(
        ["Rscript", str(HERE / "count" / "peers.R"), str(folder)], capture_output=True, text=True, check=False
    )
    for line in done.stdout.splitlines():
        package, data, figure, value, seconds = (line.split("\t") + [""] * 5)[:5]
        print(f"R {package} {data}: {figure} {value} {'in ' + seconds + ' s' if seconds.strip('- ') else ''}")
    if done.returncode:
        sys.stderr.write(done.stderr)


def coverage(populations: int = 100) -> None:
    """How often the profile interval holds a known population, the failures counted as what they are."""
    rng = np.random.default_rng(1)
    for name, chances in SCENARIOS.items():
        held = failed = 0
        for _ in range(populations):
            table = simulated(rng, 2_000, chances)
            found = search(table)
            if found.models:
                held += covers(table, found, 2_000)
            else:
                failed += 1
        print(f"coverage, {name}: {held} of {populations} intervals hold the truth; {failed} gave none")


def covers(table: CaptureTable, found: Search, truth: int) -> bool:
    """Whether the profile interval of the best model holds the truth."""
    left = reduced(found.best, table.counts, table.t)
    low, high = profile_interval(left.model, table.counts, left.live, float(found.estimates[0]))
    return low <= truth <= (high if high is not None else np.inf)


SCENARIOS = {
    "independent lists": np.array([[0.3, 0.25, 0.2, 0.15]]),
    "one pair of lists tied": np.array([[0.3, 0.25, 0.2, 0.15], [0.6, 0.55, 0.2, 0.15]]),
    "half hard to see": np.array([[0.4, 0.35, 0.3, 0.25], [0.05, 0.05, 0.05, 0.05]]),
}


def simulated(rng: np.random.Generator, size: int, chances: np.ndarray) -> CaptureTable:
    """Deal a population into equal classes with their chances to be on each list."""
    kind = rng.integers(0, len(chances), size)
    on = rng.random((size, chances.shape[1])) < chances[kind]
    codes = on @ (1 << np.arange(chances.shape[1]))
    counts = np.bincount(codes, minlength=1 << chances.shape[1]).astype(np.int64)
    counts[0] = 0
    return CaptureTable(lists=tuple("ABCD"), counts=counts)


if __name__ == "__main__":
    main()
