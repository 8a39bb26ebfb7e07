"""Find when: every expression of time in a text becomes the closed interval of days that it supports.

"At the end of January" in a report of 8 February 2024 is 21 to 31 January 2024. Which words mean what
is told by the word files; the arithmetic is the same for every language (see `moments`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from khronika.code.calendar import add_months, safe_date
from khronika.code.data import alternatives, words
from khronika.code.folding import fold_chinese
from khronika.code.moments import Fields, Moment, resolve
from khronika.record import DateInterval

_SLOT = re.compile(r"\{([a-z][a-z0-9_]*)(?::([a-z][a-z0-9_]*))?\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedExpression:
    """Words that tell a time, with the interval that they support (None where nothing anchors them).

    `kind` is "absolute", "published" (counted from the day of publication) or "context"
    (counted from another act: "three days later"); `since` marks a time that runs to publication.
    """

    start: int
    end: int
    text: str
    interval: DateInterval | None
    kind: str = "absolute"
    since: bool = False
    until: bool = False
    grain: str = "day"
    duration: int | None = None  # "for nine days": how long, never when


@dataclass(frozen=True, slots=True)
class _Rule:
    pattern: re.Pattern[str]
    lists: dict[str, str]
    fixed: tuple[tuple[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Grammar:
    """The compiled words of time of one language."""

    rules: tuple[_Rule, ...]
    values: dict[str, dict[str, Any]]
    joins: tuple[re.Pattern[str], ...]
    before: dict[str, re.Pattern[str]]
    after: dict[str, re.Pattern[str]]
    trigger: re.Pattern[str]


@cache
def grammar(lang: str) -> Grammar:
    """Compile the word file `dates.yaml` of a language."""
    source = words(lang, "dates")
    values = {
        name: {str(word).casefold(): value for word, value in choices.items()}
        for name, choices in source["values"].items()
    }
    rules = tuple(
        _Rule(*_compile(rule["is"], values, source["macros"]), tuple((rule.get("set") or {}).items()))
        for rule in source["rules"]
    )
    before = {
        name: re.compile(f"(?:{pattern})" + ("" if name == "until_word" else "$"), re.IGNORECASE)
        for name, pattern in source["before"].items()
    }
    after = {name: re.compile(pattern) for name, pattern in (source.get("after") or {}).items()}
    joins = tuple(
        re.compile(source.get(name) or "(?!)", re.IGNORECASE) for name in ("join", "join_and", "opening")
    )
    return Grammar(rules, values, joins, before, after, re.compile(source["trigger"], re.IGNORECASE))


def _compile(
    pattern: str, values: dict[str, dict[str, Any]], macros: dict[str, str]
) -> tuple[re.Pattern[str], dict[str, str]]:
    """Return the pattern, and from which list of words each of its groups takes its meaning."""
    lists: dict[str, str] = {}

    def slot(match: re.Match[str]) -> str:
        name, group = match.group(1), match.group(2) or match.group(1)
        if name in macros:
            return _SLOT.sub(slot, macros[name])
        choices = values[name]
        lists[group] = name
        literal = alternatives([word for word in choices if not word.startswith("/")])
        extra = [word[1:] for word in choices if word.startswith("/")]
        return f"(?P<{group}>{'|'.join(filter(None, [literal, *extra]))})"

    return re.compile(_SLOT.sub(slot, pattern), re.IGNORECASE), lists


def find_dates(text: str, lang: str, published: date | None) -> tuple[DatedExpression, ...]:
    """Return the expressions of time in a text, in order, each resolved as far as it can be.

    >>> found = find_dates("They were held in late July and freed on 2 August.", "en", date(2021, 8, 20))
    >>> [(d.text, str(d.interval)) for d in found]
    [('in late July', '2021-07-21 – 2021-07-31'), ('on 2 August', '2021-08-02')]
    """
    folded = fold_chinese(text, lang)
    found = list(scan(folded, lang, published, None))
    if published is not None and any(d.interval is None and d.duration is None for d in found):
        again = {d.start: d for d in scan(folded, lang, published, DateInterval.on(published))}
        found = [again.get(d.start, d) if d.interval is None else d for d in found]
    return tuple(replace(d, text=text[d.start : d.end]) for d in found if d.duration is None)


def scan(
    text: str, lang: str, published: date | None, context: DateInterval | None, offset: int = 0
) -> tuple[DatedExpression, ...]:
    """Return the expressions of a stretch of text; times "after that" are counted from the context."""
    known = grammar(lang)
    if not known.trigger.search(text):
        return ()
    found: list[DatedExpression] = []
    here = context
    for start, end, fields in _matches(text, known):
        moment = resolve(fields, published, here)
        if moment is None:
            continue
        expression = _expression(text, start, end, moment, known, published)
        found.append(expression)
        if moment.interval is not None and moment.duration is None:
            here = moment.interval
    joined = _join_ranges(text, _counted_from(text, found, published), known, published)
    return tuple(replace(d, start=d.start + offset, end=d.end + offset) for d in joined)


def _counted_from(text: str, found: list[DatedExpression], published: date | None) -> list[DatedExpression]:
    """Count "two weeks before" from the day that follows it ("13 May 1999"), not from the story."""
    kept: list[DatedExpression] = []
    for expression in found:
        left = kept[-1] if kept else None
        count = _COUNT.fullmatch(left.text) if left is not None else None
        if left is None or count is None or expression.interval is None or expression.start - left.end > 1:
            kept.append(expression)
            continue
        fields: Fields = {
            "n": _value("number", count["n"].casefold(), grammar("en")),
            "unit": _value("unit", count["unit"].casefold(), grammar("en")),
            "way": "before" if count["way"] == "before" else "later",
        }
        moment = resolve(fields, published, replace(expression).interval)
        if moment is None or moment.interval is None:
            kept.append(expression)
            continue
        interval = (
            moment.interval if moment.grain in {"day", "week"} else _exactly(fields, expression.interval)
        )
        kept[-1] = replace(
            expression,
            start=left.start,
            text=text[left.start : expression.end],
            interval=interval,
            since=False,
            until=False,
        )
    return kept


_COUNT = re.compile(
    r"(?:about |around |some |nearly |almost |just |only )?(?P<n>[\w ]+?)[ -]"
    r"(?P<unit>days?|nights?|weeks?|months?|years?) (?P<way>after|before)",
    re.IGNORECASE,
)


def _exactly(fields: Fields, base: DateInterval) -> DateInterval:
    """A month or a year before a day that is told is a day too."""
    months = int(fields["n"]) * (12 if fields["unit"] == "year" else 1)
    sign = -1 if fields["way"] == "before" else 1
    first, last = (add_months(d, sign * months) if d else None for d in (base.first, base.last))
    return DateInterval(first, last)


def _matches(text: str, known: Grammar) -> Iterator[tuple[int, int, Fields]]:
    """Yield the longest match at each place, from left to right, never overlapping."""
    spans: list[tuple[int, int, int, Fields]] = []
    for rank, rule in enumerate(known.rules):
        spans += [
            (match.start(), -match.end(), rank, _fields(match, rule, known))
            for match in rule.pattern.finditer(text)
            if match.end() > match.start()
        ]
    spans.sort(key=lambda span: span[:3])
    last = 0
    for start, negative_end, _rank, fields in spans:
        if start >= last:
            yield start, -negative_end, fields
            last = -negative_end


def _fields(match: re.Match[str], rule: _Rule, known: Grammar) -> Fields:
    fields: Fields = dict(rule.fixed)
    for group, raw in match.groupdict().items():
        if raw is None:
            continue
        name = rule.lists.get(group) or group.rstrip("0123456789_")
        fields[group] = _value(name, raw.casefold().strip(), known)
    return fields


def _value(name: str, raw: str, known: Grammar) -> Any:
    table = (
        known.values.get(name)
        or known.values.get(
            {"day": "ordinal", "weekdayof": "ordinal", "n": "number", "count": "number"}.get(name, name)
        )
        or {}
    )
    if raw in table:
        return table[raw]
    digits = re.sub(r"\D", "", raw)
    if digits:
        return int(digits)
    folded = re.sub(r"\s+", " ", raw)
    if folded in table:
        return table[folded]
    if (number := han_number(raw)) is not None:
        return number
    if name == "year" and (year := spelled_year(folded)) is not None:
        return year
    return next(
        (value for word, value in table.items() if word.startswith("/") and re.fullmatch(word[1:], folded)),
        None,
    )


_HAN_DIGITS = {
    "〇": 0,
    "零": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "正": 1,
}


_ONES = dict(zip("one two three four five six seven eight nine".split(), range(1, 10), strict=True))
_TEENS = dict(
    zip(
        "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(),
        range(10, 20),
        strict=True,
    )
)
_TENS = dict(
    zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True)
)
_SPELLED = _ONES | _TEENS | _TENS


def spelled_year(raw: str) -> int | None:
    """Read a year in English words.

    >>> spelled_year("nineteen ninety six"), spelled_year("two thousand and fifteen")
    (1996, 2015)
    """
    parts = [w for w in re.split(r"[\s-]+", raw) if w not in {"and", "oh", "hundred"}]
    if parts[:2] == ["two", "thousand"]:
        return 2000 + sum(_SPELLED.get(w, 0) for w in parts[2:])
    if not parts or any(w not in _SPELLED for w in parts):
        return None
    return 100 * _SPELLED[parts[0]] + sum(_SPELLED[w] for w in parts[1:])


def han_number(raw: str) -> int | None:
    """Read a number in Chinese characters, digit by digit or with tens.

    >>> han_number("二零零四"), han_number("二十三"), han_number("十")
    (2004, 23, 10)
    """
    if raw and all(c in _HAN_DIGITS for c in raw):
        return int("".join(str(_HAN_DIGITS[c]) for c in raw))
    if "十" in raw and len(raw) <= 3 and all(c in _HAN_DIGITS or c == "十" for c in raw):
        left, _, right = raw.partition("十")
        return (_HAN_DIGITS.get(left, 1)) * 10 + (_HAN_DIGITS.get(right, 0) if right else 0)
    return None


def _expression(
    text: str, start: int, end: int, moment: Moment, known: Grammar, published: date | None
) -> DatedExpression:
    stop = end
    start, since, until = _lead(text, start, known, moment)
    since = since or bool(known.after.get("since") and known.after["since"].match(text, stop))
    until = until or bool(known.after.get("until") and known.after["until"].match(text, stop))
    interval = moment.interval
    if since and interval is not None and interval.first is not None and moment.duration is None:
        last = published if published and published >= interval.first else None
        interval = DateInterval(interval.first, last)
    return DatedExpression(
        start=start,
        end=end,
        text=text[start:end],
        interval=interval,
        kind=moment.kind,
        since=since,
        until=until,
        grain=moment.grain,
        duration=moment.duration,
    )


def _lead(text: str, start: int, known: Grammar, moment: Moment) -> tuple[int, bool, bool]:
    """Take the word before ("since", "until", "in") into the expression."""
    head = text[max(0, start - 24) : start]
    for name in ("since", "until", "in"):
        found = known.before[name].search(head) if name in known.before else None
        if found:
            return start - (len(head) - found.start()), name == "since", name == "until"
    return start, moment.since, moment.until


def _join_ranges(
    text: str, found: list[DatedExpression], known: Grammar, published: date | None
) -> list[DatedExpression]:
    """Join "from the 17th" and "to 20 April" into one interval."""
    joined: list[DatedExpression] = []
    for expression in found:
        left = joined[-1] if joined else None
        if left is not None and _one_day(left, expression, text):
            kept = expression if left.grain == "weekday" else left
            joined[-1] = replace(
                kept, start=left.start, end=expression.end, text=text[left.start : expression.end]
            )
            continue
        if (
            left is not None
            and left.interval
            and expression.interval
            and left.duration is None
            and expression.duration is None
            and _joined(text, left, expression, known)
        ):
            first, last = left.interval.first, expression.interval.last
            if first and last and first > last and left.kind == "published":
                first = safe_date(last.year, first.month, first.day) or first
            if first and last and first <= last:
                joined[-1] = DatedExpression(
                    start=left.start,
                    end=expression.end,
                    text=text[left.start : expression.end],
                    interval=DateInterval(first, last),
                    kind=left.kind,
                    grain="range",
                )
                continue
        joined.append(expression)
    return joined


def _joined(text: str, left: DatedExpression, right: DatedExpression, known: Grammar) -> bool:
    between = text[left.end : right.start + _lead_length(right, known)]
    plain, with_and, opening = known.joins
    if plain.fullmatch(between):
        return True
    head = text[max(0, left.start - 14) : left.start] + left.text[:8]
    return bool(with_and.fullmatch(between) and opening.search(head))


_BESIDE = re.compile(r"[\s,;(（]*(?:an? |the )?[\s,;(（]*")


def _one_day(left: DatedExpression, right: DatedExpression, text: str) -> bool:
    """ "March 9, a Wednesday" is one day told twice."""
    if "weekday" not in {left.grain, right.grain} or left.grain == right.grain:
        return False
    other = right if left.grain == "weekday" else left
    return (
        other.grain == "day"
        and other.duration is None
        and other.interval is not None
        and bool(_BESIDE.fullmatch(text[left.end : right.start]))
    )


def _lead_length(expression: DatedExpression, known: Grammar) -> int:
    until = known.before.get("until_word")
    found = until.match(expression.text) if until else None
    return found.end() if found else 0
