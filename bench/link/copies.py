"""Measure the search for copies: precision, recall by kind of change, speed and memory, beside datasketch and rensa.

    python -m bench.link.copies [--reports 3000] [--wire 100000]

A found pair is right when both reports come from one original. The peers have MinHash with 128 permutations over
runs of three words (five characters), LSH at the Jaccard threshold that served each best, no boilerplate stripped.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections import Counter
from collections.abc import Callable, Iterable

from bench.link.texts import CHANGES, Benchmark, copies, one_wire
from khronika.record import Report

Pairs = set[tuple[str, str]]
THRESHOLDS = (0.2, 0.3, 0.4, 0.5, 0.6)


def khronika(reports: list[Report]) -> Pairs:
    """Return the pairs that Khronika calls copies or excerpts."""
    from khronika.link.copies import copy_links

    return {
        _pair(link.left, link.right) for link in copy_links(reports) if link.kind in {"copy_of", "excerpt_of"}
    }


def datasketch(reports: list[Report], threshold: float = 0.3) -> Pairs:
    """Return the pairs of datasketch's MinHash LSH."""
    from datasketch import MinHash, MinHashLSH

    index, pairs = MinHashLSH(threshold=threshold, num_perm=128), set()
    for report in reports:
        made = MinHash(num_perm=128)
        made.update_batch([run.encode() for run in _runs(report)])
        pairs |= {_pair(report.id, other) for other in index.query(made)}
        index.insert(report.id, made)
    return pairs


def rensa(reports: list[Report], threshold: float = 0.3) -> Pairs:
    """Return the pairs of rensa's RMinHash LSH."""
    from rensa import RMinHash, RMinHashLSH

    bands = {0.2: 64, 0.3: 32, 0.4: 32, 0.5: 16, 0.6: 16}[threshold]
    index, pairs = RMinHashLSH(threshold=threshold, num_perm=128, num_bands=bands), set()
    prints = []
    for n, report in enumerate(reports):
        made = RMinHash(num_perm=128, seed=42)
        made.update(list(_runs(report)))
        for other in index.query(made):
            if made.jaccard(prints[other]) >= threshold:
                pairs.add(_pair(report.id, reports[other].id))
        index.insert(n, made)
        prints.append(made)
    return pairs


def judged(pairs: Pairs, truth: Benchmark) -> tuple[float, float, Counter[str], Counter[str]]:
    """Return precision, recall of (copy, original), and per change how many were found and made."""
    right = sum(truth.family(a) == truth.family(b) for a, b in pairs)
    found: Counter[str] = Counter()
    made: Counter[str] = Counter()
    for copy, original in truth.made_from.items():
        made[truth.change[copy]] += 1
        found[truth.change[copy]] += _pair(copy, original) in pairs
    return (
        right / len(pairs) if pairs else 1.0,
        sum(found.values()) / max(1, sum(made.values())),
        found,
        made,
    )


def _runs(report: Report) -> set[str]:
    if report.lang == "en":
        words = report.text.casefold().split()
        return {" ".join(words[n : n + 3]) for n in range(max(1, len(words) - 2))}
    plain = "".join(report.text.split())
    return {plain[n : n + 5] for n in range(max(1, len(plain) - 4))}


def _pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)


def _timed(work: Callable[[], Iterable[object]]) -> tuple[set[tuple[str, str]], float]:
    began = time.process_time()
    return set(work()), time.process_time() - began  # type: ignore[arg-type]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reports", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--wire", type=int, default=0, help="also link so many reports, three in ten of one wire"
    )
    parser.add_argument("--alone", action="store_true", help="without the peers")
    asked = parser.parse_args()
    truth = copies(asked.reports, asked.seed)
    khronika(truth.reports[:50])  # load what has to be loaded
    results = {"khronika": _timed(lambda: khronika(truth.reports))}
    if not asked.alone:
        for name, peer in (("datasketch", datasketch), ("rensa", rensa)):
            runs = {t: _timed(lambda peer=peer, t=t: peer(truth.reports, t)) for t in THRESHOLDS}  # type: ignore[misc]
            best = max(runs, key=lambda t: _f1(*judged(runs[t][0], truth)[:2]))
            results[f"{name} at {best}"] = runs[best]
    print(f"{len(truth.reports)} reports, {len(truth.made_from)} made from another")
    print(f"{'':<36}" + "".join(f"{name:>20}" for name in results))
    rows = {name: judged(pairs, truth) for name, (pairs, _) in results.items()}
    print(f"{'precision':<36}" + "".join(f"{row[0]:>20.3f}" for row in rows.values()))
    print(f"{'recall':<36}" + "".join(f"{row[1]:>20.3f}" for row in rows.values()))
    for change in CHANGES:
        print(
            f"  {change:<34}" + "".join(f"{row[2][change] / row[3][change]:>20.3f}" for row in rows.values())
        )
    seconds = "".join(f"{s / len(truth.reports) * 10_000:>20.1f}" for _, s in results.values())
    print(f"{'CPU s per 10,000 reports':<36}{seconds}")
    if asked.wire:
        reports = one_wire(asked.wire, asked.wire * 3 // 10)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        pairs, took = _timed(lambda: khronika(reports))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        copies_found = len({a for pair in pairs for a in pair})
        print(
            f"{asked.wire} reports: {took:.0f} CPU s, {peak - before:.0f} MB more, {copies_found} in a family"
        )


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / max(1e-9, precision + recall)


if __name__ == "__main__":
    main()
