"""A full disk gets one sentence; with room made, the same command finishes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from khronika.casebook import create_casebook
from tests.conftest import PASSPHRASE


@pytest.fixture
def small_disk(tmp_path: Path) -> Path:
    """A file system of 3 MB in memory; only root can mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = shutil.which("mount") and os.name == "posix" and os.geteuid() == 0
    if (
        not mounted
        or subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(folder)], check=False, capture_output=True
        ).returncode
    ):
        pytest.skip("a small file system cannot be mounted here")
    yield folder  # type: ignore[misc]
    subprocess.run(["umount", "-l", str(folder)], check=False)


def test_a_full_disk_is_said_and_the_work_goes_on(
    small_disk: Path, inbox: Path, passphrase_file: Path
) -> None:
    book = small_disk / "book"
    create_casebook(book, PASSPHRASE).close()
    ballast = small_disk / "ballast"
    with ballast.open("wb") as file:
        file.write(b"x" * max(0, shutil.disk_usage(small_disk).free - 20_000))

    def add() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [
                sys.executable,
                "-m",
                "khronika",
                "add",
                str(book),
                str(inbox),
                "--passphrase-file",
                str(passphrase_file),
            ],
            capture_output=True,
            text=True,
            check=False,
        )

    full = add()
    assert full.returncode == 6, full.stderr
    assert "The disk is full. Make room and run the same command again" in full.stderr
    assert "Traceback" not in full.stderr
    ballast.unlink()
    again = add()
    assert again.returncode == 0, again.stderr
    done = subprocess.run(
        [sys.executable, "-m", "khronika", "verify", str(book), "--passphrase-file", str(passphrase_file)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr + done.stdout
