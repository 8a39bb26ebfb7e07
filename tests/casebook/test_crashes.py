"""Killed at any moment, `add` loses nothing that was accepted; the same command finishes the work."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from khronika.casebook import open_casebook
from khronika.casebook.verify import verify
from tests.conftest import PASSPHRASE

MOMENTS = 25


def _add(book: Path, inbox: Path, passphrase_file: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
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
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _state(book: Path) -> tuple[object, ...]:
    from khronika.store.models import ClaimRow, CustodyRow, IncidentRow, OriginalRow, ReportRow, StepRow

    with open_casebook(book, PASSPHRASE) as opened:
        assert [check.wrong for check in verify(opened) if check.wrong] == []
        return (
            sorted(OriginalRow.objects.values_list("digest", flat=True)),
            sorted(ReportRow.objects.values_list("id", flat=True)),
            sorted(ClaimRow.objects.values_list("id", flat=True)),
            sorted(IncidentRow.objects.values_list("id", flat=True)),
            StepRow.objects.filter(done=True).count(),
            CustodyRow.objects.filter(line__contains='"received"').count(),
        )


def _kept(book: Path) -> tuple[set[str], set[str]]:
    """What the killed process had accepted."""
    from khronika.store.models import OriginalRow, ReportRow

    with open_casebook(book, PASSPHRASE):
        return (
            set(OriginalRow.objects.values_list("digest", flat=True)),
            set(ReportRow.objects.values_list("id", flat=True)),
        )


@pytest.mark.slow
@pytest.mark.timeout(1500)
@pytest.mark.skipif(os.name == "nt", reason="kill -9 is for POSIX")
def test_killed_at_any_moment_a_rerun_finishes(tmp_path: Path, inbox: Path, passphrase_file: Path) -> None:
    from khronika.casebook import create_casebook

    for number in range(9):
        text = (
            (inbox / "ferry.txt")
            .read_text()
            .replace("five North Korean women", f"{number + 12} North Korean women")
        )
        (inbox / f"more-{number}.txt").write_text(text.replace("March 14", f"March {number + 1}"))
    fresh = tmp_path / "fresh"
    create_casebook(fresh, PASSPHRASE).close()
    whole = tmp_path / "whole"
    shutil.copytree(fresh, whole)
    started = time.monotonic()
    assert _add(whole, inbox, passphrase_file).wait() == 0
    lasts = time.monotonic() - started
    expected = _state(whole)
    chance = random.Random(20261124)
    for moment in range(MOMENTS):
        book = tmp_path / f"book-{moment}"
        shutil.copytree(fresh, book)
        running = _add(book, inbox, passphrase_file)
        time.sleep(chance.uniform(0.05, lasts))
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
        originals, reports = _kept(book)
        assert _add(book, inbox, passphrase_file).wait() == 0
        found = _state(book)
        assert found == expected
        assert originals <= set(found[0])  # type: ignore[arg-type]
        assert reports <= set(found[1])  # type: ignore[arg-type]
        shutil.rmtree(book)
