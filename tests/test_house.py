"""The house is in order: locks, sizes of modules, words as data."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from tests.conftest import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def _names(requirements: list[object]) -> set[str]:
    words = [
        re.split(r"[<>=~!\[; ]", r)[0].lower().replace("_", "-") for r in requirements if isinstance(r, str)
    ]
    return set(words)


def _locked(name: str) -> set[str]:
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    return {m.group(1).lower() for m in re.finditer(r"^([A-Za-z0-9_.-]+)==", text, re.MULTILINE)}


def test_everything_that_is_needed_is_locked() -> None:
    assert _names(PROJECT["project"]["dependencies"]) <= _locked("runtime.txt")
    assert _names(PROJECT["dependency-groups"]["build"]) <= _locked("runtime.txt")
    assert _names(PROJECT["dependency-groups"]["dev"]) <= _locked("dev.txt")
    assert _locked("runtime.txt") <= _locked("dev.txt")


def test_every_locked_file_has_hashes() -> None:
    for file in ("runtime.txt", "dev.txt"):
        blocks = re.split(r"\n(?=\S)", (ROOT / "requirements" / file).read_text(encoding="utf-8"))
        without = [
            b.split("\n")[0]
            for b in blocks
            if re.match(r"[A-Za-z0-9_.-]+==", b) and "--hash=sha256:" not in b
        ]
        assert without == []


@pytest.mark.parametrize("stub", ["ko-core-news-sm", "zh-core-web-sm", "en-core-web-trf"])
def test_stubs_by_strangers_are_never_installed(stub: str) -> None:
    assert stub not in _locked("dev.txt")


def test_no_module_has_grown_past_one_idea() -> None:
    long = {
        str(path.relative_to(ROOT)): count
        for path in (ROOT / "src").rglob("*.py")
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > 500
        and "migrations" not in str(path)
    }
    assert long == {}


def test_every_module_opens_with_its_idea() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "src").rglob("*.py")
        if "migrations" not in str(path) and not path.read_text(encoding="utf-8").lstrip().startswith('"""')
    ]
    assert silent == []


def test_the_real_reports_are_not_in_the_project() -> None:
    seeds = ROOT.parent / "shared" / "seeds"
    if not seeds.is_dir():
        pytest.skip("the real reports are not here (../shared/seeds)")
    lines = {
        line.strip()
        for file in seeds.iterdir()
        for line in file.read_text(encoding="utf-8").splitlines()
        if len(line.strip()) > 120
    }
    kept: list[Path] = [
        p for p in ROOT.rglob("*") if p.suffix in {".txt", ".md", ".py", ".yaml", ".jsonl", ".html"}
    ]
    kept = [p for p in kept if ".venv" not in p.parts and p.is_file()]
    assert [
        str(p) for p in kept if any(line in p.read_text(encoding="utf-8", errors="replace") for line in lines)
    ] == []
