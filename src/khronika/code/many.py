"""Code many reports: one after another, or spread over processes, each report within its time.

With one job the coder runs in this process. With more, each job is a process of its own, started afresh
(it inherits neither keys nor open files), that is stopped and replaced when a report takes too long or
brings it down. Reports come back in the order in which they went in; only a few are on their way at a time,
so memory stays flat however many there are.
"""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from khronika.code.budget import SECONDS
from khronika.code.coders import Coded, code_report
from khronika.errors import CoderFailedError, CodingCutError, KhronikaError
from khronika.record import Report

_AHEAD = 4  # reports on their way for each job


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one report: either what the coder found, or why it found nothing."""

    report: Report
    coded: Coded | None = None
    error: KhronikaError | None = None


def processors() -> int:
    """Return how many processes can work at once on this computer."""
    return max(os.cpu_count() or 1, 1)


def code_many(reports: Iterable[Report], *, jobs: int = 1, seconds: float = SECONDS) -> Iterator[Outcome]:
    """Yield the outcome of each report, in order.

    `jobs` is the number of processes (0: as many as there are processors), `seconds` the time that one
    report may take. No report's fault stops the others.
    """
    wanted = jobs or processors()
    if wanted == 1:
        for report in reports:
            yield _outcome(report, seconds)
    else:
        yield from _spread(reports, wanted, seconds)


def _outcome(report: Report, seconds: float) -> Outcome:
    try:
        return Outcome(report=report, coded=code_report(report, seconds=seconds))
    except KhronikaError as error:
        return Outcome(report=report, error=error)


def _spread(reports: Iterable[Report], jobs: int, seconds: float) -> Iterator[Outcome]:
    from pebble import ProcessPool

    waiting: deque[tuple[Report, Any]] = deque()
    source = iter(reports)
    pool: Any = ProcessPool(max_workers=jobs, context=multiprocessing.get_context("spawn"))
    try:
        for report in islice(source, jobs * _AHEAD):
            waiting.append((report, _send(pool, report, seconds)))
        while waiting:
            report, future = waiting.popleft()
            yield _answer(report, future, seconds)
            for further in islice(source, 1):
                waiting.append((further, _send(pool, further, seconds)))
        pool.close()
    finally:
        pool.stop()
        pool.join()


_STARTING = 60.0  # seconds: a new process first loads the parser


def _send(pool: Any, report: Report, seconds: float) -> Any:
    return pool.schedule(_outcome, args=[report, seconds], timeout=seconds + _STARTING)


def _answer(report: Report, future: Any, seconds: float) -> Outcome:
    from pebble import ProcessExpired

    try:
        answer = future.result()
    except TimeoutError:
        return Outcome(report=report, error=CodingCutError(report=report.id, seconds=round(seconds)))
    except ProcessExpired:
        return Outcome(report=report, error=CoderFailedError(report=report.id, kind="process ended"))
    return answer if isinstance(answer, Outcome) else Outcome(report=report)
