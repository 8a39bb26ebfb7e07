"""Keep the custody log on disk and in the database in step, across crashes.

The database is written first, then the log. After a crash the log may lack only entries that the
database does not yet call logged; those are written again. Anything else that differs is tampering,
and is left as it is for `verify` to name.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from khronika.preserve.custody import TreeHead, entry_line, head_text
from khronika.preserve.merkle import root_of
from khronika.protect.signing import sign

if TYPE_CHECKING:
    from khronika.casebook.casebook import Casebook


def record_custody(who: str, did: str, digest: str, sealed: str = "") -> None:
    """Add an entry; call it inside the transaction that does what it tells."""
    from khronika.store.mapping import now
    from khronika.store.models import CustodyRow

    last = CustodyRow.objects.order_by("-number").first()
    number = last.number + 1 if last else 0
    at = now().strftime("%Y-%m-%dT%H:%M:%SZ")
    if last is not None:
        at = max(at, _time_of(last.line))  # a clock set back must not break the order
    line = entry_line(number, at=at, who=who, did=did, digest=digest, sealed=sealed)
    CustodyRow.objects.create(number=number, line=line)


def write_log(casebook: Casebook, *, sign: bool = True) -> None:
    """Write entries that are not yet on disk, and sign the new head.

    A batch calls it now and then without signing, and once with. An entry counts as logged only
    when it is on disk and under a signed head; until then a crash may take its line away.
    """
    from khronika.store.models import CustodyRow

    waiting = list(CustodyRow.objects.filter(logged=False))
    if not waiting:
        return
    path = casebook.path / "custody.log"
    on_disk = _line_count(path)
    fresh = [row for row in waiting if row.number >= on_disk]
    if fresh:
        with path.open("a", encoding="ascii", newline="\n") as log:
            log.writelines(row.line + "\n" for row in fresh)
            log.flush()
            os.fsync(log.fileno())
    if sign:
        sign_log(casebook)
        numbers = [row.number for row in waiting]
        CustodyRow.objects.filter(number__gte=min(numbers), number__lte=max(numbers)).update(logged=True)


def sign_log(casebook: Casebook) -> None:
    """Sign the root over the entries that the database holds."""
    from khronika.store.models import CustodyRow

    lines = list(CustodyRow.objects.values_list("line", flat=True))
    bare = TreeHead(entries=len(lines), root=root_of(lines))
    head = replace(bare, signature=sign(bare.signed_bytes, casebook.keys.signing))
    write_whole(casebook.path / "custody.head", head_text(head).encode())


def mend(casebook: Casebook) -> None:
    """Finish what a crash left half done: a torn last line, sealed files on their way, unsigned entries.

    Entries that were logged are never written again: if they are gone, that is for `verify` to say.
    """
    from khronika.store.models import CustodyRow, OriginalRow

    waiting = {row.number: row.line for row in CustodyRow.objects.filter(logged=False)}
    for part in casebook.originals.glob("*.part"):
        digest = part.name.split(".")[0]
        row = OriginalRow.objects.filter(digest=digest).first()
        final = sealed_path(casebook, digest)
        if row is not None and not final.exists() and digest_of_file(part) == row.sealed_digest:
            part.replace(final)
        else:
            part.unlink()
    for left in casebook.path.glob("custody.*.part"):
        left.unlink()
    path = casebook.path / "custody.log"
    if waiting and path.exists():
        _cut_torn_line(path, waiting)
    write_log(casebook)


def sealed_path(casebook: Casebook, digest: str) -> Path:
    """Return where an original lies."""
    return casebook.originals / f"{digest}.age"


def key_digests(folder: Path) -> dict[str, str]:
    """Return the digest of each file in keys/, so that a swapped key is noticed."""
    return {path.name: digest_of_file(path) for path in sorted(folder.iterdir())}


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all."""
    part = path.with_name(path.name + ".part")
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def _cut_torn_line(path: Path, waiting: dict[int, str]) -> None:
    raw = path.read_bytes()
    whole, torn = raw.rsplit(b"\n", 1) if b"\n" in raw else (b"", raw)
    number = whole.count(b"\n") + 1 if whole else 0
    if torn and waiting.get(number, "").encode().startswith(torn):
        with path.open("r+b") as log:
            log.truncate(len(raw) - len(torn))


def _line_count(path: Path) -> int:
    if not path.exists():
        return 0
    with path.open("rb") as log:
        return sum(block.count(b"\n") for block in iter(lambda: log.read(1 << 20), b""))


def digest_of_file(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _time_of(line: str) -> str:
    import json

    return str(json.loads(line)["at"])
