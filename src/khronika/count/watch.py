"""What changed since the last look, the sources tested before the numbers.

A new outlet brings incidents that were there before, and one that falls silent takes them away. So births
and deaths of sources come first, and a rise that vanishes without the new outlets is said to be one of
reporting."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from khronika.count.acts import CountedAct
from khronika.count.periods import Grain, period_of, periods_between
from khronika.count.spikes.combined import combined
from khronika.count.spikes.ears import ears
from khronika.count.spikes.series import Series, Tested

PER_YEAR: dict[Grain, int] = {"month": 12, "quarter": 4, "year": 1}
SILENCE = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """Outlets that appeared or fell silent, alarms by group with their caveats, and new incidents."""

    since: date
    born: tuple[str, ...]
    silent: tuple[str, ...]
    alarms: tuple[tuple[str, Tested, str], ...]
    new_incidents: tuple[str, ...]

    @property
    def lines(self) -> list[str]:
        """The report, one sentence a line, sources first."""
        said = [f"New outlet since {self.since}: {name}." for name in self.born]
        said += [f"Silent since {self.since}, though reports were due: {name}." for name in self.silent]
        if not said:
            said = [f"The same outlets report as before {self.since}."]
        said.append(f"Incidents first reported since then: {len(self.new_incidents)}.")
        for group, one, caveat in self.alarms:
            said.append(
                f"{group}, {one.period}: {one.observed} reported, {one.expected:.1f} expected, "
                f"bound {one.bound:.1f}.{' ' + caveat if caveat else ''}"
            )
        if not self.alarms:
            said.append("No group is above its bound.")
        return said


def watch(acts: Iterable[CountedAct], since: date, grain: Grain = "month") -> Watch:
    """Compare what was published since a day with what was known before.

    Series count incidents by the period of their first report, in all and for each act and province.
    """
    told = [act for act in acts if act.published is not None]
    before = [act for act in told if act.published is not None and act.published < since]
    after = [act for act in told if act.published is not None and act.published >= since]
    known = {act.incident for act in before}
    born = sorted(_outlets(after) - _outlets(before))
    return Watch(
        since=since,
        born=tuple(born),
        silent=tuple(_silent(before, after, since)),
        alarms=tuple(_alarms(told, since, grain, set(born))),
        new_incidents=tuple(sorted({act.incident for act in after} - known)),
    )


def _outlets(acts: Iterable[CountedAct]) -> set[str]:
    return {voice for act in acts for voice in act.voices}


def _silent(before: Sequence[CountedAct], after: Sequence[CountedAct], since: date) -> Iterable[str]:
    """Outlets from which chance would hardly keep back every report since (Poisson, one in twenty)."""
    days = [act.published for act in [*before, *after] if act.published]
    if not before or not days:
        return
    elapsed = (max(days) - since).days + 1
    for outlet in sorted(_outlets(before) - _outlets(after)):
        own = [act.published for act in before if act.published and outlet in act.voices]
        length = max(1, (since - min(own)).days)
        if np.exp(-len(own) * elapsed / length) < SILENCE:
            yield outlet


def _alarms(
    acts: Sequence[CountedAct], since: date, grain: Grain, born: set[str]
) -> Iterable[tuple[str, Tested, str]]:
    groups: dict[str, list[CountedAct]] = {"all": list(acts)}
    for act in acts:
        groups.setdefault(f"act {act.act}", []).append(act)
        groups.setdefault(f"in {act.admin1 or 'unknown'}", []).append(act)
    last = max((act.published for act in acts if act.published), default=since)
    for name, members in groups.items():
        for one in _tested(members, since, last, grain):
            others = [act for act in members if not set(act.voices) or set(act.voices) - born]
            still = {again.period for again in _tested(others, since, last, grain)}
            caveat = "" if one.period in still else "Without the new outlets there is no rise."
            yield name, one, caveat


def _tested(acts: Sequence[CountedAct], since: date, last: date, grain: Grain) -> list[Tested]:
    """The alarms in the periods since a day, by the combined detector or, for short series, EARS C1."""
    series = first_reports(acts, last, grain)
    if series is None or period_of(since, grain) not in series.periods:
        return []
    start = series.at(period_of(since, grain))
    if start >= 2 * series.frequency + 4 and series.frequency > 1:
        found = combined(series, start=start)
    else:
        found = ears(series, "C1", start=start) if len(series.counts) > 7 else []
    return [one for one in found if one.alarm]


def first_reports(acts: Iterable[CountedAct], last: date, grain: Grain) -> Series | None:
    """The number of incidents by the period of their first report; None when there are none."""
    first: dict[str, date] = {}
    for act in acts:
        if act.published is not None:
            first[act.incident] = min(first.get(act.incident, act.published), act.published)
    if not first:
        return None
    periods = periods_between(min(first.values()), last, grain)
    counted = Counter(period_of(day, grain) for day in first.values())
    counts = np.array([counted[period] for period in periods], dtype=np.int64)
    return Series(periods=periods, counts=counts, frequency=PER_YEAR[grain])
