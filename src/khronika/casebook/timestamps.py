"""Ask for timestamps of the custody log's signed heads, keep the answers, and check them.

What was asked for and what was answered lies in the encrypted database, with the certificates, so a backup
holds it too.
"""

from __future__ import annotations

import base64
from pathlib import Path
from typing import TYPE_CHECKING, Any

from khronika.casebook.custody import record_custody, write_log
from khronika.errors import CustodyError, TimestampError
from khronika.preserve.custody import TreeHead, head_from_text
from khronika.preserve.merkle import root_of
from khronika.preserve.timestamps import Timestamp, checked_timestamp, request_for
from khronika.record import digest_of

if TYPE_CHECKING:
    from khronika.casebook.casebook import Casebook

_ASKED, _KEPT = "timestamps asked", "timestamps"
MOST_BYTES = 1_000_000


def ask(casebook: Casebook, target: Path) -> int:
    """Write a request for the present head into a new file; returns how many entries the head covers.

    Raises TimestampError when the file is there already or nothing is in the log yet.
    """
    write_log(casebook)
    head_file = casebook.path / "custody.head"
    if not head_file.exists():
        raise TimestampError(what="The custody log is empty: there is nothing to date yet.")
    head = head_from_text(head_file.read_text(encoding="ascii"))
    try:
        with target.open("xb") as file:
            file.write(request_for(head))
    except FileExistsError as error:
        raise TimestampError(what=f"{target} is there already; nothing was overwritten.") from error
    asked = [row for row in _read(_ASKED) if row["entries"] != head.entries]
    _write(_ASKED, [*asked, {"entries": head.entries, "root": head.root}])
    return head.entries


def keep(casebook: Casebook, answer_file: Path, certificates_file: Path, *, by: str) -> Timestamp:
    """Check an answer against the heads that were asked for, and keep it with its certificates.

    Raises TimestampError; then nothing is kept.
    """
    from django.db import transaction

    answer, certificates = _bytes(answer_file), _bytes(certificates_file)
    found: Timestamp | None = None
    failed: TimestampError | None = None
    for row in reversed(_read(_ASKED)):
        try:
            found = checked_timestamp(_head(row), answer, certificates)
        except TimestampError as error:
            failed = error
            continue
        kept = {
            **row,
            "answer": base64.b64encode(answer).decode("ascii"),
            "certificates": certificates.decode("ascii"),
            "at": found.at.isoformat(),
        }
        with transaction.atomic():
            _write(_KEPT, [*(k for k in _read(_KEPT) if k["answer"] != kept["answer"]), kept])
            record_custody(by, "timestamped", digest_of(answer))
        write_log(casebook)
        return found
    raise failed or TimestampError(what="No timestamp was asked for in this casebook.")


def check_timestamps(lines: list[str]) -> int:
    """Check every kept timestamp against the log; returns how many there are. Raises CustodyError."""
    kept = _read(_KEPT)
    for row in kept:
        head = _head(row)
        if head.entries > len(lines) or root_of(lines[: head.entries]) != head.root:
            raise CustodyError(what=f"The log does not begin as it was when it was dated ({row['at']}).")
        try:
            checked_timestamp(head, base64.b64decode(row["answer"]), row["certificates"].encode("ascii"))
        except TimestampError as error:
            raise CustodyError(what=f"The timestamp of {row['at']} was changed.") from error
    return len(kept)


def timestamp_files() -> dict[str, bytes]:
    """Return what an outsider needs to check the kept timestamps with openssl, by name."""
    files: dict[str, bytes] = {}
    for number, row in enumerate(_read(_KEPT), 1):
        files[f"timestamp-{number}.txt"] = _head(row).signed_bytes
        files[f"timestamp-{number}.tsr"] = base64.b64decode(row["answer"])
        files[f"timestamp-{number}.pem"] = row["certificates"].encode("ascii")
    return files


def _head(row: dict[str, Any]) -> TreeHead:
    return TreeHead(entries=int(row["entries"]), root=str(row["root"]))


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise TimestampError(what=f"{path} is too large for a timestamp or certificates.")
        return path.read_bytes()
    except OSError as error:
        raise TimestampError(what=f"{path} cannot be read.") from error


def _read(key: str) -> list[dict[str, Any]]:
    from khronika.store.models import SettingRow

    row = SettingRow.objects.filter(key=key).first()
    return list(row.value) if row else []


def _write(key: str, value: list[dict[str, Any]]) -> None:
    from khronika.store.models import SettingRow

    SettingRow.objects.update_or_create(key=key, defaults={"value": value})
