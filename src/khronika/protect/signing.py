"""Sign what outsiders shall be able to check (Ed25519, RFC 8032).

>>> private, public = new_signing_key()
>>> signature_fits(b"head", sign(b"head", private), public.encode())
True
>>> signature_fits(b"another head", sign(b"head", private), public.encode())
False
"""

from __future__ import annotations


def new_signing_key() -> tuple[bytes, str]:
    """Return a private key (32 bytes) and its public key (PEM)."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    key = Ed25519PrivateKey.generate()
    pem = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return key.private_bytes_raw(), pem.decode()


def sign(message: bytes, private: bytes) -> str:
    """Return the signature as hexadecimal digits."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(private).sign(message).hex()


def signature_fits(message: bytes, signature: str, public_pem: bytes) -> bool:
    """Say whether a signature is that of the key's owner under the message."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    try:
        key = load_pem_public_key(public_pem)
        if not isinstance(key, Ed25519PublicKey):
            return False
        key.verify(bytes.fromhex(signature), message)
    except (InvalidSignature, ValueError):
        return False
    return True
