"""Write the custody log: who did what to which digest, and when. No names, no titles.

One line of the log is one entry, as JSON with sorted keys:

>>> line = entry_line(0, at="2026-01-02T03:04:05Z", who="m-1", did="received", digest="ab", sealed="cd")
>>> line
'{"at":"2026-01-02T03:04:05Z","did":"received","digest":"ab","n":0,"sealed":"cd","who":"m-1"}'
>>> checked_lines([line]).entries
1
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from khronika.errors import CustodyError
from khronika.preserve.merkle import root_of


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeHead:
    """The root over the first `entries` lines of a log, and the casebook's signature under it."""

    entries: int
    root: str
    signature: str = ""

    @property
    def signed_bytes(self) -> bytes:
        """What the signature covers."""
        return f"khronika custody 1\n{self.entries}\n{self.root}\n".encode()


def entry_line(number: int, *, at: str, who: str, did: str, digest: str, sealed: str = "") -> str:
    """Return one line of the log (without its line end)."""
    entry = {"n": number, "at": at, "who": who, "did": did, "digest": digest}
    if sealed:
        entry["sealed"] = sealed
    return json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def head_text(head: TreeHead) -> str:
    """Return a head as it is written to custody.head."""
    return (
        json.dumps({"entries": head.entries, "root": head.root, "signature": head.signature}, sort_keys=True)
        + "\n"
    )


def head_from_bytes(signed: bytes) -> TreeHead:
    """Read a head from the bytes that are signed and dated; raises CustodyError when they are none."""
    try:
        name, entries, root = signed.decode("ascii").splitlines()
        head = TreeHead(entries=int(entries), root=root)
    except ValueError as error:
        raise CustodyError(what="This is not a tree head.") from error
    if name != "khronika custody 1" or head.signed_bytes != signed:
        raise CustodyError(what="This is not a tree head.")
    return head


def head_from_text(text: str) -> TreeHead:
    """Read a head; raises CustodyError when it is not one."""
    try:
        row = json.loads(text)
        return TreeHead(entries=int(row["entries"]), root=str(row["root"]), signature=str(row["signature"]))
    except (KeyError, TypeError, ValueError) as error:
        raise CustodyError(what="custody.head is not a signed tree head.") from error


def check_root(head: TreeHead, lines: Sequence[str]) -> None:
    """Check a head against the lines of a log. Raises CustodyError with the first thing that is wrong."""
    if head.entries > len(lines):
        raise CustodyError(what=f"custody.log is truncated: entry {len(lines)} of {head.entries} is missing.")
    if root_of(lines[: head.entries]) != head.root:
        raise CustodyError(what="custody.log does not fit its signed head: an entry was changed.")


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedLog:
    """A log whose lines follow one another."""

    entries: int
    received: tuple[tuple[str, str], ...]  # digest, digest of the sealed file


def checked_lines(lines: Sequence[str]) -> CheckedLog:
    """Check that entries are whole, numbered in order and not going back in time.

    Raises CustodyError that names the first entry which is not.
    """
    received, last = [], ""
    for number, line in enumerate(lines):
        entry = _entry(line, number)
        if entry["n"] != number:
            raise CustodyError(what=f"custody.log: entry {number} is missing or out of order.")
        if entry["at"] < last:
            raise CustodyError(what=f"custody.log: entry {number} is earlier than the one before it.")
        last = entry["at"]
        if entry["did"] == "received":
            received.append((entry["digest"], entry.get("sealed", "")))
    return CheckedLog(entries=len(lines), received=tuple(received))


def _entry(line: str, number: int) -> dict[str, Any]:
    try:
        entry = json.loads(line)
        whole = isinstance(entry, dict) and {"n", "at", "who", "did", "digest"} <= set(entry)
    except ValueError:
        whole = False
    if not whole:
        raise CustodyError(what=f"custody.log: entry {number} is not readable.")
    return dict(entry)
