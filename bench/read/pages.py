"""The pages that main text is measured on, and which of their words belong to it.

    python -m bench.read.pages trafilatura-0.5.0.tar.gz FOLDER

writes FOLDER/gold.json and FOLDER/cache/ from the source package of trafilatura 0.5.0 (GPL-3.0-or-later), which
still carries the saved pages and the assertions of its own tests: for each page, passages that must be in the
text and passages that must not. Nothing of it is part of this project: fetch it with

    pip download --no-deps --no-binary trafilatura trafilatura==0.5.0
"""

from __future__ import annotations

import ast
import json
import sys
import tarfile
from pathlib import Path
from typing import Any


def gold_of(source: str) -> list[dict[str, Any]]:
    """Return for each page its file, the passages that belong to its text and those that do not."""
    tree = ast.parse(source)
    files = next(
        ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "MOCK_PAGES"
    )
    rows: list[dict[str, Any]] = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.FunctionDef):
            continue
        row: dict[str, Any] | None = None
        for step in node.body:
            page = _page(step)
            if page:
                row = {"file": files[page], "with": [], "without": []} if page in files else None
                rows += [row] if row else []
            elif row is not None and isinstance(step, ast.Assert):
                _assertions(step.test, row)
    return [row for row in rows if row["with"]]


def _page(step: ast.stmt) -> str | None:
    call = getattr(step, "value", None)
    if (
        isinstance(step, ast.Assign)
        and isinstance(call, ast.Call)
        and getattr(call.func, "id", "") == "load_mock_page"
    ):
        return str(ast.literal_eval(call.args[0]))
    return None


def _assertions(test: ast.expr, row: dict[str, Any]) -> None:
    if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And):
        for value in test.values:
            _assertions(value, row)
    elif (
        isinstance(test, ast.Compare)
        and isinstance(test.left, ast.Constant)
        and isinstance(test.left.value, str)
    ):
        side = "with" if isinstance(test.ops[0], ast.In) else "without"
        if "<" not in test.left.value:
            row[side].append(test.left.value)


def unpack(package: Path, folder: Path) -> None:
    """Write the pages and their gold into a folder."""
    with tarfile.open(package) as tar:
        source = tar.extractfile("trafilatura-0.5.0/tests/unit_tests.py")
        assert source is not None
        rows = gold_of(source.read().decode("utf-8"))
        (folder / "cache").mkdir(parents=True, exist_ok=True)
        for row in rows:
            page = tar.extractfile(f"trafilatura-0.5.0/tests/cache/{row['file']}")
            assert page is not None
            (folder / "cache" / row["file"]).write_bytes(page.read())
    (folder / "gold.json").write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")
    print(
        len(rows),
        "pages,",
        sum(len(r["with"]) for r in rows),
        "with,",
        sum(len(r["without"]) for r in rows),
        "without",
    )


if __name__ == "__main__":
    unpack(Path(sys.argv[1]), Path(sys.argv[2]))
