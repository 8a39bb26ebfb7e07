"""Read how many people words tell of, as an interval: "more than ten" is eleven or more, never ten.

>>> str(read_count("more than 10 women", "en")), str(read_count("a family of four", "en"))
('11+', '4')
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from khronika.code.data import words
from khronika.record import Count

_HAN_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10000, "십": 10, "백": 100, "천": 1000, "만": 10000}


@dataclass(frozen=True, slots=True)
class _Rule:
    pattern: re.Pattern[str]
    meaning: Any


@cache
def _rules(lang: str) -> tuple[_Rule, ...]:
    source = words(lang, "counts")
    number = source["number"]
    return tuple(
        _Rule(
            re.compile(
                rule["is"].replace("{n}", f"(?P<n>{number})").replace("{m}", f"(?P<m>{number})"),
                re.IGNORECASE,
            ),
            rule["as"],
        )
        for rule in source["rules"]
    )


def read_count(text: str, lang: str) -> Count | None:
    """Return the count that a noun phrase tells, or None when it tells none."""
    for rule in _rules(lang):
        match = rule.pattern.search(text)
        if match:
            count = _meaning(rule.meaning, match, lang)
            if count is not None:
                return count
    return None


def _meaning(meaning: Any, match: re.Match[str], lang: str) -> Count | None:
    if isinstance(meaning, list):
        return Count(*meaning)
    n = read_number(match["n"], lang)
    if n is None or n > 10**9:
        return None
    if meaning == "between":
        m = read_number(match["m"], lang)
        if m is None or m < n:
            return None
        return Count(n, m)
    return {
        "more": Count(n + 1, None),
        "least": Count(n, None),
        "most": Count(None, n),
        "fewer": Count(None, max(n - 1, 0)),
        "exact": Count(n, n),
    }[meaning]


def read_number(raw: str, lang: str) -> int | None:
    """Return the value of a number in digits or words.

    >>> read_number("twenty-two", "en"), read_number("1,056", "en")
    (22, 1056)
    """
    raw = raw.strip().casefold()
    digits = raw.replace(",", "").replace("，", "")
    if digits.isdecimal():
        return int(digits[:12])
    known: dict[str, int] = words(lang, "counts")["words"]
    if raw in known:
        return known[raw]
    if lang == "en":
        parts = [known.get(part) for part in re.split(r"[- ]", raw)]
        return sum(part for part in parts if part) if all(parts) else None
    return _composed(raw, known)


def _composed(raw: str, known: dict[str, int]) -> int | None:
    """Read numerals that are put together: 三十五, 열네, 이십, 2万."""
    total = section = current = 0
    index = 0
    while index < len(raw):
        digits = re.match(r"\d+", raw[index:])
        if digits:
            current, index = int(digits.group()), index + digits.end()
            continue
        step = raw[index]
        if step in _HAN_UNITS:
            unit = _HAN_UNITS[step]
            if unit == 10000:
                total, section, current = (total + section + (current or 0)) * unit or unit, 0, 0
            else:
                section, current = section + (current or 1) * unit, 0
            index += 1
            continue
        word = next((w for w in sorted(known, key=len, reverse=True) if raw.startswith(w, index)), None)
        if word is None:
            return None
        value = known[word]
        current, section = (
            (value, section + current)
            if value < 10 and current % 10 == 0 and current
            else (current + value if current else value, section)
        )
        index += len(word)
    return total + section + current
