"""One entry: each method answers with its interval and checks, or refuses with what would be needed."""

import json
import re

import numpy as np
import pytest
from tables_of_peers import table

from khronika.count.report import estimates_svg, one_page
from khronika.count.sentences import notes
from khronika.count.undercount.captures import CaptureTable, from_counts
from khronika.count.undercount.checks import combined, held_out, linkage_sensitivity, model_range, relinked
from khronika.count.undercount.estimate import Settings, estimates
from khronika.count.undercount.lcmcr import Effort
from khronika.count.undercount.refusals import Circumstances, refusal
from khronika.count.undercount.search import search
from khronika.count.undercount.strata import pooled, stratified
from khronika.errors import EstimateRefusedError, UsageError

QUICK = Settings(
    replicates=30,
    effort=Effort(chains=20, plain_sweeps=3_000, sweeps=3_000, rounds=1, least_effective=50, rhat_limit=1.2),
)


def test_all_methods_answer_for_a_plain_table() -> None:
    answers = estimates(table("NewOrl_5"), settings=QUICK)
    assert [answer.method for answer in answers] == ["loglinear", "dga", "lcmcr"]
    for answer in answers:
        row = answer.as_dict()
        json.dumps(row, allow_nan=False)
        assert set(row) == {"method", "estimate", "interval", "diagnostics", "warnings"}
        low, high = row["interval"]
        assert 185 <= low < row["estimate"] < high
        assert {"held_out", "model_range", "linkage_5_percent"} <= set(row["diagnostics"])
    assert "mean" in answers[1].diagnostics
    assert answers[2].diagnostics["chains"] >= 20


def test_two_lists_are_refused_by_every_method() -> None:
    two = from_counts(("A", "B"), {(1, 0): 5, (0, 1): 3, (1, 1): 2})
    for answer in estimates(two):
        assert answer.refused
        assert "third list" in str(answer.refused)
        assert set(answer.as_dict()) == {"method", "refused", "diagnostics"}


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (Circumstances(rows_are="groups"), "groups"),
        (Circumstances(rows_are="reports"), "reports"),
        (Circumstances(closed=False), "left it"),
        (Circumstances(copies=(("EXH", "ABA"),)), "drawn from"),
    ],
)
def test_circumstances_that_forbid_a_number(told: Circumstances, said: str) -> None:
    refused = refusal(table("Kosovo"), told)
    assert refused is not None
    assert said in str(refused)
    assert isinstance(refused.error(), EstimateRefusedError)
    assert refused.error().exit_status == 10


def test_lists_with_the_same_people_are_copies() -> None:
    same = from_counts(("A", "B", "C"), {(1, 1, 0): 5, (0, 0, 1): 3, (1, 1, 1): 2})
    refused = refusal(same, Circumstances())
    assert refused is not None
    assert "exactly the same people" in str(refused)


def test_lists_without_overlap_are_refused() -> None:
    apart = from_counts(("A", "B", "C"), {(1, 0, 0): 5, (0, 1, 0): 3, (0, 0, 1): 2})
    assert all(answer.refused for answer in estimates(apart))


def test_too_many_lists_for_every_graph() -> None:
    (answer,) = estimates(table("NewOrl"), ["dga"])
    assert answer.refused
    assert "6 lists" in str(answer.refused)


def test_lists_are_predicted_from_the_others() -> None:
    checks = held_out(table("Kosovo"))
    assert [check.known for check in checks] == [1910, 1528, 1786, 685]
    assert [check.covered for check in checks] == [False, False, True, True]


def test_the_range_holds_the_best_answer_and_wrong_links_move_it() -> None:
    captures = table("Kosovo")
    found = search(captures)
    spread = model_range(found)
    assert spread.low <= spread.close_low <= found.estimates[0] <= spread.close_high <= spread.high
    moved = linkage_sensitivity(captures, found)
    assert moved["looser"] < found.estimates[0] < moved["stricter"]


def test_an_undone_link_makes_two_people_of_one() -> None:
    captures = from_counts(("A", "B", "C"), {(1, 1, 0): 100})
    assert relinked(captures, 0.1).tolist() == [0, 10, 10, 90, 0, 0, 0, 0]


def test_imputed_tables_are_combined_by_their_total_variance() -> None:
    done = combined([90.0, 110.0] * 5, [25.0] * 10)
    assert done.variance == pytest.approx(25 + 1.1 * np.var([90.0, 110.0] * 5, ddof=1))
    assert done.interval[0] < 90
    with pytest.raises(ValueError):
        combined([1.0] * 9, [1.0] * 9)


def test_sparse_strata_are_pooled_and_the_total_has_its_own_interval() -> None:
    kosovo = table("Kosovo")
    thin = CaptureTable(lists=kosovo.lists, counts=kosovo.counts // 100)
    thinner = CaptureTable(lists=kosovo.lists, counts=kosovo.counts // 150)
    tables = {"north": kosovo, "south": thin, "west": thinner}
    assert set(pooled(tables)) == {("north",), ("south", "west")}
    done = stratified(tables, replicates=60)
    assert done.total is not None
    assert done.interval is not None
    assert done.interval[0] < done.total < done.interval[1]
    ends = [stratum.interval[0] for stratum in done.strata if stratum.interval]
    assert done.interval[0] != pytest.approx(sum(ends), rel=1e-6)


@pytest.mark.parametrize("language", ["en", "ko", "zh"])
def test_the_page_says_what_the_estimate_does_not_say(language: str) -> None:
    captures = table("NewOrl_5")
    answers = estimates(captures, ["loglinear", "dga"], QUICK)
    page = one_page(captures, answers, language)
    assert notes(language)["not_said"] in page
    assert "185" in page
    assert "{" not in page
    assert estimates_svg(captures, answers, language).startswith("<svg")


def test_all_languages_have_the_same_words() -> None:
    words = [notes(language) for language in ("en", "ko", "zh")]
    assert len({tuple(sorted(held)) for held in words}) == 1
    assert len({len(held["limits"]) for held in words}) == 1
    assert len({tuple(sorted(held["sentences"])) for held in words}) == 1
    fields = [
        {key: sorted(re.findall(r"\{\w+", text)) for key, text in held["sentences"].items()} for held in words
    ]
    assert fields[0] == fields[1] == fields[2]
    with pytest.raises(UsageError):
        notes("fr")
