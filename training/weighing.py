"""Train the weights with which the coder weighs what a report offers: `python -m training.weighing`.

Reads the invented reports with gold records under tests/, offers what each act could have (as the coder
does), marks the offers that agree with gold, and fits a conditional logit with an L2 penalty. The same
reports give the same file (the last digit may differ between processors). `--folds 8` prints how well it does
on reports that it was not trained on, instead of writing.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment, minimize
from scipy.sparse import csr_matrix

from khronika.code import coders, weighing
from khronika.code.merge import Cluster
from khronika.code.offers import Offers
from khronika.code.people import Group
from khronika.code.roles import Roles
from khronika.read.readers import read_report
from khronika.record import DateInterval, Report

ROOT = Path(__file__).resolve().parents[1]
CORPORA = tuple(ROOT / "tests" / name for name in ("corpus", "corpus2"))
OUT = ROOT / "src" / "khronika" / "code" / "weighing.json"
MODELS = ("date", "place", "actor", "people", "source")
PENALTY = 3.0
RARE = 4  # a feature met less often than this is left out


@dataclass(frozen=True)
class Example:
    """One act of one report: its offers' features and how right each offer is, per model."""

    report: str
    offers: dict[str, tuple[list[dict[str, float]], list[float]]]


def gold_reports() -> list[tuple[Report, list[dict[str, Any]]]]:
    """Return the reports of the corpora with their gold acts, in a fixed order."""
    found = []
    for corpus in CORPORA:
        for path in sorted(corpus.glob("gold/*.json")):
            gold = json.loads(path.read_text(encoding="utf-8"))
            original = next(iter(sorted(corpus.glob(f"docs/{gold['id']}.*"))))
            report = read_report(gold["id"], original.name, original.read_bytes())
            day = date.fromisoformat(gold["published"]) if gold["published"] else None
            found.append(
                (
                    replace(
                        report, lang=gold["lang"], published=day, title=gold["title"], outlet=gold["outlet"]
                    ),
                    gold["acts"],
                )
            )
    return found


def examples() -> list[Example]:
    """Return every act that the coder and gold both tell, with its offers."""
    made: list[Example] = []
    seen: list[tuple[Offers, Roles, list[Cluster]]] = []

    def watch(scene: Any, clusters: list[Cluster], sentences: Any, places: Any, tellings: Any) -> None:
        offers, roles = (
            Offers(scene, clusters, sentences, places),
            Roles(scene, clusters, sentences, tellings),
        )
        seen.append((offers, roles, clusters))

    original, weighing.weigh = weighing.weigh, watch  # type: ignore[assignment]
    try:
        for report, acts in gold_reports():
            seen.clear()
            coders.code_report(report)
            for offers, roles, clusters in seen:
                for cluster, gold in _paired(report.text, clusters, acts):
                    dates, places = offers.date_offers(cluster), offers.place_offers(cluster)
                    told = _interval(gold.get("date"))
                    admin1 = _fold((gold.get("place") or {}).get("admin1"))
                    made.append(
                        Example(
                            str(report.id),
                            {
                                "date": (
                                    [o.features for o in dates],
                                    [_right(o.value, told) for o in dates],
                                ),
                                "place": (
                                    [o.features for o in places],
                                    [
                                        float(_fold(o.value.admin1 if o.value else None) == admin1)
                                        for o in places
                                    ],
                                ),
                                **_of_roles(roles, cluster, gold),
                            },
                        )
                    )
    finally:
        weighing.weigh = original
    return made


def _of_roles(
    roles: Roles, cluster: Cluster, gold: dict[str, Any]
) -> dict[str, tuple[list[dict[str, float]], list[float]]]:
    """The offers of who did it, to whom and according to whom, marked by gold."""
    actors, people = roles.actor_offers(cluster), roles.people_offers(cluster)
    sources = roles.source_offers(cluster)
    kind = gold["source"]["kind"]
    return {
        "actor": ([o.features for o in actors], [float(o.value == gold["actor"]) for o in actors]),
        "people": ([o.features for o in people], [_people(o.value, gold["victims"]) for o in people]),
        "source": ([o.features for o in sources], [float(o.value.kind == kind) for o in sources]),
    }


def _people(group: Group | None, gold: dict[str, Any]) -> float:
    """Say how right people are: by their number, then by what else is told of them."""
    if group is None or group.count is None:
        return 0.3 * float(gold["min"] is None)
    if group.count.floor != gold["min"]:
        return 0.0
    same = (
        group.count.ceiling == gold["max"],
        group.sex == gold["sex"],
        group.minors == gold["minors"],
        group.nationality == gold["nationality"],
    )
    return 0.6 + 0.1 * sum(same)


def _paired(
    text: str, clusters: list[Cluster], acts: list[dict[str, Any]]
) -> list[tuple[Cluster, dict[str, Any]]]:
    """Pair acts with gold acts of the same kind whose quotes they share; days and places play no part."""
    if not clusters or not acts:
        return []
    spans = [
        [(text.find(q), text.find(q) + len(q)) for q in gold["quotes"] if q and text.find(q) >= 0]
        for gold in acts
    ]
    weight = np.zeros((len(clusters), len(acts)))
    for i, cluster in enumerate(clusters):
        for j, gold in enumerate(acts):
            if gold["act"] != cluster.act:
                continue
            shared = sum(
                max(0, min(b, d) - max(a, c))
                for a, b in (e.mention.clause for e in cluster.events)
                for c, d in spans[j]
            )
            weight[i, j] = 100 * shared / (1 + sum(d - c for c, d in spans[j]))
    rows, columns = linear_sum_assignment(weight, maximize=True)
    return [(clusters[i], acts[j]) for i, j in zip(rows, columns, strict=True) if weight[i, j] > 0]


def _interval(told: dict[str, str | None] | None) -> DateInterval | None:
    if not told or not (told.get("from") or told.get("to")):
        return None
    first, last = (date.fromisoformat(told[k]) if told.get(k) else None for k in ("from", "to"))
    return DateInterval(first, last)


def _right(offer: DateInterval | None, gold: DateInterval | None) -> float:
    """Say how right an interval is: 1 where it is gold's, less where it shares at least half of its days."""
    if offer == gold:
        return 1.0
    if offer is None or gold is None or not (offer.first and offer.last and gold.first and gold.last):
        return 0.0
    shared = (min(offer.last, gold.last) - max(offer.first, gold.first)).days + 1
    either = (max(offer.last, gold.last) - min(offer.first, gold.first)).days + 1
    return 0.7 * shared / either if shared * 2 >= either else 0.0


def _fold(name: str | None) -> str | None:
    return "".join(c for c in name.casefold() if c.isalpha()) if name else None


def fit(made: list[Example], model: str) -> dict[str, float]:
    """Return the weight of every feature: a conditional logit over the offers of each act."""
    count = Counter(n for e in made for features in e.offers[model][0] for n in features)
    names = sorted(n for n, times in count.items() if times >= RARE)
    index = {n: k for k, n in enumerate(names)}
    rows, columns, values, starts, right = [], [], [], [], []
    for example in made:
        offers, marks = example.offers[model]
        if max(marks) <= 0:
            continue
        starts.append(len(right))
        for features, mark in zip(offers, marks, strict=True):
            for name, value in sorted(features.items()):
                if name in index:
                    rows.append(len(right))
                    columns.append(index[name])
                    values.append(value)
            right.append(mark / max(marks))
    matrix = csr_matrix((values, (rows, columns)), shape=(len(right), len(names)))
    marks_of, begin = np.array(right), np.array(starts)
    sizes = np.diff(np.append(begin, len(right)))

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        scores = matrix @ weights
        grown = np.exp(scores - np.repeat(np.maximum.reduceat(scores, begin), sizes))
        likely = grown / np.repeat(np.add.reduceat(grown, begin), sizes)
        agreed = np.add.reduceat(likely * marks_of, begin) + 1e-12
        wanted = likely * marks_of / np.repeat(agreed, sizes)
        slope = matrix.T @ (likely - wanted) + PENALTY * weights
        return float(-np.log(agreed).sum() + 0.5 * PENALTY * weights @ weights), slope

    found = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 400})
    return {n: round(float(w), 2) + 0.0 for n, w in zip(names, found.x, strict=True) if abs(w) >= 0.005}


def crossed(made: list[Example], folds: int) -> None:
    """Print how often the likeliest offer agrees with gold on reports that were left out of the training."""
    reports = sorted({e.report for e in made})
    part = {r: k % folds for k, r in enumerate(np.random.default_rng(1).permutation(reports))}
    for model in MODELS:
        right = total = 0
        for k in range(folds):
            known = fit([e for e in made if part[e.report] != k], model)
            for example in (e for e in made if part[e.report] == k):
                offers, marks = example.offers[model]
                scores = [sum(known.get(n, 0.0) * v for n, v in f.items()) for f in offers]
                right += marks[int(np.argmax(scores))] > 0
                total += 1
        print(f"{model}: {right} of {total} acts right on reports left out ({right / total:.3f})")


def main() -> None:
    """Write the weights, or print the cross-validation."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--folds", type=int, default=0, help="only print a cross-validation by report")
    chosen = parser.parse_args()
    made = examples()
    if chosen.folds:
        crossed(made, chosen.folds)
        return
    trained = {model: fit(made, model) for model in MODELS}
    OUT.write_text(json.dumps(trained, indent=0, sort_keys=True) + "\n", encoding="utf-8")
    print(
        f"{len(made)} acts; {OUT.relative_to(ROOT)}: {sum(len(w) for w in trained.values())} weights",
        file=sys.stderr,
    )


if __name__ == "__main__":
    main()
