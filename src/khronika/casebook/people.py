"""Keep who somebody is where only a custodian can read it.

An identity is sealed to the custodians' public keys the moment it is typed; nothing in the
database or on the disk can open it. A custodian's private key lives for one request.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from typing import TYPE_CHECKING

from khronika.casebook.keys import custodian_keys, open_custodian
from khronika.casebook.members import require
from khronika.errors import UsageError, WrongPassphraseError
from khronika.protect.seal import seal, unseal

if TYPE_CHECKING:
    from khronika.casebook.casebook import Casebook
    from khronika.store.models import Member, PersonRow

ROLES = ("victim", "source", "relative", "perpetrator", "witness", "helper")
FIELDS = ("name", "also_known_as", "birth", "contact", "notes")
LONGEST_FIELD = 4000


class WrongCustodianPassphraseError(WrongPassphraseError):
    """The key that would open an identity stays closed."""

    template = "This passphrase opens no custodian's key."
    next_step = "Type it again; the failed attempt is in the log."


def add_person(
    casebook: Casebook,
    member: Member,
    role: str,
    identity: Mapping[str, str],
    incident: str | None = None,
) -> PersonRow:
    """Seal an identity and keep it with its role. Raises UsageError for an unknown role or incident."""
    from django.db import transaction

    from khronika.store.models import IncidentRow, LedgerRow, PersonRow

    require(member, "coder")
    if role not in ROLES:
        raise UsageError(what="A person is a victim, source, relative, perpetrator, witness or helper.")
    if incident and not IncidentRow.objects.filter(id=incident).exists():
        raise UsageError(what="There is no such incident in this casebook.")
    sealed = seal(_packed(identity), custodian_keys(casebook.key_folder))
    with transaction.atomic():
        row = PersonRow.objects.create(
            id=f"p-{secrets.token_hex(8)}", role=role, sealed=sealed, incident_id=incident or None
        )
        LedgerRow.objects.create(who=member.pseudonym, did="sealed identity", target=row.id)
    return row


def open_person(casebook: Casebook, member: Member, person_id: str, passphrase: str) -> dict[str, str]:
    """Open one identity for a custodian, and note it, whether it opens or not.

    Raises NotAllowedError, WrongPassphraseError, UsageError.
    """
    from khronika.store.models import LedgerRow, PersonRow

    require(member, "custodian")
    row = PersonRow.objects.filter(id=person_id).first()
    if row is None:
        raise UsageError(what="There is no such person in this casebook.")
    try:
        opened = _unsealed(bytes(row.sealed), open_custodian(casebook.key_folder, passphrase))
    except WrongPassphraseError:
        LedgerRow.objects.create(who=member.pseudonym, did="failed to open identity", target=row.id)
        raise WrongCustodianPassphraseError from None
    LedgerRow.objects.create(who=member.pseudonym, did="opened identity", target=row.id)
    return {key: str(value) for key, value in json.loads(opened).items() if key in FIELDS}


def list_persons() -> list[PersonRow]:
    """Return all role holders, the latest first; their identities stay sealed."""
    from khronika.store.models import PersonRow

    return list(PersonRow.objects.select_related("incident").order_by("-added", "id"))


def _packed(identity: Mapping[str, str]) -> bytes:
    kept = {key: identity.get(key, "").strip()[:LONGEST_FIELD] for key in FIELDS}
    if not any(kept.values()):
        raise UsageError(what="Nothing was typed to be sealed.")
    text = json.dumps(kept, ensure_ascii=False)
    padding = -len(text.encode()) % 1024  # so that the size of a file does not tell the length of a name
    return (text + " " * padding).encode()


def _unsealed(sealed: bytes, secrets_: list[str]) -> bytes:
    for secret in secrets_:
        try:
            return unseal(sealed, secret)
        except WrongPassphraseError:
            continue
    raise WrongPassphraseError
