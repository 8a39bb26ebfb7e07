"""Times become the closed intervals of the codebook (rules 7 to 11)."""

from __future__ import annotations

from datetime import date

import pytest

from khronika.code import find_dates

TOLD = [
    ("en", "2024-02-08", "at the end of January", "2024-01-21", "2024-01-31"),
    ("en", "2021-08-20", "in late July", "2021-07-21", "2021-07-31"),
    ("en", "2021-08-20", "last month", "2021-07-01", "2021-07-31"),
    ("en", "2024-03-20", "last week", "2024-03-11", "2024-03-17"),
    ("en", "2024-03-20", "on Tuesday", "2024-03-19", "2024-03-19"),
    ("en", "2023-09-15", "last Friday", "2023-09-08", "2023-09-08"),
    ("en", "2022-10-05", "in the second week of August", "2022-08-08", "2022-08-14"),
    ("en", "2022-10-05", "in the winter of 2011", "2011-12-01", "2012-02-29"),
    ("en", "2023-05-18", "March 9 last year, a Wednesday", "2022-03-09", "2022-03-09"),
    ("en", "2020-08-05", "the third of November 2011", "2011-11-03", "2011-11-03"),
    ("en", "2021-07-09", "17-20 April", "2021-04-17", "2021-04-20"),
    ("en", "2024-05-02", "since early March", "2024-03-01", "2024-05-02"),
    ("en", "2018-11-24", "from the spring of 2003 until November 2003", "2003-03-01", "2003-11-30"),
    ("ko", "2023-12-05", "지난달 28일", "2023-11-28", "2023-11-28"),
    ("ko", "2024-05-02", "지난달 하순", "2024-04-21", "2024-04-30"),
    ("ko", "2022-06-17", "지난해 8월 21일", "2021-08-21", "2021-08-21"),
    ("ko", "2021-06-01", "2010년 추석 이튿날", "2010-09-23", "2010-09-23"),
    ("ko", "2023-12-05", "작년 가을", "2022-09-01", "2022-11-30"),
    ("ko", "2023-12-05", "이달 초", "2023-12-01", "2023-12-05"),
    ("zh", "2025-02-14", "1月29日大年初一", "2025-01-29", "2025-01-29"),
    ("zh", "2022-11-23", "本月中旬", "2022-11-11", "2022-11-20"),
    ("zh", "2019-12-17", "上月底", "2019-11-21", "2019-11-30"),
    ("zh", "2024-09-18", "二零零四年八月十五日", "2004-08-15", "2004-08-15"),
    ("zh", "2024-11-15", "上周三", "2024-11-06", "2024-11-06"),
    ("zh", "2024-11-15", "去年秋天", "2023-09-01", "2023-11-30"),
]


@pytest.mark.parametrize(("lang", "published", "text", "first", "last"), TOLD)
def test_times(lang: str, published: str, text: str, first: str, last: str) -> None:
    found = [d.interval for d in find_dates(text, lang, date.fromisoformat(published)) if d.interval]
    told = [(str(d.first), str(min(d.last or date.max, date.fromisoformat(published)))) for d in found]
    assert (first, min(last, published)) in told


def test_without_publication_relative_times_stay_open() -> None:
    assert [d.interval for d in find_dates("They were taken last week.", "en", None)] == [None]


@pytest.mark.parametrize(
    ("text", "published", "wanted"),
    [
        ("It happened 2 weeks before May 13 1999.", "2016-11-07", "1999-04-29"),
        ("Three days after 14 March 2021 they were moved.", "2021-06-01", "2021-03-17"),
        ("They were taken on Tuesday the 11th.", "2019-06-20", "2019-06-11"),
        ("On fifteen August nineteen hundred ninety three they fled.", "2019-05-30", "1993-08-15"),
        ("They were held over Easter 2018.", "2019-05-30", "2018-04-01"),
        ("In the last four months of 2021 nobody came.", "2022-05-30", "2021-09-01 – 2021-12-31"),
        ("In week 3 of 2017 eleven were returned.", "2019-05-30", "2017-01-16 – 2017-01-22"),
        ("The last three business days were quiet.", "2018-08-21", "2018-08-16 – 2018-08-20"),
    ],
)
def test_days_counted_and_spelled_in_english(text: str, published: str, wanted: str) -> None:
    found = find_dates(text, "en", date.fromisoformat(published))
    assert wanted in [str(d.interval) for d in found]
