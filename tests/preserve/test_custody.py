"""Any changed, missing, added, reordered or truncated entry breaks the custody log."""

import hashlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khronika.errors import CustodyError
from khronika.preserve.custody import (
    TreeHead,
    check_root,
    checked_lines,
    entry_line,
    head_from_text,
    head_text,
)
from khronika.preserve.merkle import root_of


def _lines(count: int) -> list[str]:
    return [
        entry_line(n, at=f"2026-01-01T00:00:{n:02d}Z", who="m-1", did="received", digest=f"{n:064x}")
        for n in range(count)
    ]


def _rfc6962(leaves: list[bytes]) -> bytes:
    """The definition of RFC 6962, section 2.1, written down as it stands there."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return hashlib.sha256(b"\x01" + _rfc6962(leaves[:split]) + _rfc6962(leaves[split:])).digest()


@given(st.lists(st.text(alphabet="abc", max_size=5), max_size=40))
def test_the_root_is_that_of_rfc_6962(lines: list[str]) -> None:
    assert root_of(lines) == _rfc6962([line.encode() for line in lines]).hex()


@given(st.integers(2, 20), st.data())
def test_any_change_of_the_log_breaks_it(count: int, data: st.DataObject) -> None:
    lines = _lines(count)
    head = TreeHead(entries=count, root=root_of(lines))
    place = data.draw(st.integers(0, count - 1))
    how = data.draw(st.sampled_from(["change", "remove", "swap", "double", "truncate"]))
    broken = list(lines)
    if how == "change":
        at = data.draw(st.integers(0, len(lines[place]) - 1))
        broken[place] = lines[place][:at] + "#" + lines[place][at + 1 :]
    elif how == "remove":
        del broken[place]
    elif how == "swap":
        other = (place + 1) % count
        broken[place], broken[other] = broken[other], broken[place]
    elif how == "double":
        broken.insert(place, lines[place])
    else:
        broken = broken[:place]
    with pytest.raises(CustodyError):
        _check(head, broken)


def _check(head: TreeHead, lines: list[str]) -> None:
    checked_lines(lines)
    check_root(head, lines)


def test_a_whole_log_is_in_order() -> None:
    lines = _lines(5)
    assert checked_lines(lines).entries == 5
    check_root(TreeHead(entries=5, root=root_of(lines)), lines)


def test_a_head_survives_its_text() -> None:
    head = TreeHead(entries=3, root="ab", signature="cd")
    assert head_from_text(head_text(head)) == head
    assert replace(head, signature="").signed_bytes == head.signed_bytes
    with pytest.raises(CustodyError):
        head_from_text("{}")
