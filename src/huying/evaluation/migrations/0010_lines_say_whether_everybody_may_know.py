"""Lines that are there already say nothing yet: they are read again before a month of theirs is told to everybody."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0009_rules_of_alerts_are_data")]
    operations = [migrations.AddField("entry", "public", models.BooleanField(null=True))]
