"""Outsiders can check the custody log with standard tools, and see any change."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from khronika.casebook import create_casebook, open_casebook
from khronika.casebook.custody_bundle import export_bundle, verify_bundle
from khronika.casebook.intake import add_files
from khronika.casebook.verify import verify
from tests.conftest import PASSPHRASE


@pytest.fixture
def bundle(casebook_path: Path, inbox: Path, tmp_path: Path) -> Path:
    with create_casebook(casebook_path, PASSPHRASE) as book:
        add_files(book, [inbox], by="m-1")
        assert export_bundle(book, tmp_path / "bundle", by="m-1", originals=True) == 4
        assert all(check.ok for check in verify(book))
    return tmp_path / "bundle"


def _run(bundle: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=bundle, capture_output=True, text=True, check=False)


def test_the_script_inside_needs_nothing_but_python(bundle: Path) -> None:
    done = _run(bundle, sys.executable, "-I", "-S", "check.py")
    assert done.stdout.startswith("ok: 4 entries, 3 originals received")
    assert len((bundle / "check.py").read_text().splitlines()) <= 70


def test_openssl_and_sha256sum_agree(bundle: Path) -> None:
    if not shutil.which("openssl") or not shutil.which("sha256sum"):
        pytest.skip("openssl or sha256sum is not here")
    verified = _run(
        bundle, "openssl", "pkeyutl", "-verify", "-pubin", "-inkey", "custody.pub", "-rawin", "-in", "head.txt",
        "-sigfile", "head.sig",
    )  # fmt: skip
    assert "Verified Successfully" in verified.stdout, verified.stderr
    assert _run(bundle, "sha256sum", "--check", "--quiet", "originals.sha256").returncode == 0


def test_a_whole_bundle_is_verified_without_a_passphrase(bundle: Path) -> None:
    done = _run(bundle, sys.executable, "-m", "khronika", "verify", str(bundle))
    told = [line.split(maxsplit=1) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert told == [["ok", name] for name in ("custody log", "signature", "timestamps", "originals")]


def _changed_entry(bundle: Path) -> None:
    log = bundle / "custody.log"
    log.write_text(log.read_text().replace('"who":"m-1"', '"who":"m-2"', 1))


def _cut_log(bundle: Path) -> None:
    log = bundle / "custody.log"
    log.write_text("".join(log.read_text().splitlines(keepends=True)[:-1]))


def _another_key(bundle: Path) -> None:
    from khronika.protect.signing import new_signing_key

    (bundle / "custody.pub").write_text(new_signing_key()[1])


def _changed_original(bundle: Path) -> None:
    file = sorted((bundle / "originals").iterdir())[0]
    file.write_bytes(file.read_bytes()[:-1] + b"x")


@pytest.mark.parametrize("tamper", [_changed_entry, _cut_log, _another_key, _changed_original])
def test_a_changed_bundle_is_refused(bundle: Path, tamper: Callable[[Path], None]) -> None:
    tamper(bundle)
    assert [check for check in verify_bundle(bundle) if not check.ok]
    if tamper in {_changed_entry, _cut_log}:
        assert _run(bundle, sys.executable, "check.py").returncode == 1


def test_a_bundle_names_nobody(bundle: Path, casebook_path: Path) -> None:
    everything = b"".join(path.read_bytes() for path in bundle.rglob("*") if path.is_file())
    for word in (b"Yanji", b"ferry", b"Tolliver", b"Five women"):
        assert word not in everything
    with open_casebook(casebook_path, PASSPHRASE) as book:
        assert book.keys.originals.encode() not in everything
