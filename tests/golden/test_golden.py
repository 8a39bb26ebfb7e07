"""Readings and claims of the invented reports, kept as files and reviewed as a diff.

`make golden` writes them anew.
"""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from khronika.code.coders import code_report
from khronika.errors import NoCoderError
from khronika.read.readers import read_report
from khronika.record import Report, stands_in
from khronika.record.codec import claim_to_act, report_to_json
from tests.conftest import CORPUS

HERE = Path(__file__).parent
DOCUMENTS = sorted((CORPUS / "docs").iterdir())
WRITE = os.environ.get("KHRONIKA_GOLDEN") == "write"


@cache
def _report(path: Path) -> Report:
    return read_report(path.stem, path.name, path.read_bytes())


def _check(name: str, found: list[dict[str, Any]]) -> None:
    file = HERE / f"{name}.jsonl"
    lines = "".join(json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n" for row in found)
    if WRITE:
        file.write_text(lines, encoding="utf-8")
    kept = {row["id"]: row for row in map(json.loads, file.read_text(encoding="utf-8").splitlines())}
    changed = [row["id"] for row in map(json.loads, lines.splitlines()) if kept.get(row["id"]) != row]
    assert changed == [], f"{name} changed: run `make golden` and look at the diff"
    assert len(kept) == len(found)


def test_readings_are_as_kept() -> None:
    rows = []
    for path in DOCUMENTS:
        row = report_to_json(_report(path))
        text = row.pop("text")
        row.pop("spots")
        row.pop("langs")
        rows.append({**row, "paragraphs": text.count("\n\n") + 1, "opens": text[:60], "ends": text[-60:]})
    _check("readings", rows)


def _claims(path: Path) -> list[dict[str, Any]]:
    try:
        claims = code_report(_report(path)).claims
    except NoCoderError:
        return []
    acts = [claim_to_act(claim) for claim in claims]
    for act in acts:
        act.pop("incident")
        act.pop("spans")
    return acts


def test_claims_are_as_kept() -> None:
    _check("claims", [{"id": path.stem, "acts": _claims(path)} for path in DOCUMENTS])


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_every_quote_of_every_value_stands_in_its_text(path: Path) -> None:
    report = _report(path)
    try:
        claims = code_report(report).claims
    except NoCoderError:
        pytest.skip("no coder for this language")
    for claim in claims:
        assert claim.quotes
        assert all(stands_in(evidence.quote, report.text) for evidence in claim.evidence)
        known = {e.value for e in claim.evidence}
        assert "act" in known
        assert claim.report == report.id
