"""Write the custody log so that outsiders can check it, and check such a bundle."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from khronika.casebook.custody import record_custody, sealed_path, write_log
from khronika.casebook.folders import write_folder
from khronika.casebook.timestamps import timestamp_files
from khronika.casebook.verify import Check
from khronika.errors import CasebookExistsError, CustodyError, TimestampError
from khronika.preserve.bundle import bundle_files
from khronika.preserve.custody import check_root, checked_lines, head_from_bytes, head_from_text
from khronika.preserve.merkle import root_of
from khronika.preserve.timestamps import checked_timestamp
from khronika.protect.signing import signature_fits
from khronika.record import digest_of

if TYPE_CHECKING:
    from khronika.casebook.casebook import Casebook


def export_bundle(casebook: Casebook, target: Path, *, by: str, originals: bool = False) -> int:
    """Write a bundle into a new folder; returns the number of entries. The export is itself an entry.

    With `originals` the sealed files are copied too: they stay encrypted.
    """
    from django.db import transaction

    from khronika.store.models import CustodyRow, OriginalRow

    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise CasebookExistsError(where=target)
    public = (casebook.key_folder / "custody.pub").read_bytes()
    with transaction.atomic():
        record_custody(by, "exported", digest_of(public))
    write_log(casebook)
    lines = list(CustodyRow.objects.values_list("line", flat=True))
    head = head_from_text((casebook.path / "custody.head").read_text(encoding="ascii"))
    sealed = dict(OriginalRow.objects.values_list("digest", "sealed_digest"))
    write_folder(target, {**bundle_files(lines, head, public, sealed), **timestamp_files()})
    if originals:
        (target / "originals").mkdir()
        for digest in sealed:
            shutil.copyfile(sealed_path(casebook, digest), target / "originals" / f"{digest}.age")
    return len(lines)


def is_bundle(path: Path) -> bool:
    """Say whether a folder is a custody bundle and not a casebook."""
    return (path / "custody.log").is_file() and not (path / "casebook.db").exists()


def verify_bundle(path: Path) -> Iterator[Check]:
    """Yield the checks of a bundle; no passphrase is needed."""
    checks: tuple[tuple[str, Callable[[Path], None]], ...] = (
        ("custody log", _log),
        ("signature", _signature),
        ("timestamps", _timestamps),
        ("originals", _originals),
    )
    for name, check in checks:
        try:
            check(path)
        except CustodyError as error:
            yield Check(name=name, wrong=error.sentence)
        except (OSError, UnicodeDecodeError):
            yield Check(name=name, wrong=f"A file of the bundle is missing or unreadable ({name}).")
        else:
            yield Check(name=name)


def _log(path: Path) -> None:
    text = (path / "custody.log").read_text(encoding="ascii")
    if text and not text.endswith("\n"):
        raise CustodyError(what="custody.log: the last entry is cut off.")
    lines = text.splitlines()
    checked_lines(lines)
    head = head_from_text((path / "custody.head").read_text(encoding="ascii"))
    check_root(head, lines)
    if head.entries != len(lines):
        raise CustodyError(what=f"custody.log: entry {head.entries} is not under the signed head.")


def _signature(path: Path) -> None:
    head = head_from_text((path / "custody.head").read_text(encoding="ascii"))
    if not signature_fits(head.signed_bytes, head.signature, (path / "custody.pub").read_bytes()):
        raise CustodyError(what="The signature of custody.head does not fit custody.pub.")


def _timestamps(path: Path) -> None:
    lines = (path / "custody.log").read_text(encoding="ascii").splitlines()
    for told in sorted(path.glob("timestamp-*.txt")):
        head = head_from_bytes(told.read_bytes())
        if head.entries > len(lines) or root_of(lines[: head.entries]) != head.root:
            raise CustodyError(what=f"The log does not begin as it was when {told.name} was dated.")
        answer, certificates = told.with_suffix(".tsr").read_bytes(), told.with_suffix(".pem").read_bytes()
        try:
            checked_timestamp(head, answer, certificates)
        except TimestampError as error:
            raise CustodyError(what=f"{told.with_suffix('.tsr').name} does not date {told.name}.") from error


def _originals(path: Path) -> None:
    if not (path / "originals").is_dir():
        return
    for line in (path / "originals.sha256").read_text(encoding="ascii").splitlines():
        digest, name = line.split("  ", 1)
        file = path / "originals" / Path(name).name
        if not file.is_file():
            raise CustodyError(what=f"{name} is missing.")
        with file.open("rb") as content:
            if hashlib.file_digest(content, "sha256").hexdigest() != digest:
                raise CustodyError(what=f"{name} was changed.")
