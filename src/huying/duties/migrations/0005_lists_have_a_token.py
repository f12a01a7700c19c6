"""Each change of a list renews the token under which processes keep what is in force (see `kernel.kept`)."""

from django.db import migrations

KEPT = "'lists', 'duties_listdoc', 'duties_listitem'"


class Migration(migrations.Migration):

    dependencies = [("kernel", "0006_change_tokens"), ("duties", "0004_words_of_lists_are_found")]

    operations = [migrations.RunSQL(f"SELECT kernel_watch({KEPT})", f"SELECT kernel_unwatch({KEPT})")]
