"""Keep where an original lay that came out of a container."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0002_append_only")]
    operations = [
        migrations.CreateModel(
            name="UnpackedRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.TextField()),
                ("url", models.TextField(blank=True)),
                ("captured", models.DateTimeField(null=True)),
                ("version", models.CharField(max_length=40)),
                (
                    "container",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="unpacked", to="store.originalrow"
                    ),
                ),
                (
                    "original",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lay_in", to="store.originalrow"
                    ),
                ),
            ],
            options={"ordering": ["container_id", "id"]},
        ),
        migrations.AddConstraint(
            model_name="unpackedrow",
            constraint=models.UniqueConstraint(fields=("container", "name"), name="one_item_per_name"),
        ),
    ]
