"""Each change of these tables renews the token under which processes keep them (see `kernel.kept`)."""

from django.db import migrations

KEPT = (
    "'limits', 'cases_slarule'"
)


class Migration(migrations.Migration):

    dependencies = [("kernel", "0006_change_tokens"), ("cases", "0008_confidential_words_lie_apart")]

    operations = [migrations.RunSQL(f"SELECT kernel_watch({KEPT})", f"SELECT kernel_unwatch({KEPT})")]
