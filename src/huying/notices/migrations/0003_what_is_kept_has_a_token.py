"""Each change of these tables renews the token under which processes keep them (see `kernel.kept`)."""

from django.db import migrations

KEPT = (
    "'wordings', 'notices_template'"
)


class Migration(migrations.Migration):

    dependencies = [("kernel", "0006_change_tokens"), ("notices", "0002_a_channel_may_have_its_own_words")]

    operations = [migrations.RunSQL(f"SELECT kernel_watch({KEPT})", f"SELECT kernel_unwatch({KEPT})")]
