"""Lock what must not be read: a passphrase wraps a key, a key seals a file or an identity.

Sealing is age (X25519, ChaCha20-Poly1305); wrapping is Argon2id (RFC 9106) and AES-256-GCM.

>>> box = seal(b"Hong", [new_identity().public])
>>> box.startswith(b"age-encryption.org/v1")
True
"""

from __future__ import annotations

import base64
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from khronika.errors import CasebookError, WeakPassphraseError, WrongPassphraseError

LEAST_PASSPHRASE = 12
MEMORY_KIB, PASSES, LANES = 65_536, 3, 4  # RFC 9106, second recommended option
_MOST_MEMORY_KIB, _MOST_PASSES, _MOST_LANES = 1_048_576, 12, 16


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Identity:
    """A pair of age keys. Its repr shows nothing."""

    secret: str
    public: str


def new_identity() -> Identity:
    """Make a pair of X25519 keys in age's notation."""
    from pyrage import x25519

    made = x25519.Identity.generate()
    return Identity(secret=str(made), public=str(made.to_public()))


def seal(content: bytes, recipients: Sequence[str]) -> bytes:
    """Encrypt bytes to the public keys of those who may read them."""
    import pyrage

    keys = [pyrage.x25519.Recipient.from_str(public) for public in recipients]
    return bytes(pyrage.encrypt(content, keys))


def unseal(sealed: bytes, secret: str) -> bytes:
    """Decrypt bytes with a private key. Raises WrongPassphraseError when it is not for that key.

    >>> key = new_identity()
    >>> unseal(seal(b"Hong", [key.public]), key.secret)
    b'Hong'
    """
    import pyrage

    try:
        return bytes(pyrage.decrypt(sealed, [pyrage.x25519.Identity.from_str(secret)]))
    except (pyrage.DecryptError, pyrage.IdentityError) as error:
        raise WrongPassphraseError from error


def check_passphrase(passphrase: str) -> None:
    """Refuse a passphrase that a seized laptop would give up in a night."""
    if len(passphrase) < LEAST_PASSPHRASE:
        raise WeakPassphraseError(length=len(passphrase), least=LEAST_PASSPHRASE)


def wrap(secret: bytes, passphrase: str, purpose: str) -> dict[str, Any]:
    """Encrypt a secret under a passphrase; `purpose` is bound to it and checked when unwrapping."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    key = _stretch(passphrase, salt, MEMORY_KIB, PASSES, LANES)
    return {
        "kdf": {
            "name": "argon2id",
            "salt": _text(salt),
            "memory_kib": MEMORY_KIB,
            "passes": PASSES,
            "lanes": LANES,
        },
        "cipher": "aes-256-gcm",
        "purpose": purpose,
        "nonce": _text(nonce),
        "wrapped": _text(AESGCM(key).encrypt(nonce, secret, purpose.encode())),
    }


def unwrap(box: Mapping[str, Any], passphrase: str, purpose: str) -> bytes:
    """Decrypt a wrapped secret.

    Raises WrongPassphraseError for a wrong passphrase or a changed box, CasebookError for one whose
    cost parameters are out of bounds (a planted file must not eat the machine, or be cheap to guess).
    """
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        kdf = box["kdf"]
        memory, passes, lanes = int(kdf["memory_kib"]), int(kdf["passes"]), int(kdf["lanes"])
        salt, nonce, wrapped = _bytes(kdf["salt"]), _bytes(box["nonce"]), _bytes(box["wrapped"])
    except (KeyError, TypeError, ValueError) as error:
        raise CasebookError from error
    in_bounds = (
        MEMORY_KIB <= memory <= _MOST_MEMORY_KIB
        and PASSES <= passes <= _MOST_PASSES
        and 1 <= lanes <= _MOST_LANES
    )
    if not in_bounds:
        raise CasebookError
    try:
        return AESGCM(_stretch(passphrase, salt, memory, passes, lanes)).decrypt(
            nonce, wrapped, purpose.encode()
        )
    except (InvalidTag, ValueError) as error:
        raise WrongPassphraseError from error


def _stretch(passphrase: str, salt: bytes, memory_kib: int, passes: int, lanes: int) -> bytes:
    import unicodedata

    from argon2.low_level import Type, hash_secret_raw

    # Two keyboards can write one character in two ways; NFKC makes them one passphrase.
    secret = unicodedata.normalize("NFKC", passphrase).encode()
    return hash_secret_raw(secret, salt, passes, memory_kib, lanes, 32, Type.ID)


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
