"""Train the weights with which claims of one report are put together: `python -m training.within`.

Reads the invented reports with gold records under tests/, codes them, marks the claims that a gold act
matches by its words, and fits a logistic regression with an L2 penalty over pairs of claims of one report.
The same reports give the same file. `--folds 10` prints precision, recall and F1 of B³ on reports that it
was not trained on, instead of writing.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment, minimize

from khronika.code.coders import code_report
from khronika.link import within
from khronika.record import Claim, Report
from training.weighing import gold_reports

OUT = Path(within.__file__).parent / "within.yaml"
PENALTY = 3.0
HEAD = """\
# What speaks for (above zero) and against two claims of one report being one incident; see within.py.
# Log odds, learned from the invented reports under tests/ by `python -m training.within`.
"""


@dataclass(frozen=True)
class Told:
    """A report's claims that match gold acts, and the incident of each."""

    report: Report
    claims: tuple[Claim, ...]
    incident: dict[str, str]


def told_reports() -> list[Told]:
    """Return all reports with their claims."""
    return [_told(report, acts) for report, acts in gold_reports()]


def _told(report: Report, acts: list[dict[str, Any]]) -> Told:
    claims = tuple(c for c in code_report(report).claims if c.specificity == "incident")
    acts = [act for act in acts if act["specificity"] == "incident"]
    shared = np.array([[_overlap(report.text, claim, act) for act in acts] for claim in claims])
    if not shared.size:
        return Told(report, claims, {})
    rows, columns = linear_sum_assignment(-shared)
    matched = {
        claims[r].id: acts[c]["incident"] for r, c in zip(rows, columns, strict=True) if shared[r, c] > 0
    }
    return Told(report, claims, matched)


def _overlap(text: str, claim: Claim, act: dict[str, Any]) -> int:
    if claim.act != act["act"]:
        return 0
    spans = [(text.find(quote), text.find(quote) + len(quote)) for quote in act["quotes"] if quote in text]
    return sum(max(0, min(end, q.end) - max(start, q.start)) for start, end in spans for q in claim.quotes)


def fit(told: list[Told]) -> dict[str, float]:
    """Return the weights by name; each report counts by the square root of its pairs."""
    names = within.names()
    rows, right, weight = [], [], []
    for each in told:
        known = [c for c in each.claims if c.id in each.incident]
        pairs = list(combinations(known, 2))
        for one, other in pairs:
            signs = set(within.signs(one, other))
            many = min(len(each.claims), within.MANY) / within.MANY
            rows.append([1.0, *(many if n == "many claims" else float(n in signs) for n in names)])
            right.append(each.incident[one.id] == each.incident[other.id])
            weight.append(len(pairs) ** -0.5)
    found = _logistic(np.array(rows), np.array(right, float), np.array(weight))
    return dict(zip(("base", *names), found.round(2).tolist(), strict=True))


def _logistic(rows: NDArray[Any], right: NDArray[Any], weight: NDArray[Any]) -> NDArray[Any]:
    def loss(weights: NDArray[Any]) -> tuple[float, NDArray[Any]]:
        odds = rows @ weights
        likely = 1 / (1 + np.exp(-odds))
        cost = weight @ (np.logaddexp(0, odds) - right * odds) + PENALTY / 2 * weights[1:] @ weights[1:]
        slope = rows.T @ (weight * (likely - right))
        slope[1:] += PENALTY * weights[1:]
        return float(cost), slope

    return minimize(loss, np.zeros(rows.shape[1]), jac=True, method="L-BFGS-B").x


def b_cubed(told: list[Told], weights: dict[str, float], join: float) -> tuple[float, float, float]:
    """Return precision, recall and F1 over the matched claims, report by report."""
    precision: list[float] = []
    recall: list[float] = []
    for each in told:
        label = {c.id: n for n, group in enumerate(within.grouped(each.claims, weights, join)) for c in group}
        ours: defaultdict[int, set[str]] = defaultdict(set)
        gold: defaultdict[str, set[str]] = defaultdict(set)
        for claim, incident in each.incident.items():
            ours[label[claim]].add(claim)
            gold[incident].add(claim)
        for claim, incident in each.incident.items():
            both = len(ours[label[claim]] & gold[incident])
            precision.append(both / len(ours[label[claim]]))
            recall.append(both / len(gold[incident]))
    p, r = float(np.mean(precision)), float(np.mean(recall))
    return p, r, 2 * p * r / (p + r)


def main() -> None:
    """Train and write, or print how well it does."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folds", type=int, default=0)
    folds, told = parser.parse_args().folds, told_reports()
    if not folds:
        OUT.write_text(HEAD + yaml.safe_dump(fit(told), sort_keys=False), encoding="utf-8")
        return
    for join in (0.4, 0.43, 0.46, 0.49, 0.52, 0.55):
        scores = []
        for n in range(folds):
            weights = fit([t for i, t in enumerate(told) if i % folds != n])
            left = [t for i, t in enumerate(told) if i % folds == n and t.incident]
            scores.append((sum(len(t.incident) for t in left), b_cubed(left, weights, join)))
        total = sum(n for n, _ in scores)
        print(join, *(round(sum(n * s[k] for n, s in scores) / total, 3) for k in range(3)))


if __name__ == "__main__":
    main()
