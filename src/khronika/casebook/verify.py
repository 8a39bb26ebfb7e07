"""Check that a casebook is what was received and decided: every byte, every entry, every quote.

Each check is one sentence. The first thing that is not as it should be is named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from khronika.casebook.custody import digest_of_file, key_digests, sealed_path
from khronika.errors import CustodyError, WrongPassphraseError
from khronika.preserve.custody import check_root, checked_lines, head_from_text
from khronika.protect.signing import signature_fits
from khronika.record import digest_of

if TYPE_CHECKING:
    from khronika.casebook.casebook import Casebook

ALLOWED = frozenset(
    "casebook.db casebook.db-wal casebook.db-shm custody.log custody.head originals keys .lock".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What was checked, and the first thing that was wrong, if any."""

    name: str
    wrong: str | None = None

    @property
    def ok(self) -> bool:
        return self.wrong is None


def verify(casebook: Casebook) -> Iterator[Check]:
    """Yield the checks of an open casebook in order; all are made, whatever fails."""
    checks: tuple[tuple[str, Callable[[Casebook], None]], ...] = (
        ("files of the casebook", _files),
        ("keys", _keys),
        ("database", _database),
        ("custody log", _custody),
        ("timestamps", _timestamps),
        ("originals", _originals),
        ("quotes of claims", _quotes),
    )
    for name, check in checks:
        try:
            check(casebook)
        except CustodyError as error:
            yield Check(name=name, wrong=error.sentence)
        else:
            yield Check(name=name)


def _files(casebook: Casebook) -> None:
    for path in sorted(casebook.path.iterdir()):
        if path.name not in ALLOWED:
            raise CustodyError(what=f"{path.name} does not belong to a casebook.")


def _keys(casebook: Casebook) -> None:
    from khronika.store.models import SettingRow

    known = SettingRow.objects.get(key="keys").value
    found = key_digests(casebook.key_folder)
    for name in sorted(set(known) | set(found)):
        if name not in found:
            raise CustodyError(what=f"keys/{name} is missing.")
        if name not in known:
            raise CustodyError(what=f"keys/{name} was added from outside.")
        if known[name] != found[name]:
            raise CustodyError(what=f"keys/{name} was changed.")


def _database(_: Casebook) -> None:
    from django.db import DatabaseError, connection

    try:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            cursor.execute("PRAGMA cipher_integrity_check")
            pages = cursor.fetchall()
            cursor.execute("PRAGMA integrity_check")
            rows = cursor.fetchall()
    except DatabaseError as error:
        raise CustodyError(what="casebook.db is damaged.") from error
    if pages:
        raise CustodyError(what=f"casebook.db: {pages[0][0]}.")
    if rows != [("ok",)]:
        raise CustodyError(what="casebook.db is damaged.")


def _custody(casebook: Casebook) -> None:
    from khronika.store.models import CustodyRow

    kept = list(CustodyRow.objects.values_list("line", flat=True))
    log, head = casebook.path / "custody.log", casebook.path / "custody.head"
    if not kept and not log.exists():
        return
    if not log.exists() or not head.exists():
        raise CustodyError(what=f"{(log if not log.exists() else head).name} is missing.")
    raw = log.read_bytes()
    try:
        lines = raw.decode("ascii").split("\n")
    except UnicodeDecodeError as error:
        number = raw[: error.start].count(b"\n")
        raise CustodyError(what=f"custody.log: entry {number} was changed.") from error
    if lines[-1]:
        raise CustodyError(what=f"custody.log: entry {len(lines) - 1} is cut off.")
    lines.pop()
    _same_lines(kept, lines)
    checked_lines(lines)
    try:
        signed = head_from_text(head.read_text(encoding="ascii"))
    except UnicodeDecodeError as error:
        raise CustodyError(what="custody.head was changed.") from error
    if signed.entries != len(kept):
        raise CustodyError(what=f"custody.head signs {signed.entries} of {len(kept)} entries.")
    public = (casebook.key_folder / "custody.pub").read_bytes()
    if not signature_fits(signed.signed_bytes, signed.signature, public):
        raise CustodyError(what="The signature of custody.head does not fit keys/custody.pub.")
    check_root(signed, lines)


def _timestamps(_: Casebook) -> None:
    from khronika.casebook.timestamps import check_timestamps
    from khronika.store.models import CustodyRow

    check_timestamps(list(CustodyRow.objects.values_list("line", flat=True)))


def _same_lines(kept: list[str], lines: list[str]) -> None:
    for number, (ours, theirs) in enumerate(zip(kept, lines, strict=False)):
        if ours != theirs:
            what = "is missing or out of order" if theirs in kept else "was changed"
            raise CustodyError(what=f"custody.log: entry {number} {what}.")
    if len(lines) < len(kept):
        raise CustodyError(what=f"custody.log is truncated: entry {len(lines)} of {len(kept)} is missing.")
    if len(lines) > len(kept):
        raise CustodyError(what=f"custody.log: entry {len(kept)} was added from outside.")


def _originals(casebook: Casebook) -> None:
    from khronika.protect.seal import unseal
    from khronika.store.models import OriginalRow

    expected = set()
    for row in OriginalRow.objects.order_by("digest").iterator(500):
        path = sealed_path(casebook, row.digest)
        expected.add(path.name)
        if not path.is_file():
            raise CustodyError(what=f"originals/{path.name} is missing.")
        if digest_of_file(path) != row.sealed_digest:
            raise CustodyError(what=f"originals/{path.name} was changed.")
        try:
            content = unseal(path.read_bytes(), casebook.keys.originals)
        except WrongPassphraseError as error:
            raise CustodyError(
                what=f"originals/{path.name} does not open with the casebook's key."
            ) from error
        if digest_of(content) != row.digest:
            raise CustodyError(what=f"originals/{path.name} is not the file that was received.")
    for path in sorted(casebook.originals.iterdir()):
        if path.name not in expected:
            raise CustodyError(what=f"originals/{path.name} was added from outside.")


def _quotes(_: Casebook) -> None:
    from khronika.record import stands_in
    from khronika.store.mapping import claim_of
    from khronika.store.models import ClaimRow

    for row in ClaimRow.objects.select_related("report").order_by("id").iterator(500):
        if not all(stands_in(e.quote, row.report.text) for e in claim_of(row).evidence):
            raise CustodyError(what=f"Claim {row.id} has a quote that does not stand in its report.")
