"""Have an authority say when a tree head was there: RFC 3161 requests and answers, without a network.

The request holds a digest and nothing else. How it reaches an authority and how the answer comes back is the
user's affair (`curl`, another computer, a stick); Khronika opens no connection. An answer is kept with the
whole chain of certificates, so that it can be checked years later without asking anybody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from khronika.errors import TimestampError
from khronika.preserve.custody import TreeHead

if TYPE_CHECKING:
    from cryptography.x509 import Certificate


@dataclass(frozen=True, slots=True, kw_only=True)
class Timestamp:
    """What an authority says of a head: when it was there (UTC), and who says so."""

    at: datetime
    authority: str


def request_for(head: TreeHead) -> bytes:
    """Return the request (DER) for a head; it asks for the authority's certificate."""
    from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

    builder = TimestampRequestBuilder().data(head.signed_bytes).hash_algorithm(HashAlgorithm.SHA512)
    return builder.cert_request(cert_request=True).build().as_bytes()


def checked_timestamp(head: TreeHead, answer: bytes, certificates: bytes) -> Timestamp:
    """Return what an answer (DER) says of a head.

    `certificates` is PEM: the authority's root and what stands between. Raises TimestampError when the answer
    refuses, is of something else, or does not lead to that root.
    """
    from cryptography import x509
    from rfc3161_client import VerificationError, VerifierBuilder, decode_timestamp_response

    try:
        chain = x509.load_pem_x509_certificates(certificates)
    except ValueError as error:
        raise TimestampError(what="The certificates are not a PEM file.") from error
    builder = VerifierBuilder()
    for certificate in chain:
        if certificate.issuer == certificate.subject:
            builder = builder.add_root_certificate(certificate)
        else:
            builder = builder.add_intermediate_certificate(certificate)
    if not any(c.issuer == c.subject for c in chain):
        raise TimestampError(what="The certificates hold no root (none is signed by itself).")
    try:
        response = decode_timestamp_response(answer)
        builder.build().verify_message(response, head.signed_bytes)
        info = response.tst_info
    except (ValueError, VerificationError) as error:
        raise TimestampError(
            what="The answer is not a valid timestamp of this casebook's head under these certificates."
        ) from error
    return Timestamp(at=info.gen_time, authority=_name(chain))


def _name(chain: Sequence[Certificate]) -> str:
    from cryptography.x509.oid import NameOID

    roots = [c for c in chain if c.issuer == c.subject]
    for kind in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME):
        found = roots[0].subject.get_attributes_for_oid(kind)
        if found:
            return str(found[0].value)
    return "an authority without a name"
