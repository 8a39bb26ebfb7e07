"""Decomposable graphs: counted right, and averaged as the R package does."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tables_of_peers import peers, table

from khronika.count.undercount.captures import CaptureTable
from khronika.count.undercount.dga import default_unseen_max, dga
from khronika.count.undercount.graphs import decomposable_graphs


@pytest.mark.parametrize(("lists", "graphs"), [(3, 8), (4, 61), (5, 822), (6, 18_154)])
def test_the_number_of_decomposable_graphs(lists: int, graphs: int) -> None:
    edges, signed = decomposable_graphs(lists)
    assert len(edges) == len(signed) == graphs
    assert edges[-1].all()
    assert (signed.sum(axis=1) == 0).all()


@pytest.mark.parametrize("run", peers("dga"), ids=lambda run: f"{run['data']}-{run['delta']}")
def test_the_average_is_that_of_dga(run: dict[str, float]) -> None:
    captures = table(str(run["data"]))
    found = dga(captures, delta=run["delta"])
    assert default_unseen_max(captures.n) == run["Nmissing_max"]
    assert found.mean == pytest.approx(run["mean"], rel=1e-8)
    assert found.mode == run["mode"]
    assert [found.quantile(q) for q in (0.025, 0.5, 0.975)] == [run["q025"], run["median"], run["q975"]]
    assert found.graph_weights.max() == pytest.approx(run["top_graph_prob"], abs=1e-7)
    assert found.probabilities.sum() == pytest.approx(1)


@pytest.mark.slow
def test_six_lists_leave_out_nothing_that_counts() -> None:
    captures = table("UKdat")
    assert dga(captures).mean == pytest.approx(dga(captures, exact=True).mean, rel=1e-11)


def test_a_coarse_grid_is_near() -> None:
    captures = table("Australia")
    assert dga(captures, grid=400).mean == pytest.approx(dga(captures).mean, rel=3e-3)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(0, 40), min_size=7, max_size=7), st.permutations([0, 1, 2]))
def test_the_order_of_the_lists_does_not_matter(seen: list[int], order: list[int]) -> None:
    captures = CaptureTable(lists=("A", "B", "C"), counts=np.array([0, *(n + 1 for n in seen)]))
    assert dga(captures.permuted(order)).mean == pytest.approx(dga(captures).mean, rel=1e-9)
    assert dga(captures).quantile(0.0) > captures.n
