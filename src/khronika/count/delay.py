"""How late reports come, and so how many of the latest incidents are still to be heard of.

The triangle counts incidents by the period they happened in and by how many periods later they were first
reported. The share reported within d periods is estimated backwards, F(d) = prod over s > d of (1 -
g(s)), where g(s) is the share of those reported within s periods that took exactly s (Lawless 1994,
Canadian J. Statistics 22, eq. 2.4); the number yet to be reported of a period with n seen is negative
binomial given F, and F is drawn from its Beta posteriors."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from khronika.count.acts import CountedAct
from khronika.count.periods import Grain, period_of, periods_between
from khronika.errors import EstimateRefusedError

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
FEWEST = 30
WEIGHT = 2  # of the usual level, against what is already reported


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DelayTriangle:
    """Counts (periods, delays); cells that lie after the last period are not yet known and are zero."""

    periods: tuple[str, ...]
    counts: Ints

    @property
    def known(self) -> npt.NDArray[np.bool_]:
        """Which cells can be known yet."""
        size, delays = self.counts.shape
        return np.asarray(np.arange(size)[:, None] + np.arange(delays)[None, :] < size)


@dataclass(frozen=True, slots=True, kw_only=True)
class Nowcast:
    """One period: reported so far, the number expected in the end, and its 95 % interval."""

    period: str
    reported: int
    expected: float
    interval: tuple[int, int]
    share_reported: float


def delay_triangle(
    pairs: Iterable[tuple[date, date]], grain: Grain = "month", longest: int = 12
) -> DelayTriangle:
    """Return the triangle of (happened, reported) days; delays over `longest` periods join the last.

    >>> table = delay_triangle([(date(2024, 1, 5), date(2024, 1, 9)), (date(2024, 1, 30), date(2024, 2, 2))])
    >>> table.counts[:, :2].tolist()
    [[1, 1], [0, 0]]
    """
    told = [(happened, reported) for happened, reported in pairs if happened <= reported]
    if not told:
        return DelayTriangle(periods=(), counts=np.zeros((0, longest + 1), dtype=np.int64))
    periods = periods_between(min(h for h, _ in told), max(r for _, r in told), grain)
    place = {period: i for i, period in enumerate(periods)}
    counts = np.zeros((len(periods), longest + 1), dtype=np.int64)
    for happened, reported in told:
        row = place[period_of(happened, grain)]
        late = place[period_of(reported, grain)] - row
        counts[row, min(late, longest)] += 1
    return DelayTriangle(periods=periods, counts=counts)


def delays_of(acts: Iterable[CountedAct]) -> list[tuple[date, date]]:
    """The pairs of incidents known to the day: others would need a guess and are left out of the triangle."""
    first: dict[str, tuple[date, date]] = {}
    for act in acts:
        if act.published is None or act.date is None or act.date.first is None:
            continue
        if act.date.first == act.date.last:
            known = first.get(act.incident)
            if known is None or act.published < known[1]:
                first[act.incident] = (act.date.first, act.published)
    return list(first.values())


def nowcast(triangle: DelayTriangle, *, draws: int = 2000, seed: int = 1) -> list[Nowcast]:
    """Return for each period how many there will be once all is reported.

    Raises EstimateRefusedError when fewer than 30 incidents are known to the day: delays of so few say
    nothing of the delays to come.
    """
    size, delays = triangle.counts.shape
    total = int(triangle.counts.sum())
    if total < FEWEST:
        raise EstimateRefusedError(
            why=f"only {total} incidents are known to the day, too few to learn how late reports come",
            needed=f"At least {FEWEST} would be needed.",
        )
    exact, within = _hazards(triangle)
    rng = np.random.default_rng(seed)
    hazards = rng.beta(exact + 0.5, within - exact + 0.5, size=(draws, delays))
    hazards[:, within == 0] = 0.0
    hazards[:, 0] = 0.0
    later = np.cumprod((1 - hazards)[:, ::-1], axis=1)[:, ::-1]
    shares: Floats = np.ones((draws, delays))
    shares[:, :-1] = later[:, 1:]
    usual = _usual_level(triangle, np.median(shares, axis=0))
    return [_period(triangle, row, shares, usual, rng) for row in range(size)]


def _hazards(triangle: DelayTriangle) -> tuple[Ints, Ints]:
    """Per delay d: how many took exactly d, and how many took at most d, among periods where d is known."""
    counts, known = triangle.counts, triangle.known
    up_to = counts.cumsum(axis=1)
    exact = np.where(known, counts, 0).sum(axis=0)
    within = np.where(known, up_to, 0).sum(axis=0)
    return exact, within


def _usual_level(triangle: DelayTriangle, share: Floats) -> float:
    """The mean of the latest eight periods of which a third or more is in, each grown to its whole."""
    size, delays = triangle.counts.shape
    reached = share[np.minimum(size - 1 - np.arange(size), delays - 1)]
    whole = triangle.counts.sum(axis=1) / np.maximum(reached, 1e-6)
    return float(max(whole[reached > 1 / 3][-8:].mean() if (reached > 1 / 3).any() else whole.mean(), 0.1))


def _period(
    triangle: DelayTriangle, row: int, shares: Floats, usual: float, rng: np.random.Generator
) -> Nowcast:
    size, delays = triangle.counts.shape
    reached = min(size - 1 - row, delays - 1)
    seen = int(triangle.counts[row].sum())
    share = np.clip(shares[:, reached], 1e-6, 1.0)
    unseen = np.zeros(len(share))
    if reached < delays - 1:
        scale = WEIGHT / usual
        unseen = rng.negative_binomial(seen + WEIGHT, (scale + share) / (scale + 1)).astype(np.float64)
    low, high = np.quantile(seen + unseen, [0.025, 0.975])
    return Nowcast(
        period=triangle.periods[row],
        reported=seen,
        expected=float(seen + np.mean(unseen)),
        interval=(int(np.floor(low)), int(np.ceil(high))),
        share_reported=float(np.median(share)),
    )


def triangle_rows(triangle: DelayTriangle) -> Sequence[dict[str, int | str | None]]:
    """The triangle as plain rows; None where it is too early to know."""
    known = triangle.known
    return [
        {"period": period}
        | {
            str(d): int(triangle.counts[i, d]) if known[i, d] else None
            for d in range(triangle.counts.shape[1])
        }
        for i, period in enumerate(triangle.periods)
    ]
