"""One estimate over tables that were completed several times by chance.

Where records lack a value (a province, a date), the missing ones are drawn several times; each completed
table has its estimate, and the spread between them is part of what is not known (Rubin 1987; see
`checks.combined`)."""

from collections.abc import Sequence

from khronika.count.undercount.captures import CaptureTable
from khronika.count.undercount.checks import combined
from khronika.count.undercount.estimate import Estimate
from khronika.count.undercount.existence import reduced
from khronika.count.undercount.profile import profile_interval
from khronika.count.undercount.refusals import Circumstances, Refusal, refusal
from khronika.count.undercount.search import search

FEWEST = 10
REACH = 1.959963984540054


def over_imputations(tables: Sequence[CaptureTable], told: Circumstances | None = None) -> Estimate:
    """Return the best log-linear estimate of each table combined by total variance, or a refusal.

    The interval is cut at the largest number of people that any table identifies.
    """
    if len(tables) < FEWEST:
        return Estimate(method="loglinear", refused=Refusal.of("few_imputed", tables=len(tables)))
    answers = []
    for table in tables:
        refused = refusal(table, told or Circumstances())
        answer = None if refused else _answer(table)
        if answer is None:
            why = refused or Refusal("not_identifiable")
            return Estimate(method="loglinear", refused=why, diagnostics={"table": table.name})
        answers.append(answer)
    joined = combined([estimate for estimate, _ in answers], [variance for _, variance in answers])
    within = sum(variance for _, variance in answers) / len(answers)
    return Estimate(
        method="loglinear",
        estimate=joined.estimate,
        interval=(max(joined.interval[0], float(max(table.n for table in tables))), joined.interval[1]),
        diagnostics={
            "imputed": len(tables),
            "estimates": [estimate for estimate, _ in answers],
            "total_variance": joined.variance,
            "within_variance": within,
        },
    )


def _answer(table: CaptureTable) -> tuple[float, float] | None:
    """The estimate and a variance from the width of its profile interval."""
    found = search(table)
    if not found.models:
        return None
    left = reduced(found.best, table.counts, table.t)
    low, high = profile_interval(left.model, table.counts, left.live, float(found.estimates[0]))
    return None if high is None else (float(found.estimates[0]), ((high - low) / (2 * REACH)) ** 2)
