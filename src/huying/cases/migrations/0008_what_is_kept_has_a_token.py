"""Each change of these tables renews the token under which processes keep them (see `kernel.kept`)."""

from django.db import migrations

KEPT = (
    "'limits', 'cases_slarule'"
)


class Migration(migrations.Migration):

    dependencies = [("kernel", "0006_change_tokens"), ("cases", "0007_reporters_are_written_to_in_their_language")]

    operations = [migrations.RunSQL(f"SELECT kernel_watch({KEPT})", f"SELECT kernel_unwatch({KEPT})")]
