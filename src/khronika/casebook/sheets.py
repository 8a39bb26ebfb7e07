"""Sheets that leave a casebook in the clear: for their owner's eyes, and harmless in a spreadsheet."""

from __future__ import annotations

import contextlib
import csv
import io
import os
from collections.abc import Sequence
from pathlib import Path

from khronika.errors import UsageError


def harmless(cell: str) -> str:
    """Put an apostrophe before what a spreadsheet would run as a formula.

    >>> harmless("=HYPERLINK(1)"), harmless("Yanji")
    ("'=HYPERLINK(1)", 'Yanji')
    """
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell


def sheet_text(rows: Sequence[Sequence[object]]) -> str:
    """Return rows as CSV."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([[harmless(str(cell)) for cell in row] for row in rows])
    return out.getvalue()


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read, also where it was there before. Raises UsageError."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
            with contextlib.suppress(OSError):  # file systems without modes
                path.chmod(0o600)
            file.write(text)
    except OSError as error:
        raise UsageError(what=f"{path} cannot be written.") from error
