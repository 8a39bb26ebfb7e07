"""Write a folder so that it is there whole or not at all."""

from __future__ import annotations

import shutil
from pathlib import Path


def write_folder(target: Path, files: dict[str, bytes]) -> None:
    """Write files into a folder that does not exist yet, or is empty."""
    part = target.with_name(f".{target.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    try:
        for name, content in files.items():
            (part / name).write_bytes(content)
        if target.exists():
            target.rmdir()
        part.replace(target)
    except OSError:
        shutil.rmtree(part, ignore_errors=True)
        raise
