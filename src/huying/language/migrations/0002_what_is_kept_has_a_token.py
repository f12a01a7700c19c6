"""Each change of the versions renews the token under which processes keep the model (see `kernel.kept`)."""

from django.db import migrations

KEPT = "'language', 'language_modelversion', 'language_setting'"


class Migration(migrations.Migration):

    dependencies = [("kernel", "0006_change_tokens"), ("language", "0001_models_and_what_was_confirmed")]

    operations = [migrations.RunSQL(f"SELECT kernel_watch({KEPT})", f"SELECT kernel_unwatch({KEPT})")]
