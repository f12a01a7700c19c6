"""Which place is served is read with almost every page: it is kept until it changes (see `kernel.kept`)."""

from django.db import migrations

KEPT = "'home', 'territory_jurisdiction'"


class Migration(migrations.Migration):

    dependencies = [("kernel", "0006_change_tokens"), ("territory", "0004_what_people_call_a_place")]

    operations = [migrations.RunSQL(f"SELECT kernel_watch({KEPT})", f"SELECT kernel_unwatch({KEPT})")]
