"""Make the database itself refuse to change what people judged and what was logged."""

from collections.abc import Iterator

from django.db import migrations

REFUSALS = {
    "store_judgementrow": ("UPDATE", "DELETE"),
    "store_ledgerrow": ("UPDATE", "DELETE"),
    "store_custodyrow": ("DELETE",),
    "store_releaserow": ("UPDATE", "DELETE"),
}


def _triggers() -> Iterator[tuple[str, str]]:
    for table, acts in REFUSALS.items():
        for act in acts:
            name = f"{table}_no_{act.lower()}"
            yield (
                f"CREATE TRIGGER {name} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, 'append-only'); END",
                f"DROP TRIGGER {name}",
            )
    yield (
        "CREATE TRIGGER store_custodyrow_line BEFORE UPDATE OF number, line ON store_custodyrow "
        "BEGIN SELECT RAISE(ABORT, 'append-only'); END",
        "DROP TRIGGER store_custodyrow_line",
    )


class Migration(migrations.Migration):
    dependencies = [("store", "0001_first")]
    operations = [migrations.RunSQL(sql, undo) for sql, undo in _triggers()]
