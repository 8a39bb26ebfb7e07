"""Who works at the command line of a casebook: a pseudonym, made once, that says nothing of the person."""

import secrets


def operator() -> str:
    """Return the pseudonym of whoever holds the casebook's passphrase."""
    from khronika.store.models import SettingRow

    row, _ = SettingRow.objects.get_or_create(key="operator", defaults={"value": f"m-{secrets.token_hex(4)}"})
    return str(row.value)
