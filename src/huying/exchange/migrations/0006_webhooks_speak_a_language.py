"""The language of the words beside the codes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("exchange", "0005_rows_that_changed")]
    operations = [migrations.AddField("webhook", "language", models.CharField(default="zh-hans", max_length=7))]
