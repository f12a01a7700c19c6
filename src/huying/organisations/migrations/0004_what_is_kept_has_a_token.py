"""Each change of these tables renews the token under which processes keep them (see `kernel.kept`)."""

from django.db import migrations

KEPT = (
    "'bodies', "
    "'organisations_body', "
    "'organisations_body_functions', "
    "'organisations_bodyfunction', "
    "'organisations_bodykind', "
    "'organisations_servedarea'"
)


class Migration(migrations.Migration):

    dependencies = [("kernel", "0006_change_tokens"), ("organisations", "0003_a_closed_post_says_why")]

    operations = [migrations.RunSQL(f"SELECT kernel_watch({KEPT})", f"SELECT kernel_unwatch({KEPT})")]
