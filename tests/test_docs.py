"""The documentation is what the program does."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.docs_reference import PLAIN, commands


def test_the_reference_is_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "cogapp", "--check", "docs/reference.md"],
        cwd=ROOT,
        env={**PLAIN, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, "run: make docs"


def test_every_command_stands_in_the_reference() -> None:
    text = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
    assert [name for name in commands() if f"## khronika {name}\n" not in text] == []


def test_every_make_target_of_the_readme_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    targets = set(re.findall(r"make (\w+)", readme))
    assert {"demo", "test"} <= targets
    assert [t for t in targets if not re.search(rf"^{t}:", makefile, re.MULTILINE)] == []


def test_links_between_documents_lead_somewhere() -> None:
    broken = []
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        targets = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
        broken.extend(f"{page.name}: {target}" for target in targets if not (page.parent / target).exists())
    assert broken == []


def test_every_command_of_the_tutorial_works(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "samples", tmp_path / "samples")
    text = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
    steps = re.findall(
        r"^\$ (.+)\n(?:# exit status (\d+)\n)?",
        "\n".join(re.findall(r"```console\n(.*?)```", text, re.DOTALL)),
        re.MULTILINE,
    )
    assert len(steps) >= 12
    for command, status in steps:
        if command.startswith("echo "):
            said, file = re.fullmatch(r'echo "(.+)" > (\S+)', command).groups()  # type: ignore[union-attr]
            (tmp_path / file).write_text(said + "\n")
            continue
        words = re.findall(r'"([^"]*)"|(\S+)', command)
        arguments = [quoted or bare for quoted, bare in words][1:]
        done = subprocess.run(
            [sys.executable, "-m", "khronika", *arguments],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            env={**os.environ, "NO_COLOR": "1"},
            check=False,
        )
        assert done.returncode == int(status or 0), (command, done.stderr)
        assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "document", ["SECURITY.md", "THREATS.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE", "README.md"]
)
def test_what_a_stranger_looks_for_is_there(document: str) -> None:
    assert len((ROOT / document).read_text(encoding="utf-8")) > 400
