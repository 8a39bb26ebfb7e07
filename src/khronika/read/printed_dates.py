"""Find the dates that a masthead prints in full: day, month and year, in three languages.

>>> [d.isoformat() for _, d in dates_in("Seoul, Thursday, 10 November 2022")]
['2022-11-10']
>>> [d.isoformat() for _, d in dates_in("입력 2024.03.22 09:31 수정 2024.03.24")]
['2024-03-22', '2024-03-24']
>>> [d.isoformat() for _, d in dates_in("Oct 24, 2023 and 二〇二三年十月二十四日")]
['2023-10-24', '2023-10-24']
"""

import re
from datetime import date

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sep sept",
            "october oct",
            "november nov",
            "december dec",
        ),
        1,
    )
    for name in names.split()
}
_MONTH = "(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_HAN = "〇零○一二三四五六七八九十"
_FORMS = (
    re.compile(rf"\b{_DAY}(?: of)? {_MONTH},? {_YEAR}\b", re.IGNORECASE),
    re.compile(rf"\b{_MONTH} {_DAY},? {_YEAR}\b", re.IGNORECASE),
    re.compile(
        r"(?<!\d)(?P<year>(?:19|20)\d\d)\s?[-./]\s?(?P<month>\d{1,2})\s?[-./]\s?(?P<day>\d{1,2})(?!\d)"
    ),
    re.compile(
        r"(?<!\d)(?P<year>(?:19|20)\d\d)\s?[年년]\s?(?P<month>\d{1,2})\s?[月월]\s?(?P<day>\d{1,2})\s?[日일號号]?"
    ),
    re.compile(r"(?<!\d)(?P<day>\d{1,2})[./](?P<month>\d{1,2})[./](?P<year>(?:19|20)\d\d)(?!\d)"),
    # Month before day only where the day could be no month, as in 02/13/2023.
    re.compile(r"(?<!\d)(?P<month>0?\d|1[0-2])/(?P<day>1[3-9]|2\d|3[01])/(?P<year>(?:19|20)\d\d)(?!\d)"),
    re.compile(rf"(?P<year>[{_HAN}]{{4}})年(?P<month>[{_HAN}]{{1,3}})月(?P<day>[{_HAN}]{{1,3}})日"),
)


def dates_in(line: str) -> list[tuple[int, date]]:
    """Return the full dates of a line with their places, in order."""
    found: dict[int, date] = {}
    for form in _FORMS:
        for match in form.finditer(line):
            day = _date(match)
            if day is not None:
                found.setdefault(match.start(), day)
    return sorted(found.items())


def without_dates(line: str) -> str:
    """Return a line with its dates and clock times blanked."""
    for form in _FORMS:
        line = form.sub(" ", line)
    line = re.sub(
        r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b,?|\b(?:mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun)(?:[.,]|(?=\s{2}))|[（(]?(?:星期|周|週)[一二三四五六日天][)）]?|[월화수목금토일]요일"
        r"|[（(][월화수목금토일一二三四五六日][)）]",
        " ",
        line,
        flags=re.IGNORECASE,
    )
    return re.sub(r"\d{1,2}:\d{2}(?::\d{2})?(?:\s?[ap]\.?m\.?)?", " ", line, flags=re.IGNORECASE)


def _date(match: re.Match[str]) -> date | None:
    parts = match.groupdict()
    try:
        return date(_number(parts["year"]), _number(parts["month"]), _number(parts["day"]))
    except ValueError:
        return None


def _number(text: str) -> int:
    """Read digits, an English month or Chinese numerals (years digit by digit, days by tens)."""
    if text.lower() in _MONTHS:
        return _MONTHS[text.lower()]
    if text.isdigit() and text.isascii():
        return int(text)
    digits = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0}
    if "十" in text:
        tens, _, ones = text.partition("十")
        return (digits[tens] if tens else 1) * 10 + (digits[ones] if ones else 0)
    return int("".join(str(digits[char]) for char in text))
