"""Print the help of each command as Markdown, the same on every machine."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable

PLAIN = {**os.environ, "NO_COLOR": "1", "TERM": "dumb", "COLUMNS": "100", "TERMINAL_WIDTH": "100"}


def commands() -> list[str]:
    """Return the names of all commands; a command of a group with the name of its group before it."""
    from typer.main import get_command

    from khronika.cli.app import app

    group = get_command(app)
    found = []
    for name, command in group.commands.items():  # type: ignore[attr-defined]
        inner = getattr(command, "commands", None)
        found += [f"{name} {one}" for one in inner] if inner else [name]
    return sorted(found)


def print_reference(out: Callable[[str], object]) -> None:
    """Write a section for each command."""
    for name in commands():
        done = subprocess.run(
            [sys.executable, "-m", "khronika", *name.split(), "--help"],
            capture_output=True,
            text=True,
            env=PLAIN,
            check=True,
        )
        help_text = re.sub(r"[ \t]+$", "", done.stdout.strip("\n"), flags=re.MULTILINE)
        out(f"\n## khronika {name}\n\n```text\n{help_text}\n```\n")
