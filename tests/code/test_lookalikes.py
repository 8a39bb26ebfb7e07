"""Reports that borrow the words of the field are not of it; short ones from other lands are."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from khronika.code import code_report
from khronika.record import Report, ReportId

ROWS: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "own" / "lookalikes.yaml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("lang", ["ko", "zh"])
def test_what_only_looks_like_the_field_is_told_apart(lang: str) -> None:
    judged = [(row["relevant"], _relevant(row)) for row in ROWS if row["lang"] == lang]
    right = sum(told == found for told, found in judged)
    assert right >= 0.85 * len(judged), judged


def _relevant(row: dict[str, Any]) -> bool:
    report = Report(id=ReportId("r"), lang=row["lang"], text=row["text"], published=date(2023, 5, 20))
    return code_report(report).relevant
