"""Check a custody bundle with nothing but Python's standard library. Run it inside the bundle's folder.

Merkle tree hashes as in RFC 6962, section 2.1: a leaf is SHA-256(0x00, line), a node
SHA-256(0x01, left, right).
"""

import hashlib
import json
import pathlib
import sys


def root(leaves):
    """Return the root over some leaves, as bytes."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    level = [hashlib.sha256(b"\x00" + leaf).digest() for leaf in leaves]
    return _fold(level)


def _fold(nodes):
    """Split at the largest power of two below the number of nodes, as the RFC says."""
    if len(nodes) == 1:
        return nodes[0]
    split = 1
    while split * 2 < len(nodes):
        split *= 2
    return hashlib.sha256(b"\x01" + _fold(nodes[:split]) + _fold(nodes[split:])).digest()


def main():
    """Print what was checked; exit with 1 at the first thing that is wrong."""
    here = pathlib.Path()
    lines = (here / "custody.log").read_bytes().split(b"\n")
    if lines.pop() != b"":
        sys.exit("WRONG: the last line of custody.log is cut off")
    head = json.loads((here / "custody.head").read_text())
    before = ""
    for number, line in enumerate(lines):
        entry = json.loads(line)
        if entry["n"] != number:
            sys.exit(f"WRONG: entry {number} is missing or out of order")
        if entry["at"] < before:
            sys.exit(f"WRONG: entry {number} is earlier than the one before it")
        before = entry["at"]
    if len(lines) != head["entries"]:
        sys.exit(f"WRONG: the head is over {head['entries']} entries, the log has {len(lines)}")
    if root(lines).hex() != head["root"]:
        sys.exit("WRONG: an entry was changed; the root of the log is not the signed one")
    signed = f"khronika custody 1\n{head['entries']}\n{head['root']}\n".encode()
    if signed != (here / "head.txt").read_bytes():
        sys.exit("WRONG: head.txt is not the head in custody.head")
    for dated in sys.argv[1:]:
        _, number, expected = (here / dated).read_text().split()[-3:]
        if root(lines[: int(number)]).hex() != expected:
            sys.exit(f"WRONG: the log does not begin as it was when {dated} was dated")
    received = sum(b'"did":"received"' in line for line in lines)
    print(f"ok: {len(lines)} entries, {received} originals received; now check the signature (VERIFY.md)")


if __name__ == "__main__":
    main()
