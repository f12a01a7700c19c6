"""Each change of this table renews the token under which processes keep it (see `kernel.kept`)."""

from django.db import migrations

KEPT = "'site', 'portal_site'"


class Migration(migrations.Migration):

    dependencies = [("kernel", "0006_change_tokens"), ("portal", "0001_first_tables")]

    operations = [migrations.RunSQL(f"SELECT kernel_watch({KEPT})", f"SELECT kernel_unwatch({KEPT})")]
