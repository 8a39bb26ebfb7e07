"""The claims of some invented reports, kept as files: a change of the coder shows as a difference to review.

Write them anew with KHRONIKA_GOLDEN=write.
"""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path

import pytest
from tests.conftest import CORPUS, ROOT

from khronika.code import code_report
from khronika.record import Report, ReportId
from khronika.record.codec import claim_to_act

GOLDEN = ROOT / "tests" / "golden" / "claims"


def _report(name: str) -> Report:
    gold = json.loads((CORPUS / "gold" / f"{name}.json").read_text(encoding="utf-8"))
    text = (CORPUS / "docs" / f"{name}.txt").read_text(encoding="utf-8")
    published = date.fromisoformat(gold["published"]) if gold["published"] else None
    return Report(
        id=ReportId(name),
        text=text,
        lang=gold["lang"],
        title=gold["title"],
        outlet=gold["outlet"],
        published=published,
    )


@pytest.mark.parametrize("name", ["e106", "e121", "r005", "k207", "z305"])
def test_claims_are_as_kept(name: str) -> None:
    acts = [claim_to_act(claim) for claim in code_report(_report(name)).claims]
    told = "".join(json.dumps(act, ensure_ascii=False, sort_keys=True) + "\n" for act in acts)
    kept = GOLDEN / f"{name}.jsonl"
    if os.environ.get("KHRONIKA_GOLDEN") == "write":
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(told, encoding="utf-8")
    assert Path(kept).read_text(encoding="utf-8") == told
