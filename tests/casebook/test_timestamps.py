"""Timestamps by an authority of our own (`openssl ts`), kept, checked and exported; every forgery is refused."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from khronika.casebook.custody_bundle import export_bundle, verify_bundle
from khronika.casebook.intake import add_files
from khronika.casebook.timestamps import ask, keep
from khronika.casebook.verify import verify
from khronika.errors import TimestampError

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")

CONFIG = """
[ tsa ]
default_tsa = one
[ one ]
serial = {folder}/serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha512
accuracy = secs:1
ess_cert_id_alg = sha256
[ ext ]
basicConstraints = critical,CA:false
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
[ ca ]
basicConstraints = critical,CA:true
keyUsage = critical,keyCertSign,cRLSign
[ req ]
distinguished_name = name
[ name ]
"""


class Authority:
    """A root, a signer under it, and answers to requests."""

    def __init__(self, folder: Path, name: str) -> None:
        folder.mkdir()
        self.folder = folder
        (folder / "tsa.cnf").write_text(CONFIG.format(folder=folder), encoding="utf-8")
        (folder / "serial").write_text("01\n", encoding="ascii")
        self._run(
            f"req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN={name} -keyout root.key -out root.pem "
            "-config tsa.cnf -extensions ca"
        )
        self._run("req -newkey rsa:2048 -nodes -subj /CN=signer -keyout tsa.key -out tsa.csr -config tsa.cnf")
        self._run(
            "x509 -req -in tsa.csr -CA root.pem -CAkey root.key -CAcreateserial -days 20 -out tsa.pem "
            "-extfile tsa.cnf -extensions ext"
        )
        self.certificates = folder / "chain.pem"
        self.certificates.write_bytes((folder / "root.pem").read_bytes() + (folder / "tsa.pem").read_bytes())

    def answer(self, request: Path, name: str = "answer.tsr") -> Path:
        shutil.copyfile(request, self.folder / "in.tsq")
        self._run(
            f"ts -reply -config tsa.cnf -section one -queryfile in.tsq -signer tsa.pem -inkey tsa.key "
            f"-out {name}"
        )
        return self.folder / name

    def _run(self, command: str) -> None:
        subprocess.run(["openssl", *command.split()], cwd=self.folder, check=True, capture_output=True)


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path / "authority", "Harbour-Time")


@pytest.fixture
def dated(casebook: Any, inbox: Path, authority: Authority, tmp_path: Path) -> Path:
    """A casebook whose head an authority dated before more was added; returns the request."""
    add_files(casebook, [inbox], by="m-1")
    request = tmp_path / "head.tsq"
    assert ask(casebook, request) >= 3
    (inbox / "later.txt").write_text(
        "THE HARBOUR REVIEW\n12 March 2024\n\nRain\n\nIt rained.\n" * 4, encoding="utf-8"
    )
    add_files(casebook, [inbox], by="m-1")
    kept = keep(casebook, authority.answer(request), authority.certificates, by="m-1")
    assert kept.authority == "Harbour-Time"
    return request


def test_a_kept_timestamp_is_checked_by_verify_and_is_an_entry(dated: Path, casebook: Any) -> None:
    assert {c.name: c.wrong for c in verify(casebook)}["timestamps"] is None
    assert '"did":"timestamped"' in (casebook.path / "custody.log").read_text(encoding="ascii")
    assert dated.stat().st_size < 200


def test_outsiders_check_it_with_openssl_and_the_script(dated: Path, casebook: Any, tmp_path: Path) -> None:
    bundle = tmp_path / "bundle"
    export_bundle(casebook, bundle, by="m-1")
    checked = subprocess.run(
        "openssl ts -verify -in timestamp-1.tsr -data timestamp-1.txt -CAfile timestamp-1.pem".split(),
        cwd=bundle,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Verification: OK" in checked.stdout + checked.stderr
    assert {c.name: c.wrong for c in verify_bundle(bundle)}["timestamps"] is None
    script = [sys.executable, "-I", "check.py", "timestamp-1.txt"]
    assert subprocess.run(script, cwd=bundle, capture_output=True, check=False).returncode == 0
    original = (bundle / "timestamp-1.txt").read_bytes()
    text = original.decode("ascii").split()
    (bundle / "timestamp-1.txt").write_text(f"khronika custody 1\n{text[-2]}\n{'0' * 64}\n", encoding="ascii")
    wrong = subprocess.run(script, cwd=bundle, capture_output=True, text=True, check=False)
    assert wrong.returncode == 1
    assert "does not begin" in wrong.stderr
    assert "does not begin" in str({c.name: c.wrong for c in verify_bundle(bundle)}["timestamps"])
    (bundle / "timestamp-1.txt").write_bytes(original)
    (bundle / "timestamp-1.tsr").write_bytes((bundle / "timestamp-1.tsr").read_bytes()[:-9])
    assert "does not date" in str({c.name: c.wrong for c in verify_bundle(bundle)}["timestamps"])
    assert dated.exists()


def test_answers_to_something_else_under_another_root_or_cut_short_are_refused(
    casebook: Any, inbox: Path, authority: Authority, tmp_path: Path
) -> None:
    add_files(casebook, [inbox], by="m-1")
    request = tmp_path / "head.tsq"
    ask(casebook, request)
    good = authority.answer(request)
    other = Authority(tmp_path / "other", "Elsewhere")
    (tmp_path / "x.txt").write_bytes(b"something else")
    subprocess.run(
        [
            "openssl",
            "ts",
            "-query",
            "-data",
            str(tmp_path / "x.txt"),
            "-sha512",
            "-cert",
            "-out",
            str(tmp_path / "x.tsq"),
        ],
        check=True,
        capture_output=True,
    )
    foreign = authority.answer(tmp_path / "x.tsq", "foreign.tsr")
    cut = tmp_path / "cut.tsr"
    cut.write_bytes(good.read_bytes()[:-40])
    nothing = tmp_path / "nothing.pem"
    nothing.write_text("no certificate", encoding="ascii")
    for answer, certificates in (
        (good, other.certificates),
        (foreign, authority.certificates),
        (cut, authority.certificates),
        (good, nothing),
        (good, authority.folder / "tsa.pem"),
        (tmp_path / "absent.tsr", authority.certificates),
    ):
        with pytest.raises(TimestampError):
            keep(casebook, answer, certificates, by="m-1")
    assert '"did":"timestamped"' not in (casebook.path / "custody.log").read_text(encoding="ascii")
    with pytest.raises(TimestampError, match="overwritten"):
        ask(casebook, request)


def test_a_timestamp_that_somebody_changed_in_the_database_is_named(dated: Path, casebook: Any) -> None:
    from khronika.store.models import SettingRow

    row = SettingRow.objects.get(key="timestamps")
    row.value = [{**row.value[0], "root": "0" * 64}]
    row.save()
    assert "does not begin" in str({c.name: c.wrong for c in verify(casebook)}["timestamps"])
    assert dated.exists()
