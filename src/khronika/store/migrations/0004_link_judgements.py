"""Keep what people said of links, and refuse to change it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

_TABLE = "store_linkjudgementrow"


def _refusals() -> list[migrations.RunSQL]:
    return [
        migrations.RunSQL(
            f"CREATE TRIGGER {_TABLE}_no_{act.lower()} BEFORE {act} ON {_TABLE} "
            f"BEGIN SELECT RAISE(ABORT, 'append-only'); END",
            f"DROP TRIGGER {_TABLE}_no_{act.lower()}",
        )
        for act in ("UPDATE", "DELETE")
    ]


class Migration(migrations.Migration):
    dependencies = [("store", "0003_unpacked")]
    operations = [
        migrations.CreateModel(
            name="LinkJudgementRow",
            fields=[
                ("id", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=16)),
                ("verdict", models.CharField(max_length=16)),
                ("left", models.JSONField(default=list)),
                ("right", models.JSONField(default=list)),
                ("reason", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                ("order", models.BigIntegerField(unique=True)),
                (
                    "reviewer",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL),
                ),
                (
                    "undoes",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="undone_by",
                        to="store.linkjudgementrow",
                    ),
                ),
            ],
            options={"ordering": ["order"]},
        ),
        *_refusals(),
    ]
