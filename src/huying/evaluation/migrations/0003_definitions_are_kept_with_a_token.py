"""Each change of these tables renews the token under which processes keep them (see `kernel.kept`)."""

from django.db import migrations

KEPT = "'definitions', 'evaluation_indicator', 'evaluation_weightset'"


class Migration(migrations.Migration):

    dependencies = [("kernel", "0006_change_tokens"), ("evaluation", "0002_told_values_never_change")]

    operations = [migrations.RunSQL(f"SELECT kernel_watch({KEPT})", f"SELECT kernel_unwatch({KEPT})")]
