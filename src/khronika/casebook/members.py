"""Who works in a casebook, and what each may do.

A member has a name for signing in and a pseudonym made at random; the custody log and the
ledger know the pseudonym alone.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from khronika.errors import NotAllowedError, UnknownUserError, UsageError
from khronika.protect.seal import check_passphrase
from khronika.vocabularies import check_term, terms

if TYPE_CHECKING:
    from khronika.store.models import Member

DESK = "desk"  # who made the first member: nobody had signed in yet


def rank(role: str) -> int:
    """Return the place of a role; each role may do what the ones before it may.

    >>> rank("reader") < rank("coder") < rank("reviewer") < rank("custodian") < rank("admin")
    True
    """
    return [term.key for term in terms("roles")].index(check_term("roles", role))


def may(member: Member, role: str) -> bool:
    """Say whether a member may do what a role may do."""
    return member.is_active and rank(member.role) >= rank(role)


def require(member: Member, role: str) -> None:
    """Raise NotAllowedError unless a member may do what a role may do."""
    if not may(member, role):
        raise NotAllowedError


def add_member(username: str, password: str, role: str, *, by: str = DESK) -> Member:
    """Add somebody under a name that is not taken.

    Raises UsageError, WeakPassphraseError, VocabularyError.
    """
    from django.db import transaction

    from khronika.store.models import LedgerRow, Member

    name = username.strip()
    check_term("roles", role)
    check_passphrase(password)
    with transaction.atomic():
        if not name or len(name) > 150:
            raise UsageError(what="A member needs a name of at most 150 letters.")
        if Member.objects.filter(username__iexact=name).exists():
            raise UsageError(what="This name is taken.")
        pseudonym = f"m-{secrets.token_hex(4)}"
        member = Member.objects.create_user(name, password=password, role=role, pseudonym=pseudonym)
        LedgerRow.objects.create(who=by, did="added member", target=pseudonym, detail={"role": role})
    return member


def set_role(username: str, role: str, *, by: str = DESK) -> Member:
    """Give a member another role. Raises UnknownUserError; the last administrator stays one."""
    from django.db import transaction

    from khronika.store.models import LedgerRow

    check_term("roles", role)
    with transaction.atomic():
        member = find_member(username)
        if role != "admin":
            _keep_an_administrator(member)
        was, member.role = member.role, role
        member.save(update_fields=["role"])
        LedgerRow.objects.create(
            who=by, did="changed role", target=member.pseudonym, detail={"from": was, "to": role}
        )
    return member


def set_password(username: str, password: str, *, by: str = DESK) -> None:
    """Give a member a new password; whoever is signed in with the old one is signed out."""
    from khronika.store.models import LedgerRow

    check_passphrase(password)
    member = find_member(username)
    member.set_password(password)
    member.save(update_fields=["password"])
    LedgerRow.objects.create(who=by, did="changed password", target=member.pseudonym)


def set_active(username: str, active: bool, *, by: str = DESK) -> Member:
    """Let a member in or keep them out; what they judged stays. The last administrator stays in."""
    from django.db import transaction

    from khronika.store.models import LedgerRow

    with transaction.atomic():
        member = find_member(username)
        if not active:
            _keep_an_administrator(member)
        member.is_active = active
        member.save(update_fields=["is_active"])
        did = "let member in" if active else "kept member out"
        LedgerRow.objects.create(who=by, did=did, target=member.pseudonym)
    return member


def change_own_password(member: Member, old: str, new: str) -> None:
    """Let a member choose a new password. Raises UsageError when the old one is wrong."""
    if not member.check_password(old):
        raise UsageError(what="The old password is not right.")
    set_password(member.username, new, by=member.pseudonym)


def _keep_an_administrator(member: Member) -> None:
    from khronika.store.models import Member

    others = Member.objects.filter(role="admin", is_active=True).exclude(pk=member.pk)
    if member.role == "admin" and member.is_active and not others.exists():
        raise UsageError(what="A casebook needs at least one administrator.")


def find_member(username: str) -> Member:
    """Return a member by name. Raises UnknownUserError."""
    from khronika.store.models import Member

    member = Member.objects.filter(username__iexact=username.strip()).first()
    if member is None:
        raise UnknownUserError
    return member


def list_members() -> list[Member]:
    """Return all members by name."""
    from khronika.store.models import Member

    return list(Member.objects.all())


def has_members() -> bool:
    """Say whether anybody can sign in."""
    from khronika.store.models import Member

    return Member.objects.filter(is_active=True).exists()
