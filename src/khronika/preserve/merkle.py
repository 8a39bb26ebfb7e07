"""The custody log as a Merkle tree (RFC 6962): one changed byte changes its root.

Leaves are the lines of the log. pymerkle hashes as RFC 6962 and RFC 9162 do:
SHA-256(0x00 ‖ leaf) and SHA-256(0x01 ‖ left ‖ right).

>>> root_of([])
'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
>>> root_of(["a"]) == __import__("hashlib").sha256(b"\\x00a").hexdigest()
True
"""

from collections.abc import Iterable


def root_of(lines: Iterable[str]) -> str:
    """Return the root over some lines, as 64 hexadecimal digits."""
    from pymerkle import InmemoryTree

    tree = InmemoryTree(algorithm="sha256")
    for line in lines:
        tree.append_entry(line.encode())
    return str(tree.get_root().hex())
