"""Coding many reports: in order, within their time, and past a process that dies."""

from __future__ import annotations

import os
import pickle
import time
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from khronika.code import coders
from khronika.code.budget import TimeIsUpError, budget, check
from khronika.code.many import Outcome, code_many
from khronika.errors import CoderFailedError, CodingCutError, NoCoderError
from khronika.record import Report, ReportId

TOLD = "Chinese police arrested two North Korean women in Yanji on March 14, a resident said."


def _reports(number: int, lang: str = "en") -> Iterator[Report]:
    for k in range(number):
        yield Report(id=ReportId(f"r{k}"), lang=lang, text=TOLD, published=date(2024, 3, 20))


def test_two_processes_find_what_one_finds_and_in_the_same_order() -> None:
    alone = list(code_many(_reports(9)))
    shared = list(code_many(_reports(9), jobs=2))
    assert [o.report.id for o in shared] == [f"r{k}" for k in range(9)]
    assert [o.coded for o in shared] == [o.coded for o in alone]
    assert all(o.coded and o.coded.claims for o in shared)


def test_a_language_without_a_coder_is_an_outcome_not_a_stop() -> None:
    mixed = [*_reports(1), *_reports(1, "fr"), *_reports(1)]
    for jobs in (1, 2):
        kinds = [type(o.error) for o in code_many(mixed, jobs=jobs)]
        assert kinds == [type(None), NoCoderError, type(None)]


def test_a_report_that_takes_too_long_is_cut_off_and_named() -> None:
    (outcome,) = code_many(_reports(1), seconds=0.0)
    assert isinstance(outcome.error, CodingCutError)
    assert "r0" in str(outcome.error)


def test_time_is_only_counted_inside_its_budget() -> None:
    check()
    with budget(-1.0), pytest.raises(TimeIsUpError):
        check()
    check()


class _Stuck:
    """A coder that never comes to look at the time, or whose process dies."""

    def code(self, report: Report) -> tuple[Any, ...]:
        if report.title == "dies":
            os._exit(7)
        while True:
            time.sleep(0.05)


def _outcome_of_a_stuck_coder(report: Report, seconds: float) -> Outcome:
    coders._MAKERS["en"] = _Stuck  # type: ignore[assignment]
    coders.coder_for.cache_clear()
    return Outcome(report=report, coded=coders.code_report(report, seconds=seconds))


@pytest.mark.parametrize(("title", "kind"), [("dies", CoderFailedError), ("hangs", CodingCutError)])
def test_a_process_that_hangs_or_dies_costs_one_report(
    title: str, kind: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    from khronika.code import many

    monkeypatch.setattr(many, "_outcome", _outcome_of_a_stuck_coder)
    monkeypatch.setattr(many, "_STARTING", 4.0)
    report = Report(id=ReportId("r"), lang="en", text=TOLD, title=title)
    (outcome,) = code_many([report], jobs=2, seconds=0.5)
    assert isinstance(outcome.error, kind)


def test_errors_keep_their_values_from_process_to_process() -> None:
    error = CodingCutError(report="r7", seconds=60)
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), again.values, str(again)) == (CodingCutError, error.values, str(error))
