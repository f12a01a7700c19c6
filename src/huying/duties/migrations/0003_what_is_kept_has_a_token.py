"""Each change of these tables renews the token under which processes keep them (see `kernel.kept`)."""

from django.db import migrations

KEPT = (
    "'categories', 'duties_category'"
)


class Migration(migrations.Migration):

    dependencies = [("kernel", "0006_change_tokens"), ("duties", "0002_in_force_is_fixed")]

    operations = [migrations.RunSQL(f"SELECT kernel_watch({KEPT})", f"SELECT kernel_unwatch({KEPT})")]
