"""Open a casebook whose passphrase is lost, with two of the three shares that its people keep.

`keys/recovery.json` holds what `access.json` holds, wrapped under a key of its own; that key is nowhere
but in the shares. New shares make the old ones worthless.
"""

from __future__ import annotations

import json
import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from khronika.casebook.keys import ACCESS, read_box, write_key_file
from khronika.casebook.operator import operator
from khronika.errors import CasebookError, SharesError, WrongPassphraseError
from khronika.protect.seal import check_passphrase, unwrap, wrap
from khronika.protect.shares import cut, join

if TYPE_CHECKING:
    from khronika.casebook.casebook import Casebook

RECOVERY = "khronika recovery 1"


def split_keys(casebook: Casebook, *, by: str) -> list[str]:
    """Make three new shares, two of which open the casebook; the shares are kept nowhere."""
    from khronika.store.models import LedgerRow

    key = secrets.token_bytes(32)
    keys = casebook.keys
    payload = json.dumps(
        {"database": keys.database.hex(), "originals": keys.originals, "signing": keys.signing.hex()}
    )
    box = wrap(payload.encode(), key.hex(), RECOVERY)
    write_key_file(casebook.key_folder / "recovery.json", json.dumps(box, indent=1))
    _note_keys(casebook)
    LedgerRow.objects.create(who=by, did="split keys", target="keys/recovery.json")
    return cut(key)


def recover_keys(path: Path, shares: list[str], passphrase: str) -> None:
    """Give a casebook a new passphrase. Raises SharesError, NoCasebookError, WeakPassphraseError.

    Nothing is written before the shares have opened what they must open.
    """
    from khronika.casebook.casebook import lock_casebook, open_casebook

    check_passphrase(passphrase)
    folder = path / "keys"
    read_box(folder / "access.json")
    if not (folder / "recovery.json").is_file():
        raise SharesError(what=f"No shares were ever made for {path}.")
    key = join(shares)
    try:
        payload = unwrap(read_box(folder / "recovery.json"), key.hex(), RECOVERY)
    except (WrongPassphraseError, CasebookError) as error:
        raise SharesError(what="These shares are of another casebook, or newer ones were made.") from error
    lock_casebook(path).release()  # nobody else may be at work in it
    write_key_file(folder / "access.json", json.dumps(wrap(payload, passphrase, ACCESS), indent=1))
    with open_casebook(path, passphrase) as casebook:
        from khronika.store.models import LedgerRow  # the models are there once a casebook is open

        _note_keys(casebook)
        LedgerRow.objects.create(who=operator(), did="recovered keys", target="keys/access.json")


def _note_keys(casebook: Casebook) -> None:
    """Write down what lies in keys/, so that a file that others put there is noticed."""
    from khronika.casebook.custody import key_digests
    from khronika.store.models import SettingRow

    SettingRow.objects.filter(key="keys").update(value=key_digests(casebook.key_folder))
