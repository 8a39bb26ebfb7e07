"""Keep where the text of a report stands in its original."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0004_link_judgements")]

    operations = [
        migrations.AddField(
            model_name="reportrow", name="spots", field=models.BinaryField(default=b"")
        ),
    ]
