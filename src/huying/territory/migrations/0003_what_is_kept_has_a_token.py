"""Each change of these tables renews the token under which processes keep them (see `kernel.kept`)."""

from django.db import migrations

KEPT = (
    "'areas', 'territory_area'"
)


class Migration(migrations.Migration):

    dependencies = [("kernel", "0006_change_tokens"), ("territory", "0002_boundary_drafts")]

    operations = [migrations.RunSQL(f"SELECT kernel_watch({KEPT})", f"SELECT kernel_unwatch({KEPT})")]
