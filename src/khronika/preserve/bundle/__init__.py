"""What outsiders need to check a custody log without Khronika: the log, its signed head, and how to check.

>>> head = TreeHead(entries=1, root="00", signature="ab")
>>> sorted(bundle_files(["a"], head, b"PEM", {}))[:5]
['VERIFY.md', 'check.py', 'custody.head', 'custody.log', 'custody.pub']
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.resources import files

from khronika.preserve.custody import TreeHead, head_text


def bundle_files(
    lines: Sequence[str], head: TreeHead, public_pem: bytes, sealed: Mapping[str, str]
) -> dict[str, bytes]:
    """Return the files of a bundle by name.

    `sealed` maps the digest of an original to the digest of its sealed file.
    """
    here = files(__package__)
    return {
        "custody.log": "".join(line + "\n" for line in lines).encode("ascii"),
        "custody.head": head_text(head).encode("ascii"),
        "custody.pub": public_pem,
        "head.txt": head.signed_bytes,
        "head.sig": bytes.fromhex(head.signature),
        "originals.sha256": "".join(
            f"{digest}  originals/{original}.age\n" for original, digest in sorted(sealed.items())
        ).encode("ascii"),
        "VERIFY.md": here.joinpath("VERIFY.md").read_bytes(),
        "check.py": here.joinpath("check.py").read_bytes(),
    }
