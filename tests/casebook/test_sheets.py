"""Sheets in the clear are for their owner alone."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from khronika.casebook.sheets import sheet_text, write_private
from khronika.errors import UsageError


def test_only_the_owner_can_read_a_sheet_also_one_that_was_there(tmp_path: Path) -> None:
    open_before = tmp_path / "b.csv"
    open_before.write_text("old", encoding="utf-8")
    open_before.chmod(0o644)
    for path in (tmp_path / "a.csv", open_before):
        write_private(path, sheet_text([["=1+1", "Yanji"]]))
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert path.read_text(encoding="utf-8") == "'=1+1,Yanji\n"
    with pytest.raises(UsageError, match="cannot be written"):
        write_private(tmp_path / "no" / "c.csv", "x")
