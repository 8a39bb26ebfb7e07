"""Print the help of each command as Markdown, the same on every machine."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable

PLAIN = {**os.environ, "NO_COLOR": "1", "TERM": "dumb", "COLUMNS": "100", "TERMINAL_WIDTH": "100"}


def commands() -> list[str]:
    """Return the names of all commands."""
    from typer.main import get_command

    from khronika.cli.app import app

    group = get_command(app)
    return sorted(group.commands)  # type: ignore[attr-defined]


def print_reference(out: Callable[[str], object]) -> None:
    """Write a section for each command."""
    for name in commands():
        done = subprocess.run(
            [sys.executable, "-m", "khronika", name, "--help"],
            capture_output=True,
            text=True,
            env=PLAIN,
            check=True,
        )
        help_text = re.sub(r"[ \t]+$", "", done.stdout.strip("\n"), flags=re.MULTILINE)
        out(f"\n## khronika {name}\n\n```text\n{help_text}\n```\n")
