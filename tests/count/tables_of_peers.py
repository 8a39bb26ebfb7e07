"""The public tables and the figures of other programs, for the tests beside this file."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from khronika.count.undercount.captures import CaptureTable, read_captures

DATA = Path(__file__).parent / "data"


def table(name: str) -> CaptureTable:
    return read_captures(DATA / f"{name}.csv")


@cache
def peers(method: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((DATA / "peers.json").read_text("utf-8"))[method]
    return found
