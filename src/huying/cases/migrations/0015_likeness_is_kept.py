"""Each change of the rule of likeness renews the token under which processes keep it (see `kernel.kept`)."""

from django.db import migrations

KEPT = "'likeness', 'cases_likenessrule'"


class Migration(migrations.Migration):

    dependencies = [("kernel", "0006_change_tokens"), ("cases", "0014_what_is_alike")]

    operations = [migrations.RunSQL(f"SELECT kernel_watch({KEPT})", f"SELECT kernel_unwatch({KEPT})")]
