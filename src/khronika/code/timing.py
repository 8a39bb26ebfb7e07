"""Which of a sentence's times belongs to an act: the nearest one, or the one that it owns by its order."""

from __future__ import annotations

from khronika.code.dates import DatedExpression
from khronika.code.mentions import Mention
from khronika.record import DateInterval


def nearest(dates: list[DatedExpression], mention: Mention) -> DatedExpression | None:
    """Return the time told nearest to the act, one in its own clause before all."""
    timed = [
        d for d in dates if d.duration is None and d.interval is not None and not _dates_other(d, mention)
    ]
    if not timed:
        return None
    low, high = mention.clause

    def cost(expression: DatedExpression) -> float:
        inside = low - 1 <= expression.start <= high
        after = expression.start > mention.word[0]
        return abs(expression.start - mention.word[0]) - (60 if inside else 0) + (20 if after else 0)

    return min(timed, key=cost)


def owned(dates: list[DatedExpression], mention: Mention, told: list[int]) -> DatedExpression | None:
    """Return the time that an act owns where times stand before what they date: the last one before its
    word, else one that follows within its clause and dates no later act."""
    timed = [
        d for d in dates if d.duration is None and d.interval is not None and not _dates_other(d, mention)
    ]
    word = mention.word[0]
    before = [d for d in timed if d.start < word]
    if before:
        inside = [d for d in before if d.start >= mention.clause[0] - 1]
        return (inside or before)[-1]
    following = min((w for w in told if w > word), default=10**9)
    after = [d for d in timed if word < d.start < following and d.start <= mention.clause[1]]
    if after and not after[0].until and following == 10**9:
        return after[0]
    return None


def ending(dates: list[DatedExpression], mention: Mention) -> DateInterval | None:
    """ "Held until early November": the end of a state stands right before or after its word."""
    low, high = mention.word[0] - 14, mention.word[1] + 10
    ends = [d.interval for d in dates if d.until and d.interval is not None and low <= d.start <= high]
    return ends[-1] if ends else None


def _dates_other(expression: DatedExpression, mention: Mention) -> bool:
    """ "Three weeks after he had been arrested" dates what came after the arrest, not the arrest."""
    gap = mention.word[0] - expression.end
    return expression.kind == "context" and expression.text.endswith(("after", "before")) and 0 <= gap < 60
