"""Names for the things of the record, so that one kind is never taken for another."""

import hashlib
from typing import NewType

Digest = NewType("Digest", str)  # 64 hexadecimal digits of SHA-256
ReportId = NewType("ReportId", str)
AccountId = NewType("AccountId", str)
ClaimId = NewType("ClaimId", str)
IncidentId = NewType("IncidentId", str)
PersonId = NewType("PersonId", str)
JudgementId = NewType("JudgementId", str)


def digest_of(content: bytes) -> Digest:
    """Return the SHA-256 of some bytes.

    >>> digest_of(b"")[:8]
    'e3b0c442'
    """
    return Digest(hashlib.sha256(content).hexdigest())


def short_id(prefix: str, *parts: object) -> str:
    """Return a stable id made from what a thing consists of; the same parts give the same id.

    >>> short_id("c", "r1", 3) == short_id("c", "r1", 3)
    True
    >>> short_id("c", "r1", 3) == short_id("c", "r1", 4)
    False
    """
    seed = "\x1f".join(str(part) for part in parts).encode()
    return f"{prefix}-{hashlib.sha256(seed).hexdigest()[:20]}"
