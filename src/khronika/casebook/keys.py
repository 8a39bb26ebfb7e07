"""The keys of a casebook: what lies in keys/, and what a passphrase opens.

`access.json` holds, wrapped under the casebook's passphrase: the key of the database, the private
key of the originals and the key that signs the custody log. `custodian-*.json` holds the private
key of one custodian under the custodian's own passphrase; the casebook works without it.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from khronika.errors import CasebookError, NoCasebookError
from khronika.protect.seal import check_passphrase, new_identity, unwrap, wrap
from khronika.protect.signing import new_signing_key

ACCESS, CUSTODIAN = "khronika access 1", "khronika custodian 1"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class AccessKeys:
    """What the casebook's passphrase opens. Its repr shows nothing."""

    database: bytes
    originals: str
    signing: bytes


def make_keys(folder: Path, passphrase: str, custodian_passphrase: str) -> AccessKeys:
    """Write the keys of a new casebook; only wrapped and public keys touch the disk."""
    check_passphrase(passphrase)
    check_passphrase(custodian_passphrase)
    folder.mkdir(mode=0o700)
    originals, (signing, signing_public) = new_identity(), new_signing_key()
    made = AccessKeys(
        database=secrets.token_bytes(32),
        originals=originals.secret,
        signing=signing,
    )
    payload = json.dumps(
        {"database": made.database.hex(), "originals": made.originals, "signing": made.signing.hex()}
    )
    write_key_file(folder / "originals.pub", originals.public)
    write_key_file(folder / "custody.pub", signing_public)
    add_custodian(folder, custodian_passphrase)
    write_key_file(folder / "access.json", json.dumps(wrap(payload.encode(), passphrase, ACCESS), indent=1))
    return made


def open_keys(folder: Path, passphrase: str) -> AccessKeys:
    """Open a casebook's keys. Raises WrongPassphraseError or NoCasebookError."""
    payload = json.loads(unwrap(read_box(folder / "access.json"), passphrase, ACCESS))
    return AccessKeys(
        database=bytes.fromhex(payload["database"]),
        originals=payload["originals"],
        signing=bytes.fromhex(payload["signing"]),
    )


def add_custodian(folder: Path, passphrase: str) -> str:
    """Add a custodian; returns the public key to which identities are sealed from now on."""
    check_passphrase(passphrase)
    identity = new_identity()
    number = len(custodian_keys(folder)) + 1
    box = wrap(identity.secret.encode(), passphrase, CUSTODIAN)
    write_key_file(folder / f"custodian-{number}.json", json.dumps(box, indent=1))
    write_key_file(folder / f"custodian-{number}.pub", identity.public)
    return identity.public


def custodian_keys(folder: Path) -> list[str]:
    """Return the public keys to which identities are sealed."""
    return [path.read_text(encoding="ascii").strip() for path in sorted(folder.glob("custodian-*.pub"))]


def open_custodian(folder: Path, passphrase: str) -> list[str]:
    """Return the private keys that a custodian's passphrase opens (one, as a rule).

    Raises WrongPassphraseError when it opens none.
    """
    from khronika.errors import WrongPassphraseError

    opened = []
    for path in sorted(folder.glob("custodian-*.json")):
        try:
            opened.append(unwrap(read_box(path), passphrase, CUSTODIAN).decode())
        except WrongPassphraseError:
            continue
    if not opened:
        raise WrongPassphraseError
    return opened


def write_key_file(path: Path, text: str) -> None:
    """Write a file of keys/ in one step, for its owner alone."""
    part = path.with_name(f"{path.name}.part")
    part.write_text(text.rstrip("\n") + "\n", encoding="ascii")
    part.chmod(0o600)
    part.replace(path)


def read_box(path: Path) -> dict[str, Any]:
    """Return a wrapped key. Raises NoCasebookError, CasebookError."""
    try:
        box = json.loads(path.read_text(encoding="ascii"))
    except FileNotFoundError as error:
        raise NoCasebookError(where=path.parent.parent) from error
    except ValueError as error:
        raise CasebookError from error
    if not isinstance(box, dict):
        raise CasebookError
    return box
